/** What a desk knows of somebody's phone. A link that nobody scanned yet is no phone that is off. */

import type { Person } from "../../client/documents";
import type { ConsoleState } from "../state";
import { loadItem, saveItem } from "../storage";

export type PhoneStatus = "on" | "off" | "unscanned" | "none";

const UNSCANNED = "unscanned";

export function phoneStatus(state: ConsoleState, person: Person): PhoneStatus {
  if (state.live.presentSeats.has(person.seat)) return "on";
  if (!person.device) return "none";
  return unscannedSeats().includes(person.seat) ? "unscanned" : "off";
}

/** This desk made the first link of somebody without a phone: until a phone comes by it, there is none. */
export function rememberUnscanned(seat: string): void {
  saveItem(UNSCANNED, [...new Set([...unscannedSeats(), seat])].join(" "));
}

export function forgetScanned(presentSeats: ReadonlySet<string>): void {
  const waiting = unscannedSeats();
  const left = waiting.filter((seat) => !presentSeats.has(seat));
  if (left.length < waiting.length) saveItem(UNSCANNED, left.join(" "));
}

function unscannedSeats(): string[] {
  return loadItem(UNSCANNED).split(" ").filter(Boolean);
}
