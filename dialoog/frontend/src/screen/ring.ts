/**
 * Where the circle's seats and names stand: seats in place on the ring, names outside it, none over another.
 * Pure geometry around (0, 0); one unit is a thousandth of the screen's height. What is lit is not decided here.
 */

import { breaks, type Measure, parted, prefixes, shortened } from "./lettering";

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

/** `named` are the seats (by place) that have a name when there are more than 24. */
export function ringOf(names: readonly string[], named: readonly number[], room: Room, measure: Measure): Ring {
  const count = names.length;
  const size = (liberty: number) => (count <= LARGE && liberty < 3 ? 40 : 37);
  const labels = names.map((name, place) => (count <= NAMED || named.includes(place) ? name : null));
  const most = Math.min(270, room.height / 2 - (count <= LARGE ? 40 + GAP + size(1) * 1.5 : 50));
  const steps = Array.from({ length: 24 }, (_unused, index) => most - index * 6);
  const smallest = count > NAMED ? [[4, 0]] : [[1, 215], [2, 200], [3, 190], [4, 0]]; // with ever more liberty
  for (const [liberty = 4, least = 0] of smallest) {
    for (const radius of steps) {
      if (radius < Math.min(least, most)) break;
      if (liberty === 4 && radius > Math.min(most, count > NAMED ? 250 : 200)) continue;
      const ring = attempt(labels, radius, size(liberty), liberty, room, measure);
      if (ring) return ring;
    }
  }
  return attempt(labels, Math.max(most - 138, 80), size(5), 5, room, measure) as Ring;
}

interface Placed {
  place: number;
  side: -1 | 0 | 1;
  lines: readonly string[];
  /** Half of its height. */
  half: number;
  y: number;
}

/** One radius tried; null when a name finds no room. Liberty: 1 whole names, 2 at spaces, 3 parted, 4 shortened, 5 at all costs. */
function attempt(
  labels: readonly (string | null)[],
  radius: number,
  size: number,
  liberty: number,
  room: Room,
  measure: Measure,
): Ring | null {
  const count = labels.length;
  const dot = dotOf(count, radius);
  const clear = radius + dot * 1.35 + GAP;
  const angles = labels.map((_unused, place) => angleOf(place, count));
  const placed: Placed[] = [];
  for (const [place, label] of labels.entries()) {
    if (label === null) continue;
    const side = sideOf(angles[place] ?? 0, count);
    const y = side === 0 ? 0 : -Math.cos(radians(angles[place] ?? 0)) * (clear + 8);
    const wide = side === 0 ? room.width - 20 : room.width / 2 - reach(y, size * 0.4, clear, side);
    const lines = linesOf(label, wide, size, count > LARGE && count <= NAMED ? onOneLine(liberty) : liberty, measure);
    if (lines === null) return null;
    placed.push({ place, side, lines, half: (lines.length * size * LINE) / 2, y });
  }
  const top = placed.find(({ side, place }) => side === 0 && angles[place] === 0);
  const bottom = placed.find(({ side, place }) => side === 0 && angles[place] === 180);
  if (top) top.y = -clear - top.half + 6;
  if (bottom) bottom.y = clear + bottom.half - 6;
  const limits = {
    least: top ? top.y + top.half : -room.height / 2,
    most: bottom ? bottom.y - bottom.half : room.height / 2,
  };
  for (const side of [-1, 1] as const) {
    const among = placed.filter((label) => label.side === side).sort((one, other) => one.y - other.y);
    if (!spread(among, limits.least, limits.most) && liberty < 5) return null;
  }
  const highest = Math.max(...placed.map(({ y, half }) => Math.abs(y) + half), 0);
  if (highest > room.height / 2 && liberty < 5) return null;
  const spots = labels.map((_unused, place): Spot => {
    const angle = angles[place] ?? 0;
    const [x, y] = [Math.sin(radians(angle)) * radius, -Math.cos(radians(angle)) * radius];
    return { angle, x, y, label: null };
  });
  for (const label of placed) {
    const spot = spots[label.place];
    if (!spot) continue;
    const at = label.side === 0 ? 0 : reach(label.y, label.half, clear, label.side);
    if (label.side !== 0 && at + widest(label.lines, size, measure) > room.width / 2) {
      if (liberty < 4) return null;
      label.lines = [shortest(labels[label.place] ?? "", room.width / 2 - at, size, measure)];
    }
    spot.label = {
      x: at * label.side,
      y: label.y,
      anchor: label.side === 0 ? "middle" : label.side > 0 ? "start" : "end",
      lines: label.lines,
      leader: count > LARGE ? leaderOf(spot, at * label.side, label.y, radius, dot) : null,
    };
  }
  return { radius, dot, size, spots };
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

/** Above twelve there is no height for a second line. */
function onOneLine(liberty: number): number {
  return liberty < 4 ? 1 : 6;
}

function linesOf(name: string, wide: number, size: number, liberty: number, measure: Measure): readonly string[] | null {
  const fits = (lines: readonly string[] | null) => lines !== null && widest(lines, size, measure) <= wide;
  if (fits([name])) return [name];
  if (liberty === 6) return [shortest(name, wide, size, measure)];
  if (liberty >= 2) for (const lines of breaks(name)) if (fits(lines)) return lines;
  const halves = liberty >= 3 ? parted(name) : null;
  if (halves && fits(halves)) return halves;
  return liberty >= 4 ? [shortest(name, wide, size, measure)] : null;
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
