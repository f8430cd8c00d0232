/** Asks somebody without a phone aloud what may be kept: the text to read (C1), then the three choices (C2, T13). */

import { html, nothing, type TemplateResult } from "lit-html";
import type { Person } from "../../client/documents";
import { facilitatorName } from "../../facilitator_name";
import { formatDate } from "../../i18n/formats";
import { _ } from "../../i18n/gettext";
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
      ${readAloud(state)}
      <label class="check"><input type="checkbox" name="words" /> ${_("Mijn woorden mogen in het verslag")}</label>
      <label class="check"><input type="checkbox" name="name" /> ${_("Mijn naam mag erbij")}</label>
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

function consentSummary(person: Person): string {
  if (!person.keeps) return _("Niets gaat in het verslag.");
  return person.names ? _("Woorden mogen in het verslag, met naam.") : _("Woorden mogen in het verslag, zonder naam.");
}

/** The sentences that a phone shows. */
function readAloud({ table }: ConsoleState): TemplateResult {
  const { organisation, facilitator, until, contact } = table.about;
  return html`<div class="read-aloud">
    <p>${_("We nemen geen geluid op. We bewaren alleen wat u opschrijft of laat opschrijven.")}</p>
    <p>${_("%(who)s bewaart het.", { who: organisation || facilitator || _("De organisatie van deze dialoog") })} ${until ? _("Tot %(date)s.", { date: formatDate(until) }) : nothing}
      ${_("U kiest per zin. Kiest u niet? Dan wissen we de zin na zeven dagen.")}</p>
    <p>${contact
      ? _("Bel of schrijf %(contact)s. Dan halen we uw woorden weg.", { contact })
      : _("Vraag het aan %(facilitator)s. Dan halen we uw woorden weg.", { facilitator: facilitatorName(table.about) })}</p>
  </div>`;
}
