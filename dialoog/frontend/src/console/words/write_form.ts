/** One field to write words in, for a seat or for the group; the draft stays on this device until it is kept. */

import { html, nothing, type TemplateResult } from "lit-html";
import type { WordKind } from "../../client/documents";
import { writtenIn } from "../../i18n/languages";
import { signsLeft } from "../../text_length";
import { _ } from "../../i18n/gettext";
import { type Board, nameOf, person, present } from "../state";
import type { Piece } from "../layout/controls";
import { keep, kept } from "../storage";
import { SOURCES, kindName, sourceName } from "../labels";

/** `seat`: the words of one person, who need not be chosen; their draft is apart from everybody else's. */
export function writeForm(board: Board, kind: WordKind, extra: Piece, seat?: string): TemplateResult {
  const place = seat ? `draft.${kind}.${seat}` : `draft.${kind}`;
  const save = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const fields = fieldsFrom(board, kind, new FormData(form));
    if (!fields) return;
    const answer = await board.act("write", fields);
    if (answer.answer === "refused") return;
    keep(place, "");
    form.reset();
    board.open({});
  };
  return html`<form class="write" @submit=${save} @input=${(event: Event) => typed(event, place)}>
    <label for=${`write-${kind}`}>${_("%(kind)s opschrijven", { kind: kindName(kind) })}</label>
    <textarea id=${`write-${kind}`} name="text" class="utrecht-textarea voice" rows="2" dir="auto" required .defaultValue=${kept(place)}></textarea>
    <p class="hint count" aria-live="polite"></p>
    ${extra} ${seat ? html`<input type="hidden" name="seat" value=${seat} />` : nothing}
    <button class="btn go">${_("Bewaar")}</button>
  </form>`;
}

/** What to send for a form; null where something is missing that the form itself could not see. */
export function fieldsFrom(board: Board, kind: WordKind, fields: FormData): Record<string, unknown> | null {
  const text = String(fields.get("text") ?? "").trim();
  if (!text || signsLeft(text) < 0) return null;
  const seat = String(fields.get("seat") ?? "") || null;
  const lang = writtenIn(text, person(board, seat)?.lang === "ar" ? "nl" : (person(board, seat)?.lang ?? "nl"));
  const together = fields.getAll("together").map(String).filter((one) => one !== seat);
  const rests = fields.getAll("rests_on").map(String);
  const answers = String(fields.get("answers") ?? "");
  return {
    text, lang, word_kind: kind, seat,
    ...(fields.get("source") ? { source: String(fields.get("source")) } : {}),
    ...(fields.get("due") ? { due: String(fields.get("due")) } : {}),
    ...(together.length ? { together } : {}),
    ...(rests.length ? { rests_on: rests } : {}),
    ...(answers ? { answers: [answers] } : {}),
  }; // prettier-ignore
}

/** C5: says how much fits only when the end comes near. */
export function typed(event: Event, place: string): void {
  const field = event.target;
  if (!(field instanceof HTMLTextAreaElement)) return;
  keep(place, field.value);
  const left = signsLeft(field.value.trim());
  const count = field.form?.querySelector(".count");
  if (count) count.textContent = left < 0 ? _("%(num)s tekens te lang", { num: -left }) : left <= 60 ? _("nog %(num)s tekens", { num: left }) : "";
  field.setCustomValidity(left < 0 ? _("Wat is de kern die we mogen opschrijven?") : "");
}

/** Which of the five things somebody offers. */
export function sourceField(): TemplateResult {
  return html`<fieldset class="choices"><legend>${_("Wat is het?")}</legend>
    ${SOURCES.map((source) => html`<label class="chip-label"><input type="radio" name="source" value=${source} required /> ${sourceName(source)}</label>`)}
  </fieldset>`;
}

export function whoseField(board: Board, words: string, group?: string, chosen?: string | null): TemplateResult {
  return html`<label class="whose-field">${words}
    <select name="seat" ?required=${!group} class="utrecht-select">
      ${group ? html`<option value="">${group}</option>` : html`<option value="" ?selected=${!chosen}>${_("Kies een naam")}</option>`}
      ${present(board).map(({ seat }) => html`<option value=${seat} ?selected=${seat === chosen}>${nameOf(board, seat)}</option>`)}
    </select>
  </label>`;
}
