/** What others ask one's own yes for (T23): a step that names us, a goal we may support. No is as light as yes, and tells nobody. */

import { html, nothing, type TemplateResult } from "lit-html";
import type { AgreementAsked, GoalAsked } from "../client/documents";
import { day } from "../i18n/formats";
import { _ } from "../i18n/gettext";
import { asking, type Phone } from "./state";

export function agreementAsked(phone: Phone, one: AgreementAsked, alone: boolean): TemplateResult {
  const own = one.owner === phone.mine.me.name;
  const line = own ? _("Zegt u ja tegen uw eigen stap?") : _("%(name)s wil dit met u doen. Doet u mee?", { name: one.owner });
  const yes = (): void => phone.ask("accept_agreement", { word: one.id, on: true });
  return askCard(phone, "agreement", one, line, one.due ? _("Klaar op %(date)s.", { date: day(one.due) }) : null, yes, alone);
}

export function goalAsked(phone: Phone, one: GoalAsked, alone: boolean): TemplateResult {
  const yes = (): void => phone.ask("support_goal", { word: one.id, on: true });
  return askCard(phone, "goal", one, _("Wilt u dit ook? Dan steunt u dit doel."), null, yes, alone);
}

function askCard(
  phone: Phone,
  kind: "agreement" | "goal",
  one: AgreementAsked | GoalAsked,
  line: string,
  when: string | null,
  yes: () => void,
  alone: boolean,
): TemplateResult {
  const busy = asking(phone, kind === "goal" ? "support_goal" : "accept_agreement");
  const no = (): void => phone.show({ skipped: new Set([...phone.ui.skipped, one.id]) });
  return html`<article class="mine ${kind}">
    <p class="k">${kind === "goal" ? _("Gedeeld doel") : _("Kleine stap")}</p>
    <p class="t" lang=${one.lang} dir="auto">${one.text}</p>
    ${when ? html`<p class="soft">${when}</p>` : nothing}
    <p>${line}</p>
    <div class="pair">
      ${alone ? html`<button class="btn equal" @click=${no}>${_("Nee")}</button>` : nothing}
      <button class="btn equal" ?disabled=${busy} @click=${yes}>${_("Ja")}</button>
    </div>
  </article>`;
}
