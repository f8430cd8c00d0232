/** What surrounds a question on the screen: above it the step and where the evening is, below it one table agreement and the code. */

import { html, nothing, type TemplateResult } from "lit-html";
import { _ } from "../i18n/gettext";
import type { Scene } from "./scene";

/** What the server wrote into the page; with a new code the page comes anew. */
export interface Door {
  code: string;
  /** The version at which this code was made. */
  version: number;
  address: string;
  /** The QR code, as the server drew it. */
  qr: Element | null;
}

type Step = Extract<Scene, { state: "step" }>;

export function headView({ title, dots }: Step): TemplateResult {
  return html`<header class="head">
    <p class="step ${title.kind ?? ""}" lang=${title.lang ?? nothing}>${title.text}</p>
    ${dots && dotsView(dots)}
  </header>`;
}

function dotsView({ n, of }: { n: number; of: number }): TemplateResult {
  const steps = Array.from({ length: of }, (_unused, index) => index + 1);
  return html`<div class="dots" role="img" aria-label=${_("Stap %(n)s van %(of)s", { n, of })}>
    ${steps.map((step) => html`<i class=${step < n ? "done" : step === n ? "now" : ""}></i>`)}
  </div>`;
}

export function footView({ rule, corner }: Step, door: Door): TemplateResult {
  return html`<footer class="foot">
    <p class="rule">${rule}</p>
    ${corner === "everybody" ? html`<p class="corner">${_("Iedereen was aan de beurt.")}</p>` : null}
    ${corner === "code" && door.code ? html`<p class="corner"><span class="address">${door.address} · </span><b class="code">${door.code}</b></p>` : null}
  </footer>`;
}

/** The server's drawing fills whatever room it gets: without a viewBox of its own it takes its size for one. */
export function qrIn(page: Document): Element | null {
  const drawn = page.querySelector<HTMLTemplateElement>("#qr")?.content.firstElementChild?.cloneNode(true);
  if (!(drawn instanceof Element)) return null;
  const [width, height] = [drawn.getAttribute("width"), drawn.getAttribute("height")];
  if (!drawn.hasAttribute("viewBox") && width && height) drawn.setAttribute("viewBox", `0 0 ${width} ${height}`);
  drawn.setAttribute("role", "img");
  drawn.setAttribute("aria-label", _("QR-code om mee te doen"));
  return drawn;
}
