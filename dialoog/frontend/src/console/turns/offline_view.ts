/** T29 on the desk: "Geen verbinding. Praat gewoon door.", ticking who spoke, and the one question when the line is back. */

import { html, nothing, type TemplateResult } from "lit-html";
import { repeat } from "lit-html/directives/repeat.js";
import { _ } from "../../i18n/gettext";
import { type Board, nameOf } from "../state";
import { button, type Piece } from "../layout/controls";
import { comesNext, speaksNow, ticked } from "./offline_turns";

export function noConnectionFloor(board: Board): TemplateResult {
  const speaks = board.told ? speaksNow(board.told) : null;
  const next = board.told ? comesNext(board.told) : null;
  return html`<p class="lost" role="status"><b>${_("Geen verbinding.")}</b> ${_("Praat gewoon door.")}</p>
    ${speaks
      ? html`<p class="now">${_("Heeft nu het woord")}</p>
          <h2 class="name speaks" dir="auto">${nameOf(board, speaks)}</h2>
          ${next ? html`<p class="below">${_("Daarna: %(name)s", { name: nameOf(board, next) })}</p>` : nothing}`
      : html`<h2 class="name calm">${board.told ? _("Iedereen was aan de beurt") : _("Alles gaat gewoon door")}</h2>
          <p class="below">${_("Wat u hier nog doet, wordt bewaard zodra de verbinding terug is.")}</p>`}`;
}

export function whoSpoke(board: Board): Piece {
  const { told } = board;
  if (!told) return nothing;
  return html`<h2>${_("Wie sprak er?")}</h2>
    <p class="hint">${_("Vink aan in de volgorde waarin mensen spraken. Straks vragen we of het klopt.")}</p>
    <ul class="ticks">${repeat(told.order, (seat) => seat, (seat) => tickRow(board, seat))}</ul>`;
}

function tickRow(board: Board, seat: string): TemplateResult {
  const told = board.told;
  const place = told ? told.spoke.indexOf(seat) + 1 : 0;
  const toggle = (): void => board.tell(told ? ticked(told, seat) : null);
  return html`<li>
    <label class="tick"><input type="checkbox" .checked=${place > 0} @change=${toggle} /> <b dir="auto">${nameOf(board, seat)}</b>
      ${place ? html`<span class="place">${place}</span>` : nothing}</label>
  </li>`;
}

/** The line is back: one screen. */
export function isThisRight(board: Board): TemplateResult {
  const told = board.told;
  const tell = async (): Promise<void> => {
    if (!told) return;
    const answer = await board.act("tell_turns", { round: told.round, seats: told.spoke });
    if (answer.answer !== "later") board.tell(null);
  };
  return html`<section class="right" aria-label=${_("Klopt dit?")}>
    <p class="now">${_("De verbinding is terug.")}</p>
    <h2 class="name calm">${_("Klopt dit?")}</h2>
    <p class="below">${_("Dit staat straks bij de ronde. Verander gerust wat niet klopt.")}</p>
    <ul class="ticks">${repeat(told?.order ?? [], (seat) => seat, (seat) => tickRow(board, seat))}</ul>
    <div class="tools">
      ${button(board, _("Ja, zo was het"), () => void tell(), { className: "btn go", off: !told?.spoke.length })}
      ${button(board, _("Niet nodig"), () => board.tell(null))}
    </div>
  </section>`;
}
