/** Words whose owners allow the screen to show them: at most three stand on it, and one comes at a time (T20). */

import { html, nothing, type TemplateResult } from "lit-html";
import { repeat } from "lit-html/directives/repeat.js";
import type { DeskWords, WordKind } from "../../client/documents";
import { _, _n } from "../../i18n/gettext";
import { type ConsoleState, nameOf, filterWords, currentPhase } from "../state";
import { commandButton, type Renderable } from "../layout/controls";
import { translatorLine } from "../../translator_name";
import { kindLabel } from "../labels";
import { nameWarning } from "./named_people";
import { translationView } from "./translation";

/** Somebody's own words in a step; what the harvest lists has its place in the panel of the harvest. */
export const OWN_WORDS: readonly WordKind[] = ["introduction", "experience", "perspective", "dream", "possibility", "closing_word"];

/** A count, so that the cue cards stay where they are; unfolded by a tap, unless somebody has the word or a silence runs: then nothing can be shown. */
export function wordsToShow(state: ConsoleState): Renderable {
  const ready = readyWords(state);
  if (ready.length === 0) return nothing;
  if (isListening(state)) {
    return html`<p class="waits">${_n("Straks te tonen: %(num)s zin.", "Straks te tonen: %(num)s zinnen.", ready.length)}</p>`;
  }
  return html`<details class="to-show" ?open=${state.kind === "scribe"} @toggle=${state.kind === "scribe" ? nothing : reveal}>
    <summary>${countLine(state, ready)}</summary>
    ${readyList(state)}
  </details>`;
}

/** Unfolded it lies below the edge of a low window; the column goes there. */
function reveal({ target }: Event): void {
  if (target instanceof HTMLDetailsElement && target.open) target.querySelector(".ready > li")?.scrollIntoView({ block: "nearest" });
}

function countLine(state: ConsoleState, words: readonly DeskWords[]): string {
  const chosen = words.filter((each) => each.shown);
  const delayed = chosen.filter((each) => whenShown(state, each)).length;
  const shown = chosen.length - delayed;
  const waiting = words.length - chosen.length;
  const parts = [
    waiting ? _n("%(num)s zin klaar om te tonen", "%(num)s zinnen klaar om te tonen", waiting) : "",
    delayed ? _n("%(num)s zin komt straks op het scherm", "%(num)s zinnen komen straks op het scherm", delayed) : "",
    shown ? _n("%(num)s zin op het scherm", "%(num)s zinnen op het scherm", shown) : "",
  ]; // prettier-ignore
  return parts.filter(Boolean).join(", ");
}

export function readyList(state: ConsoleState): Renderable {
  const newest = [...readyWords(state)].reverse();
  if (newest.length === 0) return nothing;
  return html`<ul class="ready">${repeat(newest, ({ id }) => id, (words) => readyCard(state, words))}</ul>`;
}

function readyWords(state: ConsoleState): readonly DeskWords[] {
  return filterWords(state, (words) => OWN_WORDS.includes(words.kind) && (words.ticked === true || words.shown === true));
}

function isListening(state: ConsoleState): boolean {
  return !state.table.stage.rest && ["turn", "silence"].includes(currentPhase(state));
}

function readyCard(state: ConsoleState, words: DeskWords): TemplateResult {
  return html`<li class=${`wait ${words.kind}`}>
    ${wordsView(state, words)} ${translationView(state, words)}
    ${screenButton(state, words)}
  </li>`;
}

export function screenButton(state: ConsoleState, words: DeskWords): Renderable {
  const delayNote = whenShown(state, words);
  if (words.shown) {
    return html`${delayNote ? html`<p class="note">${delayNote}</p>` : nothing}
      ${commandButton(state, _("Haal van het scherm"), "hide_words", { word: words.id }, { className: "btn small" })}`;
  }
  if (words.may_show) return commandButton(state, _("Laat zien"), "show_words", { word: words.id }, { className: "btn small" });
  return html`<p class="note">${words.confirmed ? _("Kan nu niet op het scherm.") : _("Vraag eerst: klopt dit?")}</p>`;
}

/** When the screen shows words that were chosen for it (T20); empty where it shows them now. */
function whenShown({ table }: ConsoleState, { kind }: DeskWords): string {
  const { phase } = table.floor;
  if (phase === "turn" || phase === "silence") return _("Komt op het scherm zodra niemand het woord heeft.");
  return (phase === "ready" || phase === "offer") && kind !== table.step.kind ? _("Komt na de ronde op het scherm.") : "";
}

/** Whose words of what kind, and the words themselves in their own language. */
export function wordsView(state: ConsoleState, words: DeskWords): TemplateResult {
  const text = state.textOf(words);
  const whose = words.seat ? nameOf(state, words.seat) : _("van de groep");
  return html`<p class="kind"><b>${kindLabel(words.kind)}</b> · <span dir="auto">${whose}</span></p>
    <p class="said" lang=${text?.lang ?? nothing} dir="auto">${text?.text ?? "…"}</p>
    ${text?.translation
      ? html`<p class="said translated" lang=${text.translation.lang} dir="auto">${text.translation.text}</p>
          ${translatorLine(text.translation) ? html`<p class="note">${translatorLine(text.translation)}</p>` : nothing}`
      : nothing}
    ${words.keep === "no" || state.table.stage.status === "closed" ? nothing : nameWarning(state, text?.text ?? "")}`;
}
