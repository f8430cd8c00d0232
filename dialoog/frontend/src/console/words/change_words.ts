/** A field in place of words that were not right yet; what is written there counts after "klopt" (T18, C4). */

import { html, type TemplateResult } from "lit-html";
import type { DeskWords } from "../../client/documents";
import { signsLeft } from "../../text_length";
import { _ } from "../../i18n/gettext";
import type { Board } from "../state";
import { button } from "../layout/controls";

export function rewording(board: Board, words: DeskWords): TemplateResult {
  const found = board.text(words);
  const change = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const text = String(new FormData(event.target as HTMLFormElement).get("text") ?? "").trim();
    if (!text || signsLeft(text) < 0) return;
    const answer = await board.act("change_words", {
      word: words.id, text, lang: found?.lang ?? "nl", ...(words.due ? { due: words.due } : {}),
      ...(words.together.length ? { together: words.together } : {}), ...(words.rests_on.length ? { rests_on: words.rests_on } : {}),
    }); // prettier-ignore
    if (answer.answer !== "refused") board.open({ rewording: null });
  };
  return html`<form class="reword" @submit=${change}>
    <textarea name="text" class="utrecht-textarea voice" rows="3" dir="auto" aria-label=${_("De zin, zoals bedoeld")} .defaultValue=${found?.text ?? ""}></textarea>
    <div class="tools">
      <button class="btn small go">${_("Bewaar")}</button>
      ${button(board, _("Laat zoals het is"), () => board.open({ rewording: null }), { className: "btn small" })}
    </div>
  </form>`;
}
