/**
 * Computes the time against the plan, counted from the first round, since sitting down takes as long as it takes (S4).
 * Pure.
 */

import type { Desk } from "../../client/documents";

export interface ScheduleStatus {
  /** Whole minutes since this step began, and what it has by plan. */
  elapsed: number;
  minutes: number;
  /** Minutes later than planned; below zero: to spare. */
  delay: number;
}

const MINUTE = 60_000;

export function scheduleStatus(plan: Desk["plan"], step: string, now: number): ScheduleStatus | null {
  const index = plan.steps.findIndex(({ id }) => id === step);
  const current = plan.steps[index];
  if (!current || current.began == null) return null;
  const minutes = current.proposed ?? current.minutes;
  const elapsed = Math.max(0, now - current.began) / MINUTE;
  const plannedSteps = plan.steps.slice(0, index + 1).filter(({ form }) => form !== "welcome");
  const first = plannedSteps[0]?.began;
  const overrun = Math.max(0, elapsed - minutes);
  const planned = plannedSteps.slice(0, -1).reduce((sum, planned) => sum + planned.minutes, 0);
  const delay = first == null ? 0 : (current.began - first) / MINUTE - planned + overrun;
  return { elapsed: Math.floor(elapsed), minutes, delay: Math.round(delay) };
}

/** When the evening would end if the rest takes what is proposed. */
export function expectedEnd(plan: Desk["plan"], step: string, now: number): number | null {
  const index = plan.steps.findIndex(({ id }) => id === step);
  const status = scheduleStatus(plan, step, now);
  if (!status) return null;
  const rest = plan.steps.slice(index + 1).reduce((sum, planned) => sum + (planned.proposed ?? planned.minutes), 0);
  return now + (Math.max(0, status.minutes - status.elapsed) + rest) * MINUTE;
}
