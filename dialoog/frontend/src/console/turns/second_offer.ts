/** T5: the second offer. Phones ask quietly; here one answers for who has none. */

import { html, type TemplateResult } from "lit-html";
import { repeat } from "lit-html/directives/repeat.js";
import { _ } from "../../i18n/gettext";
import { type Board, nameOf, needsUs, person } from "../state";
import { asks } from "../layout/controls";

export function offerAnswers(board: Board): TemplateResult {
  const second = board.desk.queue?.second;
  const asked = second?.asked ?? [];
  return html`<ul class="answers" aria-label=${_("Wie kan nog iets zeggen")}>
    ${repeat(asked, (seat) => seat, (seat) => answer(board, seat, second?.id ?? 0, second?.accepted.includes(seat) ?? false))}
  </ul>
  ${second && !second.ended && board.desk.act.primary?.kind !== "end_offer"
    ? html`<div class="tools">${asks(board, _("Verder niemand"), "end_offer", { offer: second.id })}</div>`
    : ""}`;
}

function answer(board: Board, seat: string, offer: number, accepted: boolean): TemplateResult {
  const name = nameOf(board, seat);
  const one = person(board, seat);
  const note = accepted ? _("wil nog iets zeggen") : one && needsUs(board, one) ? _("vraag het hardop") : _("de telefoon vraagt het");
  return html`<li>
    <p><b dir="auto">${name}</b><span class="note">${note}</span></p>
    ${accepted ? "" : asks(board, _("Ja, graag"), "accept_offer", { offer, seat }, { className: "btn small", spoken: _("Ja, graag: %(name)s", { name }) })}
    ${accepted ? "" : asks(board, _("Nee"), "decline_offer", { offer, seat }, { className: "btn small", spoken: _("Nee: %(name)s", { name }) })}
  </li>`;
}
