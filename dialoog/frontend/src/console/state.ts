/**
 * The state that every view of the console reads: the newest documents, what is open on this device, and functions to
 * send commands. Views are pure functions of it; nothing here renders or knows a rule of the dialogue.
 */

import type { Desk, DeskWords, FloorPhase, Person, Table, WordText } from "../client/documents";
import type { Answer, Qr } from "../client/messages";
import type { LiveClient } from "../client/live_client";
import { isolate } from "../i18n/gettext";
import type { OfflineRound } from "./turns/offline_turns";

export type Panel = "people" | "programme" | "screen" | "hand_over" | "harvest" | "circle" | "who" | "close";
export type Tool = "silence" | "question" | null;
export type HarvestPart = "insight" | "tension" | "goal" | "question" | "source" | "agreement" | "read_back";

export interface Invitation {
  link: string;
  qr: Qr | null;
  /** Which seat or desk it lets in. */
  recipient: string;
}

/** What is open, chosen or half done on this desk only; nobody else sees it. */
export interface UiState {
  panel: Panel | null;
  personSeat: string | null;
  tool: Tool;
  harvestPart: HarvestPart;
  /** The names tapped so far, in the order in which people sit (T30). */
  seatingOrder: string[];
  invitation: Invitation | null;
  /** One calm line: what the server said, or what just happened. */
  message: string;
  /** The same about what was written at the scribe's form; said below its button. */
  formMessage: string;
  /** In Mensen: the name being typed of who has no phone, and why the server refused it. */
  newName: string;
  newNameRefusal: string;
  /** In Mensen: why the server refused another name, or how it is said, of one person. */
  nameRefusal: { seat: string; field: string; say: string } | null;
  /** Words being reworded, and what was typed in their place so far. */
  editedWord: string | null;
  editedText: string | null;
  /** Whose agreement is being written: nobody does it together with oneself. */
  agreementOwner: string | null;
  /** Words whose translation is being written (C5). */
  translatedWord: string | null;
  /** Words of which something was chosen here; they stay in sight until "Klaar met deze zin". */
  openWords: readonly string[];
  /** In Mensen: the seats that are chosen to be taken from the table; null where nobody is choosing. */
  seatsToRemove: readonly string[] | null;
  shortcuts: boolean;
}

export type DeskKind = "facilitator" | "scribe";

/** A button that was pressed: the command that it asks for. */
export interface Press {
  readonly command: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

export interface ConsoleState {
  readonly live: LiveClient;
  readonly kind: DeskKind;
  readonly table: Table;
  readonly desk: Desk;
  readonly ui: UiState;
  readonly offlineRound: OfflineRound | null;
  /** What was pressed for a moment that is over, to be asked about (T21). */
  readonly earlierPresses: readonly Press[];
  /** T28: the primary button does not react yet. */
  readonly isResting: boolean;
  readonly isBusy: boolean;
  /** No line for long enough to say so (T29). */
  readonly isLost: boolean;
  /** Something waits to be kept for longer than it should (R11). */
  readonly isSlow: boolean;
  textOf(words: Pick<DeskWords, "id" | "revision">): WordText | undefined;
  send(kind: string, fields?: Record<string, unknown>): Promise<Answer>;
  updateUi(change: Partial<UiState>): void;
  pressPrimary(): void;
  setOfflineRound(change: OfflineRound | null): void;
  setEarlierPresses(change: readonly Press[]): void;
}

export function initialUi(shortcuts: boolean): UiState {
  return {
    panel: null, personSeat: null, tool: null, harvestPart: "insight", seatingOrder: [], invitation: null, message: "", formMessage: "", newName: "", newNameRefusal: "", nameRefusal: null, editedWord: null, editedText: null,
    agreementOwner: null, translatedWord: null, openWords: [], seatsToRemove: null, shortcuts,
  }; // prettier-ignore
}

export function findPerson(state: ConsoleState, seat: string | null | undefined): Person | undefined {
  return state.desk.people.find((person) => person.seat === seat);
}

/** A call name, kept apart where it is written from the other side, so that the sentence around it keeps its order. */
export function nameOf(state: ConsoleState, seat: string | null | undefined): string {
  return isolate(findPerson(state, seat)?.name ?? state.table.circle.find(([id]) => id === seat)?.[1] ?? "");
}

/** How this name is said, where somebody wrote that down. */
export function pronunciationOf(state: ConsoleState, seat: string | null | undefined): string {
  const { pronunciation } = findPerson(state, seat) ?? {};
  return pronunciation ? isolate(pronunciation) : "";
}

export function namesOf(state: ConsoleState, seats: readonly string[]): string {
  return seats.map((seat) => nameOf(state, seat)).join(", ");
}

/** Who sits at the table now, in the order of the circle. */
export function presentPeople(state: ConsoleState): readonly Person[] {
  return state.desk.people.filter(({ presence }) => presence === "present");
}

/** T13: somebody for whom this desk acts: without a phone, or whose phone is not connected now. */
export function needsProxy(state: ConsoleState, person: Person): boolean {
  return !person.device || !state.live.presentSeats.has(person.seat);
}

/** Words that count, oldest first. */
export function filterWords(state: ConsoleState, choose: (words: DeskWords) => boolean): readonly DeskWords[] {
  return state.desk.words.filter(choose);
}

/** Words that wait for a choice or for "klopt", as the server counts them, or are being decided on this desk. */
export function isBeingDecided({ ui }: ConsoleState, { id, undecided }: DeskWords): boolean {
  return undecided === true || ui.openWords.includes(id);
}

/** S3: nobody sends a tick when a silence is over; the moment says it, and `then` what comes after. */
export function currentPhase(state: ConsoleState): FloorPhase {
  const { floor } = state.table;
  const over = floor.phase === "silence" && floor.ends != null && floor.ends <= state.live.now();
  return over ? (floor.then ?? "ready") : floor.phase;
}

/** T9: no turn begins while a silence runs. */
export function isSilent(state: ConsoleState): boolean {
  return currentPhase(state) === "silence";
}
