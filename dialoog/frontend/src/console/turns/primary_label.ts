/** The label of the primary button, and whether this console may press it, by the kind of the next command. */

import type { WordKind } from "../../client/documents";
import { pick } from "../../i18n/languages";
import { _ } from "../../i18n/gettext";
import { type ConsoleState, nameOf } from "../state";

const HARVEST_KINDS: readonly WordKind[] = ["insight", "tension", "goal", "question", "source", "agreement"];

/** What the one big button says, by the kind of what comes next. */
export function primaryLabel(state: ConsoleState): string {
  const primary = state.desk.act.primary;
  const { stage, floor } = state.table;
  switch (primary?.kind) {
    case undefined:
      return "";
    case "begin_turn":
      if (choosesSpeaker(state)) return _("Kies wie begint");
      if (endsLastTurn(state)) return _("%(name)s is klaar", { name: nameOf(state, floor.seat) });
      return state.desk.queue?.last === state.desk.queue?.round
        ? _("Begin bij %(name)s", { name: nameOf(state, primary.seat) })
        : _("Volgende: %(name)s", { name: nameOf(state, primary.seat) });
    case "end_turn":
      return _("%(name)s is klaar", { name: nameOf(state, floor.seat) });
    case "end_offer":
      return _("Niemand meer");
    case "close_round":
      return _("Sluit de ronde af");
    case "next_step": {
      if (isNobodyHere(state)) return _("Iemand erbij");
      if (ordersCircle(state)) return _("Wie zit waar?");
      if (stage.status === "open") return _("Begin de dialoog");
      const title = pick(state.desk.plan.steps.find(({ id }) => id === primary["to"])?.title);
      return title ? _("Volgende stap: %(title)s", { title }) : _("Volgende stap");
    }
    case "go_on":
      return _("Ga verder");
    case "skip_silence":
      return _("Sla de stilte over");
    case "show_read_back":
      return writesHarvest(state) ? _("Oogst opschrijven") : _("Begin met teruglezen");
    case "open_last_words":
      return _("Begin de laatste woorden");
    case "end_open_question":
      return _("De vraag is beantwoord");
    case "close_dialogue":
      return _("Sluit de dialoog af");
    default:
      return _("Verder");
  }
}

/** T27: free order, and somebody still waits: who begins is chosen at the table. */
export function choosesSpeaker(state: ConsoleState): boolean {
  const { act, queue } = state.desk;
  return act.primary?.kind === "begin_turn" && !act.primary.seat && queue?.free === true && queue.waiting.length > 0;
}

/** A dialogue of nobody cannot begin: somebody is added first. */
export function isNobodyHere({ table, kind }: ConsoleState): boolean {
  return table.stage.status === "open" && table.stage.here === 0 && kind === "facilitator";
}

/** T30: who sits beside whom is tapped before the dialogue begins, and again when somebody sat down since. */
export function ordersCircle({ table, desk, kind }: ConsoleState): boolean {
  return table.stage.status === "open" && table.stage.here > 1 && !desk.act.circle_ordered && kind === "facilitator";
}

/** The harvest comes in this order: write it down, read back what is undecided, last words (T25). */
export function writesHarvest({ desk, table }: ConsoleState): boolean {
  return desk.act.primary?.kind === "show_read_back" && !desk.words.some(({ step, kind }) => step === table.step.id && HARVEST_KINDS.includes(kind));
}

/** Nobody comes after who has the word: the big button ends the turn and begins none. */
export function endsLastTurn(state: ConsoleState): boolean {
  const { primary } = state.desk.act;
  return primary?.kind === "end_turn" || (primary?.kind === "begin_turn" && !primary.seat && !choosesSpeaker(state));
}

/** The scribe moves turns, not steps (the table of commands). */
const SCRIBE_COMMANDS = ["begin_turn", "end_turn", "end_offer", "go_on"];

export function canPress(state: ConsoleState): boolean {
  const kind = state.desk.act.primary?.kind;
  return kind !== undefined && (state.kind === "facilitator" || SCRIBE_COMMANDS.includes(kind));
}
