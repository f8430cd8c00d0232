/** Requests a link that lets another device in and shows it as a QR code (V3, T11). */

import { html, svg, type TemplateResult } from "lit-html";
import type { Qr } from "../../client/messages";
import { _ } from "../../i18n/gettext";
import type { ConsoleState, Invitation } from "../state";

/** The answers to `link_device` and `hand_over` carry a link, and its QR code beside it. */
export async function invite(state: ConsoleState, kind: string, fields: Record<string, unknown>, recipient: string): Promise<void> {
  const answer = await state.send(kind, fields);
  if (!answer.link) return;
  state.updateUi({ invitation: { link: answer.link, qr: answer.qr ?? null, recipient } });
  requestAnimationFrame(() => document.querySelector(".invitation")?.scrollIntoView({ block: "nearest" })); // a panel may be longer than its screen
}

export function invitationView(invitation: Invitation, words: string): TemplateResult {
  return html`<div class="invitation">
    ${invitation.qr ? qrView(invitation.qr, words) : ""}
    <p>${words}</p>
    <p class="address"><a href=${invitation.link} rel="noopener" target="_blank">${_("Of open de link hier")}</a></p>
  </div>`;
}

function qrView({ d, size }: Qr, words: string): TemplateResult {
  return html`<svg class="qr" role="img" aria-label=${words} viewBox=${`0 0 ${size} ${size}`} shape-rendering="crispEdges">
    ${svg`<rect width=${size} height=${size} fill="#fff"></rect><path d=${d}></path>`}
  </svg>`;
}
