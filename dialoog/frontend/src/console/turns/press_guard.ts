/**
 * Keeps the primary button from reacting for 1.5 s after a change and while another control has the focus (T28). A
 * change is one that people at the table notice: who has the word, which step it is, what comes next.
 */

export const REST_MS = 1500;

export class PressGuard {
  private lastState: string | null = null;
  private changedAt = Number.NEGATIVE_INFINITY;
  private pressedState: string | null = null;

  /** Tells what is true now; true when that is a change. */
  observe(state: string, time: number): boolean {
    if (state === this.lastState) return false;
    this.lastState = state;
    this.changedAt = time;
    this.pressedState = null;
    return true;
  }

  isResting(time: number): boolean {
    return time - this.changedAt < REST_MS;
  }

  /** Pressed, and nothing has changed since. */
  get isBusy(): boolean {
    return this.pressedState !== null && this.pressedState === this.lastState;
  }

  markPressed(): void {
    this.pressedState = this.lastState;
  }

  /** The server said no: it may be pressed again. */
  release(): void {
    this.pressedState = null;
  }
}

const FOCUSABLE = "button, a[href], input, textarea, select, summary, [tabindex]:not([tabindex='-1'])";

/** Whether the focus is on something else that one can press or type in. */
export function focusIsElsewhere(primary: Element | null): boolean {
  const active = document.activeElement;
  if (!active || active === document.body || active === primary) return false;
  return active.closest(FOCUSABLE) !== null;
}
