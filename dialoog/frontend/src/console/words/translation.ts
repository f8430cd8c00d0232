/** A translation beside somebody's words, written by facilitator or scribe; the original stays the text (C5). */

import { html, nothing, type TemplateResult } from "lit-html";
import type { DeskWords, Translation } from "../../client/documents";
import { charactersLeft } from "../../text_length";
import { _ } from "../../i18n/gettext";
import { type ConsoleState, nameOf, needsProxy, findPerson } from "../state";
import { button, commandButton, type Renderable } from "../layout/controls";

/**
 * Offered for words in another language than that of the table. For who has a phone it waits for their yes, there or
 * aloud (T13); a translation that they wrote themselves is theirs.
 */
export function translationView(state: ConsoleState, words: DeskWords): Renderable {
  const original = state.textOf(words);
  const { lang } = state.table.about;
  if (!original || original.lang === lang) return nothing;
  const { translation } = original;
  if (translation && !translation.by && findPerson(state, words.seat)?.device) return nothing;
  if (state.ui.translatedWord === words.id) return translationForm(state, words, lang);
  const label = translation ? _("Vertaling veranderen") : _("Vertaling erbij");
  return html`${translation?.waits ? waitingTranslation(state, words, translation) : nothing}
    ${button(state, label, () => state.updateUi({ translatedWord: words.id }), {
      className: "link", label: `${label}: ${words.seat ? nameOf(state, words.seat) : _("van de groep")}`,
    })}`; // prettier-ignore
}

function waitingTranslation(state: ConsoleState, { id, revision, seat }: DeskWords, { lang }: Translation): TemplateResult {
  const name = nameOf(state, seat);
  const owner = findPerson(state, seat);
  const answer = (on: boolean): Record<string, unknown> => ({ word: id, lang, revision, on });
  return html`<p class="note">${_("De vertaling wacht tot %(name)s zegt: klopt.", { name })}</p>
    <div class="tools">
      ${owner && needsProxy(state, owner)
        ? commandButton(state, _("Klopt"), "answer_translation", answer(true), { className: "btn small", label: _("Klopt, zegt %(name)s", { name }) })
        : nothing}
      ${commandButton(state, _("Haal de vertaling weg"), "answer_translation", answer(false), { className: "btn small" })}
    </div>`;
}

function translationForm(state: ConsoleState, words: DeskWords, lang: string): TemplateResult {
  const save = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const text = String(new FormData(event.target as HTMLFormElement).get("text") ?? "").trim();
    if (!text || charactersLeft(text) < 0) return;
    const answer = await state.send("translate_words", { word: words.id, lang, text });
    if (answer.answer !== "refused") state.updateUi({ translatedWord: null });
  };
  return html`<form class="reword" @submit=${save}>
    <textarea name="text" class="utrecht-textarea voice" rows="3" dir="auto" required aria-label=${_("De vertaling")} .defaultValue=${state.textOf(words)?.translation?.text ?? ""}></textarea>
    <div class="tools">
      <button class="btn small">${_("Bewaar")}</button>
      ${button(state, _("Laat zoals het is"), () => state.updateUi({ translatedWord: null }), { className: "btn small" })}
    </div>
  </form>`;
}
