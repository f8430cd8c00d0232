/** The screen while people sit down: how to join with and without a phone, the table agreements, and how many are here. */

import { html, nothing, type TemplateResult } from "lit-html";
import { tableAgreements } from "../table_agreements";
import { _ } from "../i18n/gettext";
import { sentencesView } from "../sentences";
import { tableName } from "../table_name";
import type { JoinInfo } from "./header_footer";
import type { Scene } from "./scene";

type ArrivalScene = Extract<Scene, { state: "sitting" }>;

export function arrivalView(scene: ArrivalScene, joinInfo: JoinInfo): TemplateResult {
  const { theme, facilitator, here, expectation } = scene;
  const table = tableName();
  return html`<header class="head"><p class="theme" dir="auto">${theme}</p>${table ? html`<p class="table">${table}</p>` : nothing}</header>
    <div class="sitting">
      <section class="invite">
        <h1>${_("Fijn dat u er bent.")}</h1>
        <p class="more">${_("Iedereen komt aan de beurt.")}</p>
        ${joinInfo.code ? joinCard(joinInfo) : null}
        <p class="nophone">${sentencesView(_("Geen telefoon? Zeg uw naam tegen %(name)s.", { name: facilitator }))}</p>
      </section>
      ${agreementsView()}
    </div>
    <footer class="foot">
      <p class="rule">${joinInfo.organisedBy ? _("Georganiseerd door %(name)s.", { name: joinInfo.organisedBy }) : (expectation ?? _("Geen besluit vanavond."))}</p>
      <p class="corner here"><b>${here}</b> ${_("aan tafel")}</p>
    </footer>`;
}

function joinCard({ code, address, qr, obstacle }: JoinInfo): TemplateResult {
  if (obstacle)
    return html`<div class="card obstacle">
      <div class="how">
        ${obstacle.cloneNode(true)}
        <p class="code">${code}</p>
      </div>
    </div>`;
  return html`<div class="card">
    <div class="scan">${qr}</div>
    <div class="how">
      <p>${_("Scan, of ga naar")}</p>
      <p class="address">${breakableAddress(address)}</p>
      <p class="code">${code}</p>
    </div>
  </div>`;
}

/** A long address may go on at the next line after a dot, a slash or a colon. */
function breakableAddress(address: string): unknown[] {
  return (address.match(/[^./:-]*[./:-]|[^./:-]+$/g) ?? [address]).map((part) => html`${part}<wbr />`);
}

export function agreementsView(): TemplateResult {
  return html`<section class="agreements">
    <h2>${_("Zo praten we")}</h2>
    <ul>
      ${tableAgreements(_("Persoonlijk blijft aan tafel.")).map((line) => html`<li>${line}</li>`)}
    </ul>
  </section>`;
}
