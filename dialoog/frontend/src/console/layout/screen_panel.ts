/** The panel "Scherm": what the shared screen shows, light or dark, and nothing at all with one tap (V3, T20). */

import { html, nothing, type TemplateResult } from "lit-html";
import { _ } from "../../i18n/gettext";
import type { ConsoleState } from "../state";
import { invitationView, invite } from "../access/invitation";
import { button, commandButton } from "./controls";
import { blankButton } from "../programme/cue_cards";
import { readyList } from "../words/words_to_show";

/** The browser at the beamer was shut, or another one takes over. */
function screenLink(state: ConsoleState): TemplateResult {
  const { invitation } = state.ui;
  if (invitation?.recipient === "screen") return invitationView(invitation, _("Open deze link op het toestel bij de beamer."));
  return button(state, _("Open het scherm op een ander toestel"), () => void invite(state, "hand_over", { desk: "screen" }, "screen"));
}

export function screenPanel(state: ConsoleState): TemplateResult {
  const { stage } = state.table;
  const words = readyList(state);
  return html`
    ${blankButton(state)}
    <div class="choices" role="group" aria-label=${_("Licht of donker")}>
      ${commandButton(state, _("Licht"), "theme_screen", { theme: "light" }, { className: "chip", pressed: stage.theme === "light" })}
      ${commandButton(state, _("Donker"), "theme_screen", { theme: "dark" }, { className: "chip", pressed: stage.theme === "dark" })}
    </div>
    ${state.kind === "facilitator" ? screenLink(state) : nothing}
    ${words === nothing
      ? html`<p class="lead">${_("Er is nog niets om te tonen. Mensen kiezen zelf of hun zin op het scherm mag.")}</p>`
      : html`<h3>${_("Klaar om te tonen")}</h3>${words}`}`;
}
