/** How days, times and codes are written for the reader. */

import { language } from "./gettext";

/** English as the server writes it: the day before the month. */
const locale = language === "en" ? "en-GB" : language;

/** "6 december 2026" from 2026-12-06, in the reader's language; always with its year, so that a mistyped one is seen. */
export function formatDate(date: string, options: Intl.DateTimeFormatOptions = {}): string {
  const parsed = new Date(`${date}T12:00:00`);
  if (Number.isNaN(parsed.getTime())) return date;
  return new Intl.DateTimeFormat(locale, { day: "numeric", month: "long", year: "numeric", ...options }).format(parsed);
}

const FOUR_WEEKS = 28 * 86_400_000;

/** The day by which a small step is done unless somebody says another (T23): four weeks after this moment, as 2026-12-06. */
export function dateInFourWeeks(now: number): string {
  const then = new Date(now + FOUR_WEEKS);
  const twoDigits = (part: number): string => String(part).padStart(2, "0");
  return `${then.getFullYear()}-${twoDigits(then.getMonth() + 1)}-${twoDigits(then.getDate())}`;
}

/** "6 december 2026 om 20:14", by the reader's own clock. */
export function formatMoment(moment: number): string {
  return new Intl.DateTimeFormat(locale, { day: "numeric", month: "long", year: "numeric", hour: "2-digit", minute: "2-digit" }).format(moment);
}

/** "20:14", by the reader's own clock. */
export function formatTime(moment: number): string {
  return new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit" }).format(new Date(moment));
}

/** "KR7 MDPH": seven signs are read more easily as three and four. */
export function formatCode(code: string): string {
  return code.length === 7 ? `${code.slice(0, 3)} ${code.slice(3)}` : code;
}
