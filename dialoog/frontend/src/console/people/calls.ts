/**
 * What waits for an answer here: rest, help with the agreements, somebody at the door (T14, T19), and what this desk pressed
 * for a moment that is over (T21). Who asks for rest or help is never named.
 */

import { html, nothing, type TemplateResult } from "lit-html";
import { repeat } from "lit-html/directives/repeat.js";
import { tableAgreements } from "../../table_agreements";
import { _ } from "../../i18n/gettext";
import { type ConsoleState, nameOf, presentPeople, type Press } from "../state";
import { SMALL_BUTTON, commandButton, button, type Renderable } from "../layout/controls";
import { nameRequests, nameRequestsFold } from "./name_requests";
import { isStillWanted, pressLabel } from "../turns/earlier_presses";

export function callsView(state: ConsoleState): Renderable {
  const { calls } = state.desk;
  const presses = state.live.connection.up ? state.earlierPresses.filter((press) => isStillWanted(state, press)) : [];
  if (!calls.rest && !calls.help && calls.asking.length === 0 && presses.length === 0 && nameRequests(state).length === 0) return nothing;
  return html`<section class="calls" aria-label=${_("Gevraagd")}>
    ${presses.map((press) => pressQuestion(state, press))}
    ${calls.rest && !state.table.stage.rest
      ? html`<div class="call short"><p><b>${_("Iemand vraagt om rust.")}</b></p>${commandButton(state, _("Neem rust"), "rest", {}, { className: "btn small" })}</div>`
      : nothing}
    ${calls.help ? helpCall(state) : nothing}
    ${state.kind === "facilitator" ? doorRequests(state) : nothing} ${nameRequestsFold(state)}
  </section>`;
}

function pressQuestion(state: ConsoleState, press: Press): TemplateResult {
  const answer = (isWanted: boolean): void => {
    state.setEarlierPresses(state.earlierPresses.filter((other) => other !== press));
    if (isWanted) void state.send(press.command, press.fields);
  };
  return html`<div class="call">
    <p><b>${_("U drukte eerder op “%(button)s”. Nu nog?", { button: pressLabel(press) })}</b></p>
    <div class="tools">
      ${button(state, _("Ja, nu"), () => answer(true), SMALL_BUTTON)}
      ${button(state, _("Niet meer nodig"), () => answer(false), { className: "btn small quiet-btn" })}
    </div>
  </div>`;
}

function helpCall(state: ConsoleState): TemplateResult {
  return html`<div class="call short">
    <p><b>${_("Iemand vraagt hulp bij de afspraken van de tafel.")}</b></p>
    ${commandButton(state, _("Gezien"), "hear_help", {}, { className: "btn small" })}
    <details><summary>${_("De afspraken van de tafel")}</summary><ul>${tableAgreements().map((line) => html`<li>${line}</li>`)}</ul></details>
  </div>`;
}

const SHOWN_REQUESTS = 3;

/** The first few: a crowd at the door must not push the evening off the desk. */
export function doorRequests(state: ConsoleState): TemplateResult {
  const { asking } = state.desk.calls;
  return html`${asking.length > SHOWN_REQUESTS ? crowdCall(state, asking.length) : nothing}
    ${repeat(asking.slice(0, SHOWN_REQUESTS), (seat) => seat, (seat) => doorRequest(state, seat))}`;
}

function crowdCall(state: ConsoleState, count: number): TemplateResult {
  const choose = (): void => state.updateUi({ panel: "people", personSeat: null, seatsToRemove: [] });
  return html`<div class="call">
    <p><b>${_("%(num)s mensen wachten bij de deur.", { num: count })}</b></p>
    ${button(state, _("Kies wie er niet bij hoort"), choose, { className: "btn small" })}
  </div>`;
}

/** T14: they sit where the facilitator says, otherwise last. */
function doorRequest(state: ConsoleState, seat: string): TemplateResult {
  const name = nameOf(state, seat);
  const people = presentPeople(state);
  const place = (event: SubmitEvent): void => {
    event.preventDefault();
    const after = String(new FormData(event.target as HTMLFormElement).get("after") ?? "");
    void state.send("admit", after ? { seat, after } : { seat });
  };
  return html`<form class="call" @submit=${place}>
    <p><b>${_("%(name)s wil aanschuiven.", { name })}</b> ${_("Er schuift iemand aan. Is dat goed voor iedereen?")}</p>
    <label>${people.length > 1 ? _("Zit tussen") : _("Zit naast")}
      <select name="after" class="utrecht-select">
        ${people.map((neighbour, place) => {
          const next = people[(place + 1) % people.length];
          const last = place === people.length - 1;
          const between = next && people.length > 1 ? _("%(one)s en %(other)s", { one: nameOf(state, neighbour.seat), other: nameOf(state, next.seat) }) : nameOf(state, neighbour.seat);
          return html`<option value=${last ? "" : neighbour.seat} ?selected=${last}>${between}</option>`;
        })}
      </select>
    </label>
    <div class="tools">
      <button class="btn small">${_("Laat binnen")}</button>
      ${commandButton(state, _("Niet binnenlaten"), "remove_seat", { seat }, { className: "btn small quiet-btn" })}
    </div>
  </form>`;
}
