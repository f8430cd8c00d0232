/**
 * The state of one phone: its panel, editor, drafts and settings beside the documents. It belongs to this device; nobody
 * else ever sees it (V4).
 */

import type { Keep, Mine, MyWords, Table } from "../client/documents";
import type { Answer, Command } from "../client/messages";
import type { LiveClient } from "../client/live_client";
import type { TemplateResult } from "lit-html";
import type { Draft, Drafts, Slot } from "./drafts";

export type Panel = "now" | "words" | "more" | "consent" | "erasing" | "leaving" | "table";

export interface UiState {
  panel: Panel;
  /** The field somebody has open; it stays open when the phase changes under their hands. */
  editor: Slot | null;
  /** Words of which somebody opened or closed the card; the others lie open while nothing was chosen. */
  openCards: Readonly<Record<string, boolean>>;
  /** What somebody chooses for words, until "Klaar": arrow keys pass over every choice, and a finger may slip. */
  choices: Readonly<Record<string, Keep>>;
  /** In the minute of Mogelijkheden: what may be done with a sentence is chosen before it is saved, and not on its card. */
  choosesFirst: boolean;
  /** "Help ons bij de afspraken" was pressed, and not yet meant. */
  asksHelp: boolean;
  /** Words that were just kept at the read-back: the second question is about them. */
  publicAsked: { word: string; keep: Keep } | null;
  /** One calm sentence in answer to what was pressed. */
  message: string | null;
  /** Why a form of "Meer" was refused, said at its field for as long as that is open. */
  refusal: { kind: string; say: string } | null;
  /** Left undecided at the read-back, for now. */
  skippedIds: ReadonlySet<string>;
  /** Words that were acknowledged and have not come back in `mine` yet. */
  acknowledgedWrites: readonly Command[];
  /** What lets another device of this person in. */
  link: Pick<Answer, "link" | "qr"> | null;
  textSize: number;
  vibrates: boolean;
}

export const INITIAL_UI: UiState = {
  panel: "now", editor: null, openCards: {}, choices: {}, choosesFirst: false, asksHelp: false, publicAsked: null, message: null, refusal: null, skippedIds: new Set(), acknowledgedWrites: [], link: null, textSize: 0, vibrates: false,
}; // prettier-ignore

/** Everything a view needs; views are pure functions of it. */
export interface Phone {
  table: Table;
  mine: Mine;
  live: Pick<LiveClient, "connection" | "pending" | "now">;
  ui: UiState;
  drafts: Drafts;
  /** How this person can be reached, as far as this page knows. */
  reach: string;
  /** A desk linked this device, so what happens on it is no news to whoever holds it (T11). */
  isLinked: boolean;
  /** The link of which this person read that it was made. */
  readLink: string | null;
  /** Local ms: whether the connection is lost long enough to mention. */
  clock: number;
  can: { vibrate: boolean };
  update(change: Partial<UiState>): void;
  send(kind: string, fields?: Record<string, unknown>, message?: string): void;
  save(draft: Draft): void;
  linkDevice(): void;
  closeLinkLine(): void;
}

/** One view: how it feels, the sentence that says where we are (also read aloud politely), and what is drawn. */
export interface View {
  mood: string;
  headline: string;
  body: TemplateResult;
  /** Says beside its own buttons what became of the last command. */
  showsMessage?: boolean;
}

/** One's own words as they are, with what is on its way: waiting in the outbox, or acknowledged and not yet come back. */
export interface OwnWords extends MyWords {
  waits?: boolean;
}

export function ownWords({ mine, live, ui }: Phone): OwnWords[] {
  const knownIds = new Set(mine.words.map(({ id }) => id));
  const pending = live.pending.filter(({ kind }) => kind === "write");
  const unconfirmed = [...ui.acknowledgedWrites, ...pending].filter(({ id }) => !knownIds.has(id));
  const decided = mine.words.map((word) => ({ ...word, keep: pendingKeep(live.pending, word.id) ?? word.keep }) as OwnWords);
  return [...decided, ...unconfirmed.map((command) => fromCommand(command, pending.includes(command)))];
}

function pendingKeep(pending: readonly Command[], word: string): unknown {
  return [...pending].reverse().find((command) => command.kind === "keep_words" && command["word"] === word)?.["keep"];
}

function fromCommand({ id, text, lang, word_kind: kind, step, keep, ticked, source, due }: Command, waits: boolean): OwnWords {
  return { id, text, lang, kind, step, keep, ticked, source, due, revision: 1, confirmed: true, waits } as OwnWords;
}

export function isPending(phone: Phone, kind: string): boolean {
  return phone.live.pending.some((command) => command.kind === kind);
}

export function nameOf(table: Table, seat: string | null | undefined): string {
  return table.circle.find(([id]) => id === seat)?.[1] ?? "";
}

const LOST_AFTER = 15_000;

/** T29: nobody here knows any more who has the word. */
export function isLost({ live, clock }: Phone): boolean {
  const { up, lostAt } = live.connection;
  return !up && lostAt !== null && clock - lostAt >= LOST_AFTER;
}

/** T20: while somebody has the word, no phone offers a field; without a connection it cannot know, and what is written waits. */
export function canWrite(phone: Phone): boolean {
  const { table, mine } = phone;
  if (table.stage.status !== "running" || ["asking", "removed", "turn"].includes(mine.now.phase)) return false;
  return table.floor.phase !== "turn" || isLost(phone);
}
