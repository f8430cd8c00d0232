/** The field in which one selects the words that an insight came from (C7). */

import { html, nothing, type TemplateResult } from "lit-html";
import { repeat } from "lit-html/directives/repeat.js";
import { _ } from "../../i18n/gettext";
import { type ConsoleState, nameOf, filterWords } from "../state";
import { OWN_WORDS } from "../words/words_to_show";
import { kindLabel } from "../labels";

export function groundsField(state: ConsoleState): TemplateResult {
  const candidates = filterWords(state, ({ kind, keep }) => OWN_WORDS.includes(kind) && keep !== "no");
  return html`<details class="rests-on" ?open=${candidates.length > 0 && candidates.length <= 6}>
    <summary>${_("Uit welke woorden komt dit?")}</summary>
    ${candidates.length === 0 ? html`<p class="hint">${_("Er zijn nog geen woorden bewaard.")}</p>` : nothing}
    <div class="said-list">
      ${repeat([...candidates].reverse(), ({ id }) => id, (words) => {
        const text = state.textOf(words);
        return html`<label class=${`check wait ${words.kind}`}>
          <input type="checkbox" name="rests_on" value=${words.id} />
          <span><span class="kind"><b>${kindLabel(words.kind)}</b> · <bdi>${nameOf(state, words.seat)}</bdi></span>
          <span class="said" lang=${text?.lang ?? nothing} dir="auto">${text?.text ?? "…"}</span></span>
        </label>`;
      })}
    </div>
  </details>`;
}
