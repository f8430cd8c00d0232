/**
 * The outbox: commands that are not answered yet. Each is in local storage before it is sent, keeps its id until it is answered, and
 * goes out in order, one at a time; a reload finds it again. Sent twice it applies once (R3), so sending again is always safe.
 */

import type { Answer, Command } from "./messages";
import type { Shelf } from "./local_storage";

export interface Outbox {
  readonly pending: readonly Command[];
  send(kind: string, fields?: Record<string, unknown>): Promise<Answer>;
  /** There is a line again: try now instead of at the next turn of the backoff. */
  wake(): void;
}

interface Waiting {
  key: string;
  command: Command;
  settle: (answer: Answer) => void;
}

interface Options {
  shelf: Shelf;
  /** Storage is shared by all dialogues this browser ever saw; `place` says which desk of which dialogue. */
  place: string;
  /** Rejects when there is no line or no answer came: then nobody knows, and the command stays. */
  deliver: (command: Command) => Promise<Answer>;
  /** Whether this can be sent at all now; what cannot waits, and holds nothing up. */
  mayGo: (command: Command) => boolean;
  changed: () => void;
  answered: (command: Command, answer: Answer) => void;
}

const SLOWEST = 5000;

export function openOutbox({ shelf, place, deliver, mayGo, changed, answered }: Options): Outbox {
  const prefix = `dialoog.out.${place}.`;
  const waiting: Waiting[] = shelf.keys(prefix).flatMap((key) => {
    const command = parse(shelf.get(key));
    return command ? [{ key, command, settle: () => {} }] : [];
  });
  let newest = Number(waiting.at(-1)?.key.slice(prefix.length)) || 0;
  let busy = false;
  let wakeUp = (): void => {};
  const first = (): Waiting | undefined => waiting.find(({ command }) => mayGo(command));

  async function empty(): Promise<void> {
    if (busy) return;
    busy = true;
    try {
      for (let tries = 0, head = first(); head; head = first()) {
        const answer = await deliver(head.command).catch((): Answer => ({ answer: "later" }));
        if (answer?.answer === "later" || !answer?.answer) {
          await pause(backoff(tries++));
          continue;
        }
        tries = 0;
        waiting.splice(waiting.indexOf(head), 1);
        answered(head.command, answer);
        shelf.drop(head.key); // last, so that refused words are a draft again before they leave the outbox
        head.settle(answer);
        changed();
      }
    } finally {
      busy = false;
    }
  }

  function pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      wakeUp = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  return {
    get pending() {
      return waiting.map(({ command }) => command);
    },
    send(kind, fields = {}) {
      const command: Command = { ...fields, id: newId(), kind };
      newest = Math.max(newest + 1, Date.now());
      const key = prefix + String(newest).padStart(15, "0");
      shelf.put(key, JSON.stringify(command));
      const answer = new Promise<Answer>((settle) => waiting.push({ key, command, settle }));
      changed();
      void empty();
      return answer;
    },
    wake() {
      wakeUp();
      void empty();
    },
  };
}

/** 0.5, 1, 2, 4, 5, 5 … seconds, each shortened by up to a third so that a hall of phones does not come at once. */
export function backoff(tries: number, random: () => number = Math.random): number {
  return Math.min(SLOWEST, 500 * 2 ** Math.min(tries, 10)) * (1 - random() / 3);
}

const SIGNS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-";

/** 24 signs, 144 bits. Not randomUUID: that is missing on plain http, where halls without internet run. */
export function newId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(24)), (byte) => SIGNS[byte & 63]).join("");
}

function parse(text: string | null): Command | null {
  try {
    const found = JSON.parse(text ?? "null") as Partial<Command> | null;
    return typeof found?.id === "string" && typeof found.kind === "string" ? (found as Command) : null;
  } catch {
    return null;
  }
}
