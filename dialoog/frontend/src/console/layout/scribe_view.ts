/** The scribe's page: a form for one core sentence per turn, words to confirm, and the turns beside it, smaller. */

import { html, nothing, type TemplateResult } from "lit-html";
import { repeat } from "lit-html/directives/repeat.js";
import { _ } from "../../i18n/gettext";
import { type ConsoleState, isBeingDecided, nameOf, filterWords } from "../state";
import { ONE_COLUMN } from "./one_column";
import { callsView } from "../people/calls";
import { floorView, toolsView } from "../turns/floor";
import { headerView } from "./header";
import { closedView } from "./closed_view";
import { confirmSpokeList, offlineFloor, spokeList } from "../turns/offline_view";
import { needsConfirmation } from "../turns/offline_turns";
import { panelView } from "./panels";
import { primaryView } from "../turns/primary_button";
import { queueView } from "../turns/queue";
import { wordsToShow } from "../words/words_to_show";
import { turnClock } from "../turns/turn_clock";
import { scribeForm, sentenceOwner } from "../words/scribe_form";
import { wordsOnBehalf } from "../words/words_on_behalf";

export function scribeView(state: ConsoleState): TemplateResult {
  if (state.table.stage.status === "closed") return closedView(state);
  const isOnline = !state.isLost;
  const confirmsTurns = state.live.connection.up && needsConfirmation(state.offlineRound, state.desk);
  return html`${headerView(state)}
    <div class="columns scribe">
      <section class="writing" aria-label=${_("Opschrijven")}>
        ${scribeForm(state)} ${confirmList(state)} ${keepList(state)}
      </section>
      <section class="floor small" aria-label=${_("Wie heeft het woord")}>
        ${confirmsTurns ? confirmSpokeList(state) : isOnline ? turnView(state) : offlineFloor(state)}
        ${confirmsTurns ? nothing : primaryView(state)} ${isOnline && !confirmsTurns ? toolsView(state) : nothing} <div class="todo">${isOnline ? queueView(state) : spokeList(state)}</div>
        ${ONE_COLUMN.matches ? nothing : callsView(state)} ${wordsToShow(state)}
      </section>
    </div>
    ${panelView(state)}`;
}

function turnView(state: ConsoleState): TemplateResult {
  const { floor, stage } = state.table;
  const sameName = floor.phase === "turn" && !stage.rest && sentenceOwner(state) === floor.seat;
  return sameName ? html`${turnClock(state)}` : floorView(state);
}

/** Read aloud, the owner says "klopt"; until then it does not count (C4). */
function confirmList(state: ConsoleState): TemplateResult {
  const unconfirmed = filterWords(state, ({ seat, confirmed }) => seat != null && !confirmed);
  return html`<h2>${_("Klopt dit?")}</h2>
    ${unconfirmed.length
      ? html`<p class="hint">${_("Lees voor, en vraag het aan wie het zei.")}</p>
          <ul class="asked-aloud">${repeat(unconfirmed, ({ id }) => id, (words) => wordsOnBehalf(state, words))}</ul>`
      : html`<p class="hint">${state.desk.words.some(({ other }) => other) ? _("Alles wat u opschreef, klopt.") : _("Wat u opschrijft, leest u hier straks terug.")}</p>`}`;
}

/** T13: what may be kept is asked aloud for who has no phone. */
function keepList(state: ConsoleState): TemplateResult | typeof nothing {
  const undecided = filterWords(state, (words) => {
    const owner = state.desk.people.find(({ seat }) => seat === words.seat);
    return owner !== undefined && owner.device === false && words.confirmed === true && isBeingDecided(state, words);
  });
  if (undecided.length === 0) return nothing;
  const names = [...new Set(undecided.map(({ seat }) => nameOf(state, seat)))].join(", ");
  return html`<h2>${_("Wat mag bewaard?")}</h2>
    <p class="hint" dir="auto">${_("Vraag het hardop aan %(names)s.", { names })}</p>
    <ul class="asked-aloud">${repeat(undecided, ({ id }) => id, (words) => wordsOnBehalf(state, words))}</ul>`;
}
