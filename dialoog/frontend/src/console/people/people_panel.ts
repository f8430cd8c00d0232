/** The panel "Mensen": everybody at the table, somebody added with one field, and one tap to what can be done for a person. */

import { html, nothing, type TemplateResult } from "lit-html";
import { repeat } from "lit-html/directives/repeat.js";
import type { Person } from "../../client/documents";
import { _ } from "../../i18n/gettext";
import { type Board, nameOf, person } from "../state";
import { doorCalls } from "./calls";
import { clearingView, mayClear } from "./seat_removal";
import { asks, button, type Piece } from "../layout/controls";
import { doorView } from "../access/door";
import { personView } from "./person_view";
import { dot } from "../turns/queue";
import { ROLES, roleName } from "../labels";

export function peoplePanel(board: Board): TemplateResult {
  const one = person(board, board.opened.person);
  if (one) return personView(board, one);
  const sitting = board.desk.people.filter(({ presence }) => presence !== "asking" && presence !== "removed");
  const { clearing } = board.opened;
  const removed = board.desk.people.filter(({ presence }) => presence === "removed");
  return html`
    ${board.kind === "facilitator" && !clearing ? doorCalls(board) : nothing}
    ${clearing ? nothing : addSomebody(board)}
    ${clearing ? clearingView(board, clearing) : sittingView(board, sitting)}
    ${doorView(board)}
    ${removed.length
      ? html`<h3>${_("Van tafel gehaald")}</h3><ul class="people">${repeat(removed, ({ seat }) => seat, (each) => row(board, each))}</ul>`
      : nothing}`;
}

function sittingView(board: Board, sitting: readonly Person[]): TemplateResult {
  return html`<ul class="people">${repeat(sitting, ({ seat }) => seat, (each) => row(board, each))}</ul>
    ${board.kind === "facilitator" && board.table.stage.status === "open" && sitting.length > 1
      ? button(board, _("Wie zit waar?"), () => board.open({ panel: "circle", tapped: [] }), { className: "btn small" })
      : nothing}
    ${mayClear(board) ? button(board, _("Namen weghalen"), () => board.open({ clearing: [] }), { className: "btn small quiet-btn" }) : nothing}`;
}

function row(board: Board, one: Person): TemplateResult {
  const notes = notesOf(board, one);
  const { seat } = one;
  if (board.opened.clearing) {
    return html`<li class="back-again">
      <span><b dir="auto">${nameOf(board, seat)}</b>${notes ? html`<span class="note">${notes}</span>` : nothing}</span>
      ${asks(board, _("Haal terug"), "restore_seat", { seat }, { className: "btn small" })}
    </li>`;
  }
  return html`<li>
    <button type="button" class="whole" @click=${() => board.open({ person: one.seat, invitation: null })}>
      ${dot(board, one.seat)}
      <span><b dir="auto">${nameOf(board, one.seat)}</b>${notes ? html`<span class="note">${notes}</span>` : nothing}</span>
      <span class="chevron" aria-hidden="true">›</span>
    </button>
  </li>`;
}

/** What one should know of a person before tapping. */
export function notesOf(board: Board, one: Person): string {
  const notes: string[] = [];
  if (board.desk.people.some((other) => other !== one && other.presence === "present" && alike(other.name, one.name))) notes.push(_("zelfde naam als een ander"));
  if (one.role) notes.push(roleName(one.role));
  if (one.facilitator) notes.push(_("gespreksleider"));
  if (one.presence === "away") notes.push(_("even weg"));
  if (one.presence === "left") notes.push(_("naar huis"));
  if (one.device === false) notes.push(_("zonder telefoon"));
  else if (one.presence === "present" && !board.live.present.has(one.seat)) notes.push(_("telefoon uit"));
  if (one.interpreter) notes.push(_("met tolk"));
  if (!one.consent && one.presence !== "removed") notes.push(_("nog niet gevraagd wat bewaard mag"));
  return notes.join(" · ");
}

/** Names that look alike from a chair: whatever the letters, capitals, accents and spaces. */
function alike(one: string, other: string): boolean {
  const bare = (name: string): string => (name ?? "").normalize("NFKD").replace(/[\p{M}\p{P}\p{Z}\p{Cf}]/gu, "").toLowerCase();
  return bare(one) !== "" && bare(one) === bare(other);
}

/** T13: one field; every choice is no until it is asked aloud. */
function addSomebody(board: Board): Piece {
  if (board.desk.close || board.table.stage.status === "closed") return nothing;
  const add = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const fields = new FormData(form);
    const name = String(fields.get("name") ?? "").trim();
    if (!name) return;
    const answer = await board.act("take_seat", {
      name, lang: "nl", ...(fields.get("role") ? { role: String(fields.get("role")) } : {}), ...(fields.get("interpreter") ? { interpreter: true } : {}), ...(fields.get("facilitator") ? { facilitator: true } : {}),
    }); // prettier-ignore
    if (answer.answer === "ok" || answer.answer === "late") form.reset();
  };
  const facilitatorSits = board.desk.people.some(({ facilitator }) => facilitator);
  return html`<form class="add" @submit=${add}>
    <label for="new-name">${_("Iemand zonder telefoon erbij")}</label>
    <div class="field-row">
      <input id="new-name" name="name" class="utrecht-textbox" maxlength="48" autocomplete="off" dir="auto" placeholder=${_("Roepnaam")} required />
      <button class="btn go">${_("Erbij")}</button>
    </div>
    <details class="quiet">
      <summary>${_("Met tolk, met een rol, of u zelf")}</summary>
      <label class="whose-field">${_("Komt als")}
        <select name="role" class="utrecht-select">
          <option value="">${_("zeg ik liever niet")}</option>
          ${ROLES.map((role) => html`<option value=${role}>${roleName(role)}</option>`)}
        </select>
      </label>
      <label class="check"><input type="checkbox" name="interpreter" /> ${_("Met tolk: twee keer zoveel tijd")}</label>
      ${board.kind === "facilitator" && !facilitatorSits
        ? html`<label class="check"><input type="checkbox" name="facilitator" /> ${_("Dit ben ik: ik praat mee in de rondes")}</label>`
        : nothing}
    </details>
    <p class="hint">${_("Geen telefoon? Dan doet iemand gewoon mee. Alles staat op nee tot u het hardop vraagt.")}</p>
  </form>`;
}
