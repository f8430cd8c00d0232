/** The table agreements, as they stand on the screen at Welkom and on paper at the door. */

import { html, type TemplateResult } from "lit-html";
import { _ } from "../words";

export function agreements(): TemplateResult {
  const all = [
    _("Om de beurt. Zeg “ik”."),
    _("Geen advies, wel vragen."),
    _("Denk niet voor een ander."),
    _("Merk uw oordeel op."),
    _("Overslaan mag, zonder reden."),
    _("Stilte is goed."),
    _("Wat persoonlijk is, blijft aan tafel."),
    _("Iedereen mag om rust vragen."),
  ];
  return html`<ul class="agreements">
    ${all.map((one) => html`<li>${one}</li>`)}
  </ul>`;
}
