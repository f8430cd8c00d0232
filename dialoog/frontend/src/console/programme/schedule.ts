/** Time against plan, pure: counted from the first round, since sitting down takes as long as it takes (S4). */

import type { Desk } from "../../client/documents";

export interface OnTime {
  /** Whole minutes since this step began, and what it has by plan. */
  gone: number;
  minutes: number;
  /** Minutes later than planned; below zero: to spare. */
  behind: number;
}

const MINUTE = 60_000;

export function onTime(plan: Desk["plan"], step: string, now: number): OnTime | null {
  const index = plan.steps.findIndex(({ id }) => id === step);
  const current = plan.steps[index];
  if (!current || current.began == null) return null;
  const minutes = current.proposed ?? current.minutes;
  const gone = Math.max(0, now - current.began) / MINUTE;
  const counted = plan.steps.slice(0, index + 1).filter(({ form }) => form !== "welcome");
  const first = counted[0]?.began;
  const over = Math.max(0, gone - minutes);
  const planned = counted.slice(0, -1).reduce((sum, one) => sum + one.minutes, 0);
  const behind = first == null ? 0 : (current.began - first) / MINUTE - planned + over;
  return { gone: Math.floor(gone), minutes, behind: Math.round(behind) };
}

/** When the evening would end if the rest takes what is proposed. */
export function endsAround(plan: Desk["plan"], step: string, now: number): number | null {
  const index = plan.steps.findIndex(({ id }) => id === step);
  const here = onTime(plan, step, now);
  if (!here) return null;
  const rest = plan.steps.slice(index + 1).reduce((sum, one) => sum + (one.proposed ?? one.minutes), 0);
  return now + (Math.max(0, here.minutes - here.gone) + rest) * MINUTE;
}
