/**
 * Cards that ask for a yes of one's own (T23): to an agreement that names us, to a goal we may support. No weighs as
 * little as yes, and nobody is told.
 */

import { html, nothing, type TemplateResult } from "lit-html";
import type { AgreementAsked, GoalAsked } from "../client/documents";
import { formatDate } from "../i18n/formats";
import { _ } from "../i18n/gettext";
import { isPending, type Phone } from "./state";

export function agreementRequest(phone: Phone, request: AgreementAsked, isAlone: boolean): TemplateResult {
  const own = request.owner === phone.mine.me.name;
  const question = own ? _("Zegt u ja tegen uw eigen stap?") : _("%(name)s wil dit met u doen. Doet u mee?", { name: request.owner });
  const yes = (): void => phone.send("accept_agreement", { word: request.id, on: true });
  return requestCard(phone, "agreement", request, question, request.due ? _("Klaar op %(date)s.", { date: formatDate(request.due) }) : null, yes, isAlone);
}

export function goalRequest(phone: Phone, request: GoalAsked, isAlone: boolean): TemplateResult {
  const yes = (): void => phone.send("support_goal", { word: request.id, on: true });
  return requestCard(phone, "goal", request, _("Wilt u dit ook? Dan steunt u dit doel."), null, yes, isAlone);
}

function requestCard(
  phone: Phone,
  kind: "agreement" | "goal",
  request: AgreementAsked | GoalAsked,
  question: string,
  due: string | null,
  yes: () => void,
  isAlone: boolean,
): TemplateResult {
  const busy = isPending(phone, kind === "goal" ? "support_goal" : "accept_agreement");
  const no = (): void => phone.update({ skippedIds: new Set([...phone.ui.skippedIds, request.id]) });
  return html`<article class="mine ${kind}">
    <p class="k">${kind === "goal" ? _("Gedeeld doel") : _("Kleine stap")}</p>
    <p class="t" lang=${request.lang} dir="auto">${request.text}</p>
    ${due ? html`<p class="soft">${due}</p>` : nothing}
    <p>${question}</p>
    <div class="pair">
      ${isAlone ? html`<button class="btn equal" @click=${no}>${_("Nee")}</button>` : nothing}
      <button class="btn equal" ?disabled=${busy} @click=${yes}>${_("Ja")}</button>
    </div>
  </article>`;
}
