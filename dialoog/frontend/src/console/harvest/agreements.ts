/**
 * Fields and cards of agreements (T23): a step somebody takes oneself, with a date. It stands once its owner and
 * everybody named in it said yes.
 */

import { html, nothing, type TemplateResult } from "lit-html";
import { repeat } from "lit-html/directives/repeat.js";
import type { DeskWords } from "../../client/documents";
import { formatDate, dateInFourWeeks } from "../../i18n/formats";
import { _ } from "../../i18n/gettext";
import { type ConsoleState, nameOf, needsProxy, findPerson, presentPeople, filterWords } from "../state";
import { commandButton } from "../layout/controls";
import { ownerField } from "../words/write_form";

export function agreementFields(state: ConsoleState): TemplateResult {
  const others = presentPeople(state).filter(({ seat }) => seat !== state.ui.agreementOwner);
  const questions = filterWords(state, ({ kind }) => kind === "question");
  return html`
    <div class="two">
      ${ownerField(state, _("Van wie"), undefined, null, (seat) => state.updateUi({ agreementOwner: seat }))}
      <label>${_("Wanneer klaar")}
        <input type="date" name="due" class="utrecht-textbox" .defaultValue=${dateInFourWeeks(state.live.now())} />
      </label>
    </div>
    <details class="quiet">
      <summary>${_("Samen met iemand, of bij een vraag")}</summary>
      <fieldset class="choices"><legend>${_("Samen met")}</legend>
        ${repeat(others, ({ seat }) => seat, ({ seat }) => html`<label class="chip-label"><input type="checkbox" name="together" value=${seat} /> <bdi>${nameOf(state, seat)}</bdi></label>`)}
      </fieldset>
      ${questions.length
        ? html`<label class="whose-field">${_("Bij welke vraag")}
            <select name="answers" class="utrecht-select"><option value="">${_("geen")}</option>
              ${questions.map((words) => html`<option value=${words.id}>${state.textOf(words)?.text ?? "…"}</option>`)}
            </select></label>`
        : nothing}
    </details>`;
}

export function agreementCard(state: ConsoleState, words: DeskWords): TemplateResult {
  const seats = [...new Set([...(words.seat ? [words.seat] : []), ...words.together])];
  const status = words.stands
    ? _("Staat.")
    : !words.seat || !words.due
      ? _("Nog een idee: er hoort een naam en een datum bij.")
      : words.declined?.length
        ? _("Nog een idee: niet iedereen zei ja.")
        : _("Nog een idee: wacht op een ja.");
  return html`<p class="note">${words.due ? html`${_("Klaar op %(date)s.", { date: formatDate(words.due) })} ` : nothing}${status}</p>
    <div class="choices" role="group" aria-label=${_("Wie zei ja?")}>
      ${seats.map((seat) => answerButtons(state, words, seat))}
    </div>`;
}

/** The phone asks it; here it is marked for who has none, after asking aloud (T13). Pressed again, the answer is taken back. */
function answerButtons(state: ConsoleState, words: DeskWords, seat: string): TemplateResult {
  const name = nameOf(state, seat);
  const answer = words.accepted.includes(seat) ? true : words.declined?.includes(seat) ? false : null;
  const owner = findPerson(state, seat);
  if (owner && !needsProxy(state, owner)) {
    return html`<span class=${`said-yes${answer ? " yes" : ""}`}>${
      answer == null ? _("%(name)s: vraag staat op de telefoon", { name }) : answer ? _("%(name)s zei ja", { name }) : _("%(name)s zei nee", { name })
    }</span>`;
  }
  const choice = (on: boolean, before: string, after: string): TemplateResult =>
    commandButton(state, answer === on ? after : before, "accept_agreement", { word: words.id, seat, on: answer === on ? null : on }, {
      className: "chip", pressed: answer === on,
    }); // prettier-ignore
  return html`${choice(true, _("%(name)s zegt ja", { name }), _("%(name)s zei ja", { name }))}
    ${choice(false, _("%(name)s zegt nee", { name }), _("%(name)s zei nee", { name }))}`;
}
