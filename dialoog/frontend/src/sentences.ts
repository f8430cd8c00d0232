/** A text in its sentences: each begins a line of its own, so that a question never breaks wherever the line happens to be full. */

import { html, type TemplateResult } from "lit-html";

export function sentencesView(text: string, lang?: string): TemplateResult[] {
  return splitSentences(text, lang).map((sentence) => html`<span class="sentence">${sentence.trimEnd()}</span> `);
}

const ENDS_WITH_INITIAL = /(^|\s)\p{L}\.\s*$/u;

/** With the spaces that follow them: put together again they are the text. "J. Jansen" is no end of a sentence. */
export function splitSentences(text: string, lang?: string): string[] {
  if (typeof Intl.Segmenter === "undefined") return [text];
  const sentences: string[] = [];
  for (const { segment } of new Intl.Segmenter(lang, { granularity: "sentence" }).segment(text)) {
    if (ENDS_WITH_INITIAL.test(sentences[sentences.length - 1] ?? "")) sentences.push((sentences.pop() ?? "") + segment);
    else sentences.push(segment);
  }
  return sentences;
}
