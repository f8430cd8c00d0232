/**
 * Computes where the circle's seats and names stand: seats on the ring, names outside it, none over another. Pure
 * geometry around (0, 0); one unit is a thousandth of the screen's shorter side.
 */

import { splitAtSpaces, type MeasureText, hyphenate, prefixes, truncate } from "./line_breaking";

export interface SeatPosition {
  /** Degrees clockwise from the top. */
  angle: number;
  x: number;
  y: number;
  label: Label | null;
}

export interface Label {
  x: number;
  /** Middle of the lines. */
  y: number;
  anchor: "start" | "middle" | "end";
  lines: readonly string[];
  /** A hairline from seat to name, where the name could not stand beside its seat. */
  leader: readonly [x1: number, y1: number, x2: number, y2: number] | null;
}

export interface CircleLayout {
  radius: number;
  dot: number;
  size: number;
  spots: readonly SeatPosition[];
}

interface Area {
  width: number;
  height: number;
}

const MAX_RADIUS = 275;
const MAX_NAMED_SEATS = 24; // above it only who speaks and who is next are named
const MAX_LARGE_SEATS = 12;
const LABEL_GAP = 16;
export const LABEL_LINE_HEIGHT = 1.1;

/** What may be done to a name so that it finds room, each a little more than the one before. */
const WHOLE = 1;
const AT_SPACES = 2;
const HYPHENATED = 3;
const TRUNCATED = 4;
/** Even over another name. */
const OVERLAPPING = 5;

/** One radius with one liberty, tried on one circle. */
interface Trial {
  freedom: number;
  radius: number;
  dot: number;
  /** Of the letters. */
  size: number;
  /** How far from the middle seats and their light reach, with a gap. */
  clear: number;
  angles: readonly number[];
  /** Where there is little height, the names of the topmost and the lowest seat stand beside their seats. */
  polesBeside: boolean;
  /** Places whose name is shortened whatever the liberty: the ring does not shrink for letters that nobody will see. */
  cut: ReadonlySet<number>;
  area: Area;
  measure: MeasureText;
}

/** `named` are the seats (by place) that have a name when there are more than 24. */
export function layoutCircle(names: readonly string[], namedSeats: readonly number[], area: Area, measure: MeasureText): CircleLayout {
  const count = names.length;
  const size = (freedom: number) => (count <= MAX_LARGE_SEATS && freedom < HYPHENATED ? 40 : 37);
  const stacked = area.height / 2 - (count <= MAX_LARGE_SEATS ? 40 + LABEL_GAP + size(WHOLE) * 1.5 : 50);
  const polesBeside = count <= MAX_LARGE_SEATS && stacked < MAX_RADIUS - 5;
  const most = Math.min(MAX_RADIUS, polesBeside ? area.height / 2 - 48 : stacked);
  const trial = (radius: number, freedom: number, cut: ReadonlySet<number>) => createTrial({ count, radius, size: size(freedom), freedom, polesBeside, cut, area, measure });
  const wanted = names.map((name, place) => (count <= MAX_NAMED_SEATS || namedSeats.includes(place) ? name : null));
  const { labels, cut } = shortenHopeless(wanted, trial(Math.min(190, most), HYPHENATED, new Set()));
  const steps = Array.from({ length: 24 }, (_unused, index) => most - index * 6);
  const smallest = count > MAX_NAMED_SEATS ? [[TRUNCATED, 0]] : [[WHOLE, 215], [AT_SPACES, 200], [HYPHENATED, 190], [TRUNCATED, 0]]; // prettier-ignore
  for (const [freedom = TRUNCATED, least = 0] of smallest) {
    for (const radius of steps) {
      if (radius < Math.min(least, most)) break;
      if (freedom === TRUNCATED && radius > Math.min(most, count > MAX_NAMED_SEATS ? 250 : 200)) continue;
      const ring = tryLayout(labels, trial(radius, freedom, cut));
      if (ring) return ring;
    }
  }
  return tryLayout(labels, trial(Math.max(most - 138, 80), OVERLAPPING, cut)) as CircleLayout;
}

function createTrial({ count, ...given }: Omit<Trial, "dot" | "clear" | "angles"> & { count: number }): Trial {
  const dot = dotRadius(count, given.radius);
  const angles = Array.from({ length: count }, (_unused, place) => seatAngle(place, count));
  return { ...given, dot, clear: given.radius + dot * 1.35 + LABEL_GAP, angles };
}

/** Who will not stand whole even beside the smallest ring is called by their first word, if nobody else is; otherwise shortened. */
function shortenHopeless(labels: readonly (string | null)[], smallest: Trial): { labels: (string | null)[]; cut: ReadonlySet<number> } {
  const isTooWide = (names: readonly (string | null)[], place: number) => placeLabels(names.map((name, at) => (at === place ? name : null)), smallest) === null;
  const isHopeless = labels.map((_unused, place) => isTooWide(labels, place));
  const firstWords = labels.map((name, place) => (isHopeless[place] ? prefixes(name ?? "").slice(-1)[0] : undefined) ?? name);
  const isAlone = (word: string | null) => firstWords.filter((other) => other === word).length === 1;
  const shortened = labels.map((name, place) => (isAlone(firstWords[place] ?? null) ? (firstWords[place] ?? null) : name));
  return { labels: shortened, cut: new Set(isHopeless.flatMap((hopeless, place) => (hopeless && isTooWide(shortened, place) ? [place] : []))) };
}

interface Placement {
  place: number;
  name: string;
  side: -1 | 0 | 1;
  /** The topmost or the lowest seat of a small circle. */
  isPole: boolean;
  lines: readonly string[];
  /** Half of its height. */
  half: number;
  y: number;
}

/** The whole circle; null when a name finds no room. */
function tryLayout(labels: readonly (string | null)[], trial: Trial): CircleLayout | null {
  const placements = placeLabels(labels, trial);
  if (!placements || (!spreadLabels(placements, trial) && trial.freedom < OVERLAPPING)) return null;
  const { radius, dot, size, angles } = trial;
  const spots = angles.map((angle): SeatPosition => {
    const [x, y] = [Math.sin(toRadians(angle)) * radius, -Math.cos(toRadians(angle)) * radius];
    return { angle, x, y, label: null };
  });
  for (const placement of placements) {
    const spot = spots[placement.place];
    const label = spot && finalLabel(placement, spot, trial);
    if (!label) return null;
    spot.label = label;
  }
  return { radius, dot, size, spots };
}

/** Every name at the height of its seat, set as this liberty allows; null where one is too wide for what is left beside it. */
function placeLabels(labels: readonly (string | null)[], trial: Trial): Placement[] | null {
  const { size, clear, angles, polesBeside, cut, area, measure } = trial;
  const count = labels.length;
  const placements: Placement[] = [];
  for (const [place, name] of labels.entries()) {
    if (name === null) continue;
    const angle = angles[place] ?? 0;
    const isPole = count <= MAX_LARGE_SEATS && (angle === 0 || angle === 180);
    const side = isPole && !polesBeside ? 0 : labelSide(angle);
    const y = side === 0 ? 0 : -Math.cos(toRadians(angle)) * (clear + 8);
    const width = side === 0 ? area.width - 20 : area.width / 2 - (isPole ? poleOffset(trial) : labelOffset(y, size * 0.4, clear, side));
    const freedom = cut.has(place) ? Math.max(TRUNCATED, trial.freedom) : trial.freedom;
    const oneLine = count > MAX_LARGE_SEATS && count <= MAX_NAMED_SEATS; // above twelve there is no height for a second one
    const lines = oneLine ? singleLine(name, width, size, freedom, measure) : breakLabel(name, width, size, freedom, measure);
    if (lines === null) return null;
    placements.push({ place, name, side, isPole, lines, half: (lines.length * size * LABEL_LINE_HEIGHT) / 2, y });
  }
  return placements;
}

/** Moves the names on either side apart, below the topmost and above the lowest one; false where there is too little height. */
function spreadLabels(placements: readonly Placement[], { clear, radius, angles, polesBeside, area }: Trial): boolean {
  const nearest = polesBeside ? radius + 2 : clear - 6;
  const top = placements.find(({ isPole, place }) => isPole && angles[place] === 0);
  const bottom = placements.find(({ isPole, place }) => isPole && angles[place] === 180);
  if (top) top.y = -nearest - top.half;
  if (bottom) bottom.y = nearest + bottom.half;
  const areSpread = ([-1, 1] as const).map((side) => {
    const stands = (pole: Placement | undefined): pole is Placement => pole !== undefined && pole.side !== -side;
    const labels = placements.filter((label) => label.side === side && !label.isPole).sort((placement, other) => placement.y - other.y);
    return distribute(labels, stands(top) ? top.y + top.half : -area.height / 2, stands(bottom) ? bottom.y - bottom.half : area.height / 2);
  });
  const highest = Math.max(...placements.map(({ y, half }) => Math.abs(y) + half), 0);
  return areSpread.every(Boolean) && highest <= area.height / 2;
}

/** Where the name stands now; null where it is too wide there and may not be shortened. */
function finalLabel({ place, name, side, isPole, lines, half, y }: Placement, spot: SeatPosition, trial: Trial): Label | null {
  const { radius, dot, size, clear, angles, cut, area, measure } = trial;
  const at = isPole && side !== 0 ? poleOffset(trial) : labelOffset(y, half, clear, side);
  const tooWide = side !== 0 && at + maxWidth(lines, size, measure) > area.width / 2;
  if (tooWide && trial.freedom < TRUNCATED && !cut.has(place)) return null;
  return {
    x: at * side,
    y,
    anchor: side === 0 ? "middle" : side > 0 ? "start" : "end",
    lines: tooWide ? [shortenName(name, area.width / 2 - at, size, measure)] : lines,
    leader: angles.length > MAX_LARGE_SEATS ? leaderLine(spot, at * side, y, radius, dot) : null,
  };
}

function dotRadius(count: number, radius: number): number {
  if (count <= MAX_LARGE_SEATS) return Math.min(27, radius * 0.135);
  if (count <= MAX_NAMED_SEATS) return Math.min(17, radius * 0.1);
  return Math.min(13, (Math.PI * radius * 0.72) / count);
}

/** Clockwise from the top; two people sit left and right of the name. */
function seatAngle(place: number, count: number): number {
  if (count === 2) return place === 0 ? 270 : 90;
  return (place * 360) / count;
}

/** To twelve, the names of the topmost and the lowest seat stand above and below where there is height; otherwise every name has a side. */
function labelSide(angle: number): -1 | 1 {
  return angle < 180 ? 1 : -1;
}

/** Where the name of the topmost or the lowest seat begins when it stands beside it. */
function poleOffset({ dot }: Trial): number {
  return dot * 1.35 + LABEL_GAP;
}

/** How far from the middle a name between y − half and y + half must begin to stay clear of the ring and its seats. */
function labelOffset(y: number, half: number, clear: number, side: -1 | 0 | 1): number {
  const nearest = Math.max(0, Math.abs(y) - half);
  if (side === 0) return 0;
  return nearest >= clear ? 14 : Math.max(14, Math.sqrt(clear ** 2 - nearest ** 2));
}

function singleLine(name: string, width: number, size: number, freedom: number, measure: MeasureText): readonly string[] | null {
  if (measure(name, size) <= width) return [name];
  return freedom < TRUNCATED ? null : [shortenName(name, width, size, measure)];
}

function breakLabel(name: string, width: number, size: number, freedom: number, measure: MeasureText): readonly string[] | null {
  const fits = (lines: readonly string[] | null) => lines !== null && maxWidth(lines, size, measure) <= width;
  if (fits([name])) return [name];
  if (freedom >= AT_SPACES) for (const lines of splitAtSpaces(name)) if (fits(lines)) return lines;
  const halves = freedom >= HYPHENATED ? hyphenate(name) : null;
  if (halves && fits(halves)) return halves;
  return freedom >= TRUNCATED ? [shortenName(name, width, size, measure)] : null;
}

function shortenName(name: string, width: number, size: number, measure: MeasureText): string {
  const whole = prefixes(name).find((part) => measure(part, size) <= width);
  return whole ?? truncate(name, width, size, measure);
}

function maxWidth(lines: readonly string[], size: number, measure: MeasureText): number {
  return Math.max(...lines.map((line) => measure(line, size)));
}

/** Moves names apart, each as little as can be, in their order; false when there is too little height for them. */
function distribute(labels: Placement[], least: number, most: number): boolean {
  const before: number[] = []; // heights that stand above each name, with half of its own
  let height = 0;
  for (const { half } of labels) {
    before.push(height + half);
    height += half * 2;
  }
  const groups: { sum: number; count: number }[] = [];
  for (const [index, { y }] of labels.entries()) {
    groups.push({ sum: y - (before[index] ?? 0), count: 1 });
    for (;;) {
      const [upper, lower] = groups.slice(-2);
      if (!upper || !lower || upper.sum / upper.count <= lower.sum / lower.count) break;
      groups.splice(-2, 2, { sum: upper.sum + lower.sum, count: upper.count + lower.count });
    }
  }
  const starts = groups.flatMap(({ sum, count }) => Array.from({ length: count }, () => sum / count));
  for (const [index, label] of labels.entries()) {
    const start = Math.min(Math.max(starts[index] ?? 0, least), most - height);
    label.y = start + (before[index] ?? 0);
  }
  return height <= most - least;
}

function leaderLine(spot: SeatPosition, x: number, y: number, radius: number, dot: number): Label["leader"] {
  const from = (radius + dot + 5) / radius;
  const end = x - Math.sign(x) * 8;
  const [x1, y1] = [spot.x * from, spot.y * from];
  return Math.hypot(end - x1, y - y1) > 26 ? [x1, y1, end, y] : null;
}

function toRadians(degrees: number): number {
  return (degrees * Math.PI) / 180;
}
