/** The console after the dialogue is closed (S1): thanks, a link to the record, choices of who has no phone, ending access. */

import { html, nothing, type TemplateResult } from "lit-html";
import { _ } from "../../i18n/gettext";
import { tableName } from "../../table_name";
import type { ConsoleState } from "../state";
import { choicesAfterwards } from "../harvest/choices_afterwards";
import { lostAfterClosing } from "../access/lost_devices";
import { loadItems, saveItem } from "../storage";
import { button, type Renderable, SMALL_BUTTON } from "./controls";

export function closedView(state: ConsoleState): TemplateResult {
  const { about } = state.table;
  return html`<section class="afterwards" aria-label=${_("De dialoog is afgesloten")}>
    <p class="now"><bdi>${about.title}</bdi>${tableName() ? html` · ${tableName()}` : nothing}</p>
    <h1 class="name calm">${_("Dank u wel")}</h1>
    <p class="below">${_("De dialoog is afgesloten. Wat bewaard mag worden, staat in het verslag.")}</p>
    <p><a class="btn go record" href=${state.desk.links?.record ?? "/verslagen"}>${_("Naar het verslag")}</a></p>
    ${about.contact ? html`<p class="below" dir="auto">${_("Napraten? %(contact)s", { contact: about.contact })}</p>` : ""}
    ${unsavedSentences(state)} ${choicesAfterwards(state)} ${lostAfterClosing(state)}
    <p class="say" role="status">${state.ui.message}</p>
  </section>`;
}

/** S1: what was being typed at this desk; nothing can be saved any more, and nothing goes by itself. */
function unsavedSentences(state: ConsoleState): Renderable {
  const drafts = loadItems("draft.").filter(([name, text]) => !name.endsWith(".whose") && text.trim() !== "");
  if (drafts.length === 0) return nothing;
  const discard = (name: string): void => {
    saveItem(name, "");
    state.updateUi({});
  };
  return html`<section class="chosen-aloud" aria-label=${_("Nog niet bewaard")}>
    <h2>${_("Nog niet bewaard")}</h2>
    <p class="hint">${_("De dialoog is afgesloten. Wat hier nog getypt stond, staat alleen op dit toestel.")}</p>
    <ul class="asked-aloud">
      ${drafts.map(([name, text]) => html`<li class="wait"><p class="said" dir="auto">${text}</p>${button(state, _("Weggooien"), () => discard(name), SMALL_BUTTON)}</li>`)}
    </ul>
  </section>`;
}
