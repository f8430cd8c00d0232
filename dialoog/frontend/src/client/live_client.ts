/**
 * The client that every live page uses: the newest documents, who is connected, whether the connection is up, and
 * `send`. connection.ts carries the messages and outbox.ts holds what is not sent yet; the rules are on the server
 * alone.
 */

import { openDocumentCache, isServerRestored } from "./document_cache";
import type { Desk, Mine, Table, WordText } from "./documents";
import type { Answer, Command, DocumentName, GoneReason, Push } from "./messages";
import { openOutbox } from "./outbox";
import { httpApiFor } from "./http_api";
import { createServerClock } from "./server_clock";
import { localStore, sessionStore } from "./local_storage";
import { createConnection } from "./connection";

export type ClientKind = "seat" | "facilitator" | "scribe" | "screen";

export interface LiveClient {
  readonly documents: { readonly table?: Table; readonly mine?: Mine; readonly desk?: Desk };
  /** Seats that are connected; console and scribe only. */
  readonly presentSeats: ReadonlySet<string>;
  /** Whose only links nobody has opened yet, as far as the server said. */
  readonly unscannedSeats: ReadonlySet<string>;
  /** `lostAt` is a local moment in ms; `waiting` counts commands in the outbox. */
  readonly connection: { readonly up: boolean; readonly lostAt: number | null; readonly waiting: number };
  /** What the outbox still holds, oldest first. */
  readonly pending: readonly Command[];
  /** Nothing can be kept at the server now; console and scribe only (R11). */
  readonly storageTrouble: boolean;
  /** Why the server let this device go, if it did; it is asked again every 15 s. */
  readonly goneReason: GoneReason | null;
  /** The server's clock in ms, corrected by pulses. */
  now(): number;
  /** Kept in localStorage first and sent with the same id until it is answered. Never rejects; `later` is retried inside. */
  send(kind: string, fields?: Record<string, unknown>): Promise<Answer>;
  /** Texts by "id.revision", fetched once each; without a connection only those that are here already. */
  fetchTexts(ids: readonly string[]): Promise<Readonly<Record<string, WordText>>>;
  /** Documents, presence, connection or outbox changed; also 3 and 15 seconds after the connection was lost. */
  onChange(listener: () => void): void;
  /** A command was answered for good, also one from before a reload. */
  onAnswer(listener: (command: Command, answer: Answer) => void): void;
}

const DOCUMENTS_OF: Readonly<Record<ClientKind, readonly DocumentName[]>> = {
  seat: ["table", "mine"],
  facilitator: ["table", "desk"],
  scribe: ["table", "desk"],
  screen: ["table"],
};

const TEXTS_PER_REQUEST = 50;
/** C2, C4: what may be sent at any time, so also by who was removed. */
export const COMMANDS_OF_REMOVED: readonly string[] = ["give_consent", "withdraw_words"];

/** `#live` carries `data-place`, which the page asks as, tells dialogues and seats on this device apart, and is no secret. */
export function connect(kind: ClientKind): LiveClient {
  const place = document.getElementById("live")?.dataset.place ?? "";
  const scope = `${place}.${kind}`;
  const documentNames = DOCUMENTS_OF[kind];
  const cache = openDocumentCache(sessionStore, scope, documentNames);
  const clock = createServerClock();
  const api = httpApiFor(place, (header) => clock.observeDateHeader(header));
  const listeners: (() => void)[] = [];
  const answerListeners: ((command: Command, answer: Answer) => void)[] = [];
  const notify = (): void => listeners.forEach((listener) => listener());
  let presentSeats: ReadonlySet<string> = new Set();
  let unscannedSeats = presentSeats;
  let goneReason: GoneReason | null = null;
  let storageTrouble = false;
  let isConnected = false;
  let lostAt: number | null = null;
  let fetchedAt = 0; // the server's clock at the last fetch over HTTP

  const connection = createConnection(api, {
    versions: () => Object.fromEntries(documentNames.map((name) => [name, cache.version(name)])),
    onPush(push) {
      if (applyPush(push)) notify();
    },
    onPulse(pulse) {
      clock.observe(pulse.now);
      const known = Math.max(...documentNames.map((name) => cache.version(name)));
      const isRestored = isServerRestored(pulse, known, fetchedAt);
      if (isRestored) cache.clear();
      if (isRestored || pulse.table > cache.version("table")) connection.fetchSoon();
    },
    onPresence({ seats, unscanned }) {
      presentSeats = new Set(seats);
      unscannedSeats = new Set(unscanned);
      notify();
    },
    onTrouble(on) {
      if (storageTrouble === on) return;
      storageTrouble = on;
      notify();
    },
    onGone(reason) {
      goneReason = reason;
      outbox.wake();
      notify();
    },
    onFetch(pushes, now) {
      if (now !== undefined) clock.observe((fetchedAt = now));
      if (pushes.filter(applyPush).length) notify();
    },
    onUp(isUp) {
      if (isUp) outbox.wake();
      if (isConnected !== isUp) setUp(isUp);
    },
  });

  const outbox = openOutbox({
    store: localStore,
    scope,
    deliver: (command) => connection.deliver(command),
    isSendable: ({ kind }) => goneReason !== "removed" || COMMANDS_OF_REMOVED.includes(kind),
    onChange: notify,
    onAnswer: (command, answer) => answerListeners.forEach((listener) => listener(command, answer)),
  });

  function applyPush(push: Push): boolean {
    if (!documentNames.includes(push.doc)) return false;
    const action = cache.apply(push);
    if (action === "fetch") connection.fetchSoon();
    return action === "take";
  }

  function setUp(isUp: boolean): void {
    isConnected = isUp;
    lostAt = isUp ? null : Date.now();
    if (!isUp) for (const after of [3050, 15_050]) setTimeout(notify, after);
    notify();
  }

  setUp(false);
  connection.start();
  return {
    get documents() {
      return Object.fromEntries(documentNames.flatMap((name) => [[name, cache.get(name)?.sections]])) as LiveClient["documents"];
    },
    get presentSeats() {
      return presentSeats;
    },
    get unscannedSeats() {
      return unscannedSeats;
    },
    get connection() {
      return { up: isConnected, lostAt, waiting: outbox.pending.length };
    },
    get pending() {
      return outbox.pending;
    },
    get storageTrouble() {
      return storageTrouble;
    },
    get goneReason() {
      return goneReason;
    },
    now: () => clock.now(),
    send: (kind, fields) => outbox.send(kind, fields),
    fetchTexts: textFetcher((ids) => api.fetchTexts(ids)),
    onChange: (listener) => void listeners.push(listener),
    onAnswer: (listener) => void answerListeners.push(listener),
  };
}

/** A revision of words never changes, so one fetch is enough for as long as the page lives. */
function textFetcher(fetchWords: (ids: readonly string[]) => Promise<Record<string, WordText>>): LiveClient["fetchTexts"] {
  const known: Record<string, WordText> = {};
  return async (ids) => {
    const missing = [...new Set(ids)].filter((id) => !(id in known));
    for (let at = 0; at < missing.length; at += TEXTS_PER_REQUEST) {
      Object.assign(known, await fetchWords(missing.slice(at, at + TEXTS_PER_REQUEST)).catch(() => ({})));
    }
    return Object.fromEntries(ids.flatMap((id) => (known[id] ? [[id, known[id]]] : [])));
  };
}
