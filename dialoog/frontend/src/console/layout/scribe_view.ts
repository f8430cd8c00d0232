/** The scribe's page: one core sentence per turn for whoever wants it, "klopt dit?", and the flow beside it, smaller. */

import { html, nothing, type TemplateResult } from "lit-html";
import { repeat } from "lit-html/directives/repeat.js";
import { _ } from "../../i18n/gettext";
import { type Board, nameOf, wordsOf } from "../state";
import { callsView } from "../people/calls";
import { floorView, toolsView } from "../turns/floor";
import { headView } from "./header";
import { afterwardsView } from "./closed_view";
import { isThisRight, noConnectionFloor, whoSpoke } from "../turns/offline_view";
import { worthTelling } from "../turns/offline_turns";
import { panelView } from "./panels";
import { primaryView } from "../turns/primary_button";
import { queueView } from "../turns/queue";
import { readyWords } from "../words/words_to_show";
import { clockLine } from "../turns/turn_clock";
import { coreSentence, writingFor } from "../words/scribe_form";
import { spokenFor } from "../words/words_on_behalf";

export function scribeView(board: Board): TemplateResult {
  if (board.table.stage.status === "closed") return afterwardsView(board);
  const up = !board.lost;
  const asks = board.live.link.up && worthTelling(board.told, board.desk);
  return html`${headView(board)}
    <div class="columns scribe">
      <section class="writing" aria-label=${_("Opschrijven")}>
        ${coreSentence(board)} ${rightList(board)} ${choiceList(board)}
      </section>
      <section class="floor small" aria-label=${_("Wie heeft het woord")}>
        ${asks ? isThisRight(board) : up ? flow(board) : noConnectionFloor(board)}
        ${asks ? nothing : primaryView(board)} ${up && !asks ? toolsView(board) : nothing} ${callsView(board)}
        <div class="todo">${up ? queueView(board) : whoSpoke(board)}</div>
        ${readyWords(board)}
      </section>
    </div>
    ${panelView(board)}`;
}

function flow(board: Board): TemplateResult {
  const { floor, stage } = board.table;
  const sameName = floor.phase === "turn" && !stage.rest && writingFor(board) === floor.seat;
  return sameName ? html`${clockLine(board)}` : floorView(board);
}

/** Read aloud, the owner says "klopt"; until then it does not count (C4). */
function rightList(board: Board): TemplateResult {
  const waiting = wordsOf(board, ({ seat, confirmed }) => seat != null && !confirmed);
  return html`<h2>${_("Klopt dit?")}</h2>
    ${waiting.length
      ? html`<p class="hint">${_("Lees voor, en vraag het aan wie het zei.")}</p>
          <ul class="asked-aloud">${repeat(waiting, ({ id }) => id, (words) => spokenFor(board, words))}</ul>`
      : html`<p class="hint">${board.desk.words.some(({ other }) => other) ? _("Alles wat u opschreef, klopt.") : _("Wat u opschrijft, leest u hier straks terug.")}</p>`}`;
}

/** T13: what may be kept is asked aloud for who has no phone. */
function choiceList(board: Board): TemplateResult | typeof nothing {
  const undecided = wordsOf(board, (words) => {
    const owner = board.desk.people.find(({ seat }) => seat === words.seat);
    return owner !== undefined && owner.device === false && words.confirmed === true && words.keep == null;
  });
  if (undecided.length === 0) return nothing;
  const names = [...new Set(undecided.map(({ seat }) => nameOf(board, seat)))].join(", ");
  return html`<h2>${_("Wat mag bewaard?")}</h2>
    <p class="hint" dir="auto">${_("Vraag het hardop aan %(names)s.", { names })}</p>
    <ul class="asked-aloud">${repeat(undecided, ({ id }) => id, (words) => spokenFor(board, words))}</ul>`;
}
