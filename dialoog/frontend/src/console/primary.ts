/** The one big button with rest and one step back: what the thumb finds without looking. On a phone it is pinned below. */

import { html, nothing, type TemplateResult } from "lit-html";
import { _ } from "../words";
import { type Board, nameOf, silent } from "./board";
import { asks, button } from "./controls";
import { comesNext, speaksNow } from "./offline";
import { mayPress, primaryLabel, takesBack } from "./sayings";

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
      : html`<p class="primary none">${nothingToPress(board)}</p>`}
    <p class="say" role="status">${saying(board)}</p>
    ${pair(board)}
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

function nothingToPress(board: Board): string {
  if (board.lost) return board.told ? _("Iedereen is aangevinkt. Praat gewoon door.") : _("Praat gewoon door.");
  if (board.table.stage.status === "closed") return _("U kunt dit scherm sluiten.");
  return board.kind === "scribe" ? _("De gespreksleider zet de volgende stap.") : _("Nu hoeft u niets te doen.");
}

function saying(board: Board): string {
  if (board.opened.say) return board.opened.say;
  return board.slow && !board.lost ? _("Bewaren lukt nu even niet. We proberen het vanzelf opnieuw.") : "";
}

function pair(board: Board): TemplateResult | typeof nothing {
  const { stage } = board.table;
  const { undo } = board.desk.act;
  if (stage.status === "closed") return nothing;
  const theirs = (undo as { theirs?: boolean } | null | undefined)?.theirs === true;
  const takes = theirs ? _("alleen wie oversloeg") : undo ? takesBack(undo.what) : "";
  return html`<div class="pair">
    ${stage.status !== "running"
      ? nothing
      : stage.rest
        ? asks(board, _("Ga verder"), "go_on", {}, { key: "r" })
        : asks(board, _("Rust"), "rest", {}, { key: "r" })}
    ${undo && !theirs
      ? html`<span class="back">${button(board, _("Stap terug"), () => void board.act("undo", { version: undo.version }), { key: "z", spoken: _("Stap terug: %(what)s", { what: takes }) })}<small>${takes}</small></span>`
      : html`<span class="back">${button(board, _("Stap terug"), () => {}, { key: "z", off: true })}${takes ? html`<small>${takes}</small>` : nothing}</span>`}
  </div>`;
}
