/** The languages of the pages: picks the reader's among several texts, and tells a text's direction and likely language. */

import type { Texts } from "../client/documents";
import { language } from "./gettext";

/** What can be read here, each by its own name. */
export const LANGUAGES: Readonly<Record<string, string>> = { nl: "Nederlands", en: "English", ar: "العربية", tr: "Türkçe" };

/** The reader's language, else Dutch, else any. */
export function pick(texts: Texts | undefined): string {
  if (!texts) return "";
  return texts[language] ?? texts["nl"] ?? Object.values(texts)[0] ?? "";
}

/** Which language `pick` found, for the `lang` attribute. */
export function languageOf(texts: Texts | undefined): string {
  if (!texts) return language;
  return language in texts ? language : "nl" in texts ? "nl" : (Object.keys(texts)[0] ?? language);
}

/** On which side a text of this language begins, and with it the line and the name beside it. */
export function directionOf(lang: string): "ltr" | "rtl" {
  return lang === "ar" ? "rtl" : "ltr";
}

const ARABIC = /[\u0600-\u06ff]/;

/** The language somebody most likely wrote in: the script tells Arabic from the rest, the page's language the rest. */
export function detectLanguage(text: string, pageLanguage: string = language): string {
  if (ARABIC.test(text)) return "ar";
  return pageLanguage === "ar" ? "nl" : pageLanguage;
}
