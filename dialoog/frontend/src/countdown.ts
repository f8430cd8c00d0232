/**
 * Arithmetic of a countdown: which share of the time is left, how many seconds, and how they are written. Pure; it never
 * ends anything (T8).
 */

export interface TimeSpan {
  began?: number | null;
  ends?: number | null;
}

/** 1 at the beginning, 0 at the end and after it; null where no clock runs. */
export function shareLeft({ began, ends }: TimeSpan, now: number): number | null {
  if (began == null || ends == null || ends <= began) return null;
  return Math.min(1, Math.max(0, (ends - now) / (ends - began)));
}

/** Whole seconds left, below zero when over time; null where no clock runs. */
export function secondsLeft({ ends }: TimeSpan, now: number): number | null {
  return ends == null ? null : Math.ceil((ends - now) / 1000);
}

/** Whole seconds since it began, counting on (T8). */
export function secondsElapsed({ began }: TimeSpan, now: number): number {
  return began == null ? 0 : Math.max(0, Math.floor((now - began) / 1000));
}

/** "1:52"; over time "−0:07". */
export function minutesAndSeconds(seconds: number): string {
  const size = Math.abs(seconds);
  return `${seconds < 0 ? "−" : ""}${Math.floor(size / 60)}:${String(size % 60).padStart(2, "0")}`;
}
