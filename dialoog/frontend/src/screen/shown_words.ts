/** Words that their owners allow on the screen (T20): at most three, newest last, a translation beside the original (C5). */

import { html, nothing, type TemplateResult } from "lit-html";
import type { ShownWords } from "../client/documents";
import { directionOf } from "../i18n/languages";
import { translatorLine } from "../translator_name";
import { kindLabel } from "./labels";

export function shownWordsView(shown: readonly ShownWords[]): TemplateResult {
  return html`<section class="shown">
    ${shown.slice(-3).map((words) => wordsCard(words))}
  </section>`;
}

function wordsCard({ kind, text, lang, translation, name }: ShownWords): TemplateResult {
  const translatedBy = translation ? translatorLine(translation) : "";
  return html`<article class="words ${kind}" dir=${directionOf(lang)} data-drop>
    <p class="said" data-fit="6.2 5" dir="auto" lang=${lang}>${text}</p>
    ${translation ? html`<p class="translated" dir="auto" lang=${translation.lang}>${translation.text}</p>` : nothing}
    <footer><b>${kindLabel(kind)}</b>${name ? html`<span dir="auto">${name}</span>` : nothing}${translatedBy ? html`<span>${translatedBy}</span>` : nothing}</footer>
  </article>`;
}
