/**
 * The read-back (C3, T25): what is still undecided, one sentence at a time; then the steps and goals that ask one's own yes. Every
 * one may be left as it is.
 */

import { html, nothing } from "lit-html";
import { _, _n } from "../i18n/gettext";
import { agreementAsked, goalAsked } from "./agreement_requests";
import { choices } from "./keep_choices";
import { KINDS } from "./labels";
import { asking, ownWords, type Phone, type View } from "./state";

export function readBack(phone: Phone): View {
  const { mine, ui } = phone;
  const still = <T extends { id: string }>(one: T): boolean => !ui.skipped.has(one.id);
  const words = ownWords(phone).filter((word) => !word.waits && still(word) && (!word.keep || (word.other && !word.confirmed)));
  const agreements = mine.asks.agreements.filter((one) => !one.accepted && still(one));
  const goals = mine.asks.goals.filter((one) => !one.supported && still(one));
  const left = words.length + agreements.length + goals.length;
  const count = html`<p class="lead">${_n("Nog één ding om na te kijken.", "Nog %(num)s dingen om na te kijken.", left)}</p>`;
  const [word] = words;
  if (word) {
    const say = word.other && !word.confirmed ? _("Klopt dit zo?") : _("Wat mag hiermee?");
    return {
      mood: "words",
      say,
      body: html`<h1 class="voice">${say}</h1>
        ${count}
        <article class="mine ${word.kind}">
          <p class="k">${KINDS[word.kind]()}</p>
          <p class="t" lang=${word.lang} dir="auto">${word.text}</p>
          ${word.other && !word.confirmed
            ? html`<button class="btn equal" ?disabled=${asking(phone, "confirm_words")} @click=${() => phone.ask("confirm_words", { word: word.id })}>
                ${_("Klopt")}
              </button>`
            : choices(phone, word.id, word.keep, (keep) => phone.ask("keep_words", { word: word.id, keep }))}
        </article>
        <p class="hint">${_("Kiest u niet? Dan wissen we de zin na zeven dagen.")}</p>
        <div class="single">
          <button class="btn equal" @click=${() => phone.show({ skipped: new Set([...ui.skipped, word.id]) })}>${_("Nu niet kiezen")}</button>
        </div>`,
    };
  }
  const asked = agreements[0] ? agreementAsked(phone, agreements[0], true) : goals[0] ? goalAsked(phone, goals[0], true) : null;
  const say = asked ? _("Doet u mee?") : _("U heeft alles gezien.");
  return {
    mood: asked ? "words" : "listen",
    say,
    body: html`<h1 class="voice">${say}</h1>
      ${asked ? html`${count}${asked}` : html`<p class="soft">${_("U mag uw telefoon omdraaien.")}</p>`}
      ${asked ? nothing : html`<p class="soft">${_("Alles blijft te veranderen bij Mijn woorden.")}</p>`}`,
  };
}
