/**
 * What the group made, read back to the whole table: whether it may be public too. Nobody owns it, so the table says it
 * aloud, and one no is enough (C3, C9). Off until it is pressed.
 */

import { html, nothing, type TemplateResult } from "lit-html";
import { repeat } from "lit-html/directives/repeat.js";
import type { DeskWords } from "../../client/documents";
import { _ } from "../../i18n/gettext";
import { commandButton, type Renderable } from "../layout/controls";
import { type ConsoleState, filterWords } from "../state";
import { wordsView } from "../words/words_to_show";

export function groupWords(state: ConsoleState): Renderable {
  const words = filterWords(state, ({ seat }) => !seat);
  if (!state.desk.close?.read_back || words.length === 0 || state.table.stage.status === "closed") return nothing;
  return html`<section class="of-the-group" aria-label=${_("Van de hele tafel")}>
    <h3>${_("Van de hele tafel")}</h3>
    <p class="hint">${_("Deze zinnen zijn van iedereen, en komen in het verslag. Lees ze voor en vraag het aan de hele tafel: mogen ze ook op internet en op papier in de wijk? Zegt één iemand nee, dan niet.")}</p>
    <ul class="asked-aloud">${repeat(words, ({ id }) => id, (each) => groupSentence(state, each))}</ul>
  </section>`;
}

function groupSentence(state: ConsoleState, words: DeskWords): TemplateResult {
  const isWithout = words.kind === "insight" && words.public && !filterWords(state, ({ id }) => words.rests_on.includes(id)).some((one) => one.public);
  return html`<li class=${`wait ${words.kind}`}>
    ${wordsView(state, words)}
    <div class="choices">
      ${commandButton(state, _("Ook openbaar, zegt de tafel"), "keep_words", { word: words.id, keep: "unnamed", public: !words.public }, { className: "chip", pressed: words.public === true })}
    </div>
    ${isWithout ? html`<p class="note">${_("Geen van de zinnen waar dit uit komt is openbaar. Dan is het inzicht het ook niet.")}</p>` : nothing}
  </li>`;
}
