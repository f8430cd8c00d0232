/**
 * T29: no connection, and people just go on talking. The desk goes on with the order it knows and keeps who spoke in
 * localStorage; when the line is back, one screen asks "Klopt dit?" and tells the server.
 */

import type { Desk, Table } from "../../client/documents";
import { keep, kept } from "../storage";

/** Who spoke in which round, in order, since the line was lost. */
export interface Told {
  readonly round: number;
  /** Who was to come when the line was lost, who had the word first. */
  readonly order: readonly string[];
  readonly spoke: readonly string[];
}

/** What this desk knew when the line was lost; null where no round runs and there is nothing to tick. */
export function whatWeKnow(table: Table, desk: Desk): Told | null {
  const { queue } = desk;
  if (!queue || queue.closed) return null;
  const speaking = queue.turn != null && table.floor.seat ? [table.floor.seat] : [];
  const willing = queue.second && !queue.second.ended ? queue.second.accepted : [];
  const order = [...new Set([...speaking, ...queue.waiting, ...willing])];
  return order.length > 0 ? { round: queue.round, order, spoke: [] } : null;
}

/** Who has the word as far as this desk knows. */
export function speaksNow(told: Told): string | null {
  return told.order.find((seat) => !told.spoke.includes(seat)) ?? null;
}

export function comesNext(told: Told): string | null {
  return told.order.filter((seat) => !told.spoke.includes(seat))[1] ?? null;
}

export function ticked(told: Told, seat: string): Told {
  const spoke = told.spoke.includes(seat) ? told.spoke.filter((one) => one !== seat) : [...told.spoke, seat];
  return { ...told, spoke };
}

/** One step back while there is no line: the last one who was ticked. */
export function unticked(told: Told): Told {
  return { ...told, spoke: told.spoke.slice(0, -1) };
}

export function keepTold(told: Told | null): void {
  keep("told", told ? JSON.stringify(told) : "");
}

export function keptTold(): Told | null {
  try {
    const found: unknown = JSON.parse(kept("told") || "null");
    return isTold(found) ? found : null;
  } catch {
    return null;
  }
}

function isTold(found: unknown): found is Told {
  const told = found as Partial<Told> | null;
  return typeof told?.round === "number" && Array.isArray(told.order) && Array.isArray(told.spoke);
}

/** The line is back: worth asking only while the same round is open and somebody was ticked. */
export function worthTelling(told: Told | null, desk: Desk): boolean {
  return told !== null && told.spoke.length > 0 && desk.queue?.round === told.round && !desk.queue.closed;
}
