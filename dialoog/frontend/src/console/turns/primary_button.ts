/** The one big button with rest and one step back: what the thumb finds without looking. On a phone it is pinned below. */

import { html, nothing, type TemplateResult } from "lit-html";
import { _ } from "../../i18n/gettext";
import { type Board, nameOf, silent } from "../state";
import { asks, button, type Piece } from "../layout/controls";
import { comesNext, speaksNow, unticked } from "./offline_turns";
import { takesBack } from "./undo_label";
import { mayPress, primaryLabel } from "./primary_label";

export function primaryView(board: Board): TemplateResult {
  const words = mainWords(board);
  const waits = board.resting || board.busy || mustWait(board);
  return html`<div class="main">
    ${words
      ? html`<button
          type="button"
          id="primary"
          class="btn primary"
          aria-disabled=${waits ? "true" : "false"}
          @pointerdown=${takeFocus}
          @click=${() => board.press()}
        ><span dir="auto">${words}</span>${board.opened.keys ? html` <kbd aria-hidden="true">${_("spatie")}</kbd>` : nothing}</button>`
      : nothingToPress(board)}
    ${pair(board)}
    <p class="say" role="status">${saying(board)}</p>
  </div>`;
}

/** T9. */
export function mustWait(board: Board): boolean {
  return silent(board) && board.desk.act.primary?.kind === "begin_turn" && !board.lost;
}

/** Some browsers leave the focus where it was when a button is pressed; T28 looks at the focus. */
function takeFocus(event: PointerEvent): void {
  if (event.currentTarget instanceof HTMLElement) event.currentTarget.focus({ preventScroll: true });
}

function mainWords(board: Board): string {
  if (!board.lost) return mayPress(board) ? primaryLabel(board) : "";
  if (!board.told) return "";
  const next = comesNext(board.told);
  const speaks = speaksNow(board.told);
  if (next) return _("Volgende: %(name)s", { name: nameOf(board, next) });
  return speaks ? _("%(name)s is klaar", { name: nameOf(board, speaks) }) : "";
}

function nothingToPress(board: Board): Piece {
  if (board.lost && !board.told) return nothing; // that one talks on stands above it already
  const words = board.lost
    ? _("Iedereen is aangevinkt. Praat gewoon door.")
    : board.kind === "scribe" ? _("De gespreksleider zet de volgende stap.") : _("Nu hoeft u niets te doen."); // prettier-ignore
  return html`<p class="primary none">${words}</p>`;
}

function saying(board: Board): string {
  if (board.opened.say) return board.opened.say;
  return board.slow && !board.lost ? _("Bewaren lukt nu even niet. We proberen het vanzelf opnieuw.") : "";
}

function pair(board: Board): TemplateResult {
  const { stage } = board.table;
  return html`<div class="pair">
    ${stage.status !== "running"
      ? nothing
      : stage.rest
        ? nothing
        : asks(board, _("Rust"), "rest", {}, { key: "r" })}
    ${back(board)}
  </div>`;
}

/** S5, T18: what "Stap terug" takes back is said below it; a pass is taken back only by who gave it. */
function back(board: Board): TemplateResult {
  const step = stepBack(board);
  return html`<span class="back">
    ${button(board, _("Stap terug"), step.take ?? (() => {}), {
      key: "z", off: !step.take, ...(step.what ? { describedBy: "takes-back" } : {}),
    })}
    ${step.what ? html`<small id="takes-back">${step.what}</small>` : nothing}
  </span>`;
}

export function stepBack(board: Board): { what: string; take: (() => void) | null } {
  const { told } = board;
  if (board.lost) return { what: "", take: told && told.spoke.length > 0 ? () => board.tell(unticked(told)) : null };
  const { undo } = board.desk.act;
  if (!undo) return { what: "", take: null };
  if (undo.theirs) return { what: _("dat kan alleen wie oversloeg"), take: null };
  return { what: takesBack(undo.what), take: () => void board.act("undo", { version: undo.version }) };
}
