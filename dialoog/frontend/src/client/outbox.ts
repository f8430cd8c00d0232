/**
 * The outbox: commands that are not answered yet. Each is in local storage before it is sent, keeps its id until it is answered, and
 * goes out in order, one at a time; a reload finds it again. Sent twice it applies once (R3), so sending again is always safe.
 */

import type { Answer, Command } from "./messages";
import type { KeyValueStore } from "./local_storage";

export interface Outbox {
  readonly pending: readonly Command[];
  send(kind: string, fields?: Record<string, unknown>): Promise<Answer>;
  /** The connection is up again: send now instead of after the backoff. */
  wake(): void;
}

interface Entry {
  key: string;
  command: Command;
  resolve: (answer: Answer) => void;
}

interface OutboxOptions {
  store: KeyValueStore;
  /** All dialogues of this browser share its storage; `scope` names the seat or desk of one of them. */
  scope: string;
  /** Rejects when there is no connection or no answer came: the outcome is unknown, and the command stays. */
  deliver: (command: Command) => Promise<Answer>;
  /** Whether this can be sent at all now; what cannot waits, and holds nothing up. */
  isSendable: (command: Command) => boolean;
  onChange: () => void;
  onAnswer: (command: Command, answer: Answer) => void;
}

const MAX_BACKOFF = 5000;

export function openOutbox({ store, scope, deliver, isSendable, onChange, onAnswer }: OutboxOptions): Outbox {
  const prefix = `dialoog.out.${scope}.`;
  const entries: Entry[] = store.keys(prefix).flatMap((key) => {
    const command = parseCommand(store.get(key));
    return command ? [{ key, command, resolve: () => {} }] : [];
  });
  let lastNumber = Number(entries[entries.length - 1]?.key.slice(prefix.length)) || 0;
  let isFlushing = false;
  let endPause = (): void => {};
  const nextEntry = (): Entry | undefined => entries.find(({ command }) => isSendable(command));

  async function flush(): Promise<void> {
    if (isFlushing) return;
    isFlushing = true;
    try {
      for (let tries = 0, entry = nextEntry(); entry; entry = nextEntry()) {
        const answer = await deliver(entry.command).catch((): Answer => ({ answer: "later" }));
        if (answer?.answer === "later" || !answer?.answer) {
          await pause(backoff(tries++));
          continue;
        }
        tries = 0;
        entries.splice(entries.indexOf(entry), 1);
        onAnswer(entry.command, answer);
        store.remove(entry.key); // last, so that refused words are a draft again before they leave the outbox
        entry.resolve(answer);
        onChange();
      }
    } finally {
      isFlushing = false;
    }
  }

  function pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      endPause = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  return {
    get pending() {
      return entries.map(({ command }) => command);
    },
    send(kind, fields = {}) {
      const command: Command = { ...fields, id: newId(), kind };
      lastNumber = Math.max(lastNumber + 1, Date.now());
      const key = prefix + String(lastNumber).padStart(15, "0");
      store.set(key, JSON.stringify(command));
      const answer = new Promise<Answer>((resolve) => entries.push({ key, command, resolve }));
      onChange();
      void flush();
      return answer;
    },
    wake() {
      endPause();
      void flush();
    },
  };
}

/** 0.5, 1, 2, 4, 5, 5 … seconds, each shortened by up to a third so that a hall of phones does not come at once. */
export function backoff(tries: number, random: () => number = Math.random): number {
  return Math.min(MAX_BACKOFF, 500 * 2 ** Math.min(tries, 10)) * (1 - random() / 3);
}

const ID_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-";

/** 24 signs, 144 bits. Not randomUUID: that is missing on plain http, where halls without internet run. */
export function newId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(24)), (byte) => ID_ALPHABET[byte & 63]).join("");
}

function parseCommand(text: string | null): Command | null {
  try {
    const parsed = JSON.parse(text ?? "null") as Partial<Command> | null;
    return typeof parsed?.id === "string" && typeof parsed.kind === "string" ? (parsed as Command) : null;
  } catch {
    return null;
  }
}
