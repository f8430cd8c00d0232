/** What a desk knows of somebody's phone. A link that nobody scanned yet is no phone that is off. */

import type { Person } from "../../client/documents";
import type { ConsoleState } from "../state";

export type PhoneStatus = "on" | "off" | "unscanned" | "none";

export function phoneStatus({ live }: ConsoleState, { seat, device }: Person): PhoneStatus {
  if (live.presentSeats.has(seat)) return "on";
  if (!device) return "none";
  return live.unscannedSeats.has(seat) ? "unscanned" : "off";
}
