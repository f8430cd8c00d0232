/** The panel "Overdragen": another facilitator, or a scribe beside this desk, let in by a QR code. */

import { html, nothing, type TemplateResult } from "lit-html";
import { LANGUAGES } from "../../i18n/languages";
import { _, language } from "../../i18n/gettext";
import type { Board } from "../state";
import { button } from "../layout/controls";
import { invitationView, invite } from "./invitation";
import { keysView } from "../layout/keyboard_shortcuts";
import { lostLink } from "./lost_devices";

/** What this desk is written in; phones know more. */
const OF_DESKS: readonly string[] = ["nl", "en"];

export function handOverPanel(board: Board): TemplateResult {
  const { invitation } = board.opened;
  const words =
    invitation?.whom === "scribe"
      ? _("Laat de verslaglegger dit scannen.")
      : invitation?.whom === "screen"
        ? _("Open deze link op het toestel bij de beamer.")
        : _("Laat de andere gespreksleider dit scannen. U kunt samen verder, of stoppen.");
  return html`
    <p class="hint">${_("Een ander scant een code op het eigen toestel. U houdt dit bord.")}</p>
    <div class="two">
      ${button(board, _("Aan een verslaglegger"), () => void invite(board, "hand_over", { desk: "scribe" }, "scribe"))}
      ${button(board, _("Aan een gespreksleider"), () => void invite(board, "hand_over", { desk: "facilitator" }, "facilitator"))}
    </div>
    ${invitation && ["scribe", "facilitator", "screen"].includes(invitation.whom) ? invitationView(invitation, words) : nothing}
    ${lostLink(board)} ${keysView(board)} ${languages()}`;
}

/** The desk comes anew in the other language; the shared screen keeps that of the table. */
function languages(): TemplateResult {
  return html`<form class="keys" method="post" action="/taal">
    <h3>${_("Taal")}</h3>
    <input type="hidden" name="back" value=${location.pathname} />
    <div class="choices" role="group" aria-label=${_("Taal")}>
      ${OF_DESKS.map(
        (lang) => html`<button class="chip" name="lang" value=${lang} lang=${lang} aria-pressed=${lang === language}>${LANGUAGES[lang]}</button>`,
      )}
    </div>
  </form>`;
}
