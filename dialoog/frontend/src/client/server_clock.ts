/**
 * Estimates the difference between the server's clock and this device's. A message never arrives early, so of the last
 * few samples the largest offset is nearest to the truth.
 */

export interface ServerClock {
  /** The server's now, in ms. */
  now(): number;
  /** A moment of the server that has just arrived. */
  observe(serverNow: number): void;
  /** The Date header of an answer: whole seconds, good enough until the first pulse. */
  observeDateHeader(header: string | null): void;
}

const SAMPLES = 8;
const RESET_THRESHOLD = 5000;

export function createServerClock(local: () => number = Date.now): ServerClock {
  let offsets: number[] = [];
  let dateHeaderOffset = 0;
  const offset = (): number => (offsets.length ? Math.max(...offsets) : dateHeaderOffset);
  return {
    now: () => local() + offset(),
    observe(serverNow) {
      const sample = serverNow - local();
      if (offsets.length && Math.abs(sample - offset()) > RESET_THRESHOLD) offsets = []; // this device's clock was set
      offsets = [...offsets, sample].slice(-SAMPLES);
    },
    observeDateHeader(header) {
      const moment = Date.parse(header ?? "");
      if (!Number.isNaN(moment)) dateHeaderOffset = moment + 500 - local();
    },
  };
}
