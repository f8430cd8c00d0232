/** The read-back: what is undecided, one sentence at a time, with choices for who has no phone; then last words, then closing (T25, C3). */

import { html, nothing, type TemplateResult } from "lit-html";
import { repeat } from "lit-html/directives/repeat.js";
import { _, _n } from "../../i18n/gettext";
import { type Board, nameOf, present, wordsOf } from "../state";
import { asks, button, type Piece } from "../layout/controls";
import { withReason } from "../programme/programme_panel";
import { spokenFor } from "../words/words_on_behalf";

export function readBackPart(board: Board): TemplateResult {
  const { close, act } = board.desk;
  const undecided = wordsOf(board, ({ keep, seat }) => seat != null && keep == null);
  return html`
    <p class="lead">${_("Lees voor wat nog open is. Vraag bij elke zin: klopt dit zo, en mag hij mee?")}</p>
    ${close && !close.read_back && board.kind === "facilitator"
      ? html`<div class="tools">${asks(board, _("Begin met teruglezen"), "show_read_back", { step: act.step }, { className: "btn go" })}</div>`
      : nothing}
    ${undecided.length === 0
      ? html`<p class="hint">${_("Over elke zin is gekozen.")}</p>`
      : html`<p class="hint">${_n("Over %(num)s zin is nog niet gekozen. Wie niet kiest, kan dat zeven dagen zelf doen.", "Over %(num)s zinnen is nog niet gekozen. Wie niet kiest, kan dat zeven dagen zelf doen.", undecided.length)}</p>`}
    ${present(board).map(({ seat }) => {
      const own = undecided.filter((words) => words.seat === seat);
      if (own.length === 0) return nothing;
      return html`<h3 dir="auto">${nameOf(board, seat)}</h3>
        <ul class="asked-aloud">${repeat(own, ({ id }) => id, (words) => spokenFor(board, words))}</ul>`;
    })}
    ${closing(board)}`;
}

function closing(board: Board): Piece {
  const { close, act } = board.desk;
  if (!close || board.kind !== "facilitator" || board.table.stage.status === "closed") return nothing;
  return html`<section class="closing">
    <h3>${_("Afsluiten")}</h3>
    <ul class="checks">
      <li class=${close.read_back ? "done" : ""}>${close.read_back ? _("Er is teruggelezen.") : _("Nog teruglezen.")}</li>
      <li class=${close.last_words === "done" ? "done" : ""}>${lastWords(close.last_words)}</li>
    </ul>
    ${close.read_back && close.last_words === "not"
      ? html`<div class="tools">${asks(board, _("Begin de laatste woorden"), "open_last_words", { step: act.step }, { className: "btn go" })}</div>`
      : nothing}
    ${close.ready
      ? button(board, _("Sluit de dialoog af"), () => board.open({ panel: "close" }), { className: "btn" })
      : withReason(board, _("Stop de dialoog eerder"), _("Alles wat iemand liet bewaren, komt in het verslag. Dit kan niet terug."), (reason) =>
          void board.act("close_dialogue", { reason }),
        )}
  </section>`;
}

function lastWords(now: "not" | "open" | "done"): string {
  if (now === "done") return _("Iedereen kreeg een laatste woord aangeboden.");
  return now === "open" ? _("De laatste woorden zijn bezig.") : _("Nog een ronde van laatste woorden.");
}

/** Closing cannot be undone, so it is the one thing that is asked twice. */
export function closePanel(board: Board): TemplateResult {
  const undecided = board.desk.close?.undecided ?? 0;
  return html`
    <p class="lead">${_("Daarna verandert niemand nog woorden. Het verslag wordt nu bewaard.")}</p>
    ${undecided
      ? html`<p>${_n("Over %(num)s zin is nog niet gekozen. Wie hem zei, kan dat nog zeven dagen.", "Over %(num)s zinnen is nog niet gekozen. Wie ze zei, kan dat nog zeven dagen.", undecided)}</p>`
      : nothing}
    <div class="tools">
      ${button(board, _("Sluit af en bewaar het verslag"), () => {
        void board.act("close_dialogue");
        board.open({ panel: null });
      }, { className: "btn go" })}
      ${button(board, _("Nog niet"), () => board.open({ panel: null }))}
    </div>`;
}
