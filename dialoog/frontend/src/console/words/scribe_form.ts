/**
 * The scribe's field. It follows who has the word until something is typed: then it stays with that person and that
 * turn, however the round goes on (T21), so that no sentence lands with the wrong name.
 */

import { html, nothing, type TemplateResult } from "lit-html";
import { live } from "lit-html/directives/live.js";
import type { WordKind } from "../../client/documents";
import { _ } from "../../i18n/gettext";
import { type Board, nameOf, person, present } from "../state";
import { agreementFields } from "../harvest/agreements";
import { keep, kept } from "../storage";
import { fieldsFrom, sourceField, typed } from "./write_form";
import { OWN_WORDS } from "./words_to_show";
import { kindName } from "../labels";

const PLACE = "draft.scribe";
const PLACE_WHOSE = "draft.scribe.whose";

/** Whose sentence is being written, in which turn; kept with the draft. */
interface Begun {
  seat: string;
  turn: number | null;
  kind: WordKind;
}

let begun: Begun | null = keptBegun();
let chosenKind: WordKind | null = null;
let chosenSeat: string | null = null;

export function coreSentence(board: Board): TemplateResult {
  const { floor } = board.table;
  const seat = writingFor(board) ?? "";
  const kinds = kindsNow(board);
  const kind = begun?.kind ?? (chosenKind && kinds.includes(chosenKind) ? chosenKind : kinds[0]) ?? "question";
  const one = person(board, seat);
  const speaking = floor.phase === "turn" && floor.seat === seat;
  return html`<form class="core" @submit=${(event: SubmitEvent) => void save(event, board, seat, kind)} @input=${(event: Event) => input(event, board, seat, kind)}>
    <p class="now">${speaking ? _("Heeft het woord") : seat ? _("Woorden van") : _("Vertelt iemand een zin?")}</p>
    <p class=${`name ${speaking ? "speaks" : "calm"}`} dir="auto">${seat ? nameOf(board, seat) : _("Schrijf hem op")}</p>
    ${one && !one.keeps ? html`<p class="note">${_("Nog geen ja op bewaren. Vraag het hardop, bij Mensen.")}</p>` : nothing}
    ${kinds.length < 2 ? nothing : html`<div class="choices kinds" role="group" aria-label=${_("Wat is het?")}>
      ${kinds.map((each) => html`<button type="button" class="chip" aria-pressed=${each === kind} @click=${() => chooseKind(board, each)}>${kindName(each)}</button>`)}
    </div>`}
    <label for="core-sentence">${_("De kern, in één zin")}</label>
    <textarea id="core-sentence" name="text" class="utrecht-textarea voice" rows="4" dir="auto" required .defaultValue=${kept(PLACE)}></textarea>
    <p class="hint count" aria-live="polite"></p>
    ${kind === "source" ? sourceField() : nothing}
    ${kind === "agreement" ? agreementFields(board) : whose(board, seat, kind)}
    <button class="btn go">${_("Bewaar")}</button>
  </form>`;
}

/** Whose sentence it is, so that the flow beside it need not say the same name twice. */
export function writingFor(board: Board): string | null {
  const { floor } = board.table;
  return begun?.seat ?? chosenSeat ?? (floor.phase === "turn" ? (floor.seat ?? null) : null);
}

/** The kind of this step first; offers, questions and agreements from Mogelijkheden on (the table of commands). */
function kindsNow(board: Board): readonly WordKind[] {
  const { step } = board.table;
  const own: WordKind[] = board.desk.queue?.last_words
    ? ["closing_word"]
    : step.kind && OWN_WORDS.includes(step.kind) ? [step.kind] : []; // prettier-ignore
  const late = step.kind === "possibility" || step.form === "harvest";
  return late ? [...own, "source", "question", "agreement"] : own.length ? own : ["experience"];
}

function whose(board: Board, seat: string, kind: WordKind): TemplateResult {
  const choose = (event: Event): void => {
    chosenSeat = (event.target as HTMLSelectElement).value || null;
    if (begun && chosenSeat) keepBegun({ ...begun, seat: chosenSeat, turn: null });
    board.open({});
  };
  return html`<label class="whose-field">${_("Van wie")}
    <select name="seat" class="utrecht-select" ?required=${kind !== "question"} @change=${choose} .value=${live(seat)}>
      <option value="">${kind === "question" ? _("van de groep") : _("Kies een naam")}</option>
      ${present(board).map((one) => html`<option value=${one.seat} ?selected=${one.seat === seat}>${nameOf(board, one.seat)}</option>`)}
    </select>
  </label>`;
}

function chooseKind(board: Board, kind: WordKind): void {
  chosenKind = kind;
  if (begun) keepBegun({ ...begun, kind });
  board.open({});
}

function input(event: Event, board: Board, seat: string, kind: WordKind): void {
  typed(event, PLACE);
  if (!(event.target instanceof HTMLTextAreaElement)) return;
  const { floor } = board.table;
  if (event.target.value.trim() === "") keepBegun(null);
  else if (!begun && seat) keepBegun({ seat, kind, turn: floor.phase === "turn" && floor.seat === seat ? (floor.turn ?? null) : null });
}

async function save(event: SubmitEvent, board: Board, seat: string, kind: WordKind): Promise<void> {
  event.preventDefault();
  const form = event.target as HTMLFormElement;
  const fields = fieldsFrom(board, kind, new FormData(form));
  if (!fields || (!fields["seat"] && kind !== "question" && !seat)) return;
  const turn = begun?.turn;
  const answer = await board.act("write", { ...fields, seat: fields["seat"] ?? (seat || null), ...(turn != null ? { turn } : {}) });
  if (answer.answer === "refused") return;
  keepBegun(null);
  keep(PLACE, "");
  chosenSeat = null;
  form.reset();
  board.open({ say: _("Bewaard. Vraag straks: klopt dit?") });
}

function keepBegun(next: Begun | null): void {
  begun = next;
  keep(PLACE_WHOSE, next ? JSON.stringify(next) : "");
}

function keptBegun(): Begun | null {
  try {
    return JSON.parse(kept(PLACE_WHOSE) || "null") as Begun | null;
  } catch {
    return null;
  }
}
