/** The small pieces that many views share: a button that asks something of the server, a key beside it, a heading. */

import { html, nothing, type TemplateResult } from "lit-html";
import type { Board } from "../state";

export type Piece = TemplateResult | typeof nothing;

interface Look {
  className?: string;
  key?: string;
  /** What is read out where the visible word alone would not say enough; begins with that word. */
  spoken?: string;
  /** The id of what is said beside it. */
  describedBy?: string;
  pressed?: boolean;
  expanded?: boolean;
  /** Cannot be pressed now, but keeps its place and the focus. */
  off?: boolean;
}

export function button(board: Board, words: string, press: () => void, look: Look = {}): TemplateResult {
  const on = (event: MouseEvent): void => {
    if (look.off) return;
    press();
    letGo(event);
  };
  return html`<button
    type="button"
    class=${look.className ?? "btn"}
    aria-label=${look.spoken ?? nothing}
    aria-describedby=${look.describedBy ?? nothing}
    aria-keyshortcuts=${board.opened.keys && look.key ? look.key : nothing}
    aria-pressed=${look.pressed ?? nothing}
    aria-expanded=${look.expanded ?? nothing}
    aria-disabled=${look.off ? "true" : nothing}
    @click=${on}
  >${words}${board.opened.keys && look.key ? html` <kbd aria-hidden="true">${look.key}</kbd>` : nothing}</button>`;
}

/** A button that sends one command. */
export function asks(
  board: Board,
  words: string,
  kind: string,
  fields: Record<string, unknown> = {},
  look: Look = {},
): TemplateResult {
  return button(board, words, () => void board.act(kind, fields), look);
}

/** After a press with finger or mouse the focus goes back to nobody, so that space means "next" again (T28). */
function letGo(event: MouseEvent): void {
  const pressed = event.currentTarget;
  if (event.detail > 0 && pressed instanceof HTMLElement && !pressed.closest("dialog")) pressed.blur();
}
