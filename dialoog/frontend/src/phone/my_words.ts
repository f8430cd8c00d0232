/**
 * All of one's own words with what may happen to each: choose, change, withdraw, say "klopt" to what somebody else wrote down,
 * and add words while nobody has the word. Also what others ask one's own yes for.
 */

import { html, nothing, type TemplateResult } from "lit-html";
import type { WordKind } from "../client/documents";
import { day } from "../i18n/formats";
import { _ } from "../i18n/gettext";
import { choices } from "./keep_choices";
import { newSlot, slotOfStep } from "./word_editor";
import { KEEPS, KINDS, SOURCES } from "./labels";
import { agreementAsked, goalAsked } from "./agreement_requests";
import { asking, mayWrite, type OwnWords, ownWords, type Phone, type View } from "./state";

export function myWords(phone: Phone): View {
  const { mine, table } = phone;
  const say = _("Mijn woorden");
  const words = [...ownWords(phone)].reverse();
  const asks = [
    ...mine.asks.agreements.filter((one) => !one.accepted).map((one) => agreementAsked(phone, one, false)),
    ...mine.asks.goals.filter((one) => !one.supported).map((one) => goalAsked(phone, one, false)),
  ];
  const body = html`<h1 class="voice">${say}</h1>
    ${asks} ${unsaved(phone)}
    ${words.length
      ? words.map((word) => card(phone, word))
      : html`<p class="lead">${_("Er is nog niets van u opgeschreven. Dat mag zo blijven.")}</p>`}
    ${mayWrite(phone) ? adding(phone) : nothing}
    <div class="quietly">
      <button class="link" @click=${() => phone.show({ open: "consent" })}>${_("Wat gebeurt er met uw woorden?")}</button>
      ${table.stage.status !== "running" || mine.now.phase === "left" || table.floor.phase === "goodbye"
        ? html`<button class="link" @click=${() => phone.show({ open: "erasing" })}>${_("Wis mijn woorden")}</button>`
        : nothing}
    </div>`;
  return { mood: "words", say, body };
}

/** One card: what was written, then the choice; undecided it lies open, decided it is one line. */
export function card(phone: Phone, word: OwnWords, saved = false): TemplateResult {
  const open = !word.keep || phone.ui.unfolded === word.id;
  const keep = word.keep ? KEEPS[word.keep]() : null;
  return html`<article class="mine ${word.kind}">
    <p class="k">${KINDS[word.kind]()}${word.source ? html` · ${SOURCES[word.source]()}` : nothing}</p>
    <p class="t" lang=${word.lang} dir="auto">${word.text}</p>
    ${word.translation ? html`<p class="t translation" lang=${word.translation.lang} dir="auto">${word.translation.text}</p>` : nothing}
    ${word.due ? html`<p class="soft">${dueLine(word)}</p>` : nothing} ${word.shown ? html`<p class="soft">${_("Staat op het scherm.")}</p>` : nothing}
    ${word.waits
      ? html`<p class="soft">${_("Wacht op verbinding.")}</p>`
      : html`${word.other && !word.confirmed ? confirming(phone, word) : nothing}
        ${open
          ? html`${choices(phone, word.id, word.keep, (chosen) => phone.ask("keep_words", { word: word.id, keep: chosen }))}${buttons(phone, word)}`
          : html`<p class="hint apart">
              <span>${keep}</span>
              <button class="link" @click=${() => phone.show({ unfolded: word.id })}>${saved ? _("Veranderen") : _("Anders")}</button>
            </p>`}`}
  </article>`;
}

function dueLine(word: OwnWords): string {
  const date = day(word.due ?? "");
  const names = word.together?.join(", ");
  return names ? _("Klaar op %(date)s, samen met %(names)s.", { date, names }) : _("Klaar op %(date)s.", { date });
}

/** C4: what somebody else wrote down counts after "klopt". */
function confirming(phone: Phone, word: OwnWords): TemplateResult {
  return html`<p>${_("Iemand schreef dit voor u op. Klopt het zo?")}</p>
    <button class="btn equal" ?disabled=${asking(phone, "confirm_words")} @click=${() => phone.ask("confirm_words", { word: word.id })}>
      ${_("Klopt")}
    </button>`;
}

function buttons(phone: Phone, word: OwnWords): TemplateResult {
  const closed = phone.table.stage.status === "closed";
  const seats = phone.table.circle.filter(([, name]) => word.together?.includes(name)).map(([seat]) => seat);
  const slot = { key: `change.${word.id}`, kind: word.kind, step: word.step, word: word.id };
  const change = (): void => {
    if (!phone.drafts.of(slot).text) phone.drafts.put({ slot, text: word.text, due: word.due ?? null, together: seats });
    phone.show({ editor: slot });
  };
  const tick = (event: Event): void => phone.ask("tick_words", { word: word.id, on: (event.target as HTMLInputElement).checked });
  return html`${closed
      ? nothing
      : html`<label class="share"
          ><input type="checkbox" .checked=${word.ticked ?? false} @change=${tick} />${_("Laat op het scherm zien")}</label
        >`}
    <p class="apart">
      ${mayWrite(phone) ? html`<button class="link" @click=${change}>${_("Zin veranderen")}</button>` : nothing}
      <button class="link" @click=${() => phone.ask("withdraw_words", { word: word.id }, _("Weggehaald."))}>${_("Weghalen")}</button>
    </p>`;
}

function unsaved(phone: Phone): unknown {
  return phone.drafts.left().map(
    (draft) => html`<article class="mine unsaved">
      <p class="k">${_("Nog niet bewaard")}</p>
      <p class="t" dir="auto">${draft.text}</p>
      ${mayWrite(phone)
        ? html`<p class="apart">
            <button class="link" @click=${() => phone.show({ editor: draft.slot })}>${_("Verder schrijven")}</button>
            <button class="link" @click=${() => (phone.drafts.drop(draft.slot), phone.show({}))}>${_("Weggooien")}</button>
          </p>`
        : html`<p class="soft">${_("Verder schrijven kan als niemand het woord heeft.")}</p>`}
    </article>`,
  );
}

/** Own words of the step always; sources, questions, goals and steps from Mogelijkheden on. */
function adding(phone: Phone): TemplateResult {
  const { step } = phone.table;
  const own = slotOfStep(phone);
  const late: WordKind[] = step.kind === "possibility" || step.form === "harvest" ? ["source", "question", "agreement", "goal"] : [];
  const slots = [...(own ? [own] : []), ...late.map((kind) => newSlot(phone, kind))];
  if (!slots.length) return html``;
  return html`<h2>${_("Iets toevoegen")}</h2>
    <div class="adding">
      ${slots.map((slot) => html`<button class="btn equal ${slot.kind}" @click=${() => phone.show({ editor: slot })}>${KINDS[slot.kind]()}</button>`)}
    </div>`;
}
