/**
 * Words of somebody without a phone, or written down by another: "klopt dit?", what may be kept, and what may be seen,
 * asked aloud and marked so (T13, C3, C4). Nothing is ticked beforehand.
 */

import { html, nothing, type TemplateResult } from "lit-html";
import type { DeskWords } from "../../client/documents";
import { _ } from "../../i18n/gettext";
import { type Board, nameOf, needsUs, person } from "../state";
import { asks, button, type Piece } from "../layout/controls";
import { rewording } from "./change_words";
import { wordsLine } from "./words_to_show";
import { CHOICES, choiceName } from "../labels";

export function spokenFor(board: Board, words: DeskWords): TemplateResult {
  return html`<li class=${`wait ${words.kind}`}>
    ${board.opened.rewording === words.id ? rewording(board, words) : wordsLine(board, words)}
    ${isItRight(board, words)} ${choices(board, words)}
  </li>`;
}

/** Words that somebody else wrote down count after their owner said "klopt". */
export function isItRight(board: Board, words: DeskWords): Piece {
  if (!words.seat || words.confirmed || board.opened.rewording === words.id) return nothing;
  const name = nameOf(board, words.seat);
  return html`<div class="tools">
    ${asks(board, _("Klopt"), "confirm_words", { word: words.id }, { className: "btn small go", spoken: _("Klopt, zegt %(name)s", { name }) })}
    ${button(board, _("Anders"), () => board.open({ rewording: words.id }), { className: "btn small", spoken: _("Anders, zegt %(name)s", { name }) })}
  </div>`;
}

/** C3: with name, without, or not; for who has a phone at hand the phone asks it. */
export function choices(board: Board, words: DeskWords): Piece {
  const owner = person(board, words.seat);
  if (owner && !needsUs(board, owner)) {
    return html`<p class="note">${words.keep ? choiceName(words.keep) : _("Kiest zelf op de telefoon.")}</p>`;
  }
  if (!words.seat) return nothing;
  return html`<div class="choices" role="group" aria-label=${_("Wat mag ermee?")}>
    ${CHOICES.map((keep) =>
      asks(board, choiceName(keep), "keep_words", { word: words.id, keep: words.keep === keep ? null : keep }, {
        className: "chip", pressed: words.keep === keep,
      }),
    )}
    ${asks(board, _("Op het scherm"), "tick_words", { word: words.id, on: !words.ticked }, { className: "chip", pressed: words.ticked === true })}
  </div>`;
}
