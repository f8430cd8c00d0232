/** The page of one person: consent asked aloud, name, language, phone and presence. Erasing stands last. */

import { html, nothing, type TemplateResult } from "lit-html";
import { repeat } from "lit-html/directives/repeat.js";
import type { Person } from "../../client/documents";
import { LANGUAGES } from "../../i18n/languages";
import { _ } from "../../i18n/gettext";
import { type ConsoleState, nameOf, needsProxy, filterWords } from "../state";
import { commandButton, button, type Renderable } from "../layout/controls";
import { refusalMessage } from "../answer_messages";
import { invitationView, invite } from "../access/invitation";
import { consentForm, consentNote } from "./consent_form";
import { nameRequest } from "./name_requests";
import { personNotes } from "./person_notes";
import { phoneStatus } from "./phone_status";
import { lostPhone } from "../access/lost_devices";
import { OWN_WORDS } from "../words/words_to_show";
import { wordsOnBehalf } from "../words/words_on_behalf";
import { writeForm } from "../words/write_form";

export function personView(state: ConsoleState, person: Person): TemplateResult {
  const name = nameOf(state, person.seat);
  const ownWords = filterWords(state, ({ seat }) => seat === person.seat);
  return html`
    ${button(state, _("‹ Iedereen"), () => state.updateUi({ personSeat: null, invitation: null }), { className: "link back-link" })}
    <h3 class="whose" tabindex="-1" dir="auto">${name}</h3>
    <p class="hint">${personNotes(state, person)}</p>
    ${person.presence === "removed" ? nothing : consentForm(state, person)}
    ${dictationForm(state, person)}
    ${ownWords.length && person.presence !== "removed"
      ? html`<h4>${_("Woorden van %(name)s", { name })}</h4>
          <ul class="asked-aloud">${repeat(ownWords, ({ id }) => id, (words) => wordsOnBehalf(state, words))}</ul>`
      : nothing}
    ${person.presence === "removed" ? nothing : html`<h4>${_("Naam, taal en telefoon")}</h4>${nameRequest(state, person)}${person.erased ? nothing : html`${nameForm(state, person, "name")}${nameForm(state, person, "pronunciation")}`}${languageField(state, person)}${phoneButton(state, person)}${lostPhone(state, person)}`}
    <h4>${_("Aan tafel")}</h4>
    <div class="tools">${presenceButtons(state, person)}</div>
    ${eraseButton(state, person)}`;
}

/** Who has no phone tells a sentence to this desk, where there is no scribe (T13); what may be kept was asked first (C1). */
function dictationForm(state: ConsoleState, person: Person): Renderable {
  const { step, stage, floor } = state.table;
  if (!needsProxy(state, person) || !person.consent || person.presence === "removed" || stage.status !== "running") return nothing;
  if (floor.phase === "turn" && floor.seat !== person.seat) return nothing; // nobody types while another speaks
  const kind = state.desk.queue?.last_words ? "closing_word" : step.kind;
  return kind && OWN_WORDS.includes(kind) ? writeForm(state, kind, consentNote(state, person), person.seat) : nothing;
}

/** One field of a person with its button; what the server refused is said below it. */
function nameForm(state: ConsoleState, person: Person, field: "name" | "pronunciation"): TemplateResult {
  const { seat } = person;
  const isName = field === "name";
  const former = isName ? person.typed : (person.pronunciation ?? "");
  const label = isName ? _("Roepnaam") : _("Zo zegt men de naam");
  const refusal = state.ui.nameRefusal?.seat === seat && state.ui.nameRefusal.field === field ? state.ui.nameRefusal.say : "";
  const change = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const input = (event.target as HTMLFormElement).elements.namedItem(field) as HTMLInputElement;
    const text = input.value.trim();
    if (text === former || (isName && !text)) return;
    const answer = await state.send(`change_${field}`, { seat, [field]: text });
    if (answer.answer !== "refused") return state.updateUi({ nameRefusal: null });
    state.updateUi({ message: "", nameRefusal: { seat, field, say: refusalMessage(answer) } });
    input.focus();
  };
  return html`<form class="whose-field" @submit=${change}>
    <label for="${field}-of-person">${label}</label>
    <div class="field-row">
      <input id="${field}-of-person" name=${field} class="utrecht-textbox" dir="auto" autocomplete="off" aria-describedby="refusal-of-${field}" aria-invalid=${refusal ? "true" : "false"} .value=${former} />
      <button class="btn small">${isName ? _("Verander") : _("Bewaar")}</button>
    </div>
    <p id="refusal-of-${field}" class="refusal" role="alert">${refusal}</p>
  </form>`;
}

function languageField(state: ConsoleState, person: Person): TemplateResult {
  const choose = (event: Event): void => void state.send("choose_language", { seat: person.seat, lang: (event.target as HTMLSelectElement).value });
  return html`<label class="whose-field">${_("Leest het liefst")}
    <select class="utrecht-select" @change=${choose}>
      ${Object.entries(LANGUAGES).map(([lang, name]) => html`<option value=${lang} lang=${lang} ?selected=${person.lang === lang}>${name}</option>`)}
    </select>
  </label>`;
}

/** C8: gone everywhere, for good; so it lies behind a door of its own. */
function eraseButton(state: ConsoleState, person: Person): Renderable {
  if (person.erased) return html`<p class="hint">${_("Naam en woorden zijn gewist.")}</p>`;
  const name = nameOf(state, person.seat);
  return html`<details class="early">
    <summary>${_("Alles wissen")}</summary>
    <p class="hint">${_("Naam en woorden van %(name)s verdwijnen overal. Dit kan niet terug.", { name })}</p>
    ${commandButton(state, _("Ja, wis alles van %(name)s", { name }), "erase_seat", { seat: person.seat }, { className: "btn small" })}
  </details>`;
}

function phoneButton(state: ConsoleState, person: Person): Renderable {
  if (state.kind !== "facilitator") return nothing;
  const { invitation } = state.ui;
  if (invitation?.recipient === person.seat) {
    return invitationView(invitation, _("Laat %(name)s dit scannen. Het is dezelfde plek, met dezelfde woorden.", { name: nameOf(state, person.seat) }));
  }
  const { seat } = person;
  const isFirst = ["none", "unscanned"].includes(phoneStatus(state, person));
  return button(state, isFirst ? _("Toch een telefoon") : _("Andere telefoon"), () => void invite(state, "link_device", { seat }, seat), { className: "btn small" });
}

function presenceButtons(state: ConsoleState, person: Person): Renderable {
  const { seat } = person;
  const name = nameOf(state, seat);
  const isFacilitator = state.kind === "facilitator";
  const options = { className: "btn small" };
  switch (person.presence) {
    case "asking":
      return html`<p class="hint">${_("Wil aanschuiven.")}</p>${isFacilitator ? removeSeatButton(state, seat) : nothing}`;
    case "present":
      return html`
        ${commandButton(state, _("Even weg"), "set_away", { seat }, options)}
        ${commandButton(state, _("Gaat naar huis"), "leave", { seat }, options)}
        ${isFacilitator ? removeSeatButton(state, seat) : nothing}
        <p class="hint">${_("Gaat iemand naar huis? Vraag eerst om een laatste woord, en wat bewaard mag.")}</p>`;
    case "away":
    case "left":
      return html`${commandButton(state, _("%(name)s is terug", { name }), "come_back", { seat }, options)} ${isFacilitator ? removeSeatButton(state, seat) : nothing}`;
    case "removed":
      return isFacilitator ? commandButton(state, _("Haal terug aan tafel"), "restore_seat", { seat }, options) : nothing;
  }
}

function removeSeatButton(state: ConsoleState, seat: string): TemplateResult {
  return commandButton(state, _("Haal van tafel"), "remove_seat", { seat }, { className: "btn small quiet-btn" });
}
