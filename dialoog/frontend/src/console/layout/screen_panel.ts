/** The panel "Scherm": what the shared screen shows, light or dark, and nothing at all with one tap (V3, T20). */

import { html, nothing, type TemplateResult } from "lit-html";
import { _ } from "../../i18n/gettext";
import type { Board } from "../state";
import { asks } from "./controls";
import { blankButton } from "../programme/cue_cards";
import { readyWords } from "../words/words_to_show";

export function screenPanel(board: Board): TemplateResult {
  const { stage } = board.table;
  const words = readyWords(board);
  return html`
    ${blankButton(board)}
    <div class="choices" role="group" aria-label=${_("Licht of donker")}>
      ${asks(board, _("Licht"), "theme_screen", { theme: "light" }, { className: "chip", pressed: stage.theme === "light" })}
      ${asks(board, _("Donker"), "theme_screen", { theme: "dark" }, { className: "chip", pressed: stage.theme === "dark" })}
    </div>
    ${words === nothing
      ? html`<p class="lead">${_("Er is nog niets om te tonen. Mensen kiezen zelf of hun zin op het scherm mag.")}</p>`
      : words}`;
}
