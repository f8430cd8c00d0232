/**
 * The read-back: words that wait for a choice or for "klopt", as the server counts them, with both to do for people without a
 * phone, and what still has to happen before the dialogue closes (T25, C3, C4).
 */

import { html, nothing, type TemplateResult } from "lit-html";
import { repeat } from "lit-html/directives/repeat.js";
import type { DeskWords } from "../../client/documents";
import { _, _n } from "../../i18n/gettext";
import { type ConsoleState, isBeingDecided, findPerson, nameOf, needsProxy, filterWords } from "../state";
import { button, type Renderable } from "../layout/controls";
import { agreementCard } from "./agreements";
import { groupWords } from "./group_words";
import { closeEarlyForm } from "../programme/programme_panel";
import { wordsNamingAgainstChoice } from "../words/named_people";
import { publicChip, wordsOnBehalf } from "../words/words_on_behalf";
import { wordsView } from "../words/words_to_show";

export function readBackView(state: ConsoleState): TemplateResult {
  const { close } = state.desk;
  const inSight = filterWords(state, (words) => isBeingDecided(state, words));
  const named = wordsNamingAgainstChoice(state).filter((words) => !inSight.includes(words));
  const agreements = filterWords(state, (words) => words.kind === "agreement" && words.seat != null && words.keep !== "no" && ![...inSight, ...named].includes(words));
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
    ${namedSection(state, named)} ${agreementsSection(state, agreements)} ${publicSection(state)} ${groupWords(state)} ${closingSection(state)}`;
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
function namedSection(state: ConsoleState, named: readonly DeskWords[]): Renderable {
  if (named.length === 0) return nothing;
  return html`<h3>${_("Met een naam die niet mag")}</h3>
    <ul class="asked-aloud">${repeat(named, ({ id }) => id, (words) => wordsOnBehalf(state, words))}</ul>`;
}

/** T23: what was agreed is heard once more; who has no phone is asked for the yes or no aloud. */
function agreementsSection(state: ConsoleState, agreements: readonly DeskWords[]): Renderable {
  if (agreements.length === 0) return nothing;
  return html`<h3>${_("Afspraken")}</h3>
    <p class="hint">${_("Lees ze voor. Wie erin staat, zegt ja of nee.")}</p>
    <ul class="asked-aloud">${repeat(agreements, ({ id }) => id, (words) => html`<li class="wait agreement">${wordsView(state, words)} ${agreementCard(state, words)}</li>`)}</ul>`;
}

/** C3: the further yes, asked apart of what was kept before; the phone asks it of who has one. */
function publicSection(state: ConsoleState): Renderable {
  const kept = filterWords(state, (words) => isAskedAloud(state, words));
  if (!state.desk.close?.read_back || kept.length === 0) return nothing;
  return html`<section class="also-public" aria-label=${_("Ook openbaar")}>
    <h3>${_("Ook openbaar")}</h3>
    <p class="hint">${_("Vraag het apart, bij elke zin: mag hij ook op internet en op papier in de wijk? Niets zeggen is nee.")}</p>
    <ul class="asked-aloud">${repeat(kept, ({ id }) => id, (words) => html`<li class=${`wait ${words.kind}`}>${wordsView(state, words)}
      <div class="choices">${publicChip(state, words)}</div></li>`)}</ul>
  </section>`;
}

function isAskedAloud(state: ConsoleState, { seat, keep, confirmed }: DeskWords): boolean {
  const owner = findPerson(state, seat);
  return owner?.keeps === true && needsProxy(state, owner) && confirmed === true && (keep === "named" || keep === "unnamed");
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
