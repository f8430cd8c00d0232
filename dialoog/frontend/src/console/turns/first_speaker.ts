/** The panel in which the facilitator chooses who speaks first in a round of free order (T27). */

import { html, type TemplateResult } from "lit-html";
import { repeat } from "lit-html/directives/repeat.js";
import { _ } from "../../i18n/gettext";
import { type ConsoleState, nameOf } from "../state";
import { button } from "../layout/controls";

export function firstSpeakerPanel(state: ConsoleState): TemplateResult {
  const { queue } = state.desk;
  const begin = (seat: string): void => {
    void state.send("begin_turn", { after: queue?.last, seat });
    state.updateUi({ panel: null });
  };
  return html`<p class="lead">${_("Wie wil, begint. Of vraag het iemand.")}</p>
    <div class="names">${repeat(queue?.waiting ?? [], (seat) => seat, (seat) =>
      button(state, nameOf(state, seat), () => begin(seat), { className: "seat-name" }),
    )}</div>`;
}
