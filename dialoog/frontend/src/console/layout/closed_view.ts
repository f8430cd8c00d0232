/** The console after the dialogue is closed (S1): thanks, a link to the record, choices of who has no phone, ending access. */

import { html, type TemplateResult } from "lit-html";
import { _ } from "../../i18n/gettext";
import type { ConsoleState } from "../state";
import { choicesAfterwards } from "../harvest/choices_afterwards";
import { lostAfterClosing } from "../access/lost_devices";

export function closedView(state: ConsoleState): TemplateResult {
  const { about } = state.table;
  return html`<section class="afterwards" aria-label=${_("De dialoog is afgesloten")}>
    <p class="now" dir="auto">${about.title}</p>
    <h1 class="name calm">${_("Dank u wel")}</h1>
    <p class="below">${_("De dialoog is afgesloten. Wat bewaard mag worden, staat in het verslag.")}</p>
    <p><a class="btn go record" href=${state.desk.links?.record ?? "/verslagen"}>${_("Naar het verslag")}</a></p>
    ${about.contact ? html`<p class="below" dir="auto">${_("Napraten? %(contact)s", { contact: about.contact })}</p>` : ""}
    ${choicesAfterwards(state)} ${lostAfterClosing(state)}
    <p class="say" role="status">${state.ui.message}</p>
  </section>`;
}
