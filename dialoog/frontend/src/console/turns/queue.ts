/**
 * Who still comes, in order, with buttons to move a seat earlier or later; and, on the console only, who spoke, passed
 * or was not reached.
 */

import { html, nothing, type TemplateResult } from "lit-html";
import { repeat } from "lit-html/directives/repeat.js";
import type { Queue } from "../../client/documents";
import { _ } from "../../i18n/gettext";
import { type ConsoleState, nameOf, pronunciationOf, namesOf, needsProxy, findPerson, currentPhase, presentPeople } from "../state";
import { button, type Renderable } from "../layout/controls";
import { isNobodyHere } from "./primary_label";
import { openAddForm } from "../people/add_person_form";
import { phoneStatus } from "../people/phone_status";

export function queueView(state: ConsoleState): Renderable {
  const { queue } = state.desk;
  if (!queue || queue.closed) return circleList(state);
  const { waiting } = queue;
  return html`<h2>${_("Komen nog")}</h2>
    ${waiting.length > 0
      ? html`<ol class="queue">${repeat(waiting, (seat) => seat, (seat, place) => queueRow(state, queue, seat, place))}</ol>`
      : html`<p class="heard">${_("Niemand meer. Iedereen kreeg een beurt aangeboden.")}</p>`}
    ${doneLists(state, queue)}`;
}

function queueRow(state: ConsoleState, queue: Queue, seat: string, place: number): TemplateResult {
  const name = nameOf(state, seat);
  const move = (by: -1 | 1): void => void state.send("reorder", { round: queue.round, seats: moveSeat(queue.waiting, place, by) });
  const isFirst = place === 0;
  const isLast = place === queue.waiting.length - 1;
  const isFreeStart = queue.free && queue.turn == null;
  return html`<li>
    ${presenceDot(state, seat, isFirst && !queue.free)}
    <p>${nameButton(state, seat)}</p>
    ${isFreeStart
      ? button(state, _("begint"), () => void state.send("begin_turn", { after: queue.last, seat }), { className: "link", label: _("begint: %(name)s", { name }) })
      : html`${button(state, _("eerder"), () => move(-1), { className: "link", isOff: isFirst, label: _("eerder: %(name)s", { name }) })}
        ${button(state, _("later"), () => move(1), { className: "link", isOff: isLast, label: _("later: %(name)s", { name }) })}`}
    ${seatNote(state, seat)}
  </li>`;
}

/** The same seats with one of them a place earlier or later; the others keep their order. */
function moveSeat(seats: readonly string[], place: number, by: -1 | 1): string[] {
  const order = [...seats];
  const [seat] = order.splice(place, 1);
  if (seat !== undefined) order.splice(place + by, 0, seat);
  return order;
}

/** Connected, without a phone as long as none was scanned, or a phone that is off: form and colour tell them apart. */
export function presenceDot(state: ConsoleState, seat: string, next = false): TemplateResult {
  const person = findPerson(state, seat);
  const status = person ? phoneStatus(state, person) : "off";
  return html`<span class=${`dot ${status === "unscanned" ? "none" : status}${next ? " next" : ""}`}></span>`;
}

/** A tap opens what can be done for this person (T13). */
function nameButton(state: ConsoleState, seat: string): TemplateResult {
  const open = (): void => state.updateUi({ panel: "people", personSeat: seat, invitation: null });
  return button(state, html`<b dir="auto">${nameOf(state, seat)}</b>`, open, { className: "tapped-name" });
}

/** Below name and buttons, over the whole width, so that it is one line and seven people fit on a laptop. */
function seatNote(state: ConsoleState, seat: string): Renderable {
  const person = findPerson(state, seat);
  if (!person) return nothing;
  const notes: string[] = [];
  if (person.pronunciation) notes.push(_("zeg: %(pronunciation)s", { pronunciation: pronunciationOf(state, seat) }));
  const phone = phoneStatus(state, person);
  if (phone === "none") notes.push(_("zonder telefoon"));
  if (phone === "unscanned") notes.push(_("telefoon nog niet gescand"));
  if (phone === "off") notes.push(_("telefoon uit: u tikt voor %(name)s", { name: nameOf(state, seat) }));
  if (person.interpreter) notes.push(_("met tolk"));
  if (!person.consent && needsProxy(state, person)) notes.push(_("nog vragen wat bewaard mag"));
  return notes.length ? html`<span class="note about">${notes.join(", ")}</span>` : nothing;
}

/** Without who was removed from the table: often that name is why. */
function doneLists(state: ConsoleState, queue: Queue): TemplateResult {
  const presentNames = (seats: readonly string[]): string => namesOf(state, seats.filter((seat) => findPerson(state, seat)?.presence !== "removed"));
  const sentences: string[] = [];
  const [spoke, passed, excused] = [presentNames(queue.spoke), presentNames(queue.passed), presentNames(queue.excused)];
  if (spoke) sentences.push(_("Al aan de beurt: %(names)s", { names: spoke }));
  if (passed) sentences.push(_("Sloeg over: %(names)s", { names: passed }));
  if (excused) sentences.push(_("Niet bereikt: %(names)s", { names: excused }));
  return html`${sentences.map((line) => html`<p class="heard" dir="auto">${line}</p>`)}`;
}

/** In the writing minute: who has no phone tells the sentence to whoever sits at this desk, until one is written down. */
function writeForButton(state: ConsoleState, seat: string): Renderable {
  const person = findPerson(state, seat);
  if (currentPhase(state) !== "writing" || !person || !needsProxy(state, person) || state.kind !== "facilitator") return nothing;
  const { id, kind } = state.table.step;
  if (state.desk.words.some((words) => words.seat === seat && words.step === id && words.kind === kind)) return html`<span class="note done">${_("opgeschreven")}</span>`;
  return button(state, _("opschrijven"), () => state.updateUi({ panel: "people", personSeat: seat, invitation: null }), {
    className: "link", label: _("opschrijven voor %(name)s", { name: nameOf(state, seat) }),
  }); // prettier-ignore
}

/** Outside a round: who sits at the table, in the order of the circle. */
function circleList(state: ConsoleState): TemplateResult {
  const people = presentPeople(state);
  return html`<h2>${_("Aan tafel")}</h2>
    ${people.length === 0 ? html`<p class="heard">${_("Nog niemand. De code staat op het scherm.")}</p>` : nothing}
    ${people.length === 0 ? nothing : html`<ol class="queue plain">
      ${repeat(people, ({ seat }) => seat, ({ seat }) => html`<li>${presenceDot(state, seat)}<p>${nameButton(state, seat)}</p>${writeForButton(state, seat)}${seatNote(state, seat)}</li>`)}
    </ol>`}
    ${isNobodyHere(state) ? nothing : button(state, _("Iemand erbij"), () => openAddForm(state), { className: "btn small" })}`;
}
