/** The choice what is kept of one piece of words (C3), limited by consent (C2). */

import { html, nothing, type TemplateResult } from "lit-html";
import type { Keep } from "../client/documents";
import { _ } from "../i18n/gettext";
import { KEEP_LABELS, allowedKeeps } from "./labels";
import type { Phone } from "./state";

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
