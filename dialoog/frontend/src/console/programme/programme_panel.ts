/** The panel "Programma": every step with its minutes, time against plan, paper, and ending something early with a reason. */

import { html, nothing, type TemplateResult } from "lit-html";
import { pick, picked } from "../../i18n/languages";
import { clockTime } from "../../i18n/formats";
import { _, _n } from "../../i18n/gettext";
import type { Board } from "../state";
import { asks, type Piece } from "../layout/controls";
import { behindWords } from "../layout/header";
import { REASONS } from "../labels";
import { endsAround, onTime } from "./schedule";

export function programmePanel(board: Board): TemplateResult {
  const { plan } = board.desk;
  const now = board.live.now();
  const current = plan.steps.findIndex(({ id }) => id === board.table.step.id);
  const time = onTime(plan, board.table.step.id, now);
  const ends = endsAround(plan, board.table.step.id, now);
  return html`
    ${time && ends != null && board.table.stage.status === "running"
      ? html`<p class="lead">${_("Nu %(behind)s. Klaar rond %(time)s.", { behind: behindWords(time.behind), time: clockTime(ends) })}</p>`
      : nothing}
    <ol class="plan-steps">
      ${plan.steps.map((step, place) => {
        const repaired = step.proposed != null && step.proposed !== step.minutes;
        const look = place === current ? "now" : place < current ? "done" : "to-come";
        return html`<li class=${look} aria-current=${place === current ? "step" : nothing}>
          <span class="title" lang=${picked(step.title)} dir="auto">${pick(step.title)}</span>
          <span class="minutes">${
            repaired
              ? html`<s>${step.minutes}</s> ${_n("%(num)s minuut", "%(num)s minuten", step.proposed ?? 0)}`
              : _n("%(num)s minuut", "%(num)s minuten", step.minutes)
          }</span>
        </li>`;
      })}
    </ol>
    <p class="hint">${_("De klok doet alleen een voorstel. U beslist.")}</p>
    <p><a class="paper" href="/leiden/papier">${_("Op papier: afspraken, vragen en kaarten")}</a></p>
    ${board.kind === "facilitator" ? html`${earlyNext(board)}${earlyRound(board)}${earlyClose(board)}` : nothing}`;
}

/** A talk or a break ends when the facilitator says so. */
function earlyNext(board: Board): Piece {
  const { queue, act } = board.desk;
  if (board.table.stage.status !== "running" || (queue && !queue.closed) || act.primary?.kind === "next_step") return nothing;
  if (board.table.step.form === "harvest") return nothing;
  return html`<div class="tools">${asks(board, _("Naar de volgende stap"), "next_step", { step: act.step }, { className: "btn small" })}</div>`;
}

/** T7: whoever was not reached comes first in the next round. */
function earlyRound(board: Board): Piece {
  const { queue } = board.desk;
  if (!queue || queue.closed) return nothing;
  return withReason(board, _("Sluit deze ronde eerder af"), _("Wie nog niet kon, begint de volgende ronde."), (reason) =>
    void board.act("force_close", { round: queue.round, reason }),
  );
}

function earlyClose(board: Board): Piece {
  if (board.table.stage.status === "closed") return nothing;
  return withReason(
    board,
    _("Stop de dialoog eerder"),
    _("Alles wat iemand liet bewaren, komt in het verslag. Dit kan niet terug."),
    (reason) => void board.act("close_dialogue", { reason }),
  );
}

export function withReason(board: Board, title: string, what: string, end: (reason: string) => void): TemplateResult {
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const reason = new FormData(event.target as HTMLFormElement).get("reason");
    if (typeof reason !== "string") return;
    end(reason);
    board.open({ panel: null });
  };
  return html`<details class="early">
    <summary>${title}</summary>
    <form @submit=${submit}>
      <p class="hint">${what}</p>
      <fieldset><legend>${_("Waarom?")}</legend>
        ${REASONS.map(([code, sentence]) => html`<label class="check"><input type="radio" name="reason" value=${code} required /> ${sentence()}</label>`)}
      </fieldset>
      <button class="btn small">${title}</button>
    </form>
  </details>`;
}
