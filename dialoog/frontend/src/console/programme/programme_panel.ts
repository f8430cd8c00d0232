/**
 * The panel "Programma": the steps with their minutes, the time against the plan, the paper version, and ending a round
 * or the dialogue early with a reason.
 */

import { html, nothing, type TemplateResult } from "lit-html";
import { pick, languageOf } from "../../i18n/languages";
import { formatTime } from "../../i18n/formats";
import { _, _n } from "../../i18n/gettext";
import type { ConsoleState } from "../state";
import { commandButton, type Renderable } from "../layout/controls";
import { delayText } from "../layout/header";
import { REASONS } from "../labels";
import { closingWarnings } from "../harvest/closing";
import { expectedEnd, scheduleStatus } from "./schedule";

export function programmePanel(state: ConsoleState): TemplateResult {
  const { plan } = state.desk;
  const now = state.live.now();
  const current = plan.steps.findIndex(({ id }) => id === state.table.step.id);
  const time = scheduleStatus(plan, state.table.step.id, now);
  const counted = plan.steps.filter(({ form }) => form === "round" || form === "harvest");
  const ends = expectedEnd(plan, state.table.step.id, now);
  return html`
    ${time && ends != null && state.table.stage.status === "running"
      ? html`<p class="lead">${_("Nu %(behind)s. Klaar rond %(time)s.", { behind: delayText(time.delay), time: formatTime(ends) })}</p>`
      : nothing}
    <ol class="plan-steps">
      ${plan.steps.map((step, place) => {
        const isAdjusted = step.proposed != null && step.proposed !== step.minutes;
        const status = place === current ? "now" : place < current ? "done" : "to-come";
        return html`<li class=${status} aria-current=${place === current ? "step" : nothing}>
          <span class="number">${counted.indexOf(step) + 1 || nothing}</span>
          <span class="title" lang=${languageOf(step.title)} dir="auto">${pick(step.title)}</span>
          <span class="minutes">${
            isAdjusted
              ? html`<s>${step.minutes}</s> ${_n("%(num)s minuut", "%(num)s minuten", step.proposed ?? 0)}`
              : _n("%(num)s minuut", "%(num)s minuten", step.minutes)
          }</span>
        </li>`;
      })}
    </ol>
    <p class="hint">${_("De klok doet alleen een voorstel. U beslist.")}</p>
    <p><a class="paper" href="/uitleg">${_("Voor wie leidt: een blad met uitleg")}</a></p>
    <p><a class="paper" href=${document.getElementById("live")?.dataset["paper"] ?? ""}>${_("Op papier: afspraken van de tafel, vragen en kaarten")}</a></p>
    ${state.kind === "facilitator" ? html`${nextStepButton(state)}${closeRoundForm(state)}${closeEarlyForm(state)}` : nothing}`;
}

/** A talk or a break ends when the facilitator says so. */
function nextStepButton(state: ConsoleState): Renderable {
  const { queue, act } = state.desk;
  if (state.table.stage.status !== "running" || (queue && !queue.closed) || act.primary?.kind === "next_step") return nothing;
  if (state.table.step.form === "harvest") return nothing;
  return html`<div class="tools">${commandButton(state, _("Naar de volgende stap"), "next_step", { step: act.step }, { className: "btn small" })}</div>`;
}

/** T7: whoever was not reached comes first in the next round. */
function closeRoundForm(state: ConsoleState): Renderable {
  const { queue } = state.desk;
  if (!queue || queue.closed) return nothing;
  return reasonForm(state, _("Sluit deze ronde eerder af"), html`<p class="hint">${_("Wie nog niet kon, begint de volgende ronde.")}</p>`, (reason) =>
    void state.send("force_close", { round: queue.round, reason }),
  );
}

export function closeEarlyForm(state: ConsoleState): Renderable {
  if (state.table.stage.status === "closed") return nothing;
  return reasonForm(
    state,
    _("Stop de dialoog eerder"),
    html`<p class="hint">${_("Alles wat iemand liet bewaren, komt in het verslag. Dit kan niet terug.")}</p>${closingWarnings(state)}`,
    (reason) => void state.send("close_dialogue", { reason }),
  );
}

function reasonForm(state: ConsoleState, title: string, explanation: TemplateResult, end: (reason: string) => void): TemplateResult {
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const reason = new FormData(event.target as HTMLFormElement).get("reason");
    if (typeof reason !== "string") return;
    end(reason);
    state.updateUi({ panel: null });
  };
  return html`<details class="early">
    <summary>${title}</summary>
    <form @submit=${submit}>
      ${explanation}
      <fieldset><legend>${_("Waarom?")}</legend>
        ${REASONS.map(([code, sentence]) => html`<label class="check"><input type="radio" name="reason" value=${code} required /> ${sentence()}</label>`)}
      </fieldset>
      <button class="btn small">${title}</button>
    </form>
  </details>`;
}
