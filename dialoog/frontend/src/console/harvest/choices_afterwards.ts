/**
 * After closing: the choices of who has no phone, which they give to the contact by voice or letter (C10). Nothing is sent
 * before it is pressed as a whole, since what is not kept is gone at once (C3).
 */

import { html, nothing, type TemplateResult } from "lit-html";
import { repeat } from "lit-html/directives/repeat.js";
import type { DeskWords, Keep, Person } from "../../client/documents";
import { _ } from "../../i18n/gettext";
import { allowedKeeps, keepLabel } from "../labels";
import type { Renderable } from "../layout/controls";
import { type ConsoleState, filterWords, nameOf } from "../state";
import { wordsView } from "../words/words_to_show";

export function choicesAfterwards(state: ConsoleState): Renderable {
  const people = state.desk.people.filter(({ device, presence, erased }) => !device && !erased && presence !== "removed");
  const open = people.filter((person) => wordsOf(state, person, true).length > 0);
  const decided = people.filter((person) => wordsOf(state, person, false).length > 0);
  if (state.kind !== "facilitator" || (open.length === 0 && decided.length === 0)) return nothing;
  return html`<section class="chosen-aloud" aria-label=${_("Wie geen telefoon heeft")}>
    <h2>${_("Wie geen telefoon heeft")}</h2>
    ${open.length
      ? html`<p class="hint">${_("Deze zinnen wachten op een keuze. Lees voor, en schrijf op wat iemand zelf kiest. Na zeven dagen wissen we wat niet gekozen is.")}</p>
          ${open.map((person) => choicesOf(state, person, true))}`
      : html`<p class="hint">${_("Over elke zin is gekozen.")}</p>`}
    ${decided.length
      ? html`<details class="quiet"><summary>${_("Een keuze veranderen")}</summary>${decided.map((person) => choicesOf(state, person, false))}</details>`
      : nothing}
  </section>`;
}

function wordsOf(state: ConsoleState, { seat }: Person, isOpen: boolean): readonly DeskWords[] {
  return filterWords(state, (words) => words.seat === seat && (words.undecided === true) === isOpen);
}

function choicesOf(state: ConsoleState, person: Person, isOpen: boolean): TemplateResult {
  return html`<h3 dir="auto">${nameOf(state, person.seat)}</h3>
    <ul class="asked-aloud">${repeat(wordsOf(state, person, isOpen), ({ id }) => id, (words) => choiceForm(state, person, words))}</ul>`;
}

function choiceForm(state: ConsoleState, person: Person, words: DeskWords): TemplateResult {
  const name = nameOf(state, person.seat);
  const record = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const choices = new FormData(event.target as HTMLFormElement);
    const keep = choices.get("keep") as Keep | null;
    if (!keep) return;
    const isPublic = keep !== "no" && choices.has("public");
    if (!words.confirmed && keep !== "no") await state.send("confirm_words", { word: words.id });
    const { answer } = await state.send("keep_words", { word: words.id, keep, public: isPublic });
    if (answer === "ok" || answer === "late") state.updateUi({ message: _("Opgeschreven voor %(name)s: %(choice)s.", { name, choice: isPublic ? _("%(choice)s, ook openbaar", { choice: keepLabel(keep) }) : keepLabel(keep) }) });
  };
  return html`<li class=${`wait ${words.kind}`}>
    ${wordsView(state, words)}
    <form @submit=${record}>
      <fieldset class="choices">
        <legend>${words.confirmed ? _("Wat mag ermee?") : _("Klopt de zin, en wat mag ermee? Klopt hij niet, dan bewaren we hem niet.")}</legend>
        ${allowedKeeps(person).map(
          (keep) => html`<label class="chip-label"><input type="radio" name="keep" value=${keep} required .defaultChecked=${words.keep === keep} /> ${keepLabel(keep)}</label>`,
        )}
      </fieldset>
      <fieldset class="choices">
        <legend>${_("En ook openbaar? Dan staat de zin ook op internet en op papier in de wijk.")}</legend>
        <label class="chip-label"><input type="checkbox" name="public" .defaultChecked=${words.public === true} /> ${_("Ja, ook openbaar")}</label>
      </fieldset>
      <button class="btn small" aria-label=${_("Zo koos %(name)s", { name })}>${_("Zo koos %(name)s", { name })}</button>
    </form>
  </li>`;
}
