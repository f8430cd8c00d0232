/**
 * Turns while the connection is lost (T29): the console goes on with the order it knows, keeps who has the word and who
 * spoke in local storage, and afterwards asks whether it is right. Pure, but for that storage.
 */

import type { Desk, Table } from "../../client/documents";
import { saveItem, loadItem } from "../storage";

/** Who spoke in which round, in order, since the connection was lost. */
export interface OfflineRound {
  readonly round: number;
  /** Who was to come when the connection was lost, who had the word first. */
  readonly order: readonly string[];
  readonly spoke: readonly string[];
  /** Who has the word; between turns nobody has. */
  readonly speaking: string | null;
  /** T27: whoever wants begins, so nobody is named as next. */
  readonly free: boolean;
}

/** What this desk knew when the connection was lost; null where no round runs and there is nothing to tick. */
export function startOfflineRound(table: Table, desk: Desk): OfflineRound | null {
  const { queue } = desk;
  if (!queue || queue.closed) return null;
  const speaking = queue.turn != null ? (table.floor.seat ?? null) : null;
  const willing = queue.second && !queue.second.ended ? queue.second.accepted : [];
  const order = [...new Set([...(speaking ? [speaking] : []), ...queue.waiting, ...willing])];
  return order.length > 0 ? { round: queue.round, order, spoke: [], speaking, free: queue.free ?? false } : null;
}

/** Who comes after who has the word. */
export function nextOfflineSpeaker(round: OfflineRound): string | null {
  if (round.free) return null;
  return round.order.find((seat) => seat !== round.speaking && !round.spoke.includes(seat)) ?? null;
}

/** T28: "Volgende" ends a turn and begins the next one; between turns it begins one. */
export function advanceOffline(round: OfflineRound): OfflineRound {
  const spoke = round.speaking ? [...round.spoke, round.speaking] : round.spoke;
  return { ...round, spoke, speaking: nextOfflineSpeaker(round) };
}

/** Who is ticked while having the word is done; the next one comes. */
export function toggleSpoke(round: OfflineRound, seat: string): OfflineRound {
  if (seat === round.speaking) return advanceOffline(round);
  const spoke = round.spoke.includes(seat) ? round.spoke.filter((other) => other !== seat) : [...round.spoke, seat];
  return { ...round, spoke };
}

/** Undo while there is no connection: the last one who was ticked has the word again. */
export function undoLastSpoke(round: OfflineRound): OfflineRound {
  return { ...round, spoke: round.spoke.slice(0, -1), speaking: round.spoke[round.spoke.length - 1] ?? round.speaking };
}

export function saveOfflineRound(round: OfflineRound | null): void {
  saveItem("told", round ? JSON.stringify(round) : "");
}

export function loadOfflineRound(): OfflineRound | null {
  try {
    const parsed: unknown = JSON.parse(loadItem("told") || "null");
    return isOfflineRound(parsed) ? { ...parsed, speaking: parsed.speaking ?? null, free: parsed.free ?? false } : null;
  } catch {
    return null;
  }
}

function isOfflineRound(parsed: unknown): parsed is OfflineRound {
  const round = parsed as Partial<OfflineRound> | null;
  return typeof round?.round === "number" && Array.isArray(round.order) && Array.isArray(round.spoke);
}

/** The connection is back: worth asking only while the same round is open and somebody was ticked. */
export function needsConfirmation(round: OfflineRound | null, desk: Desk): boolean {
  return round !== null && round.spoke.length > 0 && desk.queue?.round === round.round && !desk.queue.closed;
}
