/**
 * Cards that ask for a yes of one's own (T23): to an agreement that names us, to a goal we may support. No weighs as
 * much as yes. The answer to an agreement stays on its card, with its moment, and can change until closing.
 */

import { html, nothing, type TemplateResult } from "lit-html";
import type { AgreementAsked, GoalAsked } from "../client/documents";
import { formatDate, formatMoment } from "../i18n/formats";
import { _ } from "../i18n/gettext";
import { isPending, type OwnWords, type Phone } from "./state";

/** What still waits for an answer: agreements, and goals while the dialogue runs. */
export function openRequests({ mine, table }: Phone): { agreements: AgreementAsked[]; goals: GoalAsked[] } {
  const { agreements, goals } = table.stage.status === "running" ? mine.asks : { agreements: [], goals: [] };
  return { agreements: agreements.filter(({ accepted }) => accepted == null), goals: goals.filter(({ supported }) => !supported) };
}

export function agreementRequest(phone: Phone, request: AgreementAsked): TemplateResult {
  return requestCard(
    "agreement",
    _("Afspraak"),
    request,
    html`${request.due ? html`<p class="soft">${dueLine(request.due, request.accepted == null ? "" : request.owner)}</p>` : nothing}
      ${answerField(phone, request, _("%(name)s wil dit met u doen. Doet u mee?", { name: request.owner }))}`,
  );
}

/** When it is to be done, and with whom, where that is not said elsewhere. */
function dueLine(due: string, names: string): string {
  const date = formatDate(due);
  return names ? _("Klaar op %(date)s, samen met %(names)s.", { date, names }) : _("Klaar op %(date)s.", { date });
}

/** On a card of one's own agreement. */
export function ownDueLine({ due, together }: OwnWords): unknown {
  return due ? html`<p class="soft">${dueLine(due, together?.map(([, name]) => name).join(", ") ?? "")}</p>` : nothing;
}

/** What one's own words still ask: an agreement asks its owner too. */
export function ownRequest({ mine }: Phone, { id }: OwnWords): AgreementAsked | undefined {
  return mine.asks.agreements.find((request) => request.own && request.id === id);
}

export function waitsForAnswer(phone: Phone, word: OwnWords): boolean {
  return phone.table.stage.status === "running" && ownRequest(phone, word)?.accepted === null;
}

/** On the card of the words themselves. Whoever says yes to a step that another wrote down, says that it is right (C4). */
export function ownAnswer(phone: Phone, word: OwnWords): unknown {
  const request = ownRequest(phone, word);
  if (!request || (request.accepted == null && !waitsForAnswer(phone, word))) return nothing;
  const isUnconfirmed = word.other && !word.confirmed;
  const question = isUnconfirmed ? _("Klopt dit zo, en zegt u er ja tegen?") : _("Zegt u ja tegen uw eigen afspraak?");
  return answerField(phone, request, question, isUnconfirmed ? () => phone.send("confirm_words", { word: word.id }) : undefined);
}

function answerField(phone: Phone, request: AgreementAsked, question: string, confirm = (): void => {}): TemplateResult {
  const busy = isPending(phone, "accept_agreement");
  const answer = (on: boolean) => (): void => {
    if (on) confirm();
    phone.send("accept_agreement", { word: request.id, on });
  };
  return request.accepted == null
    ? html`<p>${question}</p>
        <div class="pair">
          <button class="btn equal" ?disabled=${busy} @click=${answer(false)}>${_("Nee")}</button>
          <button class="btn equal" ?disabled=${busy} @click=${answer(true)}>${_("Ja")}</button>
        </div>`
    : html`<p class="hint apart">
        <span>${answerLine(request)}</span>
        ${phone.table.stage.status === "running"
          ? html`<button class="link" ?disabled=${busy} @click=${answer(!request.accepted)}>${request.accepted ? _("Toch niet") : _("Toch wel")}</button>`
          : nothing}
      </p>`;
}

function answerLine({ accepted, answered }: AgreementAsked): string {
  const moment = formatMoment(answered ?? 0);
  return accepted ? _("U zei ja, %(moment)s.", { moment }) : _("U zei nee, %(moment)s.", { moment });
}

export function goalRequest(phone: Phone, request: GoalAsked, isAlone: boolean): TemplateResult {
  const no = (): void => phone.update({ skippedIds: new Set([...phone.ui.skippedIds, request.id]) });
  return requestCard(
    "goal",
    _("Gedeeld doel"),
    request,
    html`<p>${_("Wilt u dit ook? Dan steunt u dit doel.")}</p>
      <div class="pair">
        ${isAlone ? html`<button class="btn equal" @click=${no}>${_("Nee")}</button>` : nothing}
        <button class="btn equal" ?disabled=${isPending(phone, "support_goal")} @click=${() => phone.send("support_goal", { word: request.id, on: true })}>${_("Ja")}</button>
      </div>`,
  );
}

function requestCard(kind: string, title: string, { text, lang }: AgreementAsked | GoalAsked, rest: TemplateResult): TemplateResult {
  return html`<article class="mine ${kind}">
    <p class="k">${title}</p>
    <p class="t" lang=${lang} dir="auto">${text}</p>
    ${rest}
  </article>`;
}
