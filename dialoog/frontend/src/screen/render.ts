/**
 * Puts one scene on the screen: renders it, makes it fit, draws the circle in the room that is left, and says it to who
 * cannot see it.
 */

import { html, nothing, render, type TemplateResult } from "lit-html";
import type { Table } from "../client/documents";
import { drawArc } from "./clock_arc";
import { drawCircle } from "./circle";
import { fitAll } from "./fit_to_screen";
import { type Door, footView, headView } from "./header_footer";
import { bringingView, brings, type Texts, togetherView } from "./harvest";
import { circleInWords, mirrorOf } from "./screen_reader";
import { type Said, type Scene, sceneOf } from "./scene";
import { shownView } from "./shown_words";
import { agreementsView, sittingView } from "./arrival";

export interface Picture {
  table: Table;
  lost: boolean;
  texts: Texts;
  door: Door;
  now: number;
}

/** `mirror` is a live region that stays in the page, so that only what changed is read out. */
export function paint(picture: Picture, root: HTMLElement, mirror: HTMLElement | null): void {
  const scene = sceneOf(picture.table, picture.lost);
  document.documentElement.dataset["theme"] = picture.table.stage.theme;
  root.dataset["state"] = scene.state === "step" ? scene.phase : scene.state;
  render(sceneView(scene, picture), root);
  fitAll(root);
  if (scene.state === "step" && scene.beside.what === "circle") {
    const place = root.querySelector<HTMLElement>(".around");
    if (place) drawCircle(place, scene.beside.seats);
    drawArc(root, picture.table.floor, picture.now);
  }
  const said = mirrorOf(scene);
  if (mirror && mirror.textContent !== said) mirror.textContent = said;
}

/** One sentence and nothing else, also before a document has come. */
export function lineView(say: string): TemplateResult {
  return html`<div class="line" data-box><h1 data-fit="8 5">${say}</h1></div>`;
}

function sceneView(scene: Scene, picture: Picture): TemplateResult {
  switch (scene.state) {
    case "blank":
      return html`<h1 class="unseen">${mirrorOf(scene)}</h1>`;
    case "line":
      return lineView(scene.say);
    case "sitting":
      return sittingView(scene, picture.door);
    case "step":
      return html`${headView(scene)}
        <div class="body with-${layoutOf(scene, picture)}">${askedView(scene, picture)}${besideView(scene, picture)}</div>
        ${footView(scene, picture.door)}
        <p class="unseen">${circleInWords(scene)}</p>`;
  }
}

type Step = Extract<Scene, { state: "step" }>;

/** A harvest fills both sides; as long as nobody brings anything, what was made together stands beside the question. */
function layoutOf({ beside }: Step, { table }: Picture): string {
  return beside.what === "harvest" && !brings(table.harvest) ? "together" : beside.what;
}

function askedView({ question, more, beside, phase }: Step, { table, texts }: Picture): TemplateResult {
  const harvest = beside.what === "harvest" && brings(table.harvest);
  const most = beside.what === "nothing" ? "11 5" : harvest ? "6.6 5" : "8.4 5";
  const lines = more.filter(({ text }) => text !== "");
  return html`<section class="asked ${phase}">
    <div class="question" data-box>
      <h1 dir="auto" lang=${question.lang ?? nothing} data-fit=${most}>${question.text}</h1>
      ${lines.map((line) => moreView(line, beside.what === "nothing"))}
    </div>
    ${harvest ? togetherView(table.harvest, table.shown, texts) : nothing}
  </section>`;
}

function moreView({ text, lang }: Said, alone: boolean): TemplateResult {
  return html`<p class="more" dir="auto" lang=${lang ?? nothing} data-fit=${alone ? "6.4 5" : "5.4 5"} data-leaves>${text}</p>`;
}

function besideView({ beside }: Step, { table, texts }: Picture): TemplateResult | typeof nothing {
  switch (beside.what) {
    case "circle":
      return html`<div class="around"></div>`;
    case "words":
      return html`<div class="beside" data-box>${shownView(table.shown)}</div>`;
    case "agreements":
      return agreementsView();
    case "harvest":
      return brings(table.harvest) ? bringingView(table.harvest, texts) : togetherView(table.harvest, table.shown, texts);
    case "nothing":
      return nothing;
  }
}
