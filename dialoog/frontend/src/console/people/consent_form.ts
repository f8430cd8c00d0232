/** Asks somebody without a phone aloud what may be kept: the text to read (C1), then the three choices (C2, T13). */

import { html, nothing, type TemplateResult } from "lit-html";
import type { Person } from "../../client/documents";
import { consentText } from "../../consent_text";
import { _ } from "../../i18n/gettext";
import type { Renderable } from "../layout/controls";
import { type ConsoleState, nameOf, needsProxy } from "../state";

/** C2, T13: three separate choices, none ticked beforehand, asked aloud. */
export function consentForm(state: ConsoleState, person: Person): TemplateResult {
  const name = nameOf(state, person.seat);
  const status =
    person.consent === "aloud" ? _("Hardop gevraagd.") : person.consent === "given" ? _("Zelf gekozen.") : _("Nog niet gevraagd. Alles staat op nee.");
  if (!needsProxy(state, person)) return html`<p class="hint">${status} ${person.consent ? consentSummary(person) : nothing}</p>`;
  const give = (event: SubmitEvent): void => {
    event.preventDefault();
    const fields = new FormData(event.target as HTMLFormElement);
    void state.send("give_consent", {
      seat: person.seat, words: fields.has("words"), name: fields.has("name"), contact: fields.has("contact"),
      ...(fields.get("reach") ? { reach: fields.get("reach") } : {}),
    }); // prettier-ignore
  };
  const form = html`<form class="consent" @submit=${give}>
    <fieldset>
      <legend>${_("Vraag het hardop aan %(name)s", { name })}</legend>
      ${person.consent ? nothing : html`<p class="hint">${status}</p>`}
      <div class="read-aloud">${consentText(state.table.about)}</div>
      <label class="check"><input type="checkbox" name="words" /> ${_("Mijn woorden mogen in het verslag")}</label>
      <label class="check"><input type="checkbox" name="name" /> <span>${_("Mijn naam mag erbij")} <small class="hint">${_("Ook zonder naam kunnen buren u soms herkennen.")}</small></span></label>
      <label class="check"><input type="checkbox" name="contact" /> ${_("U mag mij later benaderen")}</label>
      <label class="reach">${_("Hoe kunnen we u bereiken?")} ${_("(hoeft niet)")}<input class="utrecht-textbox" name="reach" maxlength="120" dir="auto" autocomplete="off" />
        <small class="hint">${_("Een telefoonnummer of mailadres. Alleen wie dit gesprek organiseert leest het, na afloop. Het komt niet in het verslag.")}</small></label>
    </fieldset>
    <button class="btn small">${_("Zo is het gezegd")}</button>
  </form>`;
  if (!person.consent) return form;
  return html`<p class="hint">${status} ${consentSummary(person)}</p>
    <details class="quiet"><summary>${_("Vraag het opnieuw")}</summary>${form}</details>`;
}

function consentSummary({ keeps, names, contact }: Person): string {
  const kept = !keeps
    ? _("Niets gaat in het verslag.")
    : names ? _("Woorden mogen in het verslag, met naam.") : _("Woorden mogen in het verslag, zonder naam."); // prettier-ignore
  return `${kept} ${contact ? _("Later benaderen mag.") : _("Later benaderen mag niet.")}`;
}

/** Beside a field for somebody's words: that nobody asked yet, or that this person said no, which is an answer. */
export function consentNote(state: ConsoleState, { seat, consent, keeps }: Person): Renderable {
  if (keeps) return nothing;
  const name = nameOf(state, seat);
  return html`<p class="note">${consent
    ? _("%(name)s zei nee. Wat u opschrijft, blijft aan tafel en wordt bij het afsluiten gewist.", { name })
    : _("Nog geen ja op bewaren. Vraag het hardop, bij Mensen.")}</p>`;
}
