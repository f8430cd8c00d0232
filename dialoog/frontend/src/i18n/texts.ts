/** The reader's language among several texts, how long a text may be, and how days, times and codes are written. */

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
export function picked(texts: Texts | undefined): string {
  if (!texts) return language;
  return language in texts ? language : "nl" in texts ? "nl" : (Object.keys(texts)[0] ?? language);
}

/** On which side a text of this language begins, and with it the line and the name beside it. */
export function directionOf(lang: string): "ltr" | "rtl" {
  return lang === "ar" ? "rtl" : "ltr";
}

const ARABIC = /[\u0600-\u06ff]/;

/** The language somebody most likely wrote in: the script tells Arabic from the rest, the page's language the rest. */
export function writtenIn(text: string, reading: string = language): string {
  if (ARABIC.test(text)) return "ar";
  return reading === "ar" ? "nl" : reading;
}

/** C5: what people count as signs. Without Intl.Segmenter (before 2024 in Firefox) code points come close. */
export function graphemes(text: string): number {
  if (typeof Intl.Segmenter === "undefined") return Array.from(text).length;
  let count = 0;
  for (const _sign of new Intl.Segmenter(language, { granularity: "grapheme" }).segment(text)) count += 1;
  return count;
}

const SIGNS = 280;
const CODE_POINTS = 1120;

/** C5: how many signs still fit, by whichever of the two limits is nearer; below zero it is too long. */
export function signsLeft(text: string): number {
  return Math.min(SIGNS - graphemes(text), CODE_POINTS - Array.from(text).length);
}

/** "6 december" from 2026-12-06, in the reader's language; with its year, or a short month, where `look` says so. */
export function day(date: string, look: Intl.DateTimeFormatOptions = {}): string {
  const parsed = new Date(`${date}T12:00:00`);
  if (Number.isNaN(parsed.getTime())) return date;
  return new Intl.DateTimeFormat(language, { day: "numeric", month: "long", ...look }).format(parsed);
}

const FOUR_WEEKS = 28 * 86_400_000;

/** The day by which a small step is done unless somebody says another (T23): four weeks after this moment, as 2026-12-06. */
export function inFourWeeks(now: number): string {
  const then = new Date(now + FOUR_WEEKS);
  const two = (part: number): string => String(part).padStart(2, "0");
  return `${then.getFullYear()}-${two(then.getMonth() + 1)}-${two(then.getDate())}`;
}

/** "20:14", by the reader's own clock. */
export function clockTime(moment: number): string {
  return new Intl.DateTimeFormat(language, { hour: "2-digit", minute: "2-digit" }).format(new Date(moment));
}

/** "KR7 MDPH": seven signs are read more easily as three and four. */
export function grouped(code: string): string {
  return code.length === 7 ? `${code.slice(0, 3)} ${code.slice(3)}` : code;
}
