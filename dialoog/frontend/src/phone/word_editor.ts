/**
 * The editor of one sentence. Every character is saved in a draft on this phone, so that neither a reload nor the next
 * turn loses a word.
 */

import { html, nothing, type TemplateResult } from "lit-html";
import { live as current } from "lit-html/directives/live.js";
import type { SourceKind, WordKind } from "../client/documents";
import { charactersLeft } from "../text_length";
import { dateInFourWeeks } from "../i18n/formats";
import { _ } from "../i18n/gettext";
import { keepChoices } from "./keep_choices";
import { SOURCE_LABELS } from "./labels";
import { type OwnWords, type Phone, type View, ownWords } from "./state";
import { warnings } from "./warnings";
import type { Draft, Slot } from "./drafts";

const OWN_KINDS: readonly WordKind[] = ["introduction", "experience", "perspective", "dream", "possibility", "closing_word"];

/** Gemeenschapskracht: what could be, what one has to share and what one looks for, side by side in Mogelijkheden. */
export const STEP_KINDS: Partial<Record<WordKind, () => string>> = {
  possibility: () => _("Een mogelijkheid"),
  source: () => _("Dit kan ik delen"),
  question: () => _("Dit vraag ik"),
};

/** The field that belongs to the step that runs: none in a step that keeps nothing. */
export function stepSlot({ table, mine }: Phone): Slot | null {
  const { id, kind, form } = table.step;
  const own = kind && OWN_KINDS.includes(kind) ? kind : form === "harvest" ? "closing_word" : null;
  const slot = own && { key: `own.${id}.${own}`, kind: own, step: id, turn: mine.now.turn ?? null };
  return slot && own === "possibility" ? { ...slot, kinds: Object.keys(STEP_KINDS) as WordKind[] } : slot;
}

export function newSlot(phone: Phone, kind: WordKind): Slot {
  return { key: `new.${kind}`, kind, step: phone.table.step.id, turn: null };
}

/** Own words of this slot that are saved or on their way. */
export function wordsInSlot(phone: Phone, slot: Slot): OwnWords[] {
  return ownWords(phone).filter((word) => (slot.kinds ?? [slot.kind]).includes(word.kind) && word.step === slot.step);
}

const HEADLINES: Partial<Record<WordKind, () => string>> = {
  source: () => _("Wat kunt u delen?"),
  question: () => _("Welke vraag neemt u mee?"),
  goal: () => _("Welk doel delen we?"),
  agreement: () => _("Welke kleine stap zet u zelf?"),
  closing_word: () => _("Welk woord geeft u mee?"),
};

/** `note`: what goes on at the table meanwhile, when the field stayed open. */
export function editorView(phone: Phone, slot: Slot, note: string | null, close: boolean): View {
  const draft = phone.drafts.get(slot);
  const { kind } = draft.slot;
  const question = HEADLINES[kind]?.();
  const headline = slot.word ? _("Uw zin veranderen") : slot.kinds ? _("Wat brengt u in?") : (question ?? _("Welke zin wilt u bewaren?"));
  const remaining = charactersLeft(draft.text);
  const folds = slot.kinds && !phone.ui.choosesFirst && !draft.ticked && !draft.keep; // no room for them beside three kinds; the card asks the same
  const change = (part: Partial<Draft>): void => {
    const next = { ...phone.drafts.get(slot), slot: { ...slot, kind }, ...part };
    phone.drafts.set(next);
    phone.update({ editor: next.slot, message: null });
  };
  const save = (event: Event): void => {
    event.preventDefault();
    const latest = phone.drafts.get(slot);
    if (latest.text.trim() === "" || charactersLeft(latest.text) < 0) return document.getElementById("words")?.focus();
    if (kind === "source" && !slot.word && !latest.source) {
      change({ source: null });
      return document.querySelector<HTMLElement>("[name=source]")?.focus();
    }
    phone.save(latest);
  };
  const body = html`<form class=${slot.kinds ? "write several" : "write"} @submit=${save}>
    ${note ? html`<p class="meanwhile">${note}</p>` : nothing}
    <h1 class="voice">${headline}</h1>
    <p class="lead">${_("Eén zin. Niets is ook goed.")}</p>
    ${slot.kinds ? kindField(kind, slot.kinds, (other) => change({ slot: { ...slot, kind: other } })) : nothing}
    ${kind === "source" && !slot.word ? sourceField(draft, (source) => change({ source })) : nothing}
    <label for="words">${(slot.kinds && question) || _("Uw zin")}</label>
    <textarea
      id="words"
      dir="auto"
      rows=${slot.kinds ? 2 : 3}
      autocomplete="off"
      aria-describedby="nobody left"
      .value=${current(draft.text)}
      @input=${(event: Event) => change({ text: (event.target as HTMLTextAreaElement).value })}
    ></textarea>
    <p class="hint apart">
      <span id="nobody">${slot.word ? _("De oude zin blijft tot u bewaart.") : _("Nog niemand ziet dit.")}</span>
      <span id="left" class=${remaining < 0 ? "over" : ""}>${remaining < 0 ? _("%(num)s te veel", { num: -remaining }) : remaining}</span>
    </p>
    ${slot.kind === "agreement" ? agreementFields(phone, draft, change) : nothing} ${slot.word ? nothing : folds ? nothing : sharingFields(phone, draft, change)}
    ${warnings(phone, draft)}
    <p class="said" role="status">${phone.ui.message ?? nothing}</p>
    <div class=${close ? "pair" : "single"}>
      ${close ? html`<button type="button" class="btn equal" @click=${() => phone.update({ editor: null, message: null })}>${_("Later verder")}</button>` : nothing}
      <button class="btn go">${_("Bewaar")}</button>
    </div>
    ${folds ? html`<button type="button" class="link" @click=${() => phone.update({ choosesFirst: true })}>${_("Kies nu al wat ermee mag")}</button>` : nothing}
  </form>`;
  return { mood: "words", headline, body, showsMessage: true };
}

function sharingFields(phone: Phone, draft: Draft, change: (part: Partial<Draft>) => void): TemplateResult {
  return html`<label class="share"
      ><input type="checkbox" .checked=${draft.ticked ?? false} @change=${(event: Event) => change({ ticked: isChecked(event) })} />
      ${_("Laat op het scherm zien")}</label
    >
    ${keepChoices(phone, "draft", draft.keep, (keep) => change({ keep }))}`;
}

function kindField(current: WordKind, kinds: readonly WordKind[], choose: (kind: WordKind) => void): TemplateResult {
  return html`<fieldset class="choices kinds">
    <legend class="vh">${_("Wat brengt u in?")}</legend>
    ${kinds.map(
      (kind) => html`<label class=${kind}
        ><input type="radio" name="kind" .checked=${kind === current} @change=${() => choose(kind)} />${STEP_KINDS[kind]?.()}</label
      >`,
    )}
  </fieldset>`;
}

function sourceField(draft: Draft, choose: (source: SourceKind) => void): TemplateResult {
  return html`<fieldset class="choices side">
    <legend class="vh">${_("Wat u deelt")}</legend>
    ${(Object.keys(SOURCE_LABELS) as SourceKind[]).map(
      (source) => html`<label
        ><input type="radio" name="source" .checked=${draft.source === source} @change=${() => choose(source)} />${SOURCE_LABELS[source]()}</label
      >`,
    )}
    ${draft.source === null ? html`<p class="over" role="alert">${_("Kies eerst wat u deelt.")}</p>` : nothing}
  </fieldset>`;
}

/** T23: without a date it stays an idea; whoever is named says yes themselves. */
function agreementFields({ table, mine, live }: Phone, draft: Draft, change: (part: Partial<Draft>) => void): TemplateResult {
  const others = table.circle.filter(([seat]) => seat !== mine.me.seat);
  const together = draft.together ?? [];
  const toggle = (seat: string) => (event: Event): void =>
    change({ together: isChecked(event) ? [...together, seat] : together.filter((other) => other !== seat) });
  return html`<label for="due">${_("Wanneer is het klaar?")}</label>
    <input
      id="due"
      type="date"
      .value=${dueOf(draft, live.now()) ?? ""}
      @change=${(event: Event) => change({ due: (event.target as HTMLInputElement).value || null })}
    />
    <fieldset class="choices side">
      <legend>${_("Samen met")}</legend>
      ${others.map(
        ([seat, name]) => html`<label><input type="checkbox" .checked=${together.includes(seat)} @change=${toggle(seat)} /><bdi>${name}</bdi></label>`,
      )}
    </fieldset>
    <p class="hint">${_("Wie u noemt, zegt zelf ja of nee.")}</p>`;
}

/** Four weeks from now until somebody says another day, or none: then it stays an idea. */
function dueOf({ due }: Draft, now: number): string | null {
  return due === undefined ? dateInFourWeeks(now) : due;
}

function isChecked(event: Event): boolean {
  return (event.target as HTMLInputElement).checked;
}

/** The fields of the command that saves a draft; `lang` is what it was written in. */
export function writeCommand(phone: Phone, draft: Draft, lang: string): { kind: string; fields: Record<string, unknown> } {
  const { slot } = draft;
  const fields: Record<string, unknown> = { text: draft.text.trim(), lang };
  if (slot.kind === "agreement") Object.assign(fields, { due: dueOf(draft, phone.live.now()), together: draft.together ?? [] });
  if (slot.word) return { kind: "change_words", fields: { ...fields, word: slot.word } };
  Object.assign(fields, { word_kind: slot.kind, seat: phone.mine.me.seat, step: slot.step });
  if (slot.turn != null) fields["turn"] = slot.turn;
  const keep = draft.keep ?? (phone.mine.me.consent?.words === false ? "no" : null);
  if (keep) fields["keep"] = keep;
  if (draft.ticked) fields["ticked"] = true;
  if (slot.kind === "source" && draft.source) fields["source"] = draft.source;
  return { kind: "write", fields };
}
