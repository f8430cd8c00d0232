/**
 * Where the circle's seats and names stand: seats in place on the ring, names outside it, none over another.
 * Pure geometry around (0, 0); one unit is a thousandth of the screen's height. What is lit is not decided here.
 */

import { breaks, type Measure, parted, prefixes, shortened } from "./line_breaking";

export interface Spot {
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

export interface Ring {
  radius: number;
  dot: number;
  size: number;
  spots: readonly Spot[];
}

interface Room {
  width: number;
  height: number;
}

const NAMED = 24; // above it only who speaks and who is next are named
const LARGE = 12;
const GAP = 16;
export const LINE = 1.1;

/** What may be done to a name so that it finds room, each a little more than the one before. */
const WHOLE = 1;
const AT_SPACES = 2;
const PARTED = 3;
const SHORTENED = 4;
/** Even over another name. */
const AT_ALL_COSTS = 5;

/** One radius with one liberty, tried on one circle. */
interface Trial {
  liberty: number;
  radius: number;
  dot: number;
  /** Of the letters. */
  size: number;
  /** How far from the middle seats and their light reach, with a gap. */
  clear: number;
  angles: readonly number[];
  room: Room;
  measure: Measure;
}

/** `named` are the seats (by place) that have a name when there are more than 24. */
export function ringOf(names: readonly string[], named: readonly number[], room: Room, measure: Measure): Ring {
  const count = names.length;
  const size = (liberty: number) => (count <= LARGE && liberty < PARTED ? 40 : 37);
  const labels = names.map((name, place) => (count <= NAMED || named.includes(place) ? name : null));
  const most = Math.min(270, room.height / 2 - (count <= LARGE ? 40 + GAP + size(WHOLE) * 1.5 : 50));
  const steps = Array.from({ length: 24 }, (_unused, index) => most - index * 6);
  const smallest = count > NAMED ? [[SHORTENED, 0]] : [[WHOLE, 215], [AT_SPACES, 200], [PARTED, 190], [SHORTENED, 0]]; // prettier-ignore
  for (const [liberty = SHORTENED, least = 0] of smallest) {
    for (const radius of steps) {
      if (radius < Math.min(least, most)) break;
      if (liberty === SHORTENED && radius > Math.min(most, count > NAMED ? 250 : 200)) continue;
      const ring = attempt(labels, trialOf(count, radius, size(liberty), liberty, room, measure));
      if (ring) return ring;
    }
  }
  return attempt(labels, trialOf(count, Math.max(most - 138, 80), size(AT_ALL_COSTS), AT_ALL_COSTS, room, measure)) as Ring;
}

function trialOf(count: number, radius: number, size: number, liberty: number, room: Room, measure: Measure): Trial {
  const dot = dotOf(count, radius);
  const angles = Array.from({ length: count }, (_unused, place) => angleOf(place, count));
  return { liberty, radius, dot, size, clear: radius + dot * 1.35 + GAP, angles, room, measure };
}

interface Placed {
  place: number;
  name: string;
  side: -1 | 0 | 1;
  lines: readonly string[];
  /** Half of its height. */
  half: number;
  y: number;
}

/** The whole circle; null when a name finds no room. */
function attempt(labels: readonly (string | null)[], trial: Trial): Ring | null {
  const placed = besideTheirSeats(labels, trial);
  if (!placed || (!movedApart(placed, trial) && trial.liberty < AT_ALL_COSTS)) return null;
  const { radius, dot, size, angles } = trial;
  const spots = angles.map((angle): Spot => {
    const [x, y] = [Math.sin(radians(angle)) * radius, -Math.cos(radians(angle)) * radius];
    return { angle, x, y, label: null };
  });
  for (const one of placed) {
    const spot = spots[one.place];
    const label = spot && labelOf(one, spot, trial);
    if (!label) return null;
    spot.label = label;
  }
  return { radius, dot, size, spots };
}

/** Every name at the height of its seat, set as this liberty allows; null where one is too wide for what is left beside it. */
function besideTheirSeats(labels: readonly (string | null)[], { liberty, size, clear, angles, room, measure }: Trial): Placed[] | null {
  const count = labels.length;
  const placed: Placed[] = [];
  for (const [place, name] of labels.entries()) {
    if (name === null) continue;
    const angle = angles[place] ?? 0;
    const side = sideOf(angle, count);
    const y = side === 0 ? 0 : -Math.cos(radians(angle)) * (clear + 8);
    const wide = side === 0 ? room.width - 20 : room.width / 2 - reach(y, size * 0.4, clear, side);
    const oneLine = count > LARGE && count <= NAMED; // above twelve there is no height for a second one
    const lines = oneLine ? onOneLine(name, wide, size, liberty, measure) : linesOf(name, wide, size, liberty, measure);
    if (lines === null) return null;
    placed.push({ place, name, side, lines, half: (lines.length * size * LINE) / 2, y });
  }
  return placed;
}

/** Moves the names on either side apart, below the topmost and above the lowest one; false where there is too little height. */
function movedApart(placed: readonly Placed[], { clear, angles, room }: Trial): boolean {
  const top = placed.find(({ side, place }) => side === 0 && angles[place] === 0);
  const bottom = placed.find(({ side, place }) => side === 0 && angles[place] === 180);
  if (top) top.y = -clear - top.half + 6;
  if (bottom) bottom.y = clear + bottom.half - 6;
  const least = top ? top.y + top.half : -room.height / 2;
  const most = bottom ? bottom.y - bottom.half : room.height / 2;
  const apart = ([-1, 1] as const).map((side) => {
    const among = placed.filter((label) => label.side === side).sort((one, other) => one.y - other.y);
    return spread(among, least, most);
  });
  const highest = Math.max(...placed.map(({ y, half }) => Math.abs(y) + half), 0);
  return apart.every(Boolean) && highest <= room.height / 2;
}

/** Where the name stands now; null where it is too wide there and may not be shortened. */
function labelOf({ name, side, lines, half, y }: Placed, spot: Spot, { liberty, radius, dot, size, clear, angles, room, measure }: Trial): Label | null {
  const at = reach(y, half, clear, side);
  const tooWide = side !== 0 && at + widest(lines, size, measure) > room.width / 2;
  if (tooWide && liberty < SHORTENED) return null;
  return {
    x: at * side,
    y,
    anchor: side === 0 ? "middle" : side > 0 ? "start" : "end",
    lines: tooWide ? [shortest(name, room.width / 2 - at, size, measure)] : lines,
    leader: angles.length > LARGE ? leaderOf(spot, at * side, y, radius, dot) : null,
  };
}

function dotOf(count: number, radius: number): number {
  if (count <= LARGE) return Math.min(27, radius * 0.135);
  if (count <= NAMED) return Math.min(17, radius * 0.1);
  return Math.min(13, (Math.PI * radius * 0.72) / count);
}

/** Clockwise from the top; two people sit left and right of the name. */
function angleOf(place: number, count: number): number {
  if (count === 2) return place === 0 ? 270 : 90;
  return (place * 360) / count;
}

/** To twelve, the names of the topmost and the lowest seat stand above and below; otherwise every name has a side. */
function sideOf(angle: number, count: number): -1 | 0 | 1 {
  if (count <= LARGE && (angle === 0 || angle === 180)) return 0;
  return angle < 180 ? 1 : -1;
}

/** How far from the middle a name between y − half and y + half must begin to stay clear of the ring and its seats. */
function reach(y: number, half: number, clear: number, side: -1 | 0 | 1): number {
  const nearest = Math.max(0, Math.abs(y) - half);
  if (side === 0) return 0;
  return nearest >= clear ? 14 : Math.max(14, Math.sqrt(clear ** 2 - nearest ** 2));
}

function onOneLine(name: string, wide: number, size: number, liberty: number, measure: Measure): readonly string[] | null {
  if (measure(name, size) <= wide) return [name];
  return liberty < SHORTENED ? null : [shortest(name, wide, size, measure)];
}

function linesOf(name: string, wide: number, size: number, liberty: number, measure: Measure): readonly string[] | null {
  const fits = (lines: readonly string[] | null) => lines !== null && widest(lines, size, measure) <= wide;
  if (fits([name])) return [name];
  if (liberty >= AT_SPACES) for (const lines of breaks(name)) if (fits(lines)) return lines;
  const halves = liberty >= PARTED ? parted(name) : null;
  if (halves && fits(halves)) return halves;
  return liberty >= SHORTENED ? [shortest(name, wide, size, measure)] : null;
}

function shortest(name: string, wide: number, size: number, measure: Measure): string {
  const whole = prefixes(name).find((part) => measure(part, size) <= wide);
  return whole ?? shortened(name, wide, size, measure);
}

function widest(lines: readonly string[], size: number, measure: Measure): number {
  return Math.max(...lines.map((line) => measure(line, size)));
}

/** Moves names apart, each as little as can be, in their order; false when there is too little height for them. */
function spread(labels: Placed[], least: number, most: number): boolean {
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

function leaderOf(spot: Spot, x: number, y: number, radius: number, dot: number): Label["leader"] {
  const from = (radius + dot + 5) / radius;
  const end = x - Math.sign(x) * 8;
  const [x1, y1] = [spot.x * from, spot.y * from];
  return Math.hypot(end - x1, y - y1) > 26 ? [x1, y1, end, y] : null;
}

function radians(degrees: number): number {
  return (degrees * Math.PI) / 180;
}
