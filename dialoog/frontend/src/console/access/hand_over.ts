/** The panel "Overdragen": lets in another facilitator with a QR code. A scribe comes in at "Mensen". */

import { html, nothing, type TemplateResult } from "lit-html";
import { LANGUAGES } from "../../i18n/languages";
import { _, language } from "../../i18n/gettext";
import type { ConsoleState } from "../state";
import { button } from "../layout/controls";
import { invitationView, invite } from "./invitation";
import { shortcutsView } from "../layout/keyboard_shortcuts";
import { lostLink } from "./lost_devices";

/** What this desk is written in; phones know more. */
const CONSOLE_LANGUAGES: readonly string[] = ["nl", "en"];

export function handOverPanel(state: ConsoleState): TemplateResult {
  const { invitation } = state.ui;
  const words =
    invitation?.recipient === "screen"
      ? _("Open deze link op het toestel bij de beamer.")
      : _("Laat de andere gespreksleider dit scannen. U kunt samen verder, of stoppen.");
  return html`
    <p class="hint">${_("Een ander scant een code op het eigen toestel. U houdt dit bord.")}</p>
    ${button(state, _("Aan een gespreksleider"), () => void invite(state, "hand_over", { desk: "facilitator" }, "facilitator"))}
    ${invitation && ["facilitator", "screen"].includes(invitation.recipient) ? invitationView(invitation, words) : nothing}
    ${lostLink(state)} ${shortcutsView(state)} ${languageForm()}`;
}

/** The desk comes anew in the other language; the shared screen keeps that of the table. */
function languageForm(): TemplateResult {
  return html`<form class="keys" method="post" action="/taal">
    <h3>${_("Taal")}</h3>
    <input type="hidden" name="back" value=${location.pathname} />
    <div class="choices" role="group" aria-label=${_("Taal")}>
      ${CONSOLE_LANGUAGES.map(
        (lang) => html`<button class="chip" name="lang" value=${lang} lang=${lang} aria-pressed=${lang === language}>${LANGUAGES[lang]}</button>`,
      )}
    </div>
  </form>`;
}
