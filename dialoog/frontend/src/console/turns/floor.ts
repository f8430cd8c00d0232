/** Who has the floor, for how long, and the commands that fit this moment. */

import { html, nothing, type TemplateResult } from "lit-html";
import { facilitatorAsSubject } from "../../facilitator_name";
import { splitGraphemes } from "../../text_length";
import { _, _n, unbroken } from "../../i18n/gettext";
import { type ConsoleState, nameOf, pronunciationOf, findPerson, currentPhase } from "../state";
import { turnClock } from "./turn_clock";
import { commandButton, button, type Renderable } from "../layout/controls";
import { offerView } from "./second_offer";
import { endsLastTurn, ordersCircle, writesHarvest } from "./primary_label";
import { readBackButton } from "../harvest/read_back";
import { phoneStatus } from "../people/phone_status";
import { openSeatingOrder } from "../people/seating_order";
import { openQuestionButtons, silenceButtons } from "./silence_and_question";

/** Signs of a name that is set smaller. */
const LONG_NAME = 11;

export function floorView(state: ConsoleState): TemplateResult {
  const { above, name, below, tone, seat } = headline(state);
  const pronunciation = pronunciationOf(state, seat);
  const notes = [pronunciation && _("Zeg: %(pronunciation)s", { pronunciation }), below].filter(Boolean);
  return html`<div class="who">
    <p class="now">${above}</p>
    <h2 class=${`name ${tone}${splitGraphemes(name).length > LONG_NAME && tone === "speaks" ? " long" : ""}`} dir="auto">${name}</h2>
    ${notes.length ? html`<p class="below">${notes.join(" · ")}</p>` : nothing}
    ${turnClock(state)}
  </div>`;
}

interface Headline {
  above: string;
  name: string;
  below?: string;
  tone: "speaks" | "next" | "calm";
  /** Whose name it is. */
  seat?: string | null | undefined;
}

function headline(state: ConsoleState): Headline {
  const { stage, floor, about } = state.table;
  const { act, queue } = state.desk;
  if (stage.rest) {
    return { above: _("Even niets"), name: _("Rust"), below: _("De klok staat stil. Er staat geen naam op het scherm."), tone: "calm" };
  }
  if (act.open_question) {
    return { above: _("Eén vraag voor"), name: nameOf(state, act.open_question), below: _("Antwoorden hoeft niet. De klok loopt niet."), tone: "next", seat: act.open_question };
  }
  switch (currentPhase(state)) {
    case "sitting":
      return {
        above: _("Mensen gaan zitten"), name: stage.here ? _n("Er zit %(num)s mens aan tafel", "Er zitten %(num)s mensen aan tafel", stage.here) : _("Nog niemand"), tone: "calm",
        ...(stage.here > 8
          ? { below: _("Meer dan acht aan één tafel. Twee tafels praten vaak fijner.") }
          : ordersCircle(state) ? { below: _("Zit iedereen? Tik dan aan wie naast wie zit.") } : {}),
      }; // prettier-ignore
    case "silence":
      return { above: _("Iedereen denkt even na"), name: _("Stilte"), tone: "calm" };
    case "turn":
      return { above: _("Heeft het woord"), name: nameOf(state, floor.seat), below: turnHint(state), tone: "speaks", seat: floor.seat };
    case "ready":
      return floor.next
        ? { above: _("Nu komt"), name: nameOf(state, floor.next), tone: "next", seat: floor.next }
        : { above: _("Vrije volgorde"), name: _("Wie wil beginnen?"), tone: "next" };
    case "offer":
      return { above: _("Kijk rustig rond"), name: _("Wie wil nog iets zeggen?"), tone: "next" };
    case "complete":
    case "between":
      return floor.complete
        ? { above: _("De ronde is rond"), name: _("Iedereen was aan de beurt"), tone: "calm" }
        : { above: queue?.closed ? _("De ronde is afgerond") : _("De ronde is rond"), name: _("Dank u wel"), tone: "calm" };
    case "writing":
      return { above: _("Eén zin opschrijven, of vertellen"), name: _("Schrijfminuut"), tone: "calm" };
    case "talk":
      return { above: _("Iedereen"), name: _("Gesprek"), tone: "calm" };
    case "break":
      return { above: _("Even de benen strekken"), name: _("Pauze"), tone: "calm" };
    case "gather":
      return state.desk.close?.last_words === "done"
        ? { above: _("De laatste woorden zijn gezegd"), name: _("Klaar om af te sluiten"), tone: "calm" }
        : { above: _("Wat nemen we mee?"), name: _("Oogst"), tone: "calm" };
    case "read_back":
      return { above: _("Klopt dit zo?"), name: _("Teruglezen"), tone: "calm" };
    case "goodbye":
      return { above: _("Napraten?"), name: unbroken(about.contact ?? "") || facilitatorAsSubject(about), tone: "calm" };
  }
}

function turnHint(state: ConsoleState): string {
  const speaker = findPerson(state, state.table.floor.seat);
  const extra = state.desk.queue?.extra ?? 0;
  if (speaker?.interpreter) return _("Met tolk: twee keer zo lang.");
  const phone = speaker ? phoneStatus(state, speaker) : "on";
  if (phone === "none" || phone === "unscanned") return _("Zonder telefoon: u tikt.");
  if (phone === "off") return _("De telefoon is uit: u tikt.");
  return extra > 0 ? _n("Wie nog komt, krijgt ook %(num)s minuut extra.", "Wie nog komt, krijgt ook %(num)s minuten extra.", Math.round(extra / 60)) : "";
}

/** What can be done besides the one big button; everything here can be taken back. */
export function toolsView(state: ConsoleState): Renderable {
  const { stage, floor } = state.table;
  const { queue, act } = state.desk;
  if (stage.rest) return nothing;
  const phase = currentPhase(state);
  const turn = phase === "turn" ? queue?.turn ?? floor.turn : null;
  const name = nameOf(state, floor.seat);
  if (turn != null) {
    return html`<div class="tools">
      ${queue?.clock_off ? nothing : commandButton(state, _("Nog even?"), "give_time", { turn, seconds: 60 }, { label: _("Nog even? Eén minuut erbij, ook voor wie nog komt") })}
      ${commandButton(state, _("Slaat over"), "pass_turn", { turn }, { label: _("Slaat over: %(name)s", { name }) })}
      ${endsLastTurn(state) ? nothing : commandButton(state, _("Is klaar"), "end_turn", { turn }, { label: _("Is klaar: %(name)s", { name }) })}
      ${clockSwitch(state)}
    </div>`;
  }
  if (phase === "offer") return offerView(state);
  if (act.open_question) {
    return html`<div class="tools">
      ${commandButton(state, _("Klaar met de vraag"), "end_open_question", { seat: act.open_question })}
    </div>`;
  }
  if (phase === "silence") return html`<div class="tools">${commandButton(state, _("Sla de stilte over"), "skip_silence")}</div>`;
  if (stage.status !== "running") return circlePrompt(state);
  return html`<div class="tools">
      ${toolButton(state, "silence", _("Stilte"))}
      ${queue && !queue.closed ? toolButton(state, "question", _("Open vraag")) : nothing}
      ${queue && !queue.closed ? clockSwitch(state) : nothing}
      ${harvestButtons(state)}
    </div>
    ${state.ui.tool === "silence" ? silenceButtons(state) : nothing}
    ${state.ui.tool === "question" && queue && !queue.closed ? openQuestionButtons(state) : nothing}`;
}

function clockSwitch(state: ConsoleState): TemplateResult {
  return state.desk.queue?.clock_off
    ? commandButton(state, _("Klok aan"), "set_clock", { on: true })
    : commandButton(state, _("Klok uit"), "set_clock", { on: false });
}

function toolButton(state: ConsoleState, tool: "silence" | "question", words: string): TemplateResult {
  const expanded = state.ui.tool === tool;
  return button(state, words, () => state.updateUi({ tool: expanded ? null : tool }), { expanded });
}

/** Beside what comes next, which is the big button: the other part of the harvest. */
function harvestButtons(state: ConsoleState): Renderable {
  if (state.table.step.form !== "harvest") return nothing;
  if (currentPhase(state) === "read_back") {
    return button(state, _("Lees terug"), () => state.updateUi({ panel: "harvest", harvestPart: "read_back" }));
  }
  if (state.kind === "facilitator" && writesHarvest(state)) return readBackButton(state);
  return button(state, _("Oogst opschrijven"), () => state.updateUi({ panel: "harvest" }));
}

/** T30: the last act of Welkom is the big button until it is done; afterwards it can be done anew. */
function circlePrompt(state: ConsoleState): Renderable {
  if (state.kind !== "facilitator" || state.table.stage.here < 2 || ordersCircle(state)) return nothing;
  return html`<div class="prompt">
    <p>${_("De kring volgt de stoelen.")}</p>
    ${button(state, _("Wie zit waar?"), () => openSeatingOrder(state))}
  </div>`;
}
