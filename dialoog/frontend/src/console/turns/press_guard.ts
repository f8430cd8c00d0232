/**
 * Keeps the primary button from reacting for 1.5 s after a change and while another control has the focus (T28). A
 * change is one that people at the table notice: who has the word, which step it is, what comes next. What this console
 * changed itself, by another key or button, surprises nobody here and starts no rest.
 */

export const REST_MS = 1500;
/** A change that comes later than this after the own press may be another's. */
const OWN_CHANGE_MS = 2000;

export class PressGuard {
  private lastState: string | null = null;
  private changedAt = Number.NEGATIVE_INFINITY;
  private pressedState: string | null = null;
  private ownUntil = Number.NEGATIVE_INFINITY;

  /** Tells what is true now; true when that is a change by which the button rests. */
  observe(state: string, time: number): boolean {
    if (state === this.lastState) return false;
    const isOwn = this.pressedState === null && time < this.ownUntil;
    this.lastState = state;
    this.ownUntil = Number.NEGATIVE_INFINITY;
    if (isOwn) return false;
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

  /** Another key or button of this console sent something: the next change is of its making. */
  expectOwnChange(time: number): void {
    if (this.pressedState === null) this.ownUntil = time + OWN_CHANGE_MS;
  }

  /** The server said no: it may be pressed again, and nothing of our making follows. */
  release(): void {
    this.pressedState = null;
    this.ownUntil = Number.NEGATIVE_INFINITY;
  }
}

const FOCUSABLE = "button, a[href], input, textarea, select, summary, [tabindex]:not([tabindex='-1'])";

/** Whether the focus is on something else that one can press or type in. */
export function focusIsElsewhere(primary: Element | null): boolean {
  const active = document.activeElement;
  if (!active || active === document.body || active === primary) return false;
  return active.closest(FOCUSABLE) !== null;
}
