/** Words that their owners let be seen, ready to be shown; at most three stand on the screen, one at a time comes (T20). */

import { html, nothing, type TemplateResult } from "lit-html";
import { repeat } from "lit-html/directives/repeat.js";
import type { DeskWords } from "../documents";
import { _ } from "../words";
import { type Board, nameOf, wordsOf } from "./board";
import { asks, type Piece } from "./controls";
import { kindName } from "./sayings";

export function readyWords(board: Board): Piece {
  const ready = wordsOf(board, (words) => words.may_show === true || words.shown === true || words.ticked === true);
  if (ready.length === 0) return nothing;
  const newest = [...ready].reverse();
  return html`<h2>${_("Klaar om te tonen")}</h2>
    <ul class="ready">${repeat(newest, ({ id }) => id, (words) => readyCard(board, words))}</ul>`;
}

function readyCard(board: Board, words: DeskWords): TemplateResult {
  return html`<li class=${`wait ${words.kind}`}>
    ${wordsLine(board, words)}
    ${words.shown
      ? asks(board, _("Haal van het scherm"), "hide_words", { word: words.id }, { className: "btn small" })
      : words.may_show
        ? asks(board, _("Laat zien"), "show_words", { word: words.id }, { className: "btn small" })
        : html`<p class="note">${_("Kan straks, als niemand aan het woord is.")}</p>`}
  </li>`;
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
