/**
 * What every view of the console reads: the newest documents, what is open on this desk, and `act` to ask something of
 * the server. Views are pure functions of a board; nothing here draws, and nothing here knows a rule of the dialogue.
 */

import type { Desk, DeskWords, FloorPhase, Person, Table, WordText } from "../client/documents";
import type { Answer, Qr } from "../client/messages";
import type { Live } from "../client/live_client";
import { isolated } from "../i18n/gettext";
import type { Told } from "./turns/offline_turns";

export type Panel = "people" | "programme" | "screen" | "hand_over" | "harvest" | "circle" | "who" | "close";
export type Tool = "silence" | "question" | null;
export type HarvestPart = "insight" | "tension" | "goal" | "question" | "source" | "agreement" | "read_back";

export interface Invitation {
  link: string;
  qr: Qr | null;
  /** Which seat or desk it lets in. */
  whom: string;
}

/** What is open, chosen or half done on this desk only; nobody else sees it. */
export interface Opened {
  panel: Panel | null;
  person: string | null;
  tool: Tool;
  part: HarvestPart;
  /** The names tapped so far, in the order in which people sit (T30). */
  tapped: string[];
  invitation: Invitation | null;
  /** One calm line: what the server said, or what just happened. */
  say: string;
  /** Words being reworded, and words chosen to rest an insight on. */
  rewording: string | null;
  /** In Mensen: the seats that are chosen to be taken from the table; null where nobody is choosing. */
  clearing: readonly string[] | null;
  keys: boolean;
}

export type DeskKind = "facilitator" | "scribe";

export interface Board {
  readonly live: Live;
  readonly kind: DeskKind;
  readonly table: Table;
  readonly desk: Desk;
  readonly opened: Opened;
  readonly told: Told | null;
  /** T28: the primary button does not react yet. */
  readonly resting: boolean;
  readonly busy: boolean;
  /** No line for long enough to say so (T29). */
  readonly lost: boolean;
  /** Something waits to be kept for longer than it should (R11). */
  readonly slow: boolean;
  text(words: Pick<DeskWords, "id" | "revision">): WordText | undefined;
  act(kind: string, fields?: Record<string, unknown>): Promise<Answer>;
  open(change: Partial<Opened>): void;
  press(): void;
  tell(change: Told | null): void;
}

export function freshlyOpened(keys: boolean): Opened {
  return {
    panel: null, person: null, tool: null, part: "insight", tapped: [], invitation: null, say: "", rewording: null,
    clearing: null, keys,
  }; // prettier-ignore
}

export function person(board: Board, seat: string | null | undefined): Person | undefined {
  return board.desk.people.find((one) => one.seat === seat);
}

/** A call name, kept apart where it is written from the other side, so that the sentence around it keeps its order. */
export function nameOf(board: Board, seat: string | null | undefined): string {
  return isolated(person(board, seat)?.name ?? board.table.circle.find(([id]) => id === seat)?.[1] ?? "");
}

export function namesOf(board: Board, seats: readonly string[]): string {
  return seats.map((seat) => nameOf(board, seat)).join(", ");
}

/** Who sits at the table now, in the order of the circle. */
export function present(board: Board): readonly Person[] {
  return board.desk.people.filter(({ presence }) => presence === "present");
}

/** T13: somebody for whom this desk acts: without a phone, or whose phone is not connected now. */
export function needsUs(board: Board, one: Person): boolean {
  return !one.device || !board.live.present.has(one.seat);
}

/** Words that count, oldest first. */
export function wordsOf(board: Board, choose: (words: DeskWords) => boolean): readonly DeskWords[] {
  return board.desk.words.filter(choose);
}

/** S3: nobody sends a tick when a silence is over; the moment says it, and `then` what comes after. */
export function phaseNow(board: Board): FloorPhase {
  const { floor } = board.table;
  const over = floor.phase === "silence" && floor.ends != null && floor.ends <= board.live.now();
  return over ? (floor.then ?? "ready") : floor.phase;
}

/** T9: no turn begins while a silence runs. */
export function silent(board: Board): boolean {
  return phaseNow(board) === "silence";
}
