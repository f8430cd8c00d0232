/**
 * Renders one scene: builds the page, makes it fit, draws the circle in the space that is left, and describes it to
 * screen readers.
 */

import { html, nothing, render, type TemplateResult } from "lit-html";
import type { Table } from "../client/documents";
import { drawClockArc } from "./clock_arc";
import { drawCircle } from "./circle";
import { fitToScreen } from "./fit_to_screen";
import { type JoinInfo, footerView, headerView } from "./header_footer";
import { contributionsView, hasContributions, type TextsById, togetherView } from "./harvest";
import { describeCircle, describeScene } from "./screen_reader";
import { sentencesView } from "../sentences";
import { type LocalizedText, type Scene, buildScene } from "./scene";
import { shownWordsView } from "./shown_words";
import { agreementsView, arrivalView } from "./arrival";

export interface ScreenState {
  table: Table;
  isLost: boolean;
  texts: TextsById;
  joinInfo: JoinInfo;
  now: number;
}

/** `mirror` is a live region that stays in the page, so that only what changed is read out. */
export function renderScreen(state: ScreenState, root: HTMLElement, liveRegion: HTMLElement | null): void {
  const scene = buildScene(state.table, state.isLost);
  document.documentElement.dataset["theme"] = state.table.stage.theme;
  root.dataset["state"] = scene.state === "step" ? scene.phase : scene.state;
  render(sceneView(scene, state), root);
  fitToScreen(root);
  if (scene.state === "step" && scene.beside.what === "circle") {
    const place = root.querySelector<HTMLElement>(".around");
    if (place) drawCircle(place, scene.beside.seats);
    drawClockArc(root, state.table.floor, state.now);
  }
  const description = describeScene(scene);
  if (liveRegion && liveRegion.textContent !== description) liveRegion.textContent = description;
}

/** One sentence and nothing else, also before a document has come. */
export function lineView(say: string): TemplateResult {
  return html`<div class="line" data-box><h1 data-fit="8 5">${sentencesView(say)}</h1></div>`;
}

function sceneView(scene: Scene, state: ScreenState): TemplateResult {
  switch (scene.state) {
    case "blank":
      return html`<h1 class="unseen">${describeScene(scene)}</h1>`;
    case "line":
      return lineView(scene.say);
    case "sitting":
      return arrivalView(scene, state.joinInfo);
    case "step":
      return html`${headerView(scene)}
        <div class="body with-${layoutOf(scene, state)}">${questionView(scene, state)}${besideView(scene, state)}</div>
        ${footerView(scene, state.joinInfo)}
        <p class="unseen">${describeCircle(scene)}</p>`;
  }
}

type RenderedStep = Extract<Scene, { state: "step" }>;

/** A harvest fills both sides; as long as nobody brings anything, what was made together stands beside the question. */
function layoutOf({ beside }: RenderedStep, { table }: ScreenState): string {
  return beside.what === "harvest" && !hasContributions(table.harvest) ? "together" : beside.what;
}

function questionView({ question, more, beside, phase }: RenderedStep, { table, texts }: ScreenState): TemplateResult {
  const harvest = beside.what === "harvest" && hasContributions(table.harvest);
  const most = beside.what === "nothing" ? "11 5" : harvest ? "6.6 5" : "8.4 5";
  const lines = more.filter(({ text }) => text !== "");
  return html`<section class="asked ${phase}">
    <div class="question" data-box>
      <h1 dir="auto" lang=${question.lang ?? nothing} data-fit=${most}>${sentencesView(question.text, question.lang)}</h1>
      ${lines.map((line) => moreView(line, beside.what === "nothing"))}
    </div>
    ${harvest ? togetherView(table.harvest, table.shown, texts) : nothing}
  </section>`;
}

function moreView({ text, lang }: LocalizedText, alone: boolean): TemplateResult {
  return html`<p class="more" dir="auto" lang=${lang ?? nothing} data-fit=${alone ? "6.4 5" : "5.4 5"} data-leaves>${sentencesView(text, lang)}</p>`;
}

function besideView({ beside }: RenderedStep, { table, texts }: ScreenState): TemplateResult | typeof nothing {
  switch (beside.what) {
    case "circle":
      return html`<div class="around"></div>`;
    case "words":
      return html`<div class="beside" data-box>${shownWordsView(table.shown)}</div>`;
    case "agreements":
      return agreementsView();
    case "harvest":
      return hasContributions(table.harvest) ? contributionsView(table.harvest, texts) : togetherView(table.harvest, table.shown, texts);
    case "nothing":
      return nothing;
  }
}
