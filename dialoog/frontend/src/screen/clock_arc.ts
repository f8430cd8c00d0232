/**
 * The clock of the screen: an arc that shortens, turns paler at 75 % and ends as a pale ring (T8). It redraws this one
 * element only; there are no numbers, nothing blinks, and it never ends a turn.
 */

import { shareLeft } from "../countdown";
import type { Floor } from "../client/documents";

export function drawClockArc(root: ParentNode, floor: Pick<Floor, "began" | "ends" | "warn">, now: number): void {
  const clock = root.querySelector(".clock");
  const remainder = clock?.querySelector(".left");
  const share = shareLeft(floor, now);
  if (!clock || !remainder || share === null) return;
  clock.classList.toggle("soon", floor.warn != null && now >= floor.warn && share > 0);
  clock.classList.toggle("past", share === 0);
  remainder.setAttribute("stroke-dasharray", `${(share * 100).toFixed(2)} 100`);
}
