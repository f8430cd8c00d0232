/**
 * What travels between client and server, as types: pushes, pulses, commands and their answers. docs/protocol.md says the
 * same in words. Nothing here runs.
 */

export type DocumentName = "table" | "mine" | "desk";

export interface Push {
  doc: DocumentName;
  base: number;
  version: number;
  sections: Readonly<Record<string, unknown>>;
}

/** To the desks: who is connected, and whose only links nobody has opened yet. */
export interface PresenceMessage {
  seats: readonly string[];
  unscanned: readonly string[];
}

export interface Pulse {
  version: number;
  table: number;
  now: number;
}

export type GoneReason = "removed" | "ended";

export interface Answer {
  answer: "ok" | "late" | "refused" | "later";
  version?: number;
  reason?: string;
  say?: string;
  seat?: string;
  link?: string;
  /** The link as a QR code. */
  qr?: Qr;
}

/** Draw the path `d`, filled, in a square of `size` modules. */
export interface Qr {
  d: string;
  size: number;
}

/** One command as it travels: made once, with its id kept until it is answered. */
export interface Command {
  id: string;
  kind: string;
  [field: string]: unknown;
}
