/** Who is still to come, in order, with "eerder" and "later"; and, for this desk only, who was and who was not reached. */

import { html, nothing, type TemplateResult } from "lit-html";
import { repeat } from "lit-html/directives/repeat.js";
import type { Queue } from "../../client/documents";
import { _ } from "../../i18n/gettext";
import { type Board, nameOf, namesOf, needsUs, person, phaseNow, present } from "../state";
import { button, type Piece } from "../layout/controls";

export function queueView(board: Board): Piece {
  const { queue } = board.desk;
  if (!queue || queue.closed) return circleList(board);
  const { waiting } = queue;
  return html`<h2>${_("Komen nog")}</h2>
    ${waiting.length > 0
      ? html`<ol class="queue">${repeat(waiting, (seat) => seat, (seat, place) => row(board, queue, seat, place))}</ol>`
      : html`<p class="heard">${_("Niemand meer. Iedereen kreeg een beurt aangeboden.")}</p>`}
    ${afterwards(board, queue)}`;
}

function row(board: Board, queue: Queue, seat: string, place: number): TemplateResult {
  const name = nameOf(board, seat);
  const move = (by: -1 | 1): void => void board.act("reorder", { round: queue.round, seats: swapped(queue.waiting, place, by) });
  const first = place === 0;
  const last = place === queue.waiting.length - 1;
  const chooses = queue.free && queue.turn == null;
  return html`<li>
    ${dot(board, seat, first && !queue.free)}
    <p><b dir="auto">${name}</b>${note(board, seat)}</p>
    ${chooses
      ? button(board, _("begint"), () => void board.act("begin_turn", { after: queue.last, seat }), { className: "link", spoken: _("begint: %(name)s", { name }) })
      : html`${button(board, _("eerder"), () => move(-1), { className: "link", off: first, spoken: _("eerder: %(name)s", { name }) })}
        ${button(board, _("later"), () => move(1), { className: "link", off: last, spoken: _("later: %(name)s", { name }) })}`}
  </li>`;
}

/** The same seats with one of them a place earlier or later; the others keep their order. */
export function swapped(seats: readonly string[], place: number, by: -1 | 1): string[] {
  const order = [...seats];
  const [moved] = order.splice(place, 1);
  if (moved !== undefined) order.splice(place + by, 0, moved);
  return order;
}

/** Connected, without a phone, or a phone that is off: form and colour tell them apart. */
export function dot(board: Board, seat: string, next = false): TemplateResult {
  const one = person(board, seat);
  const look = one?.device === false ? "none" : board.live.present.has(seat) ? "on" : "off";
  return html`<span class=${`dot ${look}${next ? " next" : ""}`}></span>`;
}

export function note(board: Board, seat: string): Piece {
  const one = person(board, seat);
  const notes: string[] = [];
  if (one?.device === false) notes.push(_("zonder telefoon"));
  else if (one && !board.live.present.has(seat)) notes.push(_("telefoon uit: u tikt voor %(name)s", { name: nameOf(board, seat) }));
  if (one?.interpreter) notes.push(_("met tolk"));
  return notes.length ? html`<span class="note">${notes.join(", ")}</span>` : nothing;
}

/** Without who was removed from the table: often that name is why. */
function afterwards(board: Board, queue: Queue): TemplateResult {
  const still = (seats: readonly string[]): string => namesOf(board, seats.filter((seat) => person(board, seat)?.presence !== "removed"));
  const lines: string[] = [];
  const [spoke, passed, excused] = [still(queue.spoke), still(queue.passed), still(queue.excused)];
  if (spoke) lines.push(_("Al aan de beurt: %(names)s", { names: spoke }));
  if (passed) lines.push(_("Sloeg over: %(names)s", { names: passed }));
  if (excused) lines.push(_("Niet bereikt: %(names)s", { names: excused }));
  return html`${lines.map((line) => html`<p class="heard" dir="auto">${line}</p>`)}`;
}

/** In the writing minute: who has no phone tells the sentence to whoever sits at this desk. */
function tellsUs(board: Board, seat: string): Piece {
  const one = person(board, seat);
  if (phaseNow(board) !== "writing" || !one || !needsUs(board, one) || board.kind !== "facilitator") return nothing;
  return button(board, _("opschrijven"), () => board.open({ panel: "people", person: seat, invitation: null }), {
    className: "link", spoken: _("opschrijven voor %(name)s", { name: nameOf(board, seat) }),
  }); // prettier-ignore
}

/** Outside a round: who sits at the table, in the order of the circle. */
function circleList(board: Board): TemplateResult {
  const here = present(board);
  return html`<h2>${_("Aan tafel")}</h2>
    ${here.length === 0 ? html`<p class="heard">${_("Nog niemand. De code staat op het scherm.")}</p>` : nothing}
    ${here.length === 0 ? nothing : html`<ol class="queue plain">
      ${repeat(here, ({ seat }) => seat, ({ seat }) => html`<li>${dot(board, seat)}<p><b dir="auto">${nameOf(board, seat)}</b>${note(board, seat)}</p>${tellsUs(board, seat)}</li>`)}
    </ol>`}
    ${button(board, _("Iemand erbij"), () => board.open({ panel: "people", person: null }), { className: "btn small" })}`;
}
