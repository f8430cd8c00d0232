/** Words that their owners let be seen, ready to be shown; at most three stand on the screen, one at a time comes (T20). */

import { html, nothing, type TemplateResult } from "lit-html";
import { repeat } from "lit-html/directives/repeat.js";
import type { DeskWords, WordKind } from "../../client/documents";
import { _ } from "../../i18n/gettext";
import { type Board, nameOf, wordsOf } from "../state";
import { asks, type Piece } from "../layout/controls";
import { kindName } from "../labels";

/** Somebody's own words in a step; what the harvest lists has its place in the panel of the harvest. */
export const OWN_WORDS: readonly WordKind[] = ["introduction", "experience", "perspective", "dream", "possibility", "closing_word"];

export function readyWords(board: Board): Piece {
  const ready = wordsOf(board, (words) => OWN_WORDS.includes(words.kind) && (words.ticked === true || words.shown === true));
  if (ready.length === 0) return nothing;
  const newest = [...ready].reverse();
  return html`<h2>${_("Klaar om te tonen")}</h2>
    <ul class="ready">${repeat(newest, ({ id }) => id, (words) => readyCard(board, words))}</ul>`;
}

function readyCard(board: Board, words: DeskWords): TemplateResult {
  return html`<li class=${`wait ${words.kind}`}>
    ${wordsLine(board, words)}
    ${showOrHide(board, words)}
  </li>`;
}

export function showOrHide(board: Board, words: DeskWords): Piece {
  const { floor, step } = board.table;
  const amid = (floor.phase === "ready" || floor.phase === "offer") && words.kind !== step.kind;
  const waits = floor.phase === "turn" ? _("Komt op het scherm zodra niemand het woord heeft.") : amid ? _("Komt na de ronde op het scherm.") : "";
  if (words.shown) {
    return html`${waits ? html`<p class="note">${waits}</p>` : nothing}
      ${asks(board, _("Haal van het scherm"), "hide_words", { word: words.id }, { className: "btn small" })}`;
  }
  if (words.may_show) return asks(board, _("Laat zien"), "show_words", { word: words.id }, { className: "btn small" });
  return html`<p class="note">${words.confirmed ? _("Kan nu niet op het scherm.") : _("Vraag eerst: klopt dit?")}</p>`;
}

/** Whose words of what kind, and the words themselves in their own language. */
export function wordsLine(board: Board, words: DeskWords): TemplateResult {
  const found = board.text(words);
  const whose = words.seat ? nameOf(board, words.seat) : _("van de groep");
  return html`<p class="kind"><b>${kindName(words.kind)}</b> · <span dir="auto">${whose}</span></p>
    <p class="said" lang=${found?.lang ?? nothing} dir="auto">${found?.text ?? "…"}</p>
    ${found?.translation
      ? html`<p class="said translated" lang=${found.translation.lang} dir="auto">${found.translation.text}</p>`
      : nothing}`;
}
