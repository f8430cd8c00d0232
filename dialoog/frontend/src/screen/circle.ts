/**
 * Draws the circle: ring, seats, names, the highlight of who speaks, the clock, and the text in the middle.
 * circle_layout.ts and line_breaking.ts decide the positions. It shows nothing about who passed or spoke long (V1).
 */

import { html, render, svg, type TemplateResult } from "lit-html";
import {
  fitNameAndRemark, fitNameInCircle, fitSentenceInCircle, type FittedText, type MeasureText, NAME_LINE_HEIGHT, type NameWithRemark, prefixes, type Remark, REMARK_LINE_HEIGHT, smallestRadius,
} from "./line_breaking"; // prettier-ignore
import { _ } from "../i18n/gettext";
import { LABEL_LINE_HEIGHT, type Label, type CircleLayout, layoutCircle, MAX_RADIUS, type SeatPosition } from "./circle_layout";
import type { Centre, Seats } from "./scene";

const CLOCK_INSET = 55; // this much inside the ring
const CLOCK_GAP = CLOCK_INSET + 18; // from the ring to what stands inside the clock
const FADE_MS = 400;
const NAME_SIZES = [88, 50] as const;
const UNITS_PER_SCREEN = 1000; // of the screen's shorter side

export function drawCircle(place: HTMLElement, seats: Seats): void {
  const { clientWidth, clientHeight } = place.ownerDocument.documentElement;
  const unit = Math.min(clientWidth, clientHeight) / UNITS_PER_SCREEN;
  const area = { width: place.clientWidth / unit, height: place.clientHeight / unit };
  if (area.width < 100 || area.height < 100) return;
  const highlighted = [seats.speaking, seats.next].map((seat) => seats.names.findIndex(([id]) => id === seat));
  const names = seats.names.map(([, name]) => name);
  const least = radiusForNames(names);
  const ring = layoutCircle(names, highlighted.filter((at) => at >= 0), area, least, textMeasure("ui", 700));
  const centreBefore = place.querySelector<SVGGElement>(".middle")?.cloneNode(true) as SVGGElement | undefined;
  render(circleView(seats, ring, area, { speaking: highlighted[0] ?? -1, next: highlighted[1] ?? -1 }), place);
  crossFadeCentre(place.querySelector<SVGGElement>(".middle"), centreBefore);
  moveHighlight(place.querySelector<SVGGElement>(".light"), ring.spots[highlighted[0] ?? -1]);
}

interface Highlights {
  speaking: number;
  next: number;
}

function circleView(seats: Seats, ring: CircleLayout, area: { width: number; height: number }, highlighted: Highlights): TemplateResult {
  const { width, height } = area;
  return html`<svg class="kring" aria-hidden="true" viewBox="${-width / 2} ${-height / 2} ${width} ${height}">
    <circle class="ring" r=${ring.radius} />
    ${seats.clock?.ends == null ? null : clockView(ring.radius - CLOCK_INSET)}
    ${ring.spots.map((spot, at) => seatView(spot, ring, at === highlighted.speaking ? "speaks" : at === highlighted.next ? "next" : ""))}
    <g class="light"><circle cy=${-ring.radius} r=${ring.dot * 1.37} stroke-width=${ring.dot * 0.45} /></g>
    ${seats.centre && centreView(seats.centre, ring.radius, seats.clock?.ends != null)}
  </svg>`;
}

function clockView(radius: number): TemplateResult {
  return svg`<g class="clock" transform="rotate(-90)">
    <circle class="whole" r=${radius} /><circle class="left" r=${radius} pathLength="100" />
  </g>`;
}

function seatView({ x, y, label }: SeatPosition, ring: CircleLayout, state: "speaks" | "next" | ""): TemplateResult {
  return svg`<g class="seat ${state}">
    <circle cx=${x} cy=${y} r=${ring.dot} />
    ${label?.leader && leaderView(label.leader)}
    ${label && labelView(label, ring.size)}
  </g>`;
}

function leaderView([x1, y1, x2, y2]: NonNullable<Label["leader"]>): TemplateResult {
  return svg`<line x1=${x1} y1=${y1} x2=${x2} y2=${y2} />`;
}

function labelView({ x, y, anchor, lines }: Label, size: number): TemplateResult {
  const first = y - ((lines.length - 1) * size * LABEL_LINE_HEIGHT) / 2 + size * 0.34;
  return svg`<text font-size=${size} text-anchor=${anchor}>${lines.map(
    (line, row) => svg`<tspan class=${hasArabic(line) ? "arabic" : ""} x=${x} y=${first + row * size * LABEL_LINE_HEIGHT - (hasArabic(line) ? size * 0.12 : 0)}>${line}</tspan>`,
  )}</text>`;
}

/** In the middle: the name as large as it can be, with what is said about it; or a sentence. */
function centreView(centre: Centre, radius: number, clock: boolean): TemplateResult {
  const inner = radius - (clock ? CLOCK_GAP - 4 : 44);
  const voice = textMeasure("voice", 500);
  if ("say" in centre) {
    const text = fitSentenceInCircle(centre.say, inner - 12, { most: 76, least: 50, rows: 4 }, voice);
    return svg`<g class="middle">${textLines(text, "says", 0)}</g>`;
  }
  const remark = { text: centre.before ?? centre.after ?? "", isAbove: centre.before !== undefined, measure: textMeasure("ui", 400) };
  const className = centre.before ? "who coming" : "who";
  const both = nameAndRemark(centre.name, remark, inner - 4, voice);
  if (!both) return svg`<g class="middle">${textLines(fitNameInCircle(centre.name, inner - 8, ...NAME_SIZES, voice), className, 0)}</g>`;
  const remarkLine = (line: string, row: number): TemplateResult =>
    svg`<tspan x="0" y=${both.remarkY + row * both.remark.size * REMARK_LINE_HEIGHT}>${line}</tspan>`;
  return svg`<g class="middle">${textLines(both, className, both.shift)}
    <text class="remark" font-size=${both.remark.size}>${both.remark.lines.map(remarkLine)}</text></g>`;
}

/** The ring within which each of these people can have the word by their whole name, where any ring is large enough for it. */
function radiusForNames(names: readonly string[]): number {
  const remark = { text: _("heeft het woord"), isAbove: false, measure: textMeasure("ui", 400) };
  const voice = textMeasure("voice", 500);
  const radii = names.map((name) => smallestRadius(name, remark, NAME_SIZES[1], MAX_RADIUS - CLOCK_GAP, voice) + CLOCK_GAP);
  return Math.max(...radii.filter((radius) => radius <= MAX_RADIUS), 0);
}

/** What is said about a name leaves only where not even the name's beginning leaves room for it. */
function nameAndRemark(name: string, remark: Remark, inner: number, voice: MeasureText): NameWithRemark | null {
  const [most, least] = NAME_SIZES;
  for (const part of [name, ...prefixes(name)]) {
    const both = fitNameAndRemark(part, remark, inner, { most, least }, voice);
    if (both) return both;
  }
  return null;
}

function textLines({ lines, size }: FittedText, name: string, shift: number): TemplateResult {
  const first = shift - ((lines.length - 1) * size * NAME_LINE_HEIGHT) / 2 + size * 0.33;
  return svg`<text class=${name} font-size=${size}>${lines.map(
    (line, row) => svg`<tspan class=${hasArabic(line) ? "arabic" : ""} x="0" y=${first + row * size * NAME_LINE_HEIGHT}>${line}</tspan>`,
  )}</text>`;
}

/** The spoken colour glides along the circle, the short way round; from a circle without a light it appears in place. */
function moveHighlight(light: SVGGElement | null, spot: SeatPosition | undefined): void {
  if (!light) return;
  const wasOn = light.classList.contains("on");
  if (spot) {
    const before = Number(light.dataset["angle"] ?? spot.angle);
    const angle = wasOn ? before + ((((spot.angle - before) % 360) + 540) % 360) - 180 : spot.angle;
    light.classList.toggle("still", !wasOn);
    light.style.setProperty("transform", `rotate(${angle}deg)`);
    light.dataset["angle"] = String(angle);
    if (!wasOn) void light.getBoundingClientRect();
  }
  light.classList.toggle("on", spot !== undefined);
}

/** Another name comes as the light moves: the one before leaves in the same time, where motion is welcome. */
function crossFadeCentre(centre: SVGGElement | null, before: SVGGElement | undefined): void {
  if (!centre || !before || centre.textContent === before.textContent || matchMedia("(prefers-reduced-motion: reduce)").matches) return;
  before.setAttribute("class", "middle-before");
  for (const text of before.querySelectorAll("text")) text.setAttribute("class", `${text.getAttribute("class")?.split(" ")[0]}-before`);
  centre.parentNode?.append(before);
  centre.animate({ opacity: [0, 1] }, FADE_MS);
  before.animate({ opacity: [1, 0] }, FADE_MS).onfinish = () => before.remove();
}

const measuringContext = document.createElement("canvas").getContext("2d");
const MEASURING_SIZE = 100;

/** Widths by the fonts that are loaded, so draw again once they are. */
function textMeasure(face: "ui" | "voice", weight: number): MeasureText {
  const family = getComputedStyle(document.documentElement).getPropertyValue(`--${face}`);
  const widths = new Map<string, number>();
  return (text, size) => {
    if (!measuringContext) return text.length * size * 0.55;
    let width = widths.get(text);
    if (width === undefined) {
      measuringContext.font = `${weight} ${MEASURING_SIZE}px ${family}`;
      width = (measuringContext.measureText(text).width * (hasArabic(text) ? 1.15 : 1)) / MEASURING_SIZE;
      widths.set(text, width);
    }
    return width * size;
  };
}

function hasArabic(text: string): boolean {
  return /[\u0600-\u06ff]/.test(text);
}
