/** A translation beside one's own words. One that another wrote is shown to nobody before its owner says yes (C5). */

import { html, nothing, type TemplateResult } from "lit-html";
import type { Translation } from "../client/documents";
import { _ } from "../i18n/gettext";
import { translatorLine } from "../translator_name";
import { isPending, type OwnWords, type Phone } from "./state";

export function translationView(translation: Translation): TemplateResult {
  const line = translatorLine(translation);
  return html`<p class="t translation" lang=${translation.lang} dir="auto">${translation.text}</p>
    ${line ? html`<p class="soft">${line}</p>` : nothing}`;
}

export function translationRequest(phone: Phone, { id, revision, translated }: OwnWords): unknown {
  if (!translated) return nothing;
  const answer = (on: boolean) => (): void => phone.send("answer_translation", { word: id, lang: translated.lang, revision, on });
  const busy = isPending(phone, "answer_translation");
  return html`${translationView(translated)}
    <p>${_("Klopt deze vertaling?")}</p>
    <div class="pair">
      <button class="btn equal" ?disabled=${busy} @click=${answer(false)}>${_("Nee, weghalen")}</button>
      <button class="btn equal" ?disabled=${busy} @click=${answer(true)}>${_("Ja")}</button>
    </div>`;
}
