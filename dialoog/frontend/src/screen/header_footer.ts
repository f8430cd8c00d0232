/**
 * Header and footer of the screen: the step and its place in the evening above the question, one table agreement and the
 * code below it.
 */

import { html, nothing, type TemplateResult } from "lit-html";
import { _ } from "../i18n/gettext";
import { tableName } from "../table_name";
import type { Dots, Scene } from "./scene";

/** What the server wrote into the page; with a new code the page comes anew. */
export interface JoinInfo {
  code: string;
  /** The version at which this code was made. */
  version: number;
  /** Empty where phones do not reach this machine. */
  address: string;
  /** The QR code, as the server drew it. */
  qr: Element | null;
  /** The municipality or care organisation that holds this evening; empty where residents do. */
  organisedBy: string;
  /** Why no phone can come in, and what helps. */
  obstacle: Node | null;
}

type HeaderStep = Extract<Scene, { state: "step" }>;

export function headerView({ title, dots }: HeaderStep): TemplateResult {
  return html`<header class="head">
    <p class="step ${title.kind ?? ""}" lang=${title.lang ?? nothing}>${title.text}</p>
    ${dots && dotsView(dots)}
  </header>`;
}

function dotsView({ done, n, of }: Dots): TemplateResult {
  const steps = Array.from({ length: of }, (_unused, index) => index + 1);
  return html`<div class="dots" role=${n == null ? nothing : "img"} aria-label=${n == null ? nothing : _("Stap %(n)s van %(of)s", { n, of })}>
    ${steps.map((step) => html`<i class=${step <= done ? "done" : step === n ? "now" : ""}></i>`)}
  </div>`;
}

export function footerView({ rule, corner }: HeaderStep, joinInfo: JoinInfo): TemplateResult {
  return html`<footer class="foot">
    <p class="rule">${rule}</p>
    ${corner === "everybody" ? html`<p class="corner">${_("Iedereen was aan de beurt.")}</p>` : null}
    ${corner === "code" && joinInfo.code ? html`<p class="corner">${tableName() ? html`${tableName()} · ` : null}${joinInfo.address ? html`<span class="address">${joinInfo.address} · </span>` : null}<b class="code">${joinInfo.code}</b></p>` : null}
  </footer>`;
}

export function readObstacle(page: Document): Node | null {
  return page.querySelector<HTMLTemplateElement>("#local")?.content ?? null;
}

/** The server's drawing fills whatever room it gets: without a viewBox of its own it takes its size for one. */
export function readQrCode(page: Document): Element | null {
  const drawing = page.querySelector<HTMLTemplateElement>("#qr")?.content.firstElementChild?.cloneNode(true);
  if (!(drawing instanceof Element)) return null;
  const [width, height] = [drawing.getAttribute("width"), drawing.getAttribute("height")];
  if (!drawing.hasAttribute("viewBox") && width && height) drawing.setAttribute("viewBox", `0 0 ${width} ${height}`);
  drawing.setAttribute("role", "img");
  drawing.setAttribute("aria-label", _("QR-code om mee te doen"));
  return drawing;
}
