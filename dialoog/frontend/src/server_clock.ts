/**
 * How far the server's clock is from this device's. A message is never early, so of the last few estimates the largest is nearest
 * to the truth: that one travelled fastest.
 */

const REMEMBERED = 8;
const JUMP = 5000;

export class ServerClock {
  #offsets: number[] = [];
  #rough = 0;
  readonly #local: () => number;

  constructor(local: () => number = Date.now) {
    this.#local = local;
  }

  now(): number {
    return this.#local() + this.offset;
  }

  get offset(): number {
    return this.#offsets.length ? Math.max(...this.#offsets) : this.#rough;
  }

  /** A moment of the server that has just arrived. */
  heard(serverNow: number): void {
    const offset = serverNow - this.#local();
    if (this.#offsets.length && Math.abs(offset - this.offset) > JUMP) this.#offsets = []; // this device's clock was set
    this.#offsets = [...this.#offsets, offset].slice(-REMEMBERED);
  }

  /** The Date header of an answer: whole seconds, good enough until the first pulse. */
  heardRoughly(header: string | null): void {
    const moment = Date.parse(header ?? "");
    if (!Number.isNaN(moment)) this.#rough = moment + 500 - this.#local();
  }
}
