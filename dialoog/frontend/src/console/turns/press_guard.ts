/**
 * T28: for 1.5 s after a change, and while another control has the focus, the one big button does not react. A change
 * is one that a person at the table would notice: who has the word, which step it is, what comes next.
 */

export const REST_MS = 1500;

export class Calm {
  private seen: string | null = null;
  private since = Number.NEGATIVE_INFINITY;
  private pressedAt: string | null = null;

  /** Tells what is true now; true when that is a change. */
  notice(now: string, at: number): boolean {
    if (now === this.seen) return false;
    this.seen = now;
    this.since = at;
    this.pressedAt = null;
    return true;
  }

  rests(at: number): boolean {
    return at - this.since < REST_MS;
  }

  /** Pressed, and nothing has changed since. */
  get busy(): boolean {
    return this.pressedAt !== null && this.pressedAt === this.seen;
  }

  pressed(): void {
    this.pressedAt = this.seen;
  }

  /** The server said no: it may be pressed again. */
  free(): void {
    this.pressedAt = null;
  }
}

const CONTROLS = "button, a[href], input, textarea, select, summary, [tabindex]:not([tabindex='-1'])";

/** Whether the focus is on something else that one can press or type in. */
export function focusIsElsewhere(primary: Element | null): boolean {
  const active = document.activeElement;
  if (!active || active === document.body || active === primary) return false;
  return active.closest(CONTROLS) !== null;
}
