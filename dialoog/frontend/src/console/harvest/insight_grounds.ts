/** Choosing the words that an insight came from (C7). */

import { html, nothing, type TemplateResult } from "lit-html";
import { repeat } from "lit-html/directives/repeat.js";
import { _ } from "../../i18n/gettext";
import { type Board, nameOf, wordsOf } from "../state";
import { OWN_WORDS } from "../words/words_to_show";
import { kindName } from "../labels";

export function restsOn(board: Board): TemplateResult {
  const said = wordsOf(board, ({ kind, keep }) => OWN_WORDS.includes(kind) && keep !== "no");
  return html`<details class="rests-on" ?open=${said.length > 0 && said.length <= 6}>
    <summary>${_("Uit welke woorden komt dit?")}</summary>
    ${said.length === 0 ? html`<p class="hint">${_("Er zijn nog geen woorden bewaard.")}</p>` : nothing}
    <div class="said-list">
      ${repeat([...said].reverse(), ({ id }) => id, (words) => {
        const found = board.text(words);
        return html`<label class=${`check wait ${words.kind}`}>
          <input type="checkbox" name="rests_on" value=${words.id} />
          <span><span class="kind"><b>${kindName(words.kind)}</b> · <bdi>${nameOf(board, words.seat)}</bdi></span>
          <span class="said" lang=${found?.lang ?? nothing} dir="auto">${found?.text ?? "…"}</span></span>
        </label>`;
      })}
    </div>
  </details>`;
}
