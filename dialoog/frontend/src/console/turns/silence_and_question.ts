/** What opens below a tool: how long a silence, for whom an open question (T9, T22). */

import { html, type TemplateResult } from "lit-html";
import { _ } from "../../i18n/gettext";
import { type Board, nameOf, present } from "../state";
import { button } from "../layout/controls";

export function silences(board: Board): TemplateResult {
  const lengths: readonly (readonly [number, string])[] = [
    [30, _("30 seconden")],
    [60, _("1 minuut")],
    [120, _("2 minuten")],
  ];
  return html`<div class="tools more" role="group" aria-label=${_("Hoe lang stil?")}>
    ${lengths.map(([seconds, words]) => button(board, words, () => begin(board, "begin_silence", { seconds })))}
  </div>`;
}

export function openQuestion(board: Board): TemplateResult {
  return html`<div class="tools more" role="group" aria-label=${_("Eén vraag voor")}>
    <p class="hint">${_("Eén open vraag. Wie gevraagd wordt, mag nee zeggen.")}</p>
    ${present(board).map(({ seat }) =>
      button(board, nameOf(board, seat), () => begin(board, "ask_open_question", { seat }), {
        spoken: _("%(name)s: één vraag", { name: nameOf(board, seat) }),
      }),
    )}
  </div>`;
}

function begin(board: Board, kind: string, fields: Record<string, unknown>): void {
  board.open({ tool: null });
  void board.act(kind, fields);
}
