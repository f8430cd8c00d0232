/** The primary button, with rest and undo beside it. On a phone it is pinned to the bottom. */

import { html, nothing, type TemplateResult } from "lit-html";
import { secondsLeft } from "../../countdown";
import { _, _n } from "../../i18n/gettext";
import { type ConsoleState, nameOf, isSilent } from "../state";
import { ONE_COLUMN } from "../layout/one_column";
import { callsView } from "../people/calls";
import { commandButton, button, type Renderable } from "../layout/controls";
import { nextOfflineSpeaker, undoLastSpoke } from "./offline_turns";
import { undoLabel } from "./undo_label";
import { canPress, primaryLabel } from "./primary_label";

export function primaryView(state: ConsoleState): TemplateResult {
  const words = primaryText(state);
  const isOff = state.isResting || state.isBusy || waitsForSilence(state);
  return html`<div class="main">
    ${ONE_COLUMN.matches ? callsView(state) : nothing}
    ${words
      ? html`<button
          type="button"
          id="primary"
          class="btn primary"
          aria-disabled=${isOff ? "true" : "false"}
          @pointerdown=${focusButton}
          @click=${() => state.pressPrimary()}
        ><span dir="auto">${words}</span>${state.ui.shortcuts ? html` <kbd aria-hidden="true">${_("spatie")}</kbd>` : nothing}</button>`
      : primaryHint(state)}
    ${secondaryButtons(state)}
    <p class="say" role="status">${statusMessage(state)}</p>
  </div>`;
}

/** T9. */
export function waitsForSilence(state: ConsoleState): boolean {
  return isSilent(state) && state.desk.act.primary?.kind === "begin_turn" && !state.isLost;
}

/** Some browsers leave the focus where it was when a button is pressed; T28 looks at the focus. */
function focusButton(event: PointerEvent): void {
  if (event.currentTarget instanceof HTMLElement) event.currentTarget.focus({ preventScroll: true });
}

function primaryText(state: ConsoleState): string {
  if (waitsForSilence(state)) return silenceText(state);
  if (!state.isLost) return canPress(state) ? primaryLabel(state) : "";
  if (!state.offlineRound) return "";
  const next = nextOfflineSpeaker(state.offlineRound);
  const { speaking: speaks } = state.offlineRound;
  if (next) return speaks ? _("Volgende: %(name)s", { name: nameOf(state, next) }) : _("Begin bij %(name)s", { name: nameOf(state, next) });
  return speaks ? _("%(name)s is klaar", { name: nameOf(state, speaks) }) : "";
}

/** T9: what the button would do waits, and it says so. */
function silenceText({ table, live }: ConsoleState): string {
  return _n("Stilte, nog %(num)s seconde", "Stilte, nog %(num)s seconden", Math.max(1, secondsLeft(table.floor, live.now()) ?? 1));
}

function primaryHint(state: ConsoleState): Renderable {
  if (state.isLost && !state.offlineRound) return nothing; // that one talks on stands above it already
  const words = state.isLost
    ? _("Vink aan wie sprak. Praat gewoon door.")
    : state.kind === "scribe" ? _("De gespreksleider zet de volgende stap.") : _("Nu hoeft u niets te doen."); // prettier-ignore
  return html`<p class="primary none">${words}</p>`;
}

function statusMessage(state: ConsoleState): string {
  if (state.ui.message) return state.ui.message;
  return state.isSlow && !state.isLost ? _("Bewaren lukt nu even niet. We proberen het vanzelf opnieuw.") : "";
}

function secondaryButtons(state: ConsoleState): TemplateResult {
  const { stage } = state.table;
  return html`<div class="pair">
    ${stage.status !== "running"
      ? nothing
      : stage.rest
        ? nothing
        : commandButton(state, _("Rust"), "rest", {}, { shortcut: "r" })}
    ${undoButton(state)}
  </div>`;
}

/** S5, T18: what "Stap terug" takes back is said below it; a pass is taken back only by who gave it. */
function undoButton(state: ConsoleState): TemplateResult {
  const step = undoAction(state);
  return html`<span class="back">
    ${button(state, _("Stap terug"), step.take ?? (() => {}), {
      shortcut: "z", isOff: !step.take, ...(step.what ? { describedBy: "takes-back" } : {}),
    })}
    ${step.what ? html`<small id="takes-back">${step.what}</small>` : nothing}
  </span>`;
}

export function undoAction(state: ConsoleState): { what: string; take: (() => void) | null } {
  const { offlineRound: round } = state;
  if (state.isLost) return { what: "", take: round && round.spoke.length > 0 ? () => state.setOfflineRound(undoLastSpoke(round)) : null };
  const { undo } = state.desk.act;
  if (!undo) return { what: "", take: null };
  if (undo.theirs) return { what: _("dat kan alleen wie oversloeg"), take: null };
  return { what: undoLabel(undo.what), take: () => void state.send("undo", { version: undo.version }) };
}
