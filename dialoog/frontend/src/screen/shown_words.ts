/** Words that their owners let the table see (T20): at most three, newest last, a translation beside the original (C5). */

import { html, nothing, type TemplateResult } from "lit-html";
import type { ShownWords } from "../client/documents";
import { directionOf } from "../i18n/languages";
import { kindName } from "./labels";

export function shownView(shown: readonly ShownWords[]): TemplateResult {
  return html`<section class="shown">
    ${shown.slice(-3).map((words) => oneView(words))}
  </section>`;
}

function oneView({ kind, text, lang, translation, name }: ShownWords): TemplateResult {
  return html`<article class="words ${kind}" dir=${directionOf(lang)} data-drop>
    <p class="said" data-fit="6.2 5" dir="auto" lang=${lang}>${text}</p>
    ${translation ? html`<p class="translated" dir="auto" lang=${translation.lang}>${translation.text}</p>` : nothing}
    <footer><b>${kindName(kind)}</b>${name ? html`<span dir="auto">${name}</span>` : nothing}</footer>
  </article>`;
}
