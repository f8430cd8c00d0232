/**
 * The choice what is kept of one piece of words (C3), limited by consent (C2). On a card, choosing closes and sends
 * nothing; "Klaar" does.
 */

import { html, nothing, type TemplateResult } from "lit-html";
import type { Keep } from "../client/documents";
import { _ } from "../i18n/gettext";
import { KEEP_LABELS, allowedKeeps } from "./labels";
import type { OwnWords, Phone, UiState } from "./state";

export function keepChoices(phone: Phone, group: string, current: Keep | null | undefined, choose: (keep: Keep) => void): TemplateResult {
  const { consent } = phone.mine.me;
  return html`<fieldset class="choices">
      <legend class="vh">${_("Wat mag hiermee?")}</legend>
      ${allowedKeeps(consent).map(
        (keep) => html`<label
          ><input type="radio" name="keep-${group}" .checked=${current === keep} @change=${() => choose(keep)} />${KEEP_LABELS[keep]()}</label
        >`,
      )}
    </fieldset>
    ${current === "unnamed" ? html`<p class="hint">${_("Buren kunnen u soms toch herkennen.")}</p>` : nothing}
    ${consent?.words
      ? nothing
      : html`<p class="hint">
          ${_("U koos: mijn woorden komen niet in het verslag.")}
          <button class="link" @click=${() => phone.update({ panel: "consent", editor: null })}>${_("Anders kiezen")}</button>
        </p>`}`;
}

export function cardChoices(phone: Phone, { id, keep }: OwnWords): TemplateResult {
  const { choices } = phone.ui;
  return keepChoices(phone, id, choices[id] ?? keep, (choice) => phone.update({ choices: { ...choices, [id]: choice } }));
}

/** "Klaar": what was chosen goes out. */
export function sendChoice(phone: Phone, { id, keep }: OwnWords): Partial<UiState> {
  const { [id]: choice, ...choices } = phone.ui.choices;
  if (choice && choice !== keep) phone.send("keep_words", { word: id, keep: choice });
  return { choices };
}
