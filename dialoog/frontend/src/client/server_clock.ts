/**
 * How far the server's clock is from this device's. A message is never early, so of the last few estimates the largest is nearest
 * to the truth: that one travelled fastest.
 */

export interface ServerClock {
  /** The server's now, in ms. */
  now(): number;
  /** A moment of the server that has just arrived. */
  heard(serverNow: number): void;
  /** The Date header of an answer: whole seconds, good enough until the first pulse. */
  heardRoughly(header: string | null): void;
}

const REMEMBERED = 8;
const JUMP = 5000;

export function serverClock(local: () => number = Date.now): ServerClock {
  let offsets: number[] = [];
  let rough = 0;
  const offset = (): number => (offsets.length ? Math.max(...offsets) : rough);
  return {
    now: () => local() + offset(),
    heard(serverNow) {
      const heard = serverNow - local();
      if (offsets.length && Math.abs(heard - offset()) > JUMP) offsets = []; // this device's clock was set
      offsets = [...offsets, heard].slice(-REMEMBERED);
    },
    heardRoughly(header) {
      const moment = Date.parse(header ?? "");
      if (!Number.isNaN(moment)) rough = moment + 500 - local();
    },
  };
}
