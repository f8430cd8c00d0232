/**
 * The read-back (C3, T25): undecided words one at a time, then the agreements and goals that need a yes, then whether what was
 * kept earlier may be public too. Each may be skipped.
 */

import { html, nothing } from "lit-html";
import type { Keep } from "../client/documents";
import { _, _n } from "../i18n/gettext";
import { agreementRequest, goalRequest, openRequests, ownAnswer, ownDueLine, waitsForAnswer } from "./agreement_requests";
import { cardChoices, sendChoice } from "./keep_choices";
import { KEEP_LABELS, KIND_LABELS } from "./labels";
import { translationRequest } from "./translation_request";
import { isPending, type OwnWords, ownWords, type Phone, type View } from "./state";

/** Another answer than the one about the words themselves. */
const translationOf = ({ id }: OwnWords): string => `translation of ${id}`;
const publicOf = (id: string): string => `public of ${id}`;

export function readBackView(phone: Phone): View {
  const { ui } = phone;
  const isUndecided = <T extends { id: string }>(entry: T): boolean => !ui.skippedIds.has(entry.id);
  const words = ownWords(phone).filter((word) => !word.waits && isUndecided(word) && (!word.keep || (word.other && !word.confirmed) || waitsForAnswer(phone, word)));
  const open = openRequests(phone);
  const agreements = open.agreements.filter((request) => !request.own && isUndecided(request));
  const goals = open.goals.filter(isUndecided);
  const skip = (id: string) => ({ skippedIds: new Set([...ui.skippedIds, id]) });
  const translated = ownWords(phone).filter((word) => word.translated && !ui.skippedIds.has(translationOf(word)));
  const kept = ownWords(phone).filter((word) => isKept(phone, word) && !word.public && !ui.skippedIds.has(publicOf(word.id)));
  const remaining = words.length + translated.length + agreements.length + goals.length + kept.length;
  const count = html`<p class="lead">${_n("Nog één ding om na te kijken.", "Nog %(num)s dingen om na te kijken.", remaining)}</p>`;
  const keptWord = ownWords(phone).find(({ id }) => id === ui.publicAsked?.word);
  if (keptWord && ui.publicAsked) return publicQuestion(phone, keptWord, ui.publicAsked, [keptWord]);
  const [word] = words;
  if (word) {
    const keep = ui.choices[word.id];
    const next = (): void =>
      phone.update({ ...sendChoice(phone, word), ...skip(word.id), publicAsked: keep && keep !== "no" ? { word: word.id, keep } : null });
    const isUnconfirmed = word.other && !word.confirmed && !waitsForAnswer(phone, word);
    const headline = isUnconfirmed ? _("Klopt dit zo?") : _("Wat mag hiermee?");
    return {
      mood: "words",
      headline,
      body: html`<h1 class="voice">${headline}</h1>
        ${count}
        <article class="mine ${word.kind}">
          <p class="k">${KIND_LABELS[word.kind]()}</p>
          <p class="t" lang=${word.lang} dir="auto">${word.text}</p>
          ${ownDueLine(word)} ${ownAnswer(phone, word)}
          ${isUnconfirmed
            ? html`<button class="btn equal" ?disabled=${isPending(phone, "confirm_words")} @click=${() => phone.send("confirm_words", { word: word.id })}>
                ${_("Klopt")}
              </button>`
            : cardChoices(phone, word)}
        </article>
        <div class="single">
          <button class="btn equal" @click=${next}>${keep ? _("Klaar") : _("Nu niet kiezen")}</button>
        </div>
        ${keep || word.keep ? nothing : html`<p class="hint">${_("Kiest u niet? Dan wissen we de zin na zeven dagen.")}</p>`}`,
    };
  }
  const [agreement] = agreements;
  const [translatedWord] = translated;
  const request = translatedWord
    ? html`<article class="mine ${translatedWord.kind}">
          <p class="t" lang=${translatedWord.lang} dir="auto">${translatedWord.text}</p>
          ${translationRequest(phone, translatedWord)}
        </article>
        <div class="single"><button class="btn equal" @click=${() => phone.update(skip(translationOf(translatedWord)))}>${_("Nu niet kiezen")}</button></div>`
    : agreement
    ? html`${agreementRequest(phone, agreement)}
        <div class="single"><button class="btn equal" @click=${() => phone.update(skip(agreement.id))}>${_("Nu niet kiezen")}</button></div>`
    : goals[0] ? goalRequest(phone, goals[0], true) : null;
  const [unasked] = kept;
  if (!request && unasked?.keep) return publicQuestion(phone, unasked, { word: unasked.id, keep: unasked.keep }, kept);
  const headline = translatedWord ? _("Klopt dit zo?") : request ? _("Doet u mee?") : _("U hebt alles gezien.");
  return {
    mood: request ? "words" : "listen",
    headline,
    body: html`<h1 class="voice">${headline}</h1>
      ${request ? html`${count}${request}` : html`<p class="soft">${_("U mag uw telefoon omdraaien.")}</p>`}
      ${request ? nothing : html`<p class="soft">${_("U kunt alles nog veranderen bij Mijn woorden.")}</p>`}`,
  };
}

function isKept({ mine }: Phone, { keep, waits, other, confirmed }: OwnWords): boolean {
  return mine.me.consent?.words === true && !waits && keep != null && keep !== "no" && (!other || confirmed === true);
}

/** C3: the further yes, asked apart, of what was kept. No weighs as much as yes, and may be said of all that is `left` at once. */
function publicQuestion(phone: Phone, { kind, lang, text, ...word }: OwnWords, choice: { word: string; keep: Keep }, left: readonly OwnWords[]): View {
  const answered = (words: readonly { id: string }[]): void =>
    phone.update({ publicAsked: null, skippedIds: new Set([...phone.ui.skippedIds, ...words.map(({ id }) => publicOf(id))]) });
  const answer = (isPublic: boolean) => (): void => {
    if (isPublic) phone.send("keep_words", { ...choice, public: true });
    answered([word]);
  };
  const headline = _("Mag deze zin ook openbaar?");
  return {
    mood: "words",
    headline,
    body: html`<h1 class="voice">${headline}</h1>
      <article class="mine ${kind}">
        <p class="t" lang=${lang} dir="auto">${text}</p>
        <p class="soft">${KEEP_LABELS[choice.keep]()}</p>
      </article>
      <p>${_("Dan staat hij ook op internet en op papier in de wijk.")}</p>
      <div class="pair">
        <button class="btn equal" @click=${answer(false)}>${_("Nee")}</button>
        <button class="btn equal" @click=${answer(true)}>${_("Ja")}</button>
      </div>
      ${left.length > 1 ? html`<button class="link" @click=${() => answered(left)}>${_("Nee, geen van mijn zinnen")}</button>` : nothing}`,
  };
}
