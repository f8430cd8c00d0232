/**
 * The scribe's form. It follows who has the word until something is typed; then it stays with that person and that turn
 * (T21), so that no sentence gets the wrong name.
 */

import { html, nothing, type TemplateResult } from "lit-html";
import { live } from "lit-html/directives/live.js";
import type { WordKind } from "../../client/documents";
import { _ } from "../../i18n/gettext";
import { type ConsoleState, nameOf, findPerson, presentPeople } from "../state";
import { agreementFields } from "../harvest/agreements";
import { saveItem, loadItem } from "../storage";
import { consentNote } from "../people/consent_form";
import { refusalMessage } from "../answer_messages";
import { nameWarning } from "./named_people";
import { fieldsFrom, isComplete, sourceField, onInput } from "./write_form";
import { OWN_WORDS } from "./words_to_show";
import { kindLabel } from "../labels";

const DRAFT_KEY = "draft.scribe";
const DRAFT_OWNER_KEY = "draft.scribe.whose";

/** Whose sentence is being written, in which turn; kept with the draft. */
interface DraftOwner {
  seat: string;
  turn: number | null;
  kind: WordKind;
}

let draftOwner: DraftOwner | null = loadDraftOwner();
let selectedKind: WordKind | null = null;
let selectedSeat: string | null = null;

export function scribeForm(state: ConsoleState): TemplateResult {
  const { floor } = state.table;
  const seat = sentenceOwner(state) ?? "";
  const kinds = availableKinds(state);
  const kind = draftOwner?.kind ?? (selectedKind && kinds.includes(selectedKind) ? selectedKind : kinds[0]) ?? "question";
  const owner = findPerson(state, seat);
  const isSpeaking = floor.phase === "turn" && floor.seat === seat;
  return html`<form class="core" novalidate @submit=${(event: SubmitEvent) => void saveSentence(event, state, seat, kind)} @input=${(event: Event) => onFormInput(event, state, seat, kind)}>
    <p class="now">${isSpeaking ? _("Heeft het woord") : seat ? _("Woorden van") : _("Vertelt iemand een zin?")}</p>
    <p class=${`name ${isSpeaking ? "speaks" : "calm"}`} dir="auto">${seat ? nameOf(state, seat) : _("Schrijf hem op")}</p>
    ${owner ? consentNote(state, owner) : nothing}
    ${kinds.length < 2 ? nothing : html`<div class="choices kinds" role="group" aria-label=${_("Wat is het?")}>
      ${kinds.map((each) => html`<button type="button" class="chip" aria-pressed=${each === kind} @click=${() => selectKind(state, each)}>${kindLabel(each)}</button>`)}
    </div>`}
    <label for="core-sentence">${_("De kern, in één zin")}</label>
    <textarea id="core-sentence" name="text" class="utrecht-textarea voice" rows="4" dir="auto" required .defaultValue=${loadItem(DRAFT_KEY)}></textarea>
    <p class="hint count" aria-live="polite"></p>
    <div role="status">${nameWarning(state, loadItem(DRAFT_KEY))}</div>
    ${kind === "source" ? sourceField() : nothing}
    ${kind === "agreement" ? agreementFields(state) : ownerSelect(state, seat, kind)}
    <p class="refusal" role="alert"></p>
    <button class="btn go">${_("Bewaar")}</button>
    <p class="say" role="status">${state.ui.formMessage}</p>
  </form>`;
}

/** Whose sentence it is, so that the flow beside it need not say the same name twice. */
export function sentenceOwner(state: ConsoleState): string | null {
  const { floor } = state.table;
  return draftOwner?.seat ?? selectedSeat ?? (floor.phase === "turn" ? (floor.seat ?? null) : null);
}

/** The kind of this step first; offers, questions and agreements from Mogelijkheden on (the table of commands). */
function availableKinds(state: ConsoleState): readonly WordKind[] {
  const { step } = state.table;
  const own: WordKind[] = state.desk.queue?.last_words
    ? ["closing_word"]
    : step.kind && OWN_WORDS.includes(step.kind) ? [step.kind] : []; // prettier-ignore
  const isLate = step.kind === "possibility" || step.form === "harvest";
  return isLate ? [...own, "source", "question", "agreement"] : own.length ? own : ["experience"];
}

function ownerSelect(state: ConsoleState, seat: string, kind: WordKind): TemplateResult {
  const choose = (event: Event): void => {
    selectedSeat = (event.target as HTMLSelectElement).value || null;
    if (draftOwner && selectedSeat) saveDraftOwner({ ...draftOwner, seat: selectedSeat, turn: null });
    state.updateUi({});
  };
  return html`<label class="whose-field">${_("Van wie")}
    <select name="seat" class="utrecht-select" ?required=${kind !== "question"} @change=${choose} .value=${live(seat)}>
      <option value="">${kind === "question" ? _("van de groep") : _("Kies een naam")}</option>
      ${presentPeople(state).map((owner) => html`<option value=${owner.seat} ?selected=${owner.seat === seat}>${nameOf(state, owner.seat)}</option>`)}
    </select>
  </label>`;
}

function selectKind(state: ConsoleState, kind: WordKind): void {
  selectedKind = kind;
  if (draftOwner) saveDraftOwner({ ...draftOwner, kind });
  state.updateUi({});
}

function onFormInput(event: Event, state: ConsoleState, seat: string, kind: WordKind): void {
  onInput(event, state, DRAFT_KEY);
  if (!(event.target instanceof HTMLTextAreaElement)) return;
  const { floor } = state.table;
  if (event.target.value.trim() === "") saveDraftOwner(null);
  else if (!draftOwner && seat) saveDraftOwner({ seat, kind, turn: floor.phase === "turn" && floor.seat === seat ? (floor.turn ?? null) : null });
}

async function saveSentence(event: SubmitEvent, state: ConsoleState, seat: string, kind: WordKind): Promise<void> {
  event.preventDefault();
  const form = event.target as HTMLFormElement;
  const fields = isComplete(form) ? fieldsFrom(state, kind, new FormData(form)) : null;
  if (!fields || (!fields["seat"] && kind !== "question" && !seat)) return;
  const turn = draftOwner?.turn;
  const answer = await state.send("write", { ...fields, seat: fields["seat"] ?? (seat || null), ...(turn != null ? { turn } : {}) });
  if (answer.answer === "refused") return state.updateUi({ message: "", formMessage: refusalMessage(answer) });
  saveDraftOwner(null);
  saveItem(DRAFT_KEY, "");
  selectedSeat = null;
  form.reset();
  state.updateUi({ agreementOwner: null, formMessage: _("Bewaard. Vraag straks: klopt dit?") });
}

function saveDraftOwner(next: DraftOwner | null): void {
  draftOwner = next;
  saveItem(DRAFT_OWNER_KEY, next ? JSON.stringify(next) : "");
}

function loadDraftOwner(): DraftOwner | null {
  try {
    return JSON.parse(loadItem(DRAFT_OWNER_KEY) || "null") as DraftOwner | null;
  } catch {
    return null;
  }
}
