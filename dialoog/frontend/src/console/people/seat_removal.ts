/**
 * Names are taken from the table together: a prankster with the code, or thirty. Newest first, since a flood shows by when it came;
 * one command takes all of them away, and one step back brings them back.
 */

import { html, nothing, type TemplateResult } from "lit-html";
import { repeat } from "lit-html/directives/repeat.js";
import type { Person } from "../../client/documents";
import { clockTime } from "../../i18n/formats";
import { _, _n } from "../../i18n/gettext";
import { type Board, nameOf } from "../state";
import { button, type Piece } from "../layout/controls";
import { notesOf } from "./people_panel";

export function mayClear(board: Board): boolean {
  return board.kind === "facilitator" && board.table.stage.status !== "closed" && clearable(board).length > 0;
}

/** Also who asks to come in: a flood may wait at the door. */
function clearable(board: Board): readonly Person[] {
  const here = board.desk.people.filter(({ presence }) => presence !== "removed");
  return here.sort((one, other) => (other.joined ?? 0) - (one.joined ?? 0));
}

export function clearingView(board: Board, chosen: readonly string[]): TemplateResult {
  const newestFirst = clearable(board);
  const still = chosen.filter((seat) => newestFirst.some((one) => one.seat === seat));
  return html`<p class="hint">${_("Wie het laatst kwam, staat bovenaan. Kies wie u van tafel haalt. Het kan terug.")}</p>
    <ul class="people">${repeat(newestFirst, ({ seat }) => seat, (one) => row(board, one, still))}</ul>
    <div class="tools of-clearing">
      ${remove(board, still)} ${andAfter(board, newestFirst, still)}
      ${button(board, _("Klaar met weghalen"), () => board.open({ clearing: null }), { className: "btn small quiet-btn" })}
    </div>`;
}

function row(board: Board, one: Person, chosen: readonly string[]): TemplateResult {
  const { seat, joined, presence } = one;
  const notes = [joined ? clockTime(joined) : "", presence === "asking" ? _("wil aanschuiven") : "", notesOf(board, one)].filter(Boolean).join(" · ");
  const choose = (event: Event): void => {
    const others = chosen.filter((other) => other !== seat);
    board.open({ clearing: (event.target as HTMLInputElement).checked ? [...others, seat] : others });
  };
  return html`<li class="clearing">
    <label>
      <input type="checkbox" .checked=${chosen.includes(seat)} @change=${choose} />
      <span><b dir="auto">${nameOf(board, seat)}</b><span class="note">${notes}</span></span>
    </label>
  </li>`;
}

function remove(board: Board, chosen: readonly string[]): Piece {
  const [seat, ...also] = chosen;
  if (!seat) return nothing;
  const words = also.length
    ? _n("Haal %(num)s plek van tafel", "Haal %(num)s plekken van tafel", chosen.length)
    : _("Haal %(name)s van tafel", { name: nameOf(board, seat) });
  const go = (): void => {
    board.open({ clearing: [] });
    void board.act("remove_seat", also.length ? { seat, also } : { seat });
  };
  return button(board, words, go, { className: "btn go" });
}

/** Everybody who came since the first that was chosen; who has no phone was added by this desk and is no prankster's. */
function andAfter(board: Board, newestFirst: readonly Person[], chosen: readonly string[]): Piece {
  const first = Math.max(0, ...chosen.map((seat) => newestFirst.findIndex((one) => one.seat === seat)));
  const after = newestFirst.slice(0, first).filter(({ seat, device }) => device && !chosen.includes(seat));
  if (!after.length) return nothing;
  const words = _n("Ook %(num)s die daarna kwam", "Ook %(num)s die daarna kwamen", after.length);
  return button(board, words, () => board.open({ clearing: [...chosen, ...after.map(({ seat }) => seat)] }));
}
