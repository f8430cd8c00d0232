/**
 * Sets a name or a sentence in a limited space: where it may break, and the largest size at which it fits. Pure: the
 * caller measures widths. One unit is a thousandth of the screen's shorter side.
 */

import { splitGraphemes } from "../text_length";

/** What belongs to the word that follows, also with a capital: articles of family names, and titles. */
const NEVER_LAST = /^(van|von|de|der|den|het|la|le|el|al|bin|ben|ibn|abu|mevrouw|mevr|mw|meneer|mijnheer|dhr|zuster|broeder|oma|opa|tante|oom)\.?$/i;

/** Width of a text set at `size`. */
export type MeasureText = (text: string, size: number) => number;

export interface FittedText {
  lines: readonly string[];
  size: number;
}

const LINE_HEIGHT = 1.12;
const ARABIC = /[\u0600-\u06ff]/;
const VOWELS = /[aeiouyáéíóúàèëïöüäâêîôûı]/i;
const LATIN = /^[\p{Script=Latin}'’.-]+$/u;
/** Two consonants that are one sound: never pulled apart. */
const DIGRAPHS = /^(ch|sch|ph|th|sh|ng|dj|tj|gh|kh)$/i;

/** The ways to set `name` on `count` lines at its spaces and hyphens, most even first. */
export function splitAtSpaces(name: string, count = 2): string[][] {
  if (count === 1) return [[name]];
  const splits: string[][] = [];
  for (const gap of name.matchAll(/[\s-]+/g)) {
    const before = name.slice(0, gap.index) + (gap[0].includes("-") ? "-" : "");
    const after = name.slice(gap.index + gap[0].length);
    if (before && after) splits.push(...splitAtSpaces(after, count - 1).map((lines) => [before, ...lines]));
  }
  return splits.sort((one, other) => maxLength(one) - maxLength(other));
}

/** The ways to set `name` on two or three lines with one of its words parted, most even first. */
export function splitInWords(name: string): string[][] {
  const splits: string[][] = [];
  for (const { 0: word, index } of name.matchAll(/[^\s-]+/g)) {
    const [head, tail] = hyphenate(word) ?? [];
    if (!head || !tail) continue;
    const before = name.slice(0, index) + head;
    const after = tail + name.slice(index + word.length);
    splits.push([before, after]);
    splits.push(...splitAtSpaces(before).map((lines) => [...lines, after]), ...splitAtSpaces(after).map((lines) => [before, ...lines]));
  }
  return splits.sort((one, other) => one.length - other.length || maxLength(one) - maxLength(other));
}

/** A long name of one word in two lines, parted between two consonants or before one, nearest the middle. */
function hyphenate(word: string): string[] | null {
  if (word.length < 8 || !LATIN.test(word)) return null;
  const middle = word.length / 2;
  const places = Array.from({ length: word.length - 6 }, (_unused, index) => index + 3);
  const allowed = places.filter((at) => canHyphenate(word, at));
  const [best] = allowed.sort((one, other) => Math.abs(one - middle) - Math.abs(other - middle));
  return best === undefined ? null : [`${word.slice(0, best)}-`, word.slice(best)];
}

function canHyphenate(word: string, at: number): boolean {
  const before = word[at - 1] ?? "";
  const after = word[at] ?? "";
  const vowel = (sign: string | undefined) => VOWELS.test(sign ?? "");
  if (!VOWELS.test(word.slice(0, at)) || !VOWELS.test(word.slice(at))) return false;
  if (vowel(after) || DIGRAPHS.test(before + after)) return false;
  return vowel(before) ? vowel(word[at + 1]) : vowel(word[at + 1]) && vowel(word[at - 2]);
}

/** As much of `text` as is no wider than `width`, with an ellipsis where something is left out. */
export function truncate(text: string, width: number, size: number, measure: MeasureText): string {
  if (measure(text, size) <= width) return text;
  const [bare, number] = splitNumber(text);
  const characters = splitGraphemes(bare);
  const cut = () => `${characters.join("").trimEnd()}…${number}`;
  while (characters.length > 1 && measure(cut(), size) > width) characters.pop();
  return cut();
}

/** The largest setting of a sentence inside a circle; at `least` it is set as it comes out. */
export function fitSentenceInCircle(
  text: string,
  radius: number,
  { most, least, rows }: { most: number; least: number; rows: number },
  measure: MeasureText,
): FittedText {
  const words = text.split(/\s+/);
  for (let size = most; size >= least; size -= 2) {
    for (let count = 1; count <= Math.min(rows, words.length); count += 1) {
      const lines = balanceLines(words, count, size, measure);
      if (fitsCircle(lines, size, radius, measure)) return { lines, size };
    }
  }
  return { lines: balanceLines(words, Math.min(rows, words.length), least, measure), size: least };
}

/** A name in a circle: whole where that is possible, on up to three lines, and only then without its end. */
export function fitNameInCircle(name: string, radius: number, most: number, least: number, measure: MeasureText): FittedText {
  for (const splits of nameSplits(name)) {
    for (let size = most; size >= least; size -= 2) {
      const lines = splits.find((split) => fitsCircle(split, size, radius, measure));
      if (lines) return { lines, size };
    }
  }
  const prefix = prefixes(name).find((part) => fitsCircle([part], least, radius, measure));
  return { lines: [prefix ?? truncate(name, radius * 1.8, least, measure)], size: least };
}

/** The ways to set a name in the middle, the best first: whole or on two lines, on three, and then parted with a hyphen. */
function nameSplits(name: string): string[][][] {
  return [[[name], ...splitAtSpaces(name)], splitAtSpaces(name, 3), splitInWords(name)];
}

export interface Remark {
  text: string;
  /** Above the name or below it. */
  isAbove: boolean;
  measure: MeasureText;
}

export interface NameWithRemark extends FittedText {
  /** How far below the middle the middle of the name's lines stands. */
  shift: number;
  remark: FittedText;
  /** The baseline of its first line. */
  remarkY: number;
}

/**
 * The largest name with what is said about it, each line as wide as the circle is where that line stands; the two move up
 * or down together where that makes room. Null where only one of them fits.
 */
export function fitNameAndRemark(name: string, remark: Remark, radius: number, { most, least }: { most: number; least: number }, measure: MeasureText): NameWithRemark | null {
  const sizes = Array.from({ length: (most - least) / 2 + 1 }, (_unused, index) => most - index * 2);
  for (const splits of nameSplits(name)) {
    for (const remarkLines of splitsOf(remark)) {
      for (const size of sizes) {
        for (const placed of placements(splits, size, remarkLines, remark)) {
          if (reach(placed, remark.measure, measure) <= radius) return placed;
        }
      }
    }
  }
  return null;
}

/** The radius of the smallest circle that holds a name, set at `size`, with what is said about it; without a hyphen where `most` leaves room. */
export function smallestRadius(name: string, remark: Remark, size: number, most: number, measure: MeasureText): number {
  const [small, large, parted] = nameSplits(name).map((splits) => {
    const placed = splitsOf(remark).flatMap((lines) => [...placements(splits, size, lines, remark)]);
    return Math.min(...placed.map((one) => reach(one, remark.measure, measure)));
  }) as [number, number, number];
  const whole = Math.min(small, large);
  return whole <= most ? whole : Math.min(whole, parted);
}

function splitsOf({ text }: Remark): string[][] {
  return [[text], ...splitAtSpaces(text)];
}

function* placements(splits: readonly string[][], size: number, remarkLines: readonly string[], { isAbove }: Remark): Iterable<NameWithRemark> {
  for (const remarkSize of REMARK_SIZES) {
    for (const move of MOVES) for (const lines of splits) yield placeNameAndRemark({ lines, size }, { lines: remarkLines, size: remarkSize }, isAbove, move);
  }
}

const REMARK_SIZES = [44, 40, 37];
const MOVES = [0, -6, 6, -12, 12, -18, 18, -24, 24, -30, 30];
export const NAME_LINE_HEIGHT = 1.06;
export const REMARK_LINE_HEIGHT = 1.1;
/** What letters reach above and below the middle of their line, without the tails of a few. */
const NAME_REACH = 0.37;

function placeNameAndRemark({ lines, size }: FittedText, remark: FittedText, isAbove: boolean, move: number): NameWithRemark {
  const half = (lines.length * size * NAME_LINE_HEIGHT) / 2;
  const further = (remark.lines.length - 1) * remark.size * REMARK_LINE_HEIGHT;
  const shift = (isAbove ? 1 : -1) * (remark.size * 0.55 + further / 2) + move;
  const heads = ARABIC.test(lines[0] ?? "") ? size * 0.12 : 0; // Arabic letters reach higher and lower, with their dots
  const tails = ARABIC.test(lines[lines.length - 1] ?? "") ? size * 0.22 : 0;
  const remarkY = isAbove ? shift - half - heads - remark.size * 0.25 - further : shift + half + tails + remark.size * 0.95;
  return { lines, size, shift, remark, remarkY };
}

/** How far from the middle of the circle the farthest of the letters is. */
function reach({ lines, size, shift, remark, remarkY }: NameWithRemark, measureRemark: MeasureText, measure: MeasureText): number {
  const corner = (width: number, top: number, bottom: number): number => Math.hypot(width / 2, Math.max(Math.abs(top), Math.abs(bottom)));
  const ofName = lines.map((line, index) => {
    const middle = shift + (index - (lines.length - 1) / 2) * size * NAME_LINE_HEIGHT;
    return corner(measure(line, size), middle - size * NAME_REACH, middle + size * NAME_REACH);
  });
  const ofRemark = remark.lines.map((line, index) => {
    const baseline = remarkY + index * remark.size * REMARK_LINE_HEIGHT;
    return corner(measureRemark(line, remark.size), baseline - remark.size * 0.72, baseline + remark.size * 0.05);
  });
  return Math.max(...ofName, ...ofRemark);
}

/** A name and the number that tells it from one that looks alike: however short the name, the number stays. */
function splitNumber(name: string): [string, string] {
  const number = / \(\d+\)$/.exec(name)?.[0] ?? "";
  return [name.slice(0, name.length - number.length), number];
}

/** The beginnings of a name that can stand alone, longest first: "Anne-Wil" of "Anne-Wil van den Heuvel", none of "Mevrouw De Wit". */
export function prefixes(name: string): string[] {
  const [bare, number] = splitNumber(name);
  const words = bare.split(/\s+/);
  const counts = Array.from({ length: words.length - 1 }, (_unused, index) => words.length - 1 - index);
  const standsLast = (word = ""): boolean => !/^\p{Ll}/u.test(word) && !NEVER_LAST.test(word);
  return counts.filter((count) => standsLast(words[count - 1])).map((count) => words.slice(0, count).join(" ") + number);
}

function fitsCircle(lines: readonly string[], size: number, radius: number, measure: MeasureText): boolean {
  const height = lines.length * size * LINE_HEIGHT;
  return lines.every((line, index) => {
    const top = Math.abs(index * size * LINE_HEIGHT - height / 2);
    const bottom = Math.abs((index + 1) * size * LINE_HEIGHT - height / 2);
    const farthest = Math.max(top, bottom) - size * 0.2;
    return farthest < radius && measure(line, size) <= 2 * Math.sqrt(radius ** 2 - farthest ** 2);
  });
}

/** Splits words over `count` lines so that the widest line is as narrow as can be. */
function balanceLines(words: readonly string[], count: number, size: number, measure: MeasureText): string[] {
  if (count === 1) return [words.join(" ")];
  let best: string[] = [words.join(" ")];
  let width = Infinity;
  for (let first = 1; first <= words.length - count + 1; first += 1) {
    const lines = [words.slice(0, first).join(" "), ...balanceLines(words.slice(first), count - 1, size, measure)];
    const widest = Math.max(...lines.map((line) => measure(line, size)));
    if (widest < width) [best, width] = [lines, widest];
  }
  return best;
}

function maxLength(lines: readonly string[]): number {
  return Math.max(...lines.map((line) => line.length));
}
