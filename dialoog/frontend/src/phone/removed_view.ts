/**
 * The page of somebody who was removed from the table: whom to ask, the three choices of consent (C2) and the own words,
 * to withdraw (C4).
 */

import { html, nothing, type TemplateResult } from "lit-html";
import type { Consent, MyWords } from "../client/documents";
import { _ } from "../i18n/gettext";
import { consentSubmit, consentChoices, type ConsentFields } from "./consent";
import type { View } from "./state";

export type RemovableWords = Pick<MyWords, "id" | "text" | "lang">;

export interface RemovedProps {
  /** As this phone knew it; whoever was removed is told nothing any more. */
  facilitator: string;
  /** Was never let in. */
  waited: boolean;
  consent: Consent | null | undefined;
  reach: string;
  words: readonly RemovableWords[];
  /** Of these kinds something is on its way. */
  pendingKinds: readonly string[];
  message: string | null;
  save(consent: ConsentFields): void;
  withdraw(word: string): void;
}

export function removedView({ facilitator, waited, consent, reach, words, pendingKinds: waits, message, save, withdraw: takeBack }: RemovedProps): View {
  const headline = waited ? _("Aanschuiven kan nu niet.") : _("U zit niet meer aan deze tafel.");
  const card = (word: RemovableWords): TemplateResult => html`<article class="mine">
    <p class="t" lang=${word.lang} dir="auto">${word.text}</p>
    <p class="apart"><button class="link" type="button" ?disabled=${waits.includes("withdraw_words")} @click=${() => takeBack(word.id)}>${_("Weghalen")}</button></p>
  </article>`;
  const body = html`<form @submit=${consentSubmit(save)}>
      <h1 class="voice">${headline}</h1>
      <p class="soft">${_("Klopt dat niet? Vraag het aan %(name)s.", { name: facilitator })}</p>
      <h2>${_("Over uw woorden beslist u zelf, ook nu.")}</h2>
      ${consentChoices(consent, reach)}
      <p class="said" role="status">${waits.length ? _("Onderweg.") : message}</p>
      <div class="single"><button class="btn go" ?disabled=${waits.includes("give_consent")}>${_("Bewaar")}</button></div>
    </form>
    ${words.length ? html`<h2>${_("Mijn woorden")}</h2>${words.map(card)}` : nothing}`;
  return { mood: "page", headline, body };
}
