/** How long a text may be (C5), counted as people count signs. */

import { language } from "./i18n/gettext";

/** C5: what people count as signs. Without Intl.Segmenter (before 2024 in Firefox) code points come close. */
function countGraphemes(text: string): number {
  if (typeof Intl.Segmenter === "undefined") return Array.from(text).length;
  let count = 0;
  for (const _sign of new Intl.Segmenter(language, { granularity: "grapheme" }).segment(text)) count += 1;
  return count;
}

const MAX_GRAPHEMES = 280;
const MAX_CODE_POINTS = 1120;

/** C5: how many signs still fit, by whichever of the two limits is nearer; below zero it is too long. */
export function charactersLeft(text: string): number {
  return Math.min(MAX_GRAPHEMES - countGraphemes(text), MAX_CODE_POINTS - Array.from(text).length);
}
