/** The top of the desk: the question to read aloud, where we are in the evening, and the doors to the panels. */

import { html, type TemplateResult } from "lit-html";
import { pick, picked } from "../../i18n/languages";
import { _, _n } from "../../i18n/gettext";
import type { Board, Panel } from "../state";
import { button, type Piece } from "./controls";
import { onTime } from "../programme/schedule";

export function headView(board: Board): TemplateResult {
  const { read } = board.desk;
  const { step } = board.table;
  const more = pick(read.more);
  return html`<header class="head">
    <div class="asked">
      <p class="step"><b class=${step.kind ?? ""}>${pick(read.title)}</b>${
        step.n ? html` · ${_("%(n)s van %(of)s", { n: step.n, of: step.of })}` : ""
      } <span class="plan">${planLine(board)}</span></p>
      <h1 class="read" lang=${picked(read.question)} dir="auto">${pick(read.question)}</h1>
      ${more ? html`<p class="more" lang=${picked(read.more)} dir="auto">${more}</p>` : ""}
    </div>
    ${doors(board)}
  </header>`;
}

/** S4: the clock only proposes: where we are in this step, and how that is against the plan. */
function planLine(board: Board): Piece {
  const now = onTime(board.desk.plan, board.table.step.id, board.live.now());
  if (!now || board.table.stage.status !== "running") return html``;
  const minutes = _n("%(gone)s van %(num)s minuut", "%(gone)s van %(num)s minuten", now.minutes, { gone: now.gone });
  return html`· ${minutes}, ${behindWords(now.behind)}`;
}

export function behindWords(behind: number): string {
  if (behind >= 2) return _n("%(num)s minuut later dan gepland", "%(num)s minuten later dan gepland", behind);
  if (behind <= -2) return _n("%(num)s minuut ruimte", "%(num)s minuten ruimte", -behind);
  return _("op schema");
}

/** From Mogelijkheden on there is something to write down for the harvest. */
function harvesting(board: Board): boolean {
  const { desk, table } = board;
  return desk.close !== null || table.step.kind === "possibility" || desk.words.some(({ kind }) => kind === "source" || kind === "agreement");
}

function doors(board: Board): TemplateResult {
  const leads = board.kind === "facilitator";
  const asking = board.desk.calls.asking.length;
  const people = asking ? _("Mensen (%(num)s)", { num: asking }) : _("Mensen");
  const list: (readonly [Panel, string])[] = [
    ["people", people],
    ["programme", _("Programma")],
    ["screen", board.table.stage.blank ? _("Scherm (leeg)") : _("Scherm")],
  ];
  if (harvesting(board)) list.push(["harvest", _("Oogst")]);
  if (leads) list.push(["hand_over", _("Overdragen")]);
  return html`<nav class="doors" aria-label=${_("Meer")}>
    ${list.map(([panel, words]) => button(board, words, () => board.open({ panel, person: null, invitation: null }), { className: "door" }))}
  </nav>`;
}
