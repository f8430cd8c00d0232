/**
 * The harvest on the screen: what we noticed, what we share, what we ask, what we will do. It never scrolls:
 * fit_to_screen.ts keeps the newest of every list, and the list says how many more there are. No kind leaves without a word.
 */

import { html, nothing, type TemplateResult } from "lit-html";
import type { Harvest, ShownWords, WordText } from "../client/documents";
import { formatDate } from "../i18n/formats";
import { _ } from "../i18n/gettext";
import { sourceLabel } from "./labels";
import { shownWordsView } from "./shown_words";

export type TextsById = Readonly<Record<string, WordText>>;

/** Every text that the lists need. */
export function harvestTextIds(harvest: Harvest): string[] {
  const { insights, tensions, questions, goals, sources, agreements } = harvest;
  return [...insights, ...tensions, ...questions, ...[...goals, ...sources, ...agreements].map(([id]) => id)];
}

/** The side under the question: words while they are shown, otherwise what the table made together. */
export function togetherView({ insights, goals, questions, tensions }: Harvest, shown: readonly ShownWords[], texts: TextsById): TemplateResult {
  if (shown.length > 0) return html`<div class="beside" data-box>${shownWordsView(shown)}</div>`;
  return html`<div class="lists together" data-lists>
    ${listView("insight", _("Wat ons opviel"), insights.map((id) => rowView(texts[id])))}
    ${listView("question", _("Wat we vragen"), questions.map((id) => rowView(texts[id])))}
    ${listView("goal", _("Waar we samen naartoe willen"), goals.map(([id]) => rowView(texts[id])))}
    ${listView("tension", _("Waar het schuurt"), tensions.map((id) => rowView(texts[id])))}
  </div>`;
}

export function hasContributions({ sources, agreements }: Harvest): boolean {
  return sources.length > 0 || agreements.length > 0;
}

export function contributionsView({ sources, agreements }: Harvest, texts: TextsById): TemplateResult {
  return html`<aside class="lists" data-lists>
    ${listView(
      "source",
      _("Wat we hebben en delen"),
      sources.map(([id, kind, name]) => rowView(texts[id], { end: sourceLabel(kind), whose: name ?? "" })),
    )}
    ${listView(
      "agreement",
      _("Wat we zelf gaan doen"),
      agreements.map(([id, people, due]) => rowView(texts[id], { end: formatDate(due, { month: "short" }), whose: people.join(", ") })),
    )}
  </aside>`;
}

function listView(kind: string, title: string, rows: (TemplateResult | null)[]): TemplateResult | null {
  const present = rows.filter((row) => row !== null);
  if (present.length === 0) return null;
  return html`<section class="list list-${kind}" data-list>
    <h2>${title}<span class="others" data-others></span></h2>
    <ul>
      ${present}
    </ul>
  </section>`;
}

/** A text that has not come yet leaves no empty line. */
function rowView(words: WordText | undefined, { end = "", whose = "" } = {}): TemplateResult | null {
  if (!words) return null;
  const { text, lang, translation } = words;
  const translated = translation ?? { text, lang };
  return html`<li>
    <p dir="auto" lang=${translated.lang}>${whose ? html`<b dir="auto">${whose}</b> ` : nothing}${translated.text}</p>
    ${end ? html`<span class="end">${end}</span>` : nothing}
  </li>`;
}
