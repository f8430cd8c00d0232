/** The form that replaces words which are not right yet; the change counts after "klopt" (T18, C4). */

import { html, type TemplateResult } from "lit-html";
import type { DeskWords } from "../../client/documents";
import { charactersLeft } from "../../text_length";
import { _ } from "../../i18n/gettext";
import type { ConsoleState } from "../state";
import { button } from "../layout/controls";
import { nameWarning } from "./named_people";

export function changeWordsForm(state: ConsoleState, words: DeskWords): TemplateResult {
  const original = state.textOf(words);
  const change = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const text = String(new FormData(event.target as HTMLFormElement).get("text") ?? "").trim();
    if (!text || charactersLeft(text) < 0) return;
    const answer = await state.send("change_words", {
      word: words.id, text, lang: original?.lang ?? "nl", ...(words.due ? { due: words.due } : {}),
      ...(words.together.length ? { together: words.together } : {}), ...(words.rests_on.length ? { rests_on: words.rests_on } : {}),
    }); // prettier-ignore
    if (answer.answer !== "refused") state.updateUi({ editedWord: null });
  };
  const onInput = ({ target }: Event): void => {
    if (target instanceof HTMLTextAreaElement) state.updateUi({ editedText: target.value });
  };
  return html`<form class="reword" @submit=${change} @input=${onInput}>
    <textarea name="text" class="utrecht-textarea voice" rows="3" dir="auto" aria-label=${_("De zin, zoals bedoeld")} .defaultValue=${original?.text ?? ""}></textarea>
    <div role="status">${nameWarning(state, state.ui.editedText ?? original?.text ?? "")}</div>
    <div class="tools">
      <button class="btn small">${_("Bewaar")}</button>
      ${button(state, _("Laat zoals het is"), () => state.updateUi({ editedWord: null }), { className: "btn small" })}
    </div>
  </form>`;
}
