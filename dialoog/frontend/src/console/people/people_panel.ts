/** The panel "Mensen": everybody at the table, who left it, and who waits at the door. */

import { html, nothing, type TemplateResult } from "lit-html";
import { repeat } from "lit-html/directives/repeat.js";
import type { Person } from "../../client/documents";
import { _ } from "../../i18n/gettext";
import { type ConsoleState, nameOf, findPerson } from "../state";
import { addPersonForm } from "./add_person_form";
import { doorRequests } from "./calls";
import { seatRemovalView, canRemoveSeats } from "./seat_removal";
import { commandButton, button, type Renderable } from "../layout/controls";
import { doorSettings } from "../access/door";
import { scribeInvitation } from "../access/scribe_invitation";
import { personView } from "./person_view";
import { personNotes } from "./person_notes";
import { openSeatingOrder } from "./seating_order";
import { presenceDot } from "../turns/queue";

export function peoplePanel(state: ConsoleState): TemplateResult {
  const person = findPerson(state, state.ui.personSeat);
  if (person) return personView(state, person);
  const seated = state.desk.people.filter(({ presence }) => presence !== "asking" && presence !== "removed");
  const { seatsToRemove: removing } = state.ui;
  const removed = state.desk.people.filter(({ presence }) => presence === "removed");
  return html`
    ${state.kind === "facilitator" && !removing ? doorRequests(state) : nothing}
    ${removing ? nothing : addPersonForm(state)} ${cardsLink()}
    ${removing ? seatRemovalView(state, removing) : seatedList(state, seated)}
    ${removing ? nothing : scribeInvitation(state)} ${doorSettings(state)}
    ${removed.length
      ? html`<h3>${_("Van tafel gehaald")}</h3><ul class="people">${repeat(removed, ({ seat }) => seat, (each) => personRow(state, each))}</ul>`
      : nothing}`;
}

function seatedList(state: ConsoleState, seated: readonly Person[]): TemplateResult {
  return html`<ul class="people">${repeat(seated, ({ seat }) => seat, (each) => personRow(state, each))}</ul>
    ${state.kind === "facilitator" && state.table.stage.status === "open" && seated.length > 1
      ? button(state, _("Wie zit waar?"), () => openSeatingOrder(state), { className: "btn small" })
      : nothing}
    ${canRemoveSeats(state) ? button(state, _("Namen weghalen"), () => state.updateUi({ seatsToRemove: [] }), { className: "btn small quiet-btn" }) : nothing}`;
}

function personRow(state: ConsoleState, person: Person): TemplateResult {
  const notes = personNotes(state, person);
  const { seat } = person;
  if (state.ui.seatsToRemove) {
    return html`<li class="back-again">
      <span><b dir="auto">${nameOf(state, seat)}</b>${notes ? html`<span class="note">${notes}</span>` : nothing}</span>
      ${commandButton(state, _("Haal terug"), "restore_seat", { seat }, { className: "btn small" })}
    </li>`;
  }
  return html`<li>
    <button type="button" class="whole" @click=${() => state.updateUi({ personSeat: person.seat, invitation: null })}>
      ${presenceDot(state, person.seat)}
      <span><b dir="auto">${nameOf(state, person.seat)}</b>${notes ? html`<span class="note">${notes}</span>` : nothing}</span>
      <span class="chevron" aria-hidden="true">›</span>
    </button>
  </li>`;
}

/** Which numbered card is whose: a page of its own, that the facilitator alone has. */
function cardsLink(): Renderable {
  const address = document.getElementById("live")?.dataset["cards"];
  return address ? html`<p><a class="paper" href=${address}>${_("Kaarten met een nummer")}</a></p>` : nothing;
}
