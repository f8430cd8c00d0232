/** The door of the table: whether everybody comes in, and a new code in place of one that leaked (T14). */

import { html, nothing } from "lit-html";
import { grouped } from "../../i18n/formats";
import { _ } from "../../i18n/gettext";
import type { Board } from "../state";
import { asks, type Piece } from "../layout/controls";

const SMALL = { className: "btn small" };

/** T14: who comes in while people sit down, and a new code where the old one is with people who are not here. */
export function doorView(board: Board): Piece {
  const { stage } = board.table;
  const { links } = board.desk;
  if (board.kind !== "facilitator" || stage.door === "shut") return nothing;
  const asksFirst = stage.door === "asks";
  return html`<details class="early">
    <summary>${_("Komen er mensen die hier niet zijn?")}</summary>
    ${stage.status === "open"
      ? html`<div class="choices" role="group" aria-label=${_("De deur")}>
          ${asks(board, _("Iedereen mag binnen"), "set_door", { asks: false }, { className: "chip", pressed: !asksFirst })}
          ${asks(board, _("Vraag het mij eerst"), "set_door", { asks: true }, { className: "chip", pressed: asksFirst })}
        </div>`
      : nothing}
    <p class="hint">${_("Met een nieuwe code werkt de oude nergens meer, ook niet op een foto of op papier. Wie zit, blijft zitten.")}</p>
    <div class="tools">
      ${asks(board, _("Nieuwe code"), "renew_code", {}, SMALL)}
      ${links ? html`<p class="hint">${_("De code is nu %(code)s", { code: grouped(links.code) })}</p>` : nothing}
    </div>
  </details>`;
}
