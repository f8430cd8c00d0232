/** Whoever was taken from the table: nothing of it is here any more but whom to ask, one's own three choices (C2) and one's own words,
 * to take back (C4). */

import { html, nothing, type TemplateResult } from "lit-html";
import type { Consent, MyWords } from "../client/documents";
import { _ } from "../i18n/gettext";
import { choosing, threeChoices } from "./consent";
import type { View } from "./state";

export type TakenBack = Pick<MyWords, "id" | "text" | "lang">;

export interface ShutOut {
  /** As this phone knew it; whoever was removed is told nothing any more. */
  facilitator: string | undefined;
  chosen: Consent | null | undefined;
  words: readonly TakenBack[];
  /** Of these kinds something is on its way. */
  waits: readonly string[];
  said: string | null;
  save(chosen: Consent): void;
  takeBack(word: string): void;
}

export function removedView({ facilitator, chosen, words, waits, said, save, takeBack }: ShutOut): View {
  const say = _("U zit niet meer aan deze tafel.");
  const card = (word: TakenBack): TemplateResult => html`<article class="mine">
    <p class="t" lang=${word.lang} dir="auto">${word.text}</p>
    <p class="apart"><button class="link" type="button" ?disabled=${waits.includes("withdraw_words")} @click=${() => takeBack(word.id)}>${_("Weghalen")}</button></p>
  </article>`;
  const body = html`<form @submit=${choosing(save)}>
      <h1 class="voice">${say}</h1>
      <p class="soft">${facilitator ? _("Klopt dat niet? Vraag het %(name)s.", { name: facilitator }) : _("Klopt dat niet? Vraag het de gespreksleider.")}</p>
      <h2>${_("Over uw woorden beslist u zelf, ook nu.")}</h2>
      ${threeChoices(chosen)}
      <p class="said" role="status">${waits.length ? _("Onderweg.") : said}</p>
      <div class="single"><button class="btn go" ?disabled=${waits.includes("give_consent")}>${_("Bewaar")}</button></div>
    </form>
    ${words.length ? html`<h2>${_("Mijn woorden")}</h2>${words.map(card)}` : nothing}`;
  return { mood: "page", say, body };
}
