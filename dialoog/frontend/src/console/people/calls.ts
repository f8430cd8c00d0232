/** What the room asks of this desk: rest, help with the agreements, somebody at the door (T14, T19). Discreet, never a name. */

import { html, nothing, type TemplateResult } from "lit-html";
import { repeat } from "lit-html/directives/repeat.js";
import { tableAgreements } from "../../table_agreements";
import { _ } from "../../i18n/gettext";
import { type Board, nameOf, present } from "../state";
import { asks, button, type Piece } from "../layout/controls";

export function callsView(board: Board): Piece {
  const { calls } = board.desk;
  if (!calls.rest && !calls.help && calls.asking.length === 0) return nothing;
  return html`<section class="calls" aria-label=${_("Gevraagd")}>
    ${calls.rest && !board.table.stage.rest
      ? html`<div class="call"><p><b>${_("Iemand vraagt om rust.")}</b></p>${asks(board, _("Neem rust"), "rest", {}, { className: "btn small" })}</div>`
      : nothing}
    ${calls.help ? help(board) : nothing}
    ${board.kind === "facilitator" ? doorCalls(board) : nothing}
  </section>`;
}

function help(board: Board): TemplateResult {
  return html`<div class="call">
    <p><b>${_("Iemand vraagt hulp bij de afspraken.")}</b></p>
    <details><summary>${_("De afspraken")}</summary><ul>${tableAgreements().map((line) => html`<li>${line}</li>`)}</ul></details>
    ${asks(board, _("Gezien"), "hear_help", {}, { className: "btn small" })}
  </div>`;
}

const AT_ONCE = 3;

/** The first few: a crowd at the door must not push the evening off the desk. */
export function doorCalls(board: Board): TemplateResult {
  const { asking } = board.desk.calls;
  return html`${asking.length > AT_ONCE ? crowd(board, asking.length) : nothing}
    ${repeat(asking.slice(0, AT_ONCE), (seat) => seat, (seat) => atTheDoor(board, seat))}`;
}

function crowd(board: Board, count: number): TemplateResult {
  const choose = (): void => board.open({ panel: "people", person: null, clearing: [] });
  return html`<div class="call">
    <p><b>${_("%(num)s mensen wachten bij de deur.", { num: count })}</b></p>
    ${button(board, _("Kies wie er niet bij hoort"), choose, { className: "btn small" })}
  </div>`;
}

/** T14: they sit where the facilitator says, otherwise last. */
function atTheDoor(board: Board, seat: string): TemplateResult {
  const name = nameOf(board, seat);
  const here = present(board);
  const place = (event: SubmitEvent): void => {
    event.preventDefault();
    const after = String(new FormData(event.target as HTMLFormElement).get("after") ?? "");
    void board.act("admit", after ? { seat, after } : { seat });
  };
  return html`<form class="call" @submit=${place}>
    <p><b dir="auto">${_("%(name)s wil aanschuiven.", { name })}</b> ${_("Er schuift iemand aan. Is dat goed voor iedereen?")}</p>
    <label>${here.length > 1 ? _("Zit tussen") : _("Zit naast")}
      <select name="after" class="utrecht-select">
        ${here.map((one, place) => {
          const next = here[(place + 1) % here.length];
          const last = place === here.length - 1;
          const between = next && here.length > 1 ? _("%(one)s en %(other)s", { one: nameOf(board, one.seat), other: nameOf(board, next.seat) }) : nameOf(board, one.seat);
          return html`<option value=${last ? "" : one.seat} ?selected=${last}>${between}</option>`;
        })}
      </select>
    </label>
    <div class="tools">
      <button class="btn small">${_("Laat binnen")}</button>
      ${asks(board, _("Niet binnenlaten"), "remove_seat", { seat }, { className: "btn small quiet-btn" })}
    </div>
  </form>`;
}
