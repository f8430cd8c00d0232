/** The reader's language among several texts, and what belongs to showing somebody's words in their own language. */

import type { Texts } from "./documents";
import { language } from "./words";

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

/** "6 december" from 2026-12-06, in the reader's language; "6 december 2027" with its year. */
export function day(date: string, year = false): string {
  const parsed = new Date(`${date}T12:00:00`);
  if (Number.isNaN(parsed.getTime())) return date;
  return new Intl.DateTimeFormat(language, { day: "numeric", month: "long", ...(year && { year: "numeric" }) }).format(parsed);
}

/** "20:14", by the reader's own clock. */
export function clockTime(moment: number): string {
  return new Intl.DateTimeFormat(language, { hour: "2-digit", minute: "2-digit" }).format(new Date(moment));
}
