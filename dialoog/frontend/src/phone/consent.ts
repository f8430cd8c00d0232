/**
 * The page of consent (C1, C2) with three separate choices that can change at any time, and the page that erases
 * everything (C8).
 */

import { html } from "lit-html";
import type { Consent } from "../client/documents";
import { consentText } from "../consent_text";
import { _ } from "../i18n/gettext";
import type { Phone, View } from "./state";

export function consentView(phone: Phone): View {
  const { table, mine } = phone;
  const headline = _("Wat gebeurt er met uw woorden?");
  const save = (fields: ConsentFields): void => {
    phone.update({ panel: "now" });
    phone.send("give_consent", { ...fields }, _("Uw keuzes zijn bewaard."));
  };
  const body = html`<form @submit=${consentSubmit(save)}>
    <h1 class="voice">${headline}</h1>
    ${consentText(table.about)}
    ${consentChoices(mine.me.consent, phone.reach)}
    <div class="single"><button class="btn go">${_("Bewaar")}</button></div>
  </form>`;
  return { mood: "page", headline, body };
}

/** `reach` is sent where it was changed: another device of this person may know a newer one. */
export type ConsentFields = Consent & { reach?: string };

/** None ticked that was not chosen. */
export function consentChoices(consent: Consent | null | undefined, reach: string): unknown {
  const choice = (name: keyof Consent, text: string): unknown =>
    html`<label><input type="checkbox" name=${name} ?checked=${consent?.[name] ?? false} />${text}</label>`;
  return html`<fieldset class="choices">
    <legend class="vh">${_("Wat mag van u? Niets aankruisen is ook goed.")}</legend>
    ${choice("words", _("Mijn woorden mogen in het verslag."))} ${choice("name", _("Mijn naam mag daarbij staan."))}
    ${choice("contact", _("U mag mij later benaderen."))}
  </fieldset>
  <p class="contact"><label for="reach">${_("Hoe kunnen we u bereiken?")} ${_("(hoeft niet)")}</label><input id="reach" name="reach" value=${reach} maxlength="120" dir="auto" aria-describedby="why-reach" /><small id="why-reach">${_("Een telefoonnummer of mailadres. Alleen wie dit gesprek organiseert leest het, na afloop. Het komt niet in het verslag.")}</small></p>`;
}

/** What a form with the three choices does when it is sent. */
export function consentSubmit(save: (consent: ConsentFields) => void): (event: Event) => void {
  return (event) => {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const { value, defaultValue } = form.elements.namedItem("reach") as HTMLInputElement;
    const [words, name, contact] = ["words", "name", "contact"].map((choice) => (form.elements.namedItem(choice) as HTMLInputElement).checked) as [boolean, boolean, boolean];
    save({ words, name, contact, ...(contact && value !== defaultValue ? { reach: value } : {}) });
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
