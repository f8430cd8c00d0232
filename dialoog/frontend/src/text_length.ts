/** What people count as signs (C1, C5): the one place where texts are counted, and taken apart to be shortened. */

import { language } from "./i18n/gettext";

/** Without Intl.Segmenter (Firefox before 2024): marks, joined emoji, skin colours and flags stay with what they belong to. */
const NEARLY_A_SIGN = /\p{RI}{2}|.(?:[\p{M}\p{Emoji_Modifier}]|\u200d.)*/gsu;

/** The signs of a text, each whole: a family of four is one, and a letter keeps its vowels. */
export function splitGraphemes(text: string): string[] {
  if (typeof Intl.Segmenter === "undefined") return text.match(NEARLY_A_SIGN) ?? [];
  return Array.from(new Intl.Segmenter(language).segment(text), ({ segment }) => segment);
}

const MAX_GRAPHEMES = 280;
const MAX_CODE_POINTS = 1120;

/** C5: how many signs still fit, by whichever of the two limits is nearer; below zero it is too long. */
export function charactersLeft(text: string): number {
  return Math.min(MAX_GRAPHEMES - splitGraphemes(text).length, MAX_CODE_POINTS - Array.from(text).length);
}
