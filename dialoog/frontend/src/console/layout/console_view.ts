/** The whole desk of the facilitator, and what it says before there is something to show. */

import { html, nothing, type TemplateResult } from "lit-html";
import type { GoneReason } from "../../client/messages";
import { _ } from "../../i18n/gettext";
import type { Board } from "../state";
import { afterwardsView } from "./closed_view";
import { callsView } from "../people/calls";
import { cuesView, deepeningView } from "../programme/cue_cards";
import { floorView, toolsView } from "../turns/floor";
import { headView } from "./header";
import { isThisRight, noConnectionFloor, whoSpoke } from "../turns/offline_view";
import { worthTelling } from "../turns/offline_turns";
import { panelView } from "./panels";
import { primaryView } from "../turns/primary_button";
import { queueView } from "../turns/queue";
import { readyWords } from "../words/words_to_show";
import { scribeView } from "./scribe_view";

/** On a phone, as in console.css: what the room asks comes before everything, since what is below is not looked at. */
export const ONE_COLUMN = matchMedia("(max-width: 59.99rem)");

export function deskView(board: Board): TemplateResult {
  return html`${troubleView(board)} ${desk(board)}`;
}

/** R11: over what stands there, so that nothing moves; and gone by itself. */
function troubleView(board: Board): TemplateResult {
  const words = _("Er kan nu niets bewaard worden. Praat gewoon door; alles wat mensen schrijven, blijft op hun telefoon staan.");
  return html`<p class="trouble" role="status">${board.live.trouble && !board.lost ? words : nothing}</p>`;
}

function desk(board: Board): TemplateResult {
  if (board.kind === "scribe") return scribeView(board);
  const up = !board.lost;
  const closed = board.table.stage.status === "closed";
  const asks = board.live.link.up && worthTelling(board.told, board.desk);
  if (closed) return afterwardsView(board);
  return html`${headView(board)}
    <div class="columns">
      <section class="floor" aria-label=${_("Wie heeft het woord")}>
        ${ONE_COLUMN.matches ? callsView(board) : nothing}
        ${asks ? isThisRight(board) : up ? floorView(board) : noConnectionFloor(board)}
        ${asks ? nothing : primaryView(board)} ${up && !asks ? toolsView(board) : nothing} ${asks ? nothing : deepeningView(board)}
      </section>
      <section class="todo" aria-label=${_("Aan tafel")}>
        ${ONE_COLUMN.matches ? nothing : callsView(board)} ${asks ? nothing : up ? queueView(board) : whoSpoke(board)}
      </section>
      <section class="cues" aria-label=${_("Steun")}>
        ${readyWords(board)} ${cuesView(board)}
      </section>
    </div>
    ${panelView(board)}`;
}

export function waitingView(gone: GoneReason | null): TemplateResult {
  return html`<p class="waiting">${gone ? _("Dit bord is afgemeld. Vraag de gespreksleider om een nieuwe link.") : _("De tafel wordt klaargezet.")}</p>`;
}
