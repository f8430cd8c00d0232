/**
 * The page of consent (C1, C2) with three separate choices that can change at any time, and the page that erases
 * everything (C8).
 */

import { html, nothing } from "lit-html";
import type { Consent } from "../client/documents";
import { facilitatorName } from "../facilitator_name";
import { formatDate } from "../i18n/formats";
import { _ } from "../i18n/gettext";
import type { Phone, View } from "./state";

export function consentView(phone: Phone): View {
  const { table, mine } = phone;
  const { organisation, facilitator, until, contact } = table.about;
  const headline = _("Wat gebeurt er met uw woorden?");
  const save = (fields: Consent): void => {
    phone.update({ panel: "now" });
    phone.send("give_consent", { ...fields }, _("Bewaard."));
  };
  const body = html`<form @submit=${consentSubmit(save)}>
    <h1 class="voice">${headline}</h1>
    <p>${_("We nemen geen geluid op. We bewaren alleen wat u opschrijft of laat opschrijven.")}</p>
    <p>
      ${_("%(who)s bewaart het.", { who: organisation || facilitator || _("De organisatie van deze dialoog") })} ${until ? _("Tot %(date)s.", { date: formatDate(until) }) : nothing}
      ${_("U kiest per zin. Kiest u niet? Dan wissen we de zin na zeven dagen.")}
    </p>
    <p>
      ${contact
        ? _("Bel of schrijf %(contact)s. Dan halen we uw woorden weg.", { contact })
        : _("Vraag het %(facilitator)s. Dan halen we uw woorden weg.", { facilitator: facilitatorName(table.about) })}
    </p>
    ${consentChoices(mine.me.consent)}
    <div class="single"><button class="btn go">${_("Bewaar")}</button></div>
  </form>`;
  return { mood: "page", headline, body };
}

/** None ticked that was not chosen. */
export function consentChoices(consent: Consent | null | undefined): unknown {
  const choice = (name: keyof Consent, text: string): unknown =>
    html`<label><input type="checkbox" name=${name} ?checked=${consent?.[name] ?? false} />${text}</label>`;
  return html`<fieldset class="choices">
    <legend class="vh">${_("Wat mag van u? Niets aankruisen is ook goed.")}</legend>
    ${choice("words", _("Mijn woorden mogen in het verslag."))} ${choice("name", _("Mijn naam mag daarbij staan."))}
    ${choice("contact", _("U mag mij later benaderen."))}
  </fieldset>`;
}

/** What a form with the three choices does when it is sent. */
export function consentSubmit(save: (consent: Consent) => void): (event: Event) => void {
  return (event) => {
    event.preventDefault();
    const consent = new FormData(event.target as HTMLFormElement);
    save({ words: consent.has("words"), name: consent.has("name"), contact: consent.has("contact") });
  };
}

export function eraseView(phone: Phone): View {
  const headline = _("Wis mijn woorden");
  const erase = (): void => {
    phone.drafts.clear();
    phone.update({ panel: "now", editor: null, acknowledgedWrites: [] });
    phone.send("erase_seat", {}, _("Uw woorden en uw naam zijn gewist."));
  };
  return {
    mood: "page",
    headline,
    body: html`<h1 class="voice">${headline}</h1>
      <p>${_("Al uw woorden en uw naam gaan weg, overal. Dit kan niet worden teruggedraaid.")}</p>
      <p class="soft">${_("Dat u erbij was, blijft in de telling. Zonder naam.")}</p>
      <div class="pair">
        <button class="btn equal" @click=${() => phone.update({ panel: "words" })}>${_("Toch niet")}</button>
        <button class="btn equal" @click=${erase}>${_("Wis alles")}</button>
      </div>`,
  };
}
