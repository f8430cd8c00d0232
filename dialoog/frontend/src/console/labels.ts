/**
 * The sentences that belong to what the server names in one word: the big button, what "Stap terug" takes back, kinds
 * of words, choices, sources, roles, reasons, and what became of what was asked.
 */

import type { Answer, Keep, Role, SourceKind, WordKind } from "../client/documents";
import { pick } from "../i18n/texts";
import { _ } from "../i18n/gettext";
import { type Board, nameOf } from "./state";

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

/** What "Stap terug" takes back. */
export function takesBack(what: string): string {
  switch (what) {
    case "CircleOrdered": return _("wie waar zit");
    case "StepOpened": return _("de nieuwe stap");
    case "RoundOpened": return _("het begin van de ronde");
    case "SilenceBegan": return _("de stilte");
    case "SilenceSkipped": return _("het overslaan van de stilte");
    case "TurnBegan": return _("het begin van de beurt");
    case "TurnEnded": return _("het einde van de beurt");
    case "TurnsTold": return _("wie er gesproken heeft");
    case "OfferAccepted": return _("het ja op de vraag wie nog iets wil zeggen");
    case "OfferDeclined": return _("het nee op de vraag wie nog iets wil zeggen");
    case "OfferEnded": return _("het einde van “Wie wil nog iets zeggen?”");
    case "RoundClosed": return _("het einde van de ronde");
    case "RestBegan": return _("het begin van de rust");
    case "RestEnded": return _("het einde van de rust");
    case "TimeGiven": return _("de extra tijd");
    case "ClockStopped": return _("de klok uit");
    case "ClockStarted": return _("de klok aan");
    case "OpenQuestionAsked": return _("de open vraag");
    case "OpenQuestionEnded": return _("het einde van de open vraag");
    case "OrderChanged": return _("de andere volgorde");
    case "SeatAway": return _("dat iemand even weg is");
    case "SeatLeft": return _("dat iemand weg is");
    case "SeatBack": return _("dat iemand terug is");
    case "SeatRemoved": return _("het weghalen van tafel");
    case "SeatRestored": return _("dat iemand terug aan tafel is");
    case "ReadBackShown": return _("het begin van het teruglezen");
    default: return _("de laatste stap");
  } // prettier-ignore
}

export function kindName(kind: WordKind): string {
  switch (kind) {
    case "introduction": return _("Kennismaking");
    case "experience": return _("Ervaring");
    case "perspective": return _("Zienswijze");
    case "dream": return _("Droom");
    case "possibility": return _("Mogelijkheid");
    case "closing_word": return _("Laatste woord");
    case "source": return _("Aanbod");
    case "question": return _("Vraag");
    case "goal": return _("Gedeeld doel");
    case "agreement": return _("Afspraak");
    case "insight": return _("Inzicht");
    case "tension": return _("Spanning");
  } // prettier-ignore
}

export const SOURCES: readonly SourceKind[] = ["time", "knowledge", "network", "space", "facilities"];

export function sourceName(source: SourceKind): string {
  switch (source) {
    case "time": return _("Tijd");
    case "knowledge": return _("Kennis");
    case "network": return _("Netwerk");
    case "space": return _("Ruimte");
    case "facilities": return _("Faciliteiten");
  } // prettier-ignore
}

export const CHOICES: readonly Keep[] = ["named", "unnamed", "no"];

export function choiceName(keep: Keep): string {
  switch (keep) {
    case "named": return _("Met naam");
    case "unnamed": return _("Zonder naam");
    case "no": return _("Niet bewaren");
  } // prettier-ignore
}

export const ROLES: readonly Role[] = ["resident", "care", "municipality", "professional"];

export function roleName(role: Role): string {
  switch (role) {
    case "resident": return _("bewoner");
    case "care": return _("zorgorganisatie");
    case "municipality": return _("gemeente");
    case "professional": return _("professional");
  } // prettier-ignore
}

/** T7, T25: why something ends early is a choice, never free text. */
export const REASONS: readonly (readonly [code: string, sentence: () => string])[] = [
  ["time", () => _("De tijd is om")],
  ["unwell", () => _("Iemand voelt zich niet goed")],
  ["disturbance", () => _("Er was onrust")],
  ["place", () => _("We moeten hier weg")],
  ["other", () => _("Iets anders")],
];

/** Why it did not happen. What the server says of somebody's own consent is said to a desk that writes for another. */
export function notDone({ reason, say }: Answer): string {
  return reason === "consent_first" ? _("Nog geen ja op bewaren. Vraag het hardop, bij Mensen.") : (say ?? _("Dat kan nu niet."));
}

/** What is said when it worked and the desk itself would not show it. */
export function confirmed(what: string): string {
  switch (what) {
    case "give_time":
      return _("Eén minuut erbij, ook voor wie nog komt.");
    case "tell_turns":
      return _("Opgeschreven wie er sprak.");
    case "give_consent":
      return _("Dat is opgeschreven.");
    case "end_devices":
    case "end_links":
      return _("Dat is uitgezet en komt niet terug.");
    case "remove_seat":
      return _("Weggehaald. Met Stap terug is het weer zoals het was.");
    case "renew_code":
      return _("Er is een nieuwe code. De oude werkt niet meer.");
    default:
      return "";
  }
}
