/** The panel "Mensen": everybody at the table, and a form that adds somebody without a phone. */

import { html, nothing, type TemplateResult } from "lit-html";
import { live as current } from "lit-html/directives/live.js";
import { repeat } from "lit-html/directives/repeat.js";
import type { Person } from "../../client/documents";
import { _ } from "../../i18n/gettext";
import { type ConsoleState, nameOf, pronunciationOf, findPerson } from "../state";
import { refusalMessage } from "../answer_messages";
import { doorRequests } from "./calls";
import { seatRemovalView, canRemoveSeats } from "./seat_removal";
import { commandButton, button, type Renderable } from "../layout/controls";
import { doorSettings } from "../access/door";
import { scribeInvitation } from "../access/scribe_invitation";
import { personView } from "./person_view";
import { phoneStatus } from "./phone_status";
import { openSeatingOrder } from "./seating_order";
import { presenceDot } from "../turns/queue";
import { ROLES, roleLabel } from "../labels";

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

/** Straight to the field: who pressed it has a name to type. */
export function openAddForm(state: ConsoleState): void {
  state.updateUi({ panel: "people", personSeat: null, seatsToRemove: null });
  document.querySelector<HTMLInputElement>("dialog[open] #new-name")?.focus();
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

/** What one should know of a person before tapping. */
export function personNotes(state: ConsoleState, person: Person): string {
  const notes: string[] = [];
  if (person.pronunciation) notes.push(_("zeg: %(pronunciation)s", { pronunciation: pronunciationOf(state, person.seat) }));
  if (person.alike) notes.push(_("zelfde naam als een ander"));
  if (person.name_request) notes.push(_("nieuwe naam wacht"));
  if (person.role) notes.push(roleLabel(person.role));
  if (person.facilitator) notes.push(_("gespreksleider"));
  if (person.presence === "away") notes.push(_("even weg"));
  if (person.presence === "left") notes.push(_("naar huis"));
  const phone = phoneStatus(state, person);
  if (phone === "none") notes.push(_("zonder telefoon"));
  if (phone === "unscanned") notes.push(_("telefoon nog niet gescand"));
  if (phone === "off" && person.presence === "present") notes.push(_("telefoon uit"));
  if (person.interpreter) notes.push(_("met tolk"));
  if (!person.consent && person.presence !== "removed") notes.push(_("nog vragen wat bewaard mag"));
  return notes.join(" · ");
}

/** T13: one field; every choice is no until it is asked aloud. */
function addPersonForm(state: ConsoleState): Renderable {
  if (state.desk.close || state.table.stage.status === "closed") return nothing;
  const add = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const fields = new FormData(form);
    const name = String(fields.get("name") ?? "").trim();
    if (!name) return;
    const card = Number(fields.get("card"));
    const answer = await state.send("take_seat", {
      name, lang: "nl", ...(card ? { card } : {}), ...(fields.get("role") ? { role: String(fields.get("role")) } : {}), ...(fields.get("interpreter") ? { interpreter: true } : {}), ...(fields.get("facilitator") ? { facilitator: true } : {}),
    }); // prettier-ignore
    if (answer.answer === "refused") {
      state.updateUi({ message: "", newNameRefusal: refusalMessage(answer) });
      return form.querySelector<HTMLInputElement>("#new-name")?.focus();
    }
    if (answer.answer !== "ok" && answer.answer !== "late") return;
    const pronunciation = String(fields.get("pronunciation") ?? "").trim();
    if (pronunciation && answer.seat) void state.send("change_pronunciation", { seat: answer.seat, pronunciation });
    form.reset();
    state.updateUi({ newName: "", newNameRefusal: "", ...(card ? { message: _("Kaart %(number)s is voor %(name)s.", { number: card, name }) } : {}) });
  };
  const { newName, newNameRefusal } = state.ui;
  const type = (event: Event): void => state.updateUi({ newName: (event.target as HTMLInputElement).value, newNameRefusal: "" });
  const facilitatorSits = state.desk.people.some(({ facilitator }) => facilitator);
  return html`<form class="add" @submit=${add}>
    <label for="new-name">${_("Iemand zonder telefoon erbij")}</label>
    <div class="field-row">
      <input id="new-name" name="name" class="utrecht-textbox" autocomplete="off" dir="auto" placeholder=${_("Roepnaam")} required aria-describedby="new-name-refusal" aria-invalid=${newNameRefusal ? "true" : "false"} .value=${current(newName)} @input=${type} />
      <button class="btn go">${_("Erbij")}</button>
    </div>
    ${cardField()}
    <p id="new-name-refusal" class="refusal" role="alert">${newNameRefusal}</p>
    <details class="quiet">
      <summary>${_("Met tolk, met een rol, of u zelf")}</summary>
      <label class="whose-field">${_("Zo zegt men de naam")}<input name="pronunciation" class="utrecht-textbox" dir="auto" autocomplete="off" maxlength="40" /></label>
      <label class="whose-field">${_("Komt als")}
        <select name="role" class="utrecht-select">
          <option value="">${_("weet ik niet")}</option>
          ${ROLES.map((role) => html`<option value=${role}>${roleLabel(role)}</option>`)}
        </select>
      </label>
      <label class="check"><input type="checkbox" name="interpreter" /> ${_("Met tolk: twee keer zoveel tijd")}</label>
      ${state.kind === "facilitator" && !facilitatorSits
        ? html`<label class="check"><input type="checkbox" name="facilitator" /> ${_("Dit ben ik: ik praat mee in de rondes")}</label>`
        : nothing}
    </details>
    <p class="hint">${_("Geen telefoon? Dan doet iemand gewoon mee. Alles staat op nee tot u het hardop vraagt.")}</p>
  </form>`;
}

/** Who is handed a numbered card has it at once, where cards were made (C10). */
function cardField(): Renderable {
  if (document.getElementById("live")?.dataset["hasCards"] === undefined) return nothing;
  return html`<label class="card-field"><span>${_("Nummer van de kaart")} <span class="hint">${_("(hoeft niet)")}</span></span>
    <input name="card" class="utrecht-textbox" type="number" min="1" max="200" inputmode="numeric" autocomplete="off" /></label>`;
}

/** Which numbered card is whose: a page of its own, that the facilitator alone has. */
function cardsLink(): Renderable {
  const address = document.getElementById("live")?.dataset["cards"];
  return address ? html`<p><a class="paper" href=${address}>${_("Kaarten met een nummer")}</a></p>` : nothing;
}
