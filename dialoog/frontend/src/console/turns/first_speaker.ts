/** T27: in free order the facilitator asks who wants to begin, or asks somebody; one tap on a name begins the turn. */

import { html, type TemplateResult } from "lit-html";
import { repeat } from "lit-html/directives/repeat.js";
import { _ } from "../../i18n/gettext";
import { type Board, nameOf } from "../state";
import { button } from "../layout/controls";

export function whoPanel(board: Board): TemplateResult {
  const { queue } = board.desk;
  const begin = (seat: string): void => {
    void board.act("begin_turn", { after: queue?.last, seat });
    board.open({ panel: null });
  };
  return html`<p class="lead">${_("Wie wil, begint. Of vraag het iemand.")}</p>
    <div class="names">${repeat(queue?.waiting ?? [], (seat) => seat, (seat) =>
      button(board, nameOf(board, seat), () => begin(seat), { className: "seat-name" }),
    )}</div>`;
}
