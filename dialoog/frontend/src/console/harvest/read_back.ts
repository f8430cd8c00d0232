/**
 * The read-back: words that wait for a choice or for "klopt", as the server counts them, with both to do for people without a
 * phone, and what still has to happen before the dialogue closes (T25, C3, C4).
 */

import { html, nothing, type TemplateResult } from "lit-html";
import { repeat } from "lit-html/directives/repeat.js";
import type { DeskWords } from "../../client/documents";
import { _, _n } from "../../i18n/gettext";
import { type ConsoleState, isBeingDecided, nameOf, filterWords } from "../state";
import { button, type Renderable } from "../layout/controls";
import { groupWords } from "./group_words";
import { closeEarlyForm } from "../programme/programme_panel";
import { wordsNamingAgainstChoice } from "../words/named_people";
import { wordsOnBehalf } from "../words/words_on_behalf";

export function readBackView(state: ConsoleState): TemplateResult {
  const { close } = state.desk;
  const inSight = filterWords(state, (words) => isBeingDecided(state, words));
  const undecided = close?.undecided ?? 0;
  return html`
    <p class="lead">${_("Lees voor wat nog open is. Vraag bij elke zin: klopt dit zo, en mag hij mee?")}</p>
    ${close && !close.read_back && state.kind === "facilitator" ? html`<div class="tools">${readBackButton(state, "btn go")}</div>` : nothing}
    ${undecided === 0
      ? html`<p class="hint">${_("Over elke zin is gekozen.")}</p>`
      : html`<p class="hint">${_n("Over %(num)s zin is nog niet gekozen. Wie niet kiest, kan dat zeven dagen zelf doen.", "Over %(num)s zinnen is nog niet gekozen. Wie niet kiest, kan dat zeven dagen zelf doen.", undecided)}</p>`}
    ${state.desk.people.map(({ seat }) => {
      const own = inSight.filter((words) => words.seat === seat);
      if (own.length === 0) return nothing;
      return html`<h3 dir="auto">${nameOf(state, seat)}</h3>
        <ul class="asked-aloud">${repeat(own, ({ id }) => id, (words) => wordsOnBehalf(state, words))}</ul>`;
    })}
    ${namedSection(state, inSight)} ${groupWords(state)} ${closingSection(state)}`;
}

/** T25: everybody hears what is undecided; the panel with it opens along with the command. */
export function readBackButton(state: ConsoleState, className = "btn"): TemplateResult {
  const begin = (): void => {
    void state.send("show_read_back", { step: state.desk.act.step });
    state.updateUi({ panel: "harvest", harvestPart: "read_back" });
  };
  return button(state, _("Begin met teruglezen"), begin, { className });
}

/** C2: what was chosen already, or needs no choice, but names somebody who wants no name; what is above says it there. */
function namedSection(state: ConsoleState, inSight: readonly DeskWords[]): Renderable {
  const named = wordsNamingAgainstChoice(state).filter((words) => !inSight.includes(words));
  if (named.length === 0) return nothing;
  return html`<h3>${_("Met een naam die niet mag")}</h3>
    <ul class="asked-aloud">${repeat(named, ({ id }) => id, (words) => wordsOnBehalf(state, words))}</ul>`;
}

function closingSection(state: ConsoleState): Renderable {
  const { close, act } = state.desk;
  if (!close || state.kind !== "facilitator" || state.table.stage.status === "closed") return nothing;
  const beginLastWords = (): void => {
    void state.send("open_last_words", { step: act.step });
    state.updateUi({ panel: null }); // the big button under the panel begins the first one
  };
  return html`<section class="closing">
    <h3>${_("Afsluiten")}</h3>
    <ul class="checks">
      <li class=${close.read_back ? "done" : ""}>${close.read_back ? _("Er is teruggelezen.") : _("Nog teruglezen.")}</li>
      <li class=${close.last_words === "done" ? "done" : ""}>${lastWordsStatus(close.last_words)}</li>
    </ul>
    ${close.read_back && close.last_words === "not"
      ? html`<div class="tools">${button(state, _("Begin de laatste woorden"), beginLastWords, { className: "btn go" })}</div>`
      : nothing}
    ${close.ready
      ? button(state, _("Sluit de dialoog af"), () => state.updateUi({ panel: "close" }), { className: "btn" })
      : closeEarlyForm(state)}
  </section>`;
}

function lastWordsStatus(now: "not" | "open" | "done"): string {
  if (now === "done") return _("Iedereen kreeg een laatste woord aangeboden.");
  return now === "open" ? _("De laatste woorden zijn bezig.") : _("Nog een ronde van laatste woorden.");
}
