/** The second offer (T5): buttons that answer for people without a phone. */

import { html, type TemplateResult } from "lit-html";
import { repeat } from "lit-html/directives/repeat.js";
import { _ } from "../../i18n/gettext";
import { type ConsoleState, nameOf, needsProxy, findPerson } from "../state";
import { commandButton } from "../layout/controls";

export function offerView(state: ConsoleState): TemplateResult {
  const second = state.desk.queue?.second;
  const seats = second?.asked ?? [];
  return html`<ul class="answers" aria-label=${_("Wie kan nog iets zeggen")}>
    ${repeat(seats, (seat) => seat, (seat) => answer(state, seat, second?.id ?? 0, second?.accepted.includes(seat) ?? false))}
  </ul>
  ${second && !second.ended && state.desk.act.primary?.kind !== "end_offer"
    ? html`<div class="tools">${commandButton(state, _("Verder niemand"), "end_offer", { offer: second.id })}</div>`
    : ""}`;
}

function answer(state: ConsoleState, seat: string, offer: number, accepted: boolean): TemplateResult {
  const name = nameOf(state, seat);
  const owner = findPerson(state, seat);
  const note = accepted ? _("wil nog iets zeggen") : owner && needsProxy(state, owner) ? _("vraag het hardop") : _("de telefoon vraagt het");
  return html`<li>
    <p><b dir="auto">${name}</b><span class="note">${note}</span></p>
    ${accepted ? "" : commandButton(state, _("Ja, graag"), "accept_offer", { offer, seat }, { className: "btn small", label: _("Ja, graag: %(name)s", { name }) })}
    ${accepted ? "" : commandButton(state, _("Nee"), "decline_offer", { offer, seat }, { className: "btn small", label: _("Nee: %(name)s", { name }) })}
  </li>`;
}
