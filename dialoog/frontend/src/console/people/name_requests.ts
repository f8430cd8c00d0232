/**
 * New names that wait until somebody here has read them, before they stand on the screen (C1). They fold to a count, which
 * pushes nothing away.
 */

import { html, nothing } from "lit-html";
import { repeat } from "lit-html/directives/repeat.js";
import type { Person } from "../../client/documents";
import { _, _n } from "../../i18n/gettext";
import { type ConsoleState, nameOf } from "../state";
import { commandButton, type Renderable } from "../layout/controls";

export function nameRequests(state: ConsoleState): readonly Person[] {
  return state.desk.people.filter(({ name_request: request, presence }) => request && presence !== "removed");
}

export function nameRequestsFold(state: ConsoleState): Renderable {
  const people = nameRequests(state);
  if (people.length === 0) return nothing;
  return html`<details class="call">
    <summary>${_n("Eén nieuwe naam wacht", "%(num)s nieuwe namen wachten", people.length)}</summary>
    ${repeat(people, ({ seat }) => seat, (person) => nameRequest(state, person))}
  </details>`;
}

export function nameRequest(state: ConsoleState, person: Person): Renderable {
  if (!person.name_request) return nothing;
  const { name: newName, request, alike } = person.name_request;
  const fields = { seat: person.seat, request };
  const label = (button: string): string => `${button}: ${newName}`;
  return html`<div class="name-request">
    <p dir="auto">${_("%(name)s wil “%(new_name)s” heten.", { name: nameOf(state, person.seat), new_name: newName })}</p>
    ${alike ? html`<p class="note">${_("Er zit al iemand met zo’n naam. Er komt een nummer achter.")}</p>` : nothing}
    <div class="tools">
      ${commandButton(state, _("Toon deze naam"), "accept_name", fields, { className: "btn small", label: label(_("Toon deze naam")) })}
      ${commandButton(state, _("Laat de oude staan"), "decline_name", fields, { className: "btn small quiet-btn", label: label(_("Laat de oude staan")) })}
    </div>
  </div>`;
}
