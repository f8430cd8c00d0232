/**
 * The circle as it is drawn: ring, seats, names, the light on who speaks, the calm clock, and the name in the middle.
 * Where everything stands comes from ring.ts and lettering.ts. It shows nothing about who passed or spoke long (V1).
 */

import { html, render, svg, type TemplateResult } from "lit-html";
import { nameInCircle, type Measure, sentenceInCircle, type Setting } from "./line_breaking";
import { LINE, type Label, type Ring, ringOf, type Spot } from "./circle_layout";
import type { Centre, Seats } from "./scene";

const CLOCK = 55; // this much inside the ring
const UNITS = 1000; // of the screen's height

export function drawCircle(place: HTMLElement, seats: Seats): void {
  const unit = place.ownerDocument.documentElement.clientHeight / UNITS;
  const room = { width: place.clientWidth / unit, height: place.clientHeight / unit };
  if (room.width < 100 || room.height < 100) return;
  const lit = [seats.speaking, seats.next].map((seat) => seats.names.findIndex(([id]) => id === seat));
  const names = seats.names.map(([, name]) => name);
  const ring = ringOf(names, lit.filter((at) => at >= 0), room, widthOf("ui", 700));
  render(circleView(seats, ring, room, { speaking: lit[0] ?? -1, next: lit[1] ?? -1 }), place);
  moveLight(place.querySelector<SVGGElement>(".light"), ring.spots[lit[0] ?? -1]);
}

interface Lit {
  speaking: number;
  next: number;
}

function circleView(seats: Seats, ring: Ring, room: { width: number; height: number }, lit: Lit): TemplateResult {
  const { width, height } = room;
  return html`<svg class="kring" aria-hidden="true" viewBox="${-width / 2} ${-height / 2} ${width} ${height}">
    <circle class="ring" r=${ring.radius} />
    ${seats.clock?.ends == null ? null : clockView(ring.radius - CLOCK)}
    ${ring.spots.map((spot, at) => seatView(spot, ring, at === lit.speaking ? "speaks" : at === lit.next ? "next" : ""))}
    <g class="light"><circle cy=${-ring.radius} r=${ring.dot * 1.37} stroke-width=${ring.dot * 0.45} /></g>
    ${seats.centre && centreView(seats.centre, ring.radius, seats.clock?.ends != null)}
  </svg>`;
}

function clockView(radius: number): TemplateResult {
  return svg`<g class="clock" transform="rotate(-90)">
    <circle class="whole" r=${radius} /><circle class="left" r=${radius} pathLength="100" />
  </g>`;
}

function seatView({ x, y, label }: Spot, ring: Ring, state: "speaks" | "next" | ""): TemplateResult {
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
  const first = y - ((lines.length - 1) * size * LINE) / 2 + size * 0.34;
  return svg`<text font-size=${size} text-anchor=${anchor}>${lines.map(
    (line, row) => svg`<tspan class=${hasArabic(line) ? "arabic" : ""} x=${x} y=${first + row * size * LINE}>${line}</tspan>`,
  )}</text>`;
}

/** In the middle: the name as large as it can be, with what is said about it; or a sentence. */
function centreView(centre: Centre, radius: number, clock: boolean): TemplateResult {
  const inner = radius - (clock ? CLOCK + 14 : 44);
  const voice = widthOf("voice", 500);
  if ("say" in centre) {
    const said = sentenceInCircle(centre.say, inner - 12, { most: 76, least: 50, rows: 4 }, voice);
    return svg`<g class="middle">${linesView(said, "says", 0)}</g>`;
  }
  const about = centre.before ?? centre.after ?? "";
  const [said, small] = nameWith(about, centre.name, inner - 8, voice);
  const half = (said.lines.length * said.size * 1.06) / 2;
  const shift = (centre.before ? 1 : -1) * small * 0.55;
  const remark = centre.before ? shift - half - small * 0.25 : shift + half + small * 0.95;
  return svg`<g class="middle">${linesView(said, centre.before ? "who coming" : "who", shift)}
    ${small > 0 ? svg`<text class="remark" font-size=${small} y=${remark}>${about}</text>` : null}</g>`;
}

/** A whole name goes before what is said about it. */
function nameWith(about: string, name: string, inner: number, voice: Measure): [Setting, number] {
  const small = sizeOfRemark(about, inner + 8);
  const beside = nameInCircle(name, inner - small * 0.6, 88, 50, voice);
  const alone = nameInCircle(name, inner, 88, 50, voice);
  const whole = ({ lines }: Setting) => lines.join(" ") === name;
  return whole(beside) || !whole(alone) ? [beside, small] : [alone, 0];
}

/** What is said about the name leaves when there is no room for it at a size that can be read. */
function sizeOfRemark(remark: string, inner: number): number {
  const measure = widthOf("ui", 400);
  return [44, 40, 37].find((size) => measure(remark, size) < 2 * Math.sqrt(Math.max(0, inner ** 2 - 92 ** 2))) ?? 0;
}

function linesView({ lines, size }: Setting, name: string, shift: number): TemplateResult {
  const first = shift - ((lines.length - 1) * size * 1.06) / 2 + size * 0.33;
  return svg`<text class=${name} font-size=${size}>${lines.map(
    (line, row) => svg`<tspan class=${hasArabic(line) ? "arabic" : ""} x="0" y=${first + row * size * 1.06}>${line}</tspan>`,
  )}</text>`;
}

/** The spoken colour glides along the circle, the short way round; from a circle without a light it appears in place. */
function moveLight(light: SVGGElement | null, spot: Spot | undefined): void {
  if (!light) return;
  const shone = light.classList.contains("on");
  if (spot) {
    const before = Number(light.dataset["angle"] ?? spot.angle);
    const turned = shone ? before + ((((spot.angle - before) % 360) + 540) % 360) - 180 : spot.angle;
    light.classList.toggle("still", !shone);
    light.style.setProperty("transform", `rotate(${turned}deg)`);
    light.dataset["angle"] = String(turned);
    if (!shone) void light.getBoundingClientRect();
  }
  light.classList.toggle("on", spot !== undefined);
}

const pen = document.createElement("canvas").getContext("2d");
const HUNDRED = 100;

/** Widths by the fonts that are loaded, so draw again once they are. */
function widthOf(face: "ui" | "voice", weight: number): Measure {
  const family = getComputedStyle(document.documentElement).getPropertyValue(`--${face}`);
  return (text, size) => {
    if (!pen) return text.length * size * 0.55;
    pen.font = `${weight} ${HUNDRED}px ${family}`;
    return (pen.measureText(text).width * size * (hasArabic(text) ? 1.15 : 1)) / HUNDRED;
  };
}

function hasArabic(text: string): boolean {
  return /[\u0600-\u06ff]/.test(text);
}
