/**
 * Turns while the connection is lost (T29): the console goes on with the order it knows, keeps who spoke in local
 * storage, and afterwards asks whether it is right.
 */

import type { Desk, Table } from "../../client/documents";
import { saveItem, loadItem } from "../storage";

/** Who spoke in which round, in order, since the connection was lost. */
export interface OfflineRound {
  readonly round: number;
  /** Who was to come when the connection was lost, who had the word first. */
  readonly order: readonly string[];
  readonly spoke: readonly string[];
}

/** What this desk knew when the connection was lost; null where no round runs and there is nothing to tick. */
export function startOfflineRound(table: Table, desk: Desk): OfflineRound | null {
  const { queue } = desk;
  if (!queue || queue.closed) return null;
  const speaking = queue.turn != null && table.floor.seat ? [table.floor.seat] : [];
  const willing = queue.second && !queue.second.ended ? queue.second.accepted : [];
  const order = [...new Set([...speaking, ...queue.waiting, ...willing])];
  return order.length > 0 ? { round: queue.round, order, spoke: [] } : null;
}

/** Who has the word as far as this desk knows. */
export function offlineSpeaker(round: OfflineRound): string | null {
  return round.order.find((seat) => !round.spoke.includes(seat)) ?? null;
}

export function nextOfflineSpeaker(round: OfflineRound): string | null {
  return round.order.filter((seat) => !round.spoke.includes(seat))[1] ?? null;
}

export function toggleSpoke(round: OfflineRound, seat: string): OfflineRound {
  const spoke = round.spoke.includes(seat) ? round.spoke.filter((other) => other !== seat) : [...round.spoke, seat];
  return { ...round, spoke };
}

/** Undo while there is no connection: removes the last one who was ticked. */
export function undoLastSpoke(round: OfflineRound): OfflineRound {
  return { ...round, spoke: round.spoke.slice(0, -1) };
}

export function saveOfflineRound(round: OfflineRound | null): void {
  saveItem("told", round ? JSON.stringify(round) : "");
}

export function loadOfflineRound(): OfflineRound | null {
  try {
    const parsed: unknown = JSON.parse(loadItem("told") || "null");
    return isOfflineRound(parsed) ? parsed : null;
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
