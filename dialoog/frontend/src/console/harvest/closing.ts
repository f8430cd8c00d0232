/** Closing the dialogue: what would be lost by it, said before it is done, and the question that is asked twice (T25, C3). */

import { html, nothing, type TemplateResult } from "lit-html";
import { _, _n } from "../../i18n/gettext";
import { button, type Renderable, SMALL_BUTTON } from "../layout/controls";
import { type ConsoleState, namesOf } from "../state";

/** Sentences on a phone without a connection come too late after closing; who has no phone is asked more easily now than afterwards (C10). */
export function closingWarnings(state: ConsoleState): Renderable {
  const { people, words } = state.desk;
  const unreachable = people.filter(({ seat, device, presence }) => device && (presence === "present" || presence === "away") && !state.live.presentSeats.has(seat));
  const toAsk = people.filter(({ seat, device }) => !device && words.some((word) => word.seat === seat && word.undecided));
  const seatsOf = (group: typeof people): string => namesOf(state, group.map(({ seat }) => seat));
  return html`${unreachable.length
    ? html`<p class="warning" dir="auto">${_n(
        "De telefoon van %(names)s heeft geen verbinding. Misschien wacht daar nog een zin. Na het afsluiten komt die niet meer aan.",
        "De telefoons van %(names)s hebben geen verbinding. Misschien wacht daar nog een zin. Na het afsluiten komt die niet meer aan.",
        unreachable.length, { names: seatsOf(unreachable) },
      )}</p>`
    : nothing}
  ${toAsk.length
    ? html`<p class="warning" dir="auto">${_("Zonder telefoon, en nog niet gekozen: %(names)s. Vraag het nu hardop. Later kan het nog zeven dagen op dit bord.", { names: seatsOf(toAsk) })}</p>
        <div class="tools">${button(state, _("Naar het teruglezen"), () => state.updateUi({ panel: "harvest", harvestPart: "read_back" }), SMALL_BUTTON)}</div>`
    : nothing}`;
}

/** Closing cannot be undone, so it is the one thing that is asked twice. */
export function closePanel(state: ConsoleState): TemplateResult {
  const undecided = state.desk.close?.undecided ?? 0;
  return html`
    <p class="lead">${_("Daarna verandert niemand nog woorden. Het verslag wordt nu bewaard.")}</p>
    ${undecided
      ? html`<p>${_n("Over %(num)s zin is nog niet gekozen. Wie hem zei, kan dat nog zeven dagen.", "Over %(num)s zinnen is nog niet gekozen. Wie ze zei, kan dat nog zeven dagen.", undecided)}</p>`
      : nothing}
    ${closingWarnings(state)}
    <div class="tools">
      ${button(state, _("Sluit af en bewaar het verslag"), () => {
        void state.send("close_dialogue");
        state.updateUi({ panel: null });
      }, { className: "btn go" })}
      ${button(state, _("Nog niet"), () => state.updateUi({ panel: null }))}
    </div>`;
}
