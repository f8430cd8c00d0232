/** The facilitator's whole page, and the page shown before documents arrive or after access ended. */

import { html, nothing, type TemplateResult } from "lit-html";
import type { GoneReason } from "../../client/messages";
import { _ } from "../../i18n/gettext";
import type { ConsoleState } from "../state";
import { closedView } from "./closed_view";
import { ONE_COLUMN } from "./one_column";
import { callsView } from "../people/calls";
import { blankButton, cueCardsView, deepeningView } from "../programme/cue_cards";
import { floorView, toolsView } from "../turns/floor";
import { headerView } from "./header";
import { confirmSpokeList, offlineFloor, spokeList } from "../turns/offline_view";
import { needsConfirmation } from "../turns/offline_turns";
import { panelView } from "./panels";
import { primaryView } from "../turns/primary_button";
import { queueView } from "../turns/queue";
import { wordsToShow } from "../words/words_to_show";
import { scribeView } from "./scribe_view";

export function consoleView(state: ConsoleState): TemplateResult {
  return html`${storageTroubleView(state)} ${pageView(state)}`;
}

/** R11: over what stands there, so that nothing moves; and gone by itself. */
function storageTroubleView(state: ConsoleState): TemplateResult {
  const words = _("Er kan nu niets bewaard worden. Praat gewoon door; alles wat mensen schrijven, blijft op hun telefoon staan.");
  return html`<p class="trouble" role="status">${state.live.storageTrouble && !state.isLost ? words : nothing}</p>`;
}

function pageView(state: ConsoleState): TemplateResult {
  if (state.kind === "scribe") return scribeView(state);
  const isOnline = !state.isLost;
  const isClosed = state.table.stage.status === "closed";
  const confirmsTurns = state.live.connection.up && needsConfirmation(state.offlineRound, state.desk);
  if (isClosed) return closedView(state);
  return html`${headerView(state)}
    <div class="columns">
      <section class="floor" aria-label=${_("Wie heeft het woord")}>
        ${confirmsTurns ? confirmSpokeList(state) : isOnline ? floorView(state) : offlineFloor(state)}
        ${confirmsTurns ? nothing : primaryView(state)} ${isOnline && !confirmsTurns ? toolsView(state) : nothing} ${confirmsTurns ? nothing : deepeningView(state)}
      </section>
      <section class="todo" aria-label=${_("Aan tafel")}>
        <div class="stays">${confirmsTurns ? nothing : isOnline ? queueView(state) : spokeList(state)}</div>
        ${ONE_COLUMN.matches ? nothing : callsView(state)}
      </section>
      <section class="cues" aria-label=${_("Steun")}>
        <div class="stays">${cueCardsView(state)}</div>
        ${wordsToShow(state)} ${blankButton(state)}
      </section>
    </div>
    ${panelView(state)}`;
}

export function waitingView(goneReason: GoneReason | null): TemplateResult {
  return html`<p class="waiting">${goneReason ? _("Dit bord is afgemeld. Vraag de gespreksleider om een nieuwe link.") : _("De tafel wordt klaargezet.")}</p>`;
}
