/** Who has the word, how long, and what can be done about it now: the part of the console that is looked at most. */

import { html, nothing, type TemplateResult } from "lit-html";
import { _, _n } from "../../i18n/gettext";
import { type Board, nameOf, person, phaseNow } from "../state";
import { clockLine } from "./turn_clock";
import { asks, button, type Piece } from "../layout/controls";
import { offerAnswers } from "./second_offer";
import { endsTheTurn } from "./primary_label";
import { openQuestion, silences } from "./silence_and_question";

export function floorView(board: Board): TemplateResult {
  const { above, name, below, tone } = headline(board);
  return html`<div class="who">
    <p class="now">${above}</p>
    <h2 class=${`name ${tone}${name.length > 11 && tone === "speaks" ? " long" : ""}`} dir="auto">${name}</h2>
    ${below ? html`<p class="below">${below}</p>` : nothing}
    ${clockLine(board)}
  </div>`;
}

interface Headline {
  above: string;
  name: string;
  below?: string;
  tone: "speaks" | "next" | "calm";
}

function headline(board: Board): Headline {
  const { stage, floor, about } = board.table;
  const { act, queue } = board.desk;
  if (stage.rest) {
    return { above: _("Even niets"), name: _("Rust"), below: _("De klok staat stil. Er staat geen naam op het scherm."), tone: "calm" };
  }
  if (act.open_question) {
    return { above: _("Eén vraag voor"), name: nameOf(board, act.open_question), below: _("Antwoorden hoeft niet. De klok loopt niet."), tone: "next" };
  }
  switch (phaseNow(board)) {
    case "sitting":
      return {
        above: _("Mensen gaan zitten"), name: stage.here ? _n("%(num)s is er", "%(num)s zijn er", stage.here) : _("Nog niemand"), tone: "calm",
        ...(stage.here > 8 ? { below: _("Meer dan acht aan één tafel. Twee tafels praten vaak fijner.") } : {}),
      }; // prettier-ignore
    case "silence":
      return { above: _("Iedereen denkt even na"), name: _("Stilte"), tone: "calm" };
    case "turn":
      return { above: _("Heeft het woord"), name: nameOf(board, floor.seat), below: turnNote(board), tone: "speaks" };
    case "ready":
      return floor.next
        ? { above: _("Nu komt"), name: nameOf(board, floor.next), tone: "next" }
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
      return { above: _("Wat nemen we mee?"), name: _("Oogst"), tone: "calm" };
    case "read_back":
      return { above: _("Klopt dit zo?"), name: _("Teruglezen"), tone: "calm" };
    case "goodbye":
      return { above: _("Napraten?"), name: about.contact ?? about.facilitator, tone: "calm" };
  }
}

function turnNote(board: Board): string {
  const one = person(board, board.table.floor.seat);
  const extra = board.desk.queue?.extra ?? 0;
  if (one?.interpreter) return _("Met tolk: twee keer zo lang.");
  if (one?.device === false) return _("Zonder telefoon: u tikt.");
  if (one && !board.live.present.has(one.seat)) return _("De telefoon is uit: u tikt.");
  return extra > 0 ? _n("Wie nog komt, krijgt ook %(num)s minuut extra.", "Wie nog komt, krijgt ook %(num)s minuten extra.", Math.round(extra / 60)) : "";
}

/** What can be done besides the one big button; everything here can be taken back. */
export function toolsView(board: Board): Piece {
  const { stage, floor } = board.table;
  const { queue, act } = board.desk;
  if (stage.rest) return nothing;
  const phase = phaseNow(board);
  const turn = phase === "turn" ? queue?.turn ?? floor.turn : null;
  const name = nameOf(board, floor.seat);
  if (turn != null) {
    return html`<div class="tools">
      ${queue?.clock_off ? nothing : asks(board, _("Nog even?"), "give_time", { turn, seconds: 60 }, { spoken: _("Nog even? Eén minuut erbij, ook voor wie nog komt") })}
      ${asks(board, _("Slaat over"), "pass_turn", { turn }, { spoken: _("Slaat over: %(name)s", { name }) })}
      ${endsTheTurn(board) ? nothing : asks(board, _("Is klaar"), "end_turn", { turn }, { spoken: _("Is klaar: %(name)s", { name }) })}
      ${clockSwitch(board)}
    </div>`;
  }
  if (phase === "offer") return offerAnswers(board);
  if (act.open_question) {
    return html`<div class="tools">
      ${asks(board, _("Klaar met de vraag"), "end_open_question", { seat: act.open_question })}
    </div>`;
  }
  if (phase === "silence") return html`<div class="tools">${asks(board, _("Sla de stilte over"), "skip_silence")}</div>`;
  if (stage.status !== "running") return circlePrompt(board);
  return html`<div class="tools">
      ${toolButton(board, "silence", _("Stilte"))}
      ${queue && !queue.closed ? toolButton(board, "question", _("Open vraag")) : nothing}
      ${queue && !queue.closed ? clockSwitch(board) : nothing}
      ${harvestButton(board)}
    </div>
    ${board.opened.tool === "silence" ? silences(board) : nothing}
    ${board.opened.tool === "question" && queue && !queue.closed ? openQuestion(board) : nothing}`;
}

function clockSwitch(board: Board): TemplateResult {
  return board.desk.queue?.clock_off
    ? asks(board, _("Klok aan"), "set_clock", { on: true })
    : asks(board, _("Klok uit"), "set_clock", { on: false });
}

function toolButton(board: Board, tool: "silence" | "question", words: string): TemplateResult {
  const expanded = board.opened.tool === tool;
  return button(board, words, () => board.open({ tool: expanded ? null : tool }), { expanded });
}

function harvestButton(board: Board): Piece {
  if (board.table.step.form !== "harvest") return nothing;
  return phaseNow(board) === "read_back"
    ? button(board, _("Lees terug"), () => board.open({ panel: "harvest", part: "read_back" }), { className: "btn go" })
    : button(board, _("Oogst opschrijven"), () => board.open({ panel: "harvest" }), { className: "btn go" });
}

/** T30: the last act of Welkom. */
function circlePrompt(board: Board): Piece {
  if (board.kind !== "facilitator" || board.table.stage.here < 2) return nothing;
  return html`<div class="prompt">
    <p>${board.desk.act.circle_ordered ? _("De kring volgt de stoelen.") : _("Zit iedereen? Tik dan aan wie naast wie zit.")}</p>
    ${button(board, _("Wie zit waar?"), () => board.open({ panel: "circle", tapped: [] }))}
  </div>`;
}
