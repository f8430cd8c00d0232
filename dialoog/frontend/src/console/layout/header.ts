/** The header of the console: the question to read aloud, the time against the plan, and the buttons that open the panels. */

import { html, nothing, type TemplateResult } from "lit-html";
import { pick, languageOf } from "../../i18n/languages";
import { _, _n } from "../../i18n/gettext";
import { sentencesView } from "../../sentences";
import type { ConsoleState, Panel } from "../state";
import { button, type Renderable } from "./controls";
import { scheduleStatus } from "../programme/schedule";
import { tableName } from "../../table_name";

export function headerView(state: ConsoleState): TemplateResult {
  const { read } = state.desk;
  const { step } = state.table;
  const more = pick(read.more);
  return html`<header class="head">
    <div class="asked">
      <p class="step">${tableName() ? html`${tableName()} · ` : ""}<b class=${step.kind ?? ""}>${pick(read.title)}</b>${
        step.n ? html`<span class="roomy"> · ${_("%(n)s van %(of)s", { n: step.n, of: step.of })}</span>` : ""
      } <span class="plan">${planLine(state)}</span></p>
      <h1 class="read" lang=${languageOf(read.question)} dir="auto">${sentencesView(pick(read.question), languageOf(read.question))}</h1>
      ${more ? html`<p class="more" lang=${languageOf(read.more)} dir="auto">${more}</p>` : ""}
    </div>
    ${panelButtons(state)}
  </header>`;
}

/** S4: the clock only proposes: where we are in this step, and how that is against the plan. */
function planLine(state: ConsoleState): Renderable {
  const now = scheduleStatus(state.desk.plan, state.table.step.id, state.live.now());
  if (!now || state.table.stage.status !== "running") return html``;
  const minutes = _n("%(gone)s van %(num)s minuut", "%(gone)s van %(num)s minuten", now.minutes, { gone: now.elapsed });
  const short = _("%(gone)s van %(num)s min.", { gone: now.elapsed, num: now.minutes });
  return html`· <span class="roomy">${minutes}</span><span class="narrow">${short}</span><span class=${isOnTime(now.delay) ? "roomy" : nothing}>, ${delayText(now.delay)}</span>`;
}

function isOnTime(behind: number): boolean {
  return Math.abs(behind) < 2;
}

export function delayText(behind: number): string {
  if (isOnTime(behind)) return _("op schema");
  if (behind > 0) return _n("%(num)s minuut later dan gepland", "%(num)s minuten later dan gepland", behind);
  return _n("%(num)s minuut ruimte", "%(num)s minuten ruimte", -behind);
}

/** From Mogelijkheden on there is something to write down for the harvest. */
function hasHarvest(state: ConsoleState): boolean {
  const { desk, table } = state;
  return desk.close !== null || table.step.kind === "possibility" || desk.words.some(({ kind }) => kind === "source" || kind === "agreement");
}

function panelButtons(state: ConsoleState): TemplateResult {
  const leads = state.kind === "facilitator";
  const waitingCount = state.desk.calls.asking.length;
  const people = waitingCount ? _("Mensen (%(num)s)", { num: waitingCount }) : _("Mensen");
  const panels: (readonly [Panel, string])[] = [
    ["people", people],
    ["programme", _("Programma")],
    ["screen", state.table.stage.blank ? _("Scherm (leeg)") : _("Scherm")],
  ];
  if (hasHarvest(state)) panels.push(["harvest", _("Oogst")]);
  if (leads) panels.push(["hand_over", _("Overdragen")]);
  return html`<nav class="doors" aria-label=${_("Meer")}>
    ${panels.map(([panel, words]) => button(state, words, () => state.updateUi({ panel, personSeat: null, invitation: null }), { className: "door" }))}
  </nav>`;
}
