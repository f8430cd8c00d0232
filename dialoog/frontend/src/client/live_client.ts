/**
 * The one thing the live pages talk to: the newest documents, who is connected, whether there is a line, and `send`.
 * How it travels is in wire.ts, what waits to be sent in outbox.ts; what the rules are is the server's alone.
 */

import { copiesOn, wasPutBack } from "./document_cache";
import type { Desk, Mine, Table, WordText } from "./documents";
import type { Answer, Command, DocumentName, GoneReason, Push } from "./messages";
import { openOutbox } from "./outbox";
import { requestsAs } from "./http_api";
import { serverClock } from "./server_clock";
import { lasting, passing } from "./local_storage";
import { openWire } from "./connection";

export type DeskName = "seat" | "facilitator" | "scribe" | "screen";

export interface Live {
  readonly docs: { readonly table?: Table; readonly mine?: Mine; readonly desk?: Desk };
  /** Seats that are connected; console and scribe only. */
  readonly present: ReadonlySet<string>;
  /** `lostAt` is a local moment in ms; `waiting` counts commands in the outbox. */
  readonly link: { readonly up: boolean; readonly lostAt: number | null; readonly waiting: number };
  /** What the outbox still holds, oldest first. */
  readonly pending: readonly Command[];
  /** Nothing can be kept at the server now; console and scribe only (R11). */
  readonly trouble: boolean;
  /** Why the server let this device go, if it did; it is asked again every 15 s. */
  readonly gone: GoneReason | null;
  /** The server's clock in ms, corrected by pulses. */
  now(): number;
  /** Kept in localStorage first and sent with the same id until it is answered. Never rejects; `later` is retried inside. */
  send(kind: string, fields?: Record<string, unknown>): Promise<Answer>;
  /** Texts by "id.revision", fetched once each; without a line only those that are here already. */
  text(ids: readonly string[]): Promise<Readonly<Record<string, WordText>>>;
  /** Documents, presence, link or outbox changed; also 3 and 15 seconds after the line was lost. */
  onChange(listener: () => void): void;
  /** A command was answered for good, also one from before a reload. */
  onAnswer(listener: (command: Command, answer: Answer) => void): void;
}

const NAMES: Readonly<Record<DeskName, readonly DocumentName[]>> = {
  seat: ["table", "mine"],
  facilitator: ["table", "desk"],
  scribe: ["table", "desk"],
  screen: ["table"],
};

const WORDS_AT_ONCE = 50;
/** C2, C4: what may be sent at any time, so also by who was removed. */
export const LEFT_TO_REMOVED: readonly string[] = ["give_consent", "withdraw_words"];

/** `#live` carries `data-place`, which tells dialogues and seats on this device apart and is no secret. */
export function connect(desk: DeskName): Live {
  const here = `${document.getElementById("live")?.dataset.place ?? ""}.${desk}`;
  const names = NAMES[desk];
  const copies = copiesOn(passing, here, names);
  const clock = serverClock();
  const requests = requestsAs(desk, (header) => clock.heardRoughly(header));
  const listeners: (() => void)[] = [];
  const answerListeners: ((command: Command, answer: Answer) => void)[] = [];
  const changed = (): void => listeners.forEach((listener) => listener());
  let present: ReadonlySet<string> = new Set();
  let gone: GoneReason | null = null;
  let trouble = false;
  let up = false;
  let lostAt: number | null = null;
  let looked = 0; // the server's clock at our last look over HTTP

  const wire = openWire(requests, {
    have: () => Object.fromEntries(names.map((name) => [name, copies.version(name)])),
    push(push) {
      if (take(push)) changed();
    },
    pulse(pulse) {
      clock.heard(pulse.now);
      const known = Math.max(...names.map((name) => copies.version(name)));
      const putBack = wasPutBack(pulse, known, looked);
      if (putBack) copies.forget();
      if (putBack || pulse.table > copies.version("table")) wire.fetchSoon();
    },
    presence(seats) {
      present = new Set(seats);
      changed();
    },
    trouble(on) {
      if (trouble === on) return;
      trouble = on;
      changed();
    },
    gone(reason) {
      gone = reason;
      outbox.wake();
      changed();
    },
    fetched(pushes, now) {
      if (now !== undefined) clock.heard((looked = now));
      if (pushes.filter(take).length) changed();
    },
    up(is) {
      if (is) outbox.wake();
      if (up !== is) lineIs(is);
    },
  });

  const outbox = openOutbox({
    shelf: lasting,
    place: here,
    deliver: (command) => wire.deliver(command),
    mayGo: ({ kind }) => gone !== "removed" || LEFT_TO_REMOVED.includes(kind),
    changed,
    answered: (command, answer) => answerListeners.forEach((listener) => listener(command, answer)),
  });

  function take(push: Push): boolean {
    if (!names.includes(push.doc)) return false;
    const done = copies.take(push);
    if (done === "fetch") wire.fetchSoon();
    return done === "take";
  }

  function lineIs(is: boolean): void {
    up = is;
    lostAt = is ? null : Date.now();
    if (!is) for (const after of [3050, 15_050]) setTimeout(changed, after);
    changed();
  }

  lineIs(false);
  wire.start();
  return {
    get docs() {
      return Object.fromEntries(names.flatMap((name) => [[name, copies.get(name)?.sections]])) as Live["docs"];
    },
    get present() {
      return present;
    },
    get link() {
      return { up, lostAt, waiting: outbox.pending.length };
    },
    get pending() {
      return outbox.pending;
    },
    get trouble() {
      return trouble;
    },
    get gone() {
      return gone;
    },
    now: () => clock.now(),
    send: (kind, fields) => outbox.send(kind, fields),
    text: textsFrom((ids) => requests.words(ids)),
    onChange: (listener) => void listeners.push(listener),
    onAnswer: (listener) => void answerListeners.push(listener),
  };
}

/** A revision of words never changes, so one fetch is enough for as long as the page lives. */
function textsFrom(fetchWords: (ids: readonly string[]) => Promise<Record<string, WordText>>): Live["text"] {
  const known: Record<string, WordText> = {};
  return async (ids) => {
    const missing = [...new Set(ids)].filter((id) => !(id in known));
    for (let at = 0; at < missing.length; at += WORDS_AT_ONCE) {
      Object.assign(known, await fetchWords(missing.slice(at, at + WORDS_AT_ONCE)).catch(() => ({})));
    }
    return Object.fromEntries(ids.flatMap((id) => (known[id] ? [[id, known[id]]] : [])));
  };
}
