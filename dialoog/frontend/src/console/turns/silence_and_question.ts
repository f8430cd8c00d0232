/** Choices below the tools: how long a silence lasts, to whom an open question goes (T9, T22). */

import { html, type TemplateResult } from "lit-html";
import { _ } from "../../i18n/gettext";
import { type ConsoleState, nameOf, presentPeople } from "../state";
import { button } from "../layout/controls";

export function silenceButtons(state: ConsoleState): TemplateResult {
  const lengths: readonly (readonly [number, string])[] = [
    [30, _("30 seconden")],
    [60, _("1 minuut")],
    [120, _("2 minuten")],
  ];
  return html`<div class="tools more" role="group" aria-label=${_("Hoe lang stil?")}>
    ${lengths.map(([seconds, words]) => button(state, words, () => startTool(state, "begin_silence", { seconds })))}
  </div>`;
}

export function openQuestionButtons(state: ConsoleState): TemplateResult {
  return html`<div class="tools more" role="group" aria-label=${_("Eén vraag voor")}>
    <p class="hint">${_("Eén open vraag. Wie gevraagd wordt, mag nee zeggen.")}</p>
    ${presentPeople(state).map(({ seat }) =>
      button(state, nameOf(state, seat), () => startTool(state, "ask_open_question", { seat }), {
        label: _("%(name)s: één vraag", { name: nameOf(state, seat) }),
      }),
    )}
  </div>`;
}

function startTool(state: ConsoleState, kind: string, fields: Record<string, unknown>): void {
  state.updateUi({ tool: null });
  void state.send(kind, fields);
}
