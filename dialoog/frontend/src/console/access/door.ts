/** Settings of the door: whether people come in at once or ask first, and a new code in place of one that leaked (T14). */

import { html, nothing } from "lit-html";
import { formatCode } from "../../i18n/formats";
import { _ } from "../../i18n/gettext";
import type { ConsoleState } from "../state";
import { SMALL_BUTTON, commandButton, type Renderable } from "../layout/controls";

/** T14: who comes in while people sit down, and a new code where the old one is with people who are not here. */
export function doorSettings(state: ConsoleState): Renderable {
  const { stage } = state.table;
  const { links } = state.desk;
  if (state.kind !== "facilitator" || stage.door === "shut") return nothing;
  const isGuarded = stage.door === "asks";
  return html`<details class="early">
    <summary>${_("Komen er mensen die hier niet zijn?")}</summary>
    ${stage.status === "open"
      ? html`<div class="choices" role="group" aria-label=${_("De deur")}>
          ${commandButton(state, _("Iedereen mag binnen"), "set_door", { asks: false }, { className: "chip", pressed: !isGuarded })}
          ${commandButton(state, _("Vraag het mij eerst"), "set_door", { asks: true }, { className: "chip", pressed: isGuarded })}
        </div>`
      : nothing}
    <p class="hint">${_("Met een nieuwe code werkt de oude nergens meer, ook niet op een foto of op papier. Wie zit, blijft zitten.")}</p>
    <div class="tools">
      ${commandButton(state, _("Nieuwe code"), "renew_code", {}, SMALL_BUTTON)}
      ${links ? html`<p class="hint">${_("De code is nu %(code)s", { code: formatCode(links.code) })}</p>` : nothing}
    </div>
  </details>`;
}
