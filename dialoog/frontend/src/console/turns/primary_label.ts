/** What the one big button says and whether this desk may press it, by the kind of what comes next. */

import { pick } from "../../i18n/languages";
import { _ } from "../../i18n/gettext";
import { type Board, nameOf } from "../state";

/** What the one big button says, by the kind of what comes next. */
export function primaryLabel(board: Board): string {
  const primary = board.desk.act.primary;
  const { stage, floor } = board.table;
  switch (primary?.kind) {
    case undefined:
      return "";
    case "begin_turn":
      if (choosesWho(board)) return _("Kies wie begint");
      if (endsTheTurn(board)) return _("%(name)s is klaar", { name: nameOf(board, floor.seat) });
      return board.desk.queue?.last === board.desk.queue?.round
        ? _("Begin bij %(name)s", { name: nameOf(board, primary.seat) })
        : _("Volgende: %(name)s", { name: nameOf(board, primary.seat) });
    case "end_turn":
      return _("%(name)s is klaar", { name: nameOf(board, floor.seat) });
    case "end_offer":
      return _("Niemand meer");
    case "close_round":
      return _("Sluit de ronde af");
    case "next_step": {
      if (stage.status === "open") return _("Begin de dialoog");
      const title = pick(board.desk.plan.steps.find(({ id }) => id === primary["to"])?.title);
      return title ? _("Volgende stap: %(title)s", { title }) : _("Volgende stap");
    }
    case "go_on":
      return _("Ga verder");
    case "skip_silence":
      return _("Sla de stilte over");
    case "show_read_back":
      return _("Begin met teruglezen");
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
export function choosesWho(board: Board): boolean {
  const { act, queue } = board.desk;
  return act.primary?.kind === "begin_turn" && !act.primary.seat && queue?.free === true && queue.waiting.length > 0;
}

/** Nobody comes after who has the word: the big button ends the turn and begins none. */
export function endsTheTurn(board: Board): boolean {
  const { primary } = board.desk.act;
  return primary?.kind === "end_turn" || (primary?.kind === "begin_turn" && !primary.seat && !choosesWho(board));
}

/** The scribe moves turns, not steps (the table of commands). */
const OF_THE_SCRIBE = ["begin_turn", "end_turn", "end_offer", "go_on"];

export function mayPress(board: Board): boolean {
  const kind = board.desk.act.primary?.kind;
  return kind !== undefined && (board.kind === "facilitator" || OF_THE_SCRIBE.includes(kind));
}
