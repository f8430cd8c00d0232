/** A text in its sentences: each begins a line of its own, so that a question never breaks wherever the line happens to be full. */

import { html, type TemplateResult } from "lit-html";

export function sentencesView(text: string, lang?: string): TemplateResult[] {
  return splitSentences(text, lang).map((sentence) => html`<span class="sentence">${sentence}</span>`);
}

/** With the spaces that follow them: put together again they are the text. */
export function splitSentences(text: string, lang?: string): string[] {
  if (typeof Intl.Segmenter === "undefined") return [text];
  return Array.from(new Intl.Segmenter(lang, { granularity: "sentence" }).segment(text), ({ segment }) => segment);
}
