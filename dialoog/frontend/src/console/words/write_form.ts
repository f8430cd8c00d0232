/**
 * The form in which the console writes words for a seat or for the group; the draft stays in local storage until it is
 * saved.
 */

import { html, nothing, type TemplateResult } from "lit-html";
import type { WordKind } from "../../client/documents";
import { detectLanguage } from "../../i18n/languages";
import { charactersLeft } from "../../text_length";
import { _ } from "../../i18n/gettext";
import { type ConsoleState, nameOf, findPerson, presentPeople } from "../state";
import type { Renderable } from "../layout/controls";
import { saveItem, loadItem } from "../storage";
import { SOURCES, kindLabel, sourceLabel } from "../labels";
import { nameWarning } from "./named_people";

/** `seat`: the words of one person, who need not be chosen; their draft is apart from everybody else's. */
export function writeForm(state: ConsoleState, kind: WordKind, extra: Renderable, seat?: string): TemplateResult {
  const draftKey = seat ? `draft.${kind}.${seat}` : `draft.${kind}`;
  const save = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const fields = isComplete(form) ? fieldsFrom(state, kind, new FormData(form)) : null;
    if (!fields) return;
    const answer = await state.send("write", fields);
    if (answer.answer === "refused") return;
    saveItem(draftKey, "");
    form.reset();
    state.updateUi({ agreementOwner: null });
  };
  return html`<form class="write" novalidate @submit=${save} @input=${(event: Event) => onInput(event, state, draftKey)}>
    <label for=${`write-${kind}`}>${_("%(kind)s opschrijven", { kind: kindLabel(kind) })}</label>
    <textarea id=${`write-${kind}`} name="text" class="utrecht-textarea voice" rows="2" dir="auto" required .defaultValue=${loadItem(draftKey)}></textarea>
    <p class="hint count" aria-live="polite"></p>
    <div role="status">${nameWarning(state, loadItem(draftKey))}</div>
    ${extra} ${seat ? html`<input type="hidden" name="seat" value=${seat} />` : nothing}
    <p class="refusal" role="alert"></p>
    <button class="btn go">${_("Bewaar")}</button>
  </form>`;
}

/** Says below the fields which one still needs something, in the reader's language, and goes there; the browser's own bubble does neither. */
export function isComplete(form: HTMLFormElement): boolean {
  const missing = [...form.elements].find((field): field is HTMLInputElement => "validity" in field && !(field as HTMLInputElement).validity.valid);
  setRefusal(form, missing ? missingText(missing) : "");
  missing?.focus();
  return !missing;
}

function missingText({ name, validity, validationMessage }: HTMLInputElement): string {
  if (validity.customError) return validationMessage;
  return name === "seat" ? _("Kies eerst een naam.") : name === "source" ? _("Kies eerst wat het is.") : _("Schrijf eerst een zin.");
}

function setRefusal(form: HTMLFormElement | null, text: string): void {
  const line = form?.querySelector(".refusal");
  if (line) line.textContent = text;
}

/** What to send for a form; null where something is missing that the form itself could not see. */
export function fieldsFrom(state: ConsoleState, kind: WordKind, fields: FormData): Record<string, unknown> | null {
  const text = String(fields.get("text") ?? "").trim();
  if (!text || charactersLeft(text) < 0) return null;
  const seat = String(fields.get("seat") ?? "") || null;
  const lang = detectLanguage(text, findPerson(state, seat)?.lang === "ar" ? "nl" : (findPerson(state, seat)?.lang ?? "nl"));
  const together = fields.getAll("together").map(String).filter((other) => other !== seat);
  const grounds = fields.getAll("rests_on").map(String);
  const answers = String(fields.get("answers") ?? "");
  return {
    text, lang, word_kind: kind, seat,
    ...(fields.get("source") ? { source: String(fields.get("source")) } : {}),
    ...(fields.get("due") ? { due: String(fields.get("due")) } : {}),
    ...(together.length ? { together } : {}),
    ...(grounds.length ? { rests_on: grounds } : {}),
    ...(answers ? { answers: [answers] } : {}),
  }; // prettier-ignore
}

/** Keeps the draft, and draws what is said about it. C5: says how much fits only when the end comes near. */
export function onInput(event: Event, state: ConsoleState, draftKey: string): void {
  const field = event.target;
  if (field instanceof Element) setRefusal(field.closest("form"), "");
  if (!(field instanceof HTMLTextAreaElement)) return;
  saveItem(draftKey, field.value);
  state.updateUi({});
  const remaining = charactersLeft(field.value.trim());
  const count = field.form?.querySelector(".count");
  if (count) count.textContent = remaining < 0 ? _("%(num)s tekens te lang", { num: -remaining }) : remaining <= 60 ? _("nog %(num)s tekens", { num: remaining }) : "";
  field.setCustomValidity(remaining < 0 ? _("Wat is de kern die we mogen opschrijven?") : "");
}

/** Which of the five things somebody offers. */
export function sourceField(): TemplateResult {
  return html`<fieldset class="choices"><legend>${_("Wat is het?")}</legend>
    ${SOURCES.map((source) => html`<label class="chip-label"><input type="radio" name="source" value=${source} required /> ${sourceLabel(source)}</label>`)}
  </fieldset>`;
}

export function ownerField(state: ConsoleState, words: string, groupLabel?: string, selected?: string | null, choose?: (seat: string | null) => void): TemplateResult {
  const onChange = (event: Event): void => choose?.((event.target as HTMLSelectElement).value || null);
  return html`<label class="whose-field">${words}
    <select name="seat" ?required=${!groupLabel} class="utrecht-select" @change=${onChange}>
      ${groupLabel ? html`<option value="">${groupLabel}</option>` : html`<option value="" ?selected=${!selected}>${_("Kies een naam")}</option>`}
      ${presentPeople(state).map(({ seat }) => html`<option value=${seat} ?selected=${seat === selected}>${nameOf(state, seat)}</option>`)}
    </select>
  </label>`;
}
