/**
 * One's own words with what may happen to each: choose, change, withdraw, confirm what somebody else wrote down, and add
 * words while nobody speaks. It also shows what others ask.
 */

import { html, nothing, type TemplateResult } from "lit-html";
import type { WordKind } from "../client/documents";
import { _ } from "../i18n/gettext";
import { cardChoices, sendChoice } from "./keep_choices";
import type { Slot } from "./drafts";
import { newSlot, stepSlot } from "./word_editor";
import { KEEP_LABELS, KIND_LABELS, SOURCE_LABELS } from "./labels";
import { agreementRequest, goalRequest, openRequests, ownAnswer, ownDueLine, waitsForAnswer } from "./agreement_requests";
import { translationRequest, translationView } from "./translation_request";
import { isPending, canWrite, type OwnWords, ownWords, type Phone, type View } from "./state";

export function myWordsView(phone: Phone): View {
  const { mine, table } = phone;
  const headline = _("Mijn woorden");
  const words = [...ownWords(phone)].reverse().sort((a, b) => Number(waitsForAnswer(phone, b)) - Number(waitsForAnswer(phone, a)));
  const open = openRequests(phone);
  const requests = [
    ...open.agreements.filter(({ own }) => !own).map((request) => agreementRequest(phone, request)),
    ...open.goals.map((request) => goalRequest(phone, request, false)),
  ];
  const answered = mine.asks.agreements.filter(({ own, accepted }) => accepted != null && !own);
  const body = html`<h1 class="voice">${headline}</h1>
    ${requests} ${draftCards(phone)}
    ${words.length
      ? words.map((word) => wordCard(phone, word))
      : answered.length || phone.drafts.unsaved().length
        ? nothing
        : html`<p class="lead">${_("Er is nog niets van u opgeschreven. Dat mag zo blijven.")}</p>`}
    ${answered.map((request) => agreementRequest(phone, request))}
    ${canWrite(phone) ? addButtons(phone, slotsNow(phone), KIND_LABELS) : nothing}
    <div class="quietly">
      <button class="link" @click=${() => phone.update({ panel: "consent" })}>${_("Wat gebeurt er met uw woorden?")}</button>
      ${table.stage.status !== "running" || mine.now.phase === "left" || table.floor.phase === "goodbye"
        ? html`<button class="link" @click=${() => phone.update({ panel: "erasing" })}>${_("Wis mijn woorden")}</button>`
        : nothing}
    </div>`;
  return { mood: "words", headline, body };
}

/** One card: what was written, then the choice; undecided it lies open, closed it is one line. Choosing closes nothing. */
export function wordCard(phone: Phone, word: OwnWords): TemplateResult {
  return html`<article class="mine ${word.kind}">
    <p class="k">${KIND_LABELS[word.kind]()}${word.source ? html` · ${SOURCE_LABELS[word.source]()}` : nothing}</p>
    <p class="t" lang=${word.lang} dir="auto">${word.text}</p>
    ${word.translation ? translationView(word.translation) : nothing} ${translationRequest(phone, word)}
    ${ownDueLine(word)} ${word.shown ? html`<p class="soft">${_("Staat op het scherm.")}</p>` : nothing}
    ${word.linked && !phone.isLinked ? html`<p class="soft">${_("Veranderd op het gekoppelde toestel.")}</p>` : nothing}
    ${word.waits
      ? html`<p class="soft">${_("Wacht op verbinding.")}</p>`
      : html`${word.other && !word.confirmed && !waitsForAnswer(phone, word) ? confirmField(phone, word) : nothing} ${ownAnswer(phone, word)}
        ${isCardOpen(phone, word)
          ? html`${cardChoices(phone, word)}${wordButtons(phone, word)}`
          : html`<p class="hint apart">
              <span>${word.keep ? KEEP_LABELS[word.keep]() : _("Nog niet gekozen.")}${word.public ? html` · ${_("Ook openbaar")}` : nothing}${word.ticked && !word.shown ? html` · ${_("Mag op het scherm")}` : nothing}</span>
              <button class="link" @click=${() => setCard(phone, word, true)}>${_("Veranderen")}</button>
            </p>`}`}
  </article>`;
}

export function isCardOpen({ ui }: Phone, { id, keep }: OwnWords): boolean {
  return ui.openCards[id] ?? !keep;
}

function setCard(phone: Phone, word: OwnWords, isOpen: boolean): void {
  phone.update({ ...(isOpen ? {} : sendChoice(phone, word)), openCards: { ...phone.ui.openCards, [word.id]: isOpen } });
}

/** C4: what somebody else wrote down counts after "klopt". */
function confirmField(phone: Phone, word: OwnWords): TemplateResult {
  return html`<p>${_("Iemand schreef dit voor u op. Klopt het zo?")}</p>
    <button class="btn equal" ?disabled=${isPending(phone, "confirm_words")} @click=${() => phone.send("confirm_words", { word: word.id })}>
      ${_("Klopt")}
    </button>`;
}

function wordButtons(phone: Phone, word: OwnWords): TemplateResult {
  const closed = phone.table.stage.status === "closed";
  const seats = word.together?.map(([seat]) => seat) ?? [];
  const slot = { key: `change.${word.id}`, kind: word.kind, step: word.step, word: word.id };
  const change = (): void => {
    if (!phone.drafts.get(slot).text) phone.drafts.set({ slot, text: word.text, due: word.due ?? null, together: seats });
    phone.update({ editor: slot });
  };
  const tick = (event: Event): void => phone.send("tick_words", { word: word.id, on: (event.target as HTMLInputElement).checked });
  return html`${closed
      ? nothing
      : html`<label class="share"
          ><input type="checkbox" .checked=${word.ticked ?? false} @change=${tick} />${_("Laat op het scherm zien")}</label
        >`}
    ${publicChoice(phone, word)}
    <button class="btn equal" @click=${() => setCard(phone, word, false)}>${_("Klaar")}</button>
    <p class="apart">
      ${canWrite(phone) ? html`<button class="link" @click=${change}>${_("Zin veranderen")}</button>` : nothing}
      <button class="link" @click=${() => phone.send("withdraw_words", { word: word.id }, _("Weggehaald."))}>${_("Weghalen")}</button>
    </p>`;
}

/** C3: the further yes, apart from the choice that it goes with, and off until it is ticked. */
function publicChoice({ ui, send }: Phone, { id, keep, ...word }: OwnWords): unknown {
  return keep && keep !== "no" && (ui.choices[id] ?? keep) === keep
    ? html`<label class="share"
          ><input type="checkbox" .checked=${word.public ?? false} @change=${(event: Event) => send("keep_words", { word: id, keep, public: (event.target as HTMLInputElement).checked })} />${_("Ook openbaar")}</label
        >
        <p class="hint">${_("Dan staat hij ook op internet en op papier in de wijk.")}</p>`
    : nothing;
}

/** S1: after closing nothing can be saved any more, so what was not is the owner's to copy or to throw away. */
function draftCards(phone: Phone): unknown {
  const closed = phone.table.stage.status === "closed";
  return phone.drafts.unsaved().map(
    (draft) => html`<article class="mine unsaved">
      <p class="k">${_("Nog niet bewaard")}</p>
      <p class="t" dir="auto">${draft.text}</p>
      ${closed
        ? html`<p class="soft">${_("De dialoog is afgesloten. Deze zin is niet meer aangekomen en staat alleen op deze telefoon.")}</p>`
        : canWrite(phone)
          ? nothing
          : html`<p class="soft">${_("Verder schrijven kan als niemand het woord heeft.")}</p>`}
      ${closed || canWrite(phone)
        ? html`<p class="apart">
            ${closed
              ? html`<button class="link" @click=${(event: Event) => copySentence(phone, event)}>${_("Kopieer de zin")}</button>`
              : html`<button class="link" @click=${() => phone.update({ editor: draft.slot })}>${_("Verder schrijven")}</button>`}
            <button class="link" @click=${() => (phone.drafts.remove(draft.slot), phone.update({}))}>${_("Weggooien")}</button>
          </p>`
        : nothing}
    </article>`,
  );
}

/** By way of the selection: over plain http a page has no clipboard. Where that fails too, the sentence stays selected. */
function copySentence(phone: Phone, { currentTarget }: Event): void {
  const sentence = (currentTarget as HTMLElement).closest("article")?.querySelector(".t");
  if (!sentence) return;
  getSelection()?.selectAllChildren(sentence);
  if (document.execCommand("copy")) phone.update({ message: _("Gekopieerd.") });
}

/** Own words of the step always; sources, questions, goals and steps from Mogelijkheden on. */
function slotsNow(phone: Phone): Slot[] {
  const { step } = phone.table;
  const own = stepSlot(phone);
  const lateKinds: WordKind[] = step.kind === "possibility" || step.form === "harvest" ? ["source", "question", "agreement", "goal"] : [];
  return [...(own ? [own] : []), ...lateKinds.map((kind) => newSlot(phone, kind))];
}

export function addButtons(phone: Phone, slots: readonly Slot[], labels: Partial<Record<WordKind, () => string>>): TemplateResult {
  if (!slots.length) return html``;
  return html`<h2>${_("Iets toevoegen")}</h2>
    <div class="adding">
      ${slots.map((slot) => html`<button class="btn equal ${slot.kind}" @click=${() => phone.update({ editor: slot })}>${labels[slot.kind]?.()}</button>`)}
    </div>`;
}
