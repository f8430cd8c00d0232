/**
 * The one thing the live pages talk to: the newest documents, who is connected, whether there is a line, and `send`.
 * How it travels is in wire.ts, what waits to be sent in outbox.ts; what the rules are is the server's alone.
 */

import type { Answer, Command, Desk, GoneReason, Mine, Table, WordText } from "./documents";

export type DeskName = "seat" | "facilitator" | "scribe" | "screen";

export interface Live {
  readonly docs: { readonly table?: Table; readonly mine?: Mine; readonly desk?: Desk };
  /** Seats that are connected; console and scribe only. */
  readonly present: ReadonlySet<string>;
  /** `lostAt` is a local moment in ms; `waiting` counts commands in the outbox. */
  readonly link: { readonly up: boolean; readonly lostAt: number | null; readonly waiting: number };
  /** What the outbox still holds, oldest first. */
  readonly pending: readonly Command[];
  /** Why the server let this device go, if it did. */
  readonly gone: GoneReason | null;
  /** The server's clock in ms, corrected by pulses. */
  now(): number;
  /** Kept in localStorage first and sent with the same id until it is answered. Never rejects; `later` is retried inside. */
  send(kind: string, fields?: Record<string, unknown>): Promise<Answer>;
  /** Texts by "id.revision", fetched once each. */
  text(ids: readonly string[]): Promise<Readonly<Record<string, WordText>>>;
  /** Documents, presence, link or outbox changed. */
  onChange(listener: () => void): void;
  /** A command was answered for good, also one from before a reload. */
  onAnswer(listener: (command: Command, answer: Answer) => void): void;
}

export function connect(desk: DeskName): Live {
  throw new Error(`not built yet: ${desk}`);
}
