/** T23: a step somebody takes oneself, with a date. It stands once its owner and everybody named in it said yes themselves. */

import { html, nothing, type TemplateResult } from "lit-html";
import type { DeskWords } from "../../client/documents";
import { day, inFourWeeks } from "../../i18n/formats";
import { _ } from "../../i18n/gettext";
import { type Board, nameOf, needsUs, person, present, wordsOf } from "../state";
import { asks } from "../layout/controls";
import { whoseField } from "../words/write_form";

export function agreementFields(board: Board): TemplateResult {
  const questions = wordsOf(board, ({ kind }) => kind === "question");
  return html`
    <div class="two">
      ${whoseField(board, _("Van wie"))}
      <label>${_("Wanneer klaar")}
        <input type="date" name="due" class="utrecht-textbox" .defaultValue=${inFourWeeks(board.live.now())} />
      </label>
    </div>
    <details class="quiet">
      <summary>${_("Samen met iemand, of bij een vraag")}</summary>
      <fieldset class="choices"><legend>${_("Samen met")}</legend>
        ${present(board).map(({ seat }) => html`<label class="chip-label"><input type="checkbox" name="together" value=${seat} /> <bdi>${nameOf(board, seat)}</bdi></label>`)}
      </fieldset>
      ${questions.length
        ? html`<label class="whose-field">${_("Bij welke vraag")}
            <select name="answers" class="utrecht-select"><option value="">${_("geen")}</option>
              ${questions.map((words) => html`<option value=${words.id}>${board.text(words)?.text ?? "…"}</option>`)}
            </select></label>`
        : nothing}
    </details>`;
}

export function agreementCard(board: Board, words: DeskWords): TemplateResult {
  const asked = [...new Set([...(words.seat ? [words.seat] : []), ...words.together])];
  const standing = words.stands
    ? _("Staat.")
    : !words.seat || !words.due
      ? _("Nog een idee: er hoort een naam en een datum bij.")
      : _("Nog een idee: wacht op een ja.");
  return html`<p class="note">${words.due ? html`${_("Voor %(day)s.", { day: day(words.due) })} ` : nothing}${standing}</p>
    <div class="choices" role="group" aria-label=${_("Wie zei ja?")}>
      ${asked.map((seat) => yes(board, words, seat))}
    </div>`;
}

/** The phone asks it; here it is marked for who has none, after asking aloud (T13). */
function yes(board: Board, words: DeskWords, seat: string): TemplateResult {
  const name = nameOf(board, seat);
  const said = words.accepted.includes(seat);
  const one = person(board, seat);
  if (one && !needsUs(board, one)) {
    return html`<span class=${`said-yes${said ? " yes" : ""}`} dir="auto">${said ? _("%(name)s zei ja", { name }) : _("%(name)s: vraag staat op de telefoon", { name })}</span>`;
  }
  return asks(board, said ? _("%(name)s zei ja", { name }) : _("%(name)s zegt ja", { name }), "accept_agreement", { word: words.id, seat, on: !said }, {
    className: "chip", pressed: said,
  }); // prettier-ignore
}
