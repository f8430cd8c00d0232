/**
 * Computes where the circle's seats and names stand: seats on the ring, names outside it, none over another. Pure
 * geometry around (0, 0); one unit is a thousandth of the screen's shorter side.
 */

import { distribute } from "./label_column";
import { type MeasureText, prefixes, splitAtSpaces, splitInWords, truncate } from "./line_breaking";

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

export const MAX_RADIUS = 275;
const MIN_RADIUS = 190; // a sentence in the middle
const MAX_NAMED_SEATS = 24; // above it only who speaks and who is next are named
const MAX_LARGE_SEATS = 12;
const MAX_FEW_SEATS = 4; // with room above and below each name
const LABEL_GAP = 16;
export const LABEL_LINE_HEIGHT = 1.1;

/** What may be done to names so that they find room. */
interface Freedom {
  lines: 1 | 2 | 3;
  /** Of the letters. */
  size: number;
  /** How small the ring may become before more is done to them. */
  least: number;
  parted?: boolean;
  /** How far beyond its seat a name may stand, where the ring leaves it more room. */
  beyond?: number;
  /** As far from its seat as it takes, past the seat, where only the ring is in its way: a hairline leads to it. */
  far?: boolean;
  cut?: boolean;
  /** Even over another name. */
  over?: boolean;
}

/** Each a little more than the one before. */
const FREEDOMS: readonly Freedom[] = [
  { lines: 1, size: 40, least: 245 },
  { lines: 2, size: 40, least: 230 },
  { lines: 3, size: 37, least: 215 },
  { lines: 3, size: 37, least: MIN_RADIUS, parted: true, beyond: 40 },
  { lines: 3, size: 37, least: 0, parted: true, beyond: 40, cut: true },
];
/** Two people sit where the ring is widest, and four too: their names go where it curves away. */
const FREEDOMS_OF_FEW: readonly Freedom[] = [
  ...FREEDOMS.filter(({ cut }) => !cut),
  { lines: 3, size: 37, least: MIN_RADIUS, parted: true, far: true },
  ...FREEDOMS.filter(({ cut }) => cut),
];
/** Beside more than twelve seats there is little height, and beside more than 24 only two have a name. */
const FREEDOMS_OF_MANY: readonly Freedom[] = [
  { lines: 1, size: 37, least: 230 },
  { lines: 2, size: 37, least: 215 },
  { lines: 2, size: 37, least: 215, parted: true },
  { lines: 2, size: 37, least: MIN_RADIUS, parted: true },
  { lines: 2, size: 37, least: 0, parted: true, cut: true },
  { lines: 1, size: 37, least: 0, cut: true },
];

/** One radius with one freedom, tried on one circle. */
interface Trial {
  freedom: Freedom;
  radius: number;
  dot: number;
  /** How far from the middle seats and their light reach, with a gap. */
  clear: number;
  angles: readonly number[];
  /** Where there is little height, the names of the topmost and the lowest seat stand beside their seats. */
  polesBeside: boolean;
  /** Places whose name is shortened whatever the freedom: the ring does not shrink for letters that nobody will see. */
  cut: ReadonlySet<number>;
  area: Area;
  measure: MeasureText;
}

/**
 * `namedSeats` are the seats (by place) that have a name when there are more than 24; within `least` the names fit that
 * stand in the middle, which are read: those beside the seats give way.
 */
export function layoutCircle(names: readonly string[], namedSeats: readonly number[], area: Area, least: number, measure: MeasureText): CircleLayout {
  const count = names.length;
  const stacked = area.height / 2 - (count <= MAX_LARGE_SEATS ? 40 + LABEL_GAP + 60 : 50);
  const polesBeside = count <= MAX_LARGE_SEATS && stacked < MAX_RADIUS - 5;
  const most = Math.min(MAX_RADIUS, polesBeside ? area.height / 2 - 48 : stacked);
  const smallest = Math.min(Math.max(least, count <= MAX_NAMED_SEATS ? MIN_RADIUS : 250), most);
  const freedoms = count <= MAX_FEW_SEATS ? FREEDOMS_OF_FEW : count <= MAX_LARGE_SEATS ? FREEDOMS : FREEDOMS_OF_MANY;
  const widest = freedoms.filter(({ cut }) => !cut).pop() as Freedom;
  const trial = (radius: number, freedom: Freedom, cut: ReadonlySet<number>) => createTrial({ count, radius, freedom, polesBeside, cut, area, measure });
  const wanted = names.map((name, place) => (count <= MAX_NAMED_SEATS || namedSeats.includes(place) ? name : null));
  const { labels, cut } = shortenHopeless(wanted, trial(smallest, widest, new Set()));
  const steps = Array.from({ length: 24 }, (_unused, index) => most - index * 6);
  for (const freedom of freedoms) {
    if (count > MAX_NAMED_SEATS && !freedom.cut) continue;
    const lowest = Math.max(smallest, Math.min(freedom.least, most));
    for (const radius of [...(freedom.cut ? [] : steps.filter((step) => step > lowest)), lowest]) {
      const ring = tryLayout(labels, trial(radius, freedom, cut));
      if (ring) return ring;
    }
  }
  return tryLayout(labels, trial(smallest, { lines: 1, size: 37, least: 0, cut: true, over: true }, cut)) as CircleLayout;
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
  if (!placements || (!spreadLabels(placements, trial) && !trial.freedom.over)) return null;
  const { radius, dot, angles } = trial;
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
  return { radius, dot, size: trial.freedom.size, spots };
}

/** Every name at the height of its seat, set as this freedom allows; null where one is too wide for what is left beside it. */
function placeLabels(labels: readonly (string | null)[], trial: Trial): Placement[] | null {
  const { clear, angles, polesBeside, cut, area, measure } = trial;
  const { size } = trial.freedom;
  const count = labels.length;
  const placements: Placement[] = [];
  for (const [place, name] of labels.entries()) {
    if (name === null) continue;
    const angle = angles[place] ?? 0;
    const isPole = count <= MAX_LARGE_SEATS && (angle === 0 || angle === 180);
    const side = isPole && !polesBeside ? 0 : labelSide(angle);
    const atSeat = side === 0 ? 0 : -Math.cos(toRadians(angle)) * (clear + 8);
    const half = (rows: number): number => (rows * size * LABEL_LINE_HEIGHT) / 2;
    const linesAt = (y: number, freedom: Freedom): readonly string[] | null => {
      const width = (rows: number): number => (side === 0 ? area.width - 20 : area.width / 2 - labelOffset({ side, isPole, y }, half(rows), trial));
      return breakLabel(name, width, freedom, measure);
    };
    const y = (isPole ? [atSeat] : labelHeights(atSeat, trial)).find((height) => linesAt(height, { ...trial.freedom, cut: false })) ?? atSeat;
    const lines = linesAt(y, cut.has(place) ? { ...trial.freedom, cut: true } : trial.freedom);
    if (lines === null) return null;
    placements.push({ place, name, side, isPole, lines, half: half(lines.length), y });
  }
  return placements;
}

/** Where a name may stand, the nearest to its seat first. */
function labelHeights(atSeat: number, { freedom, area, angles, clear }: Trial): readonly number[] {
  const farthest = atSeat + Math.sign(Math.round(atSeat)) * (freedom.beyond ?? 0);
  if (!freedom.far) return [atSeat, (atSeat + farthest) / 2, farthest];
  const away = Math.round(atSeat) < 0 ? -1 : 1;
  const lowest = angles.includes(180) ? clear - freedom.size * LABEL_LINE_HEIGHT : area.height / 2;
  const steps = Math.max(0, Math.floor((lowest - Math.abs(atSeat)) / 10));
  return Array.from({ length: steps + 1 }, (_unused, step) => atSeat + away * step * 10);
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
function finalLabel(placement: Placement, spot: SeatPosition, trial: Trial): Label | null {
  const { place, name, side, lines, half, y } = placement;
  const { radius, dot, angles, cut, area, measure } = trial;
  const { size } = trial.freedom;
  const at = labelOffset(placement, half, trial);
  const width = area.width / 2 - at;
  const tooWide = side !== 0 && maxWidth(lines, size, measure) > width;
  if (tooWide && !trial.freedom.cut && !cut.has(place)) return null;
  return {
    x: at * side,
    y,
    anchor: side === 0 ? "middle" : side > 0 ? "start" : "end",
    lines: (tooWide && breakLabel(name, () => width, { ...trial.freedom, lines: lines.length as Freedom["lines"], cut: true }, measure)) || lines,
    leader: angles.length > MAX_LARGE_SEATS ? leaderLine(spot, at * side, y, radius, dot) : trial.freedom.far ? uprightLeader(spot, at, y, half, dot) : null,
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

/** How far from the middle a name between y − half and y + half must begin to stay clear of the ring and its seats. */
function labelOffset({ side, isPole, y }: Pick<Placement, "side" | "isPole" | "y">, half: number, trial: Trial): number {
  const { dot, clear, freedom } = trial;
  if (side === 0) return 0;
  if (isPole) return dot * 1.35 + LABEL_GAP;
  const nearest = Math.max(0, Math.abs(y) - half);
  if (freedom.far) return farOffset(y, half, nearest, trial);
  return nearest >= clear ? 14 : Math.max(14, Math.sqrt(clear ** 2 - nearest ** 2));
}

/** The same where names keep clear of the seats only at their height, and elsewhere of the ring alone. */
function farOffset(y: number, half: number, nearest: number, { radius, dot, clear, angles }: Trial): number {
  const reach = dot * 1.35;
  const beside = angles.filter((angle) => Math.abs(y + Math.cos(toRadians(angle)) * radius) < half + reach + LABEL_GAP / 2);
  const ofSeats = beside.map((angle) => Math.abs(Math.sin(toRadians(angle))) * radius + clear - radius);
  const ofRing = nearest >= radius + LABEL_GAP ? 0 : Math.sqrt((radius + LABEL_GAP) ** 2 - nearest ** 2);
  return Math.max(LABEL_GAP, ofRing, ...ofSeats);
}

/** Whole where it finds room, by the number of its lines; as far as may be, a beginning that can stand alone, or its last line without its end. */
function breakLabel(name: string, width: (rows: number) => number, freedom: Freedom, measure: MeasureText): readonly string[] | null {
  const fits = (lines: readonly string[]): boolean => maxWidth(lines, freedom.size, measure) <= width(lines.length);
  const whole = labelSplits(name, freedom).find(fits);
  if (whole || !freedom.cut) return whole ?? null;
  const beginning = prefixes(name).flatMap((prefix) => labelSplits(prefix, freedom)).find(fits);
  if (beginning) return beginning;
  const splits = freedom.lines > 1 ? splitAtSpaces(name).filter(([first = ""]) => fits([first])) : [];
  const [first, last = name] = splits[splits.length - 1] ?? [];
  return [...(first ? [first] : []), truncate(last, width(first ? 2 : 1), freedom.size, measure)];
}

function labelSplits(name: string, { lines, parted }: Freedom): string[][] {
  const atSpaces = [1, 2, 3].filter((count) => count <= lines).flatMap((count) => splitAtSpaces(name, count));
  return [...atSpaces, ...(parted ? splitInWords(name).filter((split) => split.length <= lines) : [])];
}

function maxWidth(lines: readonly string[], size: number, measure: MeasureText): number {
  return Math.max(...lines.map((line) => measure(line, size)));
}

function leaderLine(spot: SeatPosition, x: number, y: number, radius: number, dot: number): Label["leader"] {
  const from = (radius + dot + 5) / radius;
  const end = x - Math.sign(x) * 8;
  const [x1, y1] = [spot.x * from, spot.y * from];
  return Math.hypot(end - x1, y - y1) > 26 ? [x1, y1, end, y] : null;
}

/** Straight up or down to a name that stands far from its seat. */
function uprightLeader(spot: SeatPosition, offset: number, y: number, half: number, dot: number): Label["leader"] {
  const away = Math.sign(y - spot.y);
  const x = Math.sign(spot.x) * Math.max(Math.abs(spot.x), offset + 12);
  const [from, to] = [spot.y + away * (dot * 1.35 + 6), y - away * (half + 4)];
  return (to - from) * away > 26 ? [x, from, x, to] : null;
}

function toRadians(degrees: number): number {
  return (degrees * Math.PI) / 180;
}
