/** What may be kept at all (C1, C2): three separate choices, changed at any time; and erasing everything (C8). */

import { html, nothing } from "lit-html";
import type { Consent } from "../client/documents";
import { day } from "../i18n/formats";
import { _ } from "../i18n/gettext";
import type { Phone, View } from "./state";

export function consent(phone: Phone): View {
  const { table, mine } = phone;
  const { organisation, facilitator, until, contact } = table.about;
  const say = _("Wat gebeurt er met uw woorden?");
  const save = (fields: Consent): void => {
    phone.show({ open: "now" });
    phone.ask("give_consent", { ...fields }, _("Bewaard."));
  };
  const body = html`<form @submit=${choosing(save)}>
    <h1 class="voice">${say}</h1>
    <p>${_("We nemen geen geluid op. We bewaren alleen wat u opschrijft of laat opschrijven.")}</p>
    <p>
      ${_("%(who)s bewaart het.", { who: organisation || facilitator })} ${until ? _("Tot %(date)s.", { date: day(until, { year: "numeric" }) }) : nothing}
      ${_("U kiest per zin. Kiest u niet? Dan wissen we de zin na zeven dagen.")}
    </p>
    <p>
      ${contact
        ? _("Bel of schrijf %(contact)s. Dan halen we uw woorden weg.", { contact })
        : _("Vraag het %(facilitator)s. Dan halen we uw woorden weg.", { facilitator })}
    </p>
    ${threeChoices(mine.me.consent)}
    <div class="single"><button class="btn go">${_("Bewaar")}</button></div>
  </form>`;
  return { mood: "page", say, body };
}

/** None ticked that was not chosen. */
export function threeChoices(chosen: Consent | null | undefined): unknown {
  const choice = (name: keyof Consent, text: string): unknown =>
    html`<label><input type="checkbox" name=${name} ?checked=${chosen?.[name] ?? false} />${text}</label>`;
  return html`<fieldset class="choices">
    <legend class="vh">${_("Wat mag van u? Niets aankruisen is ook goed.")}</legend>
    ${choice("words", _("Mijn woorden mogen in het verslag."))} ${choice("name", _("Mijn naam mag daarbij staan."))}
    ${choice("contact", _("U mag mij later benaderen."))}
  </fieldset>`;
}

/** What a form with the three choices does when it is sent. */
export function choosing(save: (chosen: Consent) => void): (event: Event) => void {
  return (event) => {
    event.preventDefault();
    const chosen = new FormData(event.target as HTMLFormElement);
    save({ words: chosen.has("words"), name: chosen.has("name"), contact: chosen.has("contact") });
  };
}

export function erasing(phone: Phone): View {
  const say = _("Wis mijn woorden");
  const erase = (): void => {
    phone.drafts.forget();
    phone.show({ open: "now", editor: null, written: [] });
    phone.ask("erase_seat", {}, _("Uw woorden en uw naam zijn gewist."));
  };
  return {
    mood: "page",
    say,
    body: html`<h1 class="voice">${say}</h1>
      <p>${_("Al uw woorden en uw naam gaan weg, overal. Dit kan niet worden teruggedraaid.")}</p>
      <p class="soft">${_("Dat u erbij was, blijft in de telling. Zonder naam.")}</p>
      <div class="pair">
        <button class="btn equal" @click=${() => phone.show({ open: "words" })}>${_("Toch niet")}</button>
        <button class="btn equal" @click=${erase}>${_("Wis alles")}</button>
      </div>`,
  };
}
