/** The panel "Overdragen": another facilitator, or a scribe beside this desk, let in by a QR code. */

import { html, nothing, type TemplateResult } from "lit-html";
import { _ } from "../words";
import type { Board } from "./board";
import { button } from "./controls";
import { invitationView, invite } from "./invitation";
import { keysView } from "./keys";

export function handOverPanel(board: Board): TemplateResult {
  const { invitation } = board.opened;
  const words =
    invitation?.whom === "scribe"
      ? _("Laat de verslaglegger dit scannen.")
      : _("Laat de andere gespreksleider dit scannen. U kunt samen verder, of stoppen.");
  return html`
    <div class="two">
      ${button(board, _("Aan een verslaglegger"), () => void invite(board, "hand_over", { desk: "scribe" }, "scribe"))}
      ${button(board, _("Aan een gespreksleider"), () => void invite(board, "hand_over", { desk: "facilitator" }, "facilitator"))}
    </div>
    ${invitation && (invitation.whom === "scribe" || invitation.whom === "facilitator") ? invitationView(invitation, words) : nothing}
    ${keysView(board)}`;
}
