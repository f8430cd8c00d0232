/**
 * The clock of the floor. The view leaves empty elements; `updateClock` fills them a few times a second, so that the
 * page is not rendered again. It never ends anything (T8): over time it counts on, without alarm.
 */

import { html, nothing, type TemplateResult } from "lit-html";
import { minutesAndSeconds, secondsElapsed, secondsLeft } from "../../countdown";
import type { Floor } from "../../client/documents";
import { _ } from "../../i18n/gettext";
import { type ConsoleState, currentPhase } from "../state";

export function turnClock(state: ConsoleState): TemplateResult | typeof nothing {
  const { floor, stage } = state.table;
  if (stage.rest || floor.began == null) return nothing;
  if (floor.phase === "turn" && floor.ends == null) {
    return html`<p class="time off">${_("De klok staat uit.")}</p>`;
  }
  if (floor.ends == null || currentPhase(state) !== floor.phase) return nothing;
  return html`<div class="clock" data-clock>
    <p class="time" role="timer">${
      floor.phase === "turn" ? html`<span class="gone"></span> <span class="of"></span>` : html`<span class="of"></span> <span class="gone"></span>`
    }</p>
    <div class=${floor.phase === "turn" ? "bar" : "bar quiet"} aria-hidden="true"><i></i></div>
  </div>`;
}

/** Writes the moment into the clock that is on the page, if there is one. */
export function updateClock(root: ParentNode, floor: Floor, now: number): void {
  const clock = root.querySelector<HTMLElement>("[data-clock]");
  if (!clock || floor.began == null || floor.ends == null) return;
  const length = Math.round((floor.ends - floor.began) / 1000);
  const elapsed = secondsElapsed(floor, now);
  const isTurn = floor.phase === "turn";
  const remaining = secondsLeft(floor, now) ?? 0;
  if (isTurn) {
    setText(clock, ".gone", minutesAndSeconds(elapsed));
    setText(clock, ".of", _("van %(length)s", { length: minutesAndSeconds(length) }));
  } else {
    setText(clock, ".gone", remaining > 0 ? minutesAndSeconds(remaining) : "");
    setText(clock, ".of", remaining > 0 ? _("nog") : _("De tijd is om. Neem rustig nog even."));
  }
  const share = Math.min(1, elapsed / Math.max(1, length)).toFixed(3);
  if (clock.style.getPropertyValue("--gone") !== share) clock.style.setProperty("--gone", share);
  clock.classList.toggle("full", isTurn && elapsed >= length);
}

function setText(clock: Element, selector: string, text: string): void {
  const element = clock.querySelector(selector);
  if (element && element.textContent !== text) element.textContent = text;
}
