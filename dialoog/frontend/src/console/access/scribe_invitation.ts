/** In the panel "Mensen": lets in a scribe, who is one of the people of this evening. */

import { html, nothing } from "lit-html";
import { _ } from "../../i18n/gettext";
import type { ConsoleState } from "../state";
import { SMALL_BUTTON, button, type Renderable } from "../layout/controls";
import { invitationView, invite } from "./invitation";

export function scribeInvitation(state: ConsoleState): Renderable {
  if (state.kind !== "facilitator" || state.table.stage.status === "closed") return nothing;
  const { invitation } = state.ui;
  return html`<h3>${_("Iemand schrijft mee")}</h3>
    <p class="hint">${_("De verslaglegger schrijft op het eigen toestel, ook voor wie geen telefoon heeft.")}</p>
    ${invitation?.recipient === "scribe"
      ? invitationView(invitation, _("Laat de verslaglegger dit scannen."))
      : button(state, _("Laat een verslaglegger binnen"), () => void invite(state, "hand_over", { desk: "scribe" }, "scribe"), SMALL_BUTTON)}`;
}
