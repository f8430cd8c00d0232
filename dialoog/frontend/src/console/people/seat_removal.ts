/** Removes several seats at once, such as a flood of false names: newest first, with one command that one undo takes back. */

import { html, nothing, type TemplateResult } from "lit-html";
import { repeat } from "lit-html/directives/repeat.js";
import type { Person } from "../../client/documents";
import { formatTime } from "../../i18n/formats";
import { _, _n } from "../../i18n/gettext";
import { type ConsoleState, nameOf } from "../state";
import { button, type Renderable } from "../layout/controls";
import { personNotes } from "./person_notes";

export function canRemoveSeats(state: ConsoleState): boolean {
  return state.kind === "facilitator" && state.table.stage.status !== "closed" && removableSeats(state).length > 0;
}

/** Also who asks to come in: a flood may wait at the door. */
function removableSeats(state: ConsoleState): readonly Person[] {
  const people = state.desk.people.filter(({ presence }) => presence !== "removed");
  return people.sort((person, other) => (other.joined ?? 0) - (person.joined ?? 0));
}

export function seatRemovalView(state: ConsoleState, selected: readonly string[]): TemplateResult {
  const newestFirst = removableSeats(state);
  const present = selected.filter((seat) => newestFirst.some((person) => person.seat === seat));
  return html`<p class="hint">${_("Wie het laatst kwam, staat bovenaan. Kies wie u van tafel haalt. Het kan terug.")}</p>
    <ul class="people">${repeat(newestFirst, ({ seat }) => seat, (person) => removalRow(state, person, present))}</ul>
    <div class="tools of-clearing">
      ${removeSelectedButton(state, present)} ${selectLaterButton(state, newestFirst, present)}
      ${button(state, _("Klaar met weghalen"), () => state.updateUi({ seatsToRemove: null }), { className: "btn small quiet-btn" })}
    </div>`;
}

function removalRow(state: ConsoleState, person: Person, selected: readonly string[]): TemplateResult {
  const { seat, joined, presence } = person;
  const notes = [joined ? formatTime(joined) : "", presence === "asking" ? _("wil aanschuiven") : "", personNotes(state, person)].filter(Boolean).join(" · ");
  const choose = (event: Event): void => {
    const others = selected.filter((other) => other !== seat);
    state.updateUi({ seatsToRemove: (event.target as HTMLInputElement).checked ? [...others, seat] : others });
  };
  return html`<li class="clearing">
    <label>
      <input type="checkbox" .checked=${selected.includes(seat)} @change=${choose} />
      <span><b dir="auto">${nameOf(state, seat)}</b><span class="note">${notes}</span></span>
    </label>
  </li>`;
}

function removeSelectedButton(state: ConsoleState, selected: readonly string[]): Renderable {
  const [seat, ...others] = selected;
  if (!seat) return nothing;
  const words = others.length
    ? _n("Haal %(num)s plek van tafel", "Haal %(num)s plekken van tafel", selected.length)
    : _("Haal %(name)s van tafel", { name: nameOf(state, seat) });
  const remove = (): void => {
    state.updateUi({ seatsToRemove: [] });
    void state.send("remove_seat", others.length ? { seat, also: others } : { seat });
  };
  return button(state, words, remove, { className: "btn go" });
}

/** Everybody who came since the first that was chosen; who has no phone was added by this desk and is no prankster's. */
function selectLaterButton(state: ConsoleState, newestFirst: readonly Person[], selected: readonly string[]): Renderable {
  const first = Math.max(0, ...selected.map((seat) => newestFirst.findIndex((person) => person.seat === seat)));
  const later = newestFirst.slice(0, first).filter(({ seat, device }) => device && !selected.includes(seat));
  if (!later.length) return nothing;
  const words = _n("Ook %(num)s die daarna kwam", "Ook %(num)s die daarna kwamen", later.length);
  return button(state, words, () => state.updateUi({ seatsToRemove: [...selected, ...later.map(({ seat }) => seat)] }));
}
