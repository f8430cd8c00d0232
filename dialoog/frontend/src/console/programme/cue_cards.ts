/**
 * What the facilitator can say: the step's deepening questions and the ten cue cards of the method. Only the console
 * shows them.
 */

import { html, nothing, type TemplateResult } from "lit-html";
import { pick, languageOf } from "../../i18n/languages";
import { _ } from "../../i18n/gettext";
import { type ConsoleState, nameOf } from "../state";
import { commandButton, type Renderable } from "../layout/controls";

export function deepeningView(state: ConsoleState): Renderable {
  const { deepening } = state.desk.read;
  if (deepening.length === 0) return nothing;
  return html`<details class="ask" open>
    <summary>${_("Verdiepen")}</summary>
    ${deepening.map((question) => html`<p lang=${languageOf(question)} dir="auto">${pick(question)}</p>`)}
  </details>`;
}

type Card = readonly [heard: string, say: string];

/** The first five are always in sight, the others one tap away. */
function cueCards(state: ConsoleState): readonly Card[] {
  const other = state.desk.queue?.waiting[0];
  return [
    [_("Advies"), _("Kunt u er een vraag van maken? Of vertellen wat u zelf meemaakte?")],
    [_("Debat"), _("Twee ervaringen mogen naast elkaar staan. Wie is aan de beurt?")],
    [_("“Men”, “ze”"), _("Hoe is dat voor u?")],
    [_("Te lang"), _("Wat is de kern die we mogen opschrijven?")],
    [_("Veel gevoel"), _("Neem de tijd. Wilt u even rust, of verder praten?")],
    [_("Weer advies"), _("U wilt graag helpen. Waar raakt dit u zelf?")],
    [
      _("Denken voor een ander"),
      other ? _("Dat kan %(name)s straks zelf vertellen.", { name: nameOf(state, other) }) : _("Dat kan die ander straks zelf vertellen."),
    ],
    [_("“De gemeente moet”"), _("Dat nemen we als vraag mee. Wat zou u zelf graag zien?")],
    [_("Te vroege oplossing"), _("Die bewaren we voor Mogelijkheden.")],
    [_("Iemand schuift aan"), _("Er schuift iemand aan. Is dat goed voor iedereen?")],
  ];
}

export function cueCardsView(state: ConsoleState): TemplateResult {
  const cards = cueCards(state);
  return html`<h2>${_("Zeg gerust")}</h2>
    <ul class="cards">${cards.slice(0, 5).map(cardView)}</ul>
    <details class="others">
      <summary>${_("Nog vijf")}</summary>
      <ul class="cards">${cards.slice(5).map(cardView)}</ul>
    </details>`;
}

function cardView([situation, response]: Card): TemplateResult {
  return html`<li><b>${situation}</b><span>${response}</span></li>`;
}

/** V3: one key. */
export function blankButton(state: ConsoleState): TemplateResult {
  return state.table.stage.blank
    ? commandButton(state, _("Scherm weer aan"), "blank_screen", { on: false }, { className: "btn wide lit", shortcut: "b" })
    : commandButton(state, _("Scherm leeg"), "blank_screen", { on: true }, { className: "btn wide", shortcut: "b" });
}
