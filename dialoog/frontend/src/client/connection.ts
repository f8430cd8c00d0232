/**
 * The line to the server: a websocket got with a one-use ticket, opened again whenever it dies, and HTTP where websockets are
 * forbidden. It carries messages and knows when it is up; what they mean is not known here.
 */

import { Manager, type Socket } from "socket.io-client";
import type { Answer, Command, GoneReason, Pulse, Push } from "./messages";
import { backoff } from "./outbox";
import { type Requests, Unwelcome } from "./http_api";

const BEAT = 5000;
const ANSWER_WITHIN = 8000;
const OPEN_WITHIN = 5000;
const PROBE_WITHIN = 1500;
const POLL = 3000;
const TRY_SOCKET_AGAIN = 30_000;
const ASK_AGAIN_WHEN_GONE = 15_000;
const FAILURES_BEFORE_HTTP = 3;

export interface Hearing {
  have(): Readonly<Record<string, number>>;
  push(push: Push): void;
  pulse(pulse: Pulse): void;
  presence(seats: readonly string[]): void;
  /** Nothing can be kept at the server now, or it can again (R11). */
  trouble(on: boolean): void;
  gone(reason: GoneReason | null): void;
  /** Every push of an answer over HTTP. */
  fetched(pushes: readonly Push[], now: number | undefined): void;
  up(up: boolean): void;
}

export interface Wire {
  start(): void;
  deliver(command: Command): Promise<Answer>;
  /** Fetch what is newer, after 50 to 300 ms so that a hall of phones does not ask at once. */
  fetchSoon(longest?: number): void;
}

export function openWire(requests: Requests, hearing: Hearing): Wire {
  let line: Socket | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let fetching: ReturnType<typeof setTimeout> | undefined;
  let lastHeard = 0;
  let probed = false;
  let openings = 0;
  let began = 0;
  let tries = 0;
  let socketFailures = 0;
  let overHttp = false;
  let sinceSocketTried = 0;
  let goneFor: GoneReason | null = null;

  function start(): void {
    void open();
    setInterval(watch, 500);
    addEventListener("online", hurry);
    addEventListener("pageshow", ({ persisted }) => persisted && hurry());
    addEventListener("offline", () => lost(0));
    document.addEventListener("visibilitychange", () => {
      if (!document.hidden) hurry();
    });
  }

  function deliver(command: Command): Promise<Answer> {
    if (goneFor === "removed") return requests.command(command);
    if (overHttp) return requests.command(command).finally(() => fetchSoon());
    if (!line?.connected) return Promise.reject(new Error("no line"));
    return line.timeout(ANSWER_WITHIN).emitWithAck("command", command) as Promise<Answer>;
  }

  function fetchSoon(longest = 300): void {
    if (fetching !== undefined) return;
    fetching = setTimeout(() => {
      fetching = undefined;
      void fetchNow();
    }, 50 + Math.random() * (longest - 50));
  }

  async function fetchNow(within?: number): Promise<boolean> {
    try {
      const { documents, now } = await requests.documents(hearing.have(), within);
      hearing.fetched(documents, now);
      return true;
    } catch {
      return false;
    }
  }

  async function open(): Promise<void> {
    const opening = ++openings;
    began = Date.now();
    clearTimeout(timer);
    hangUp();
    let ticket: string;
    try {
      ticket = await requests.ticket();
    } catch (problem) {
      if (opening === openings) noTicket(problem);
      return;
    }
    if (opening !== openings) return;
    welcome();
    listen(ticket);
  }

  function listen(ticket: string): void {
    const manager = new Manager({ transports: ["websocket"], reconnection: false, timeout: OPEN_WITHIN, autoConnect: false });
    const socket = manager.socket("/", { auth: { ticket, have: hearing.have() } });
    line = socket;
    const current = (): boolean => line === socket;
    const failed = (): void => {
      if (!current()) return;
      socketFailures += 1;
      lost(untilNextTry());
    };
    socket.on("connect", () => {
      overHttp = false;
      socketFailures = tries = 0;
      heard();
      hearing.trouble(false);
      hearing.up(true);
    });
    socket.on("connect_error", failed);
    socket.on("disconnect", () => current() && lost(backoff(tries++)));
    socket.on("push", (push: Push) => current() && hearing.push(push));
    socket.on("presence", ({ seats }: { seats: string[] }) => current() && hearing.presence(seats));
    socket.on("trouble", ({ on }: { on: boolean }) => current() && hearing.trouble(on));
    socket.on("gone", ({ reason }: { reason: GoneReason }) => current() && (reason === "ended" ? lost(0) : letGo(reason))); // a newer token may be held
    socket.on("pulse", (pulse: Pulse) => {
      if (!current()) return;
      heard();
      hearing.pulse(pulse);
    });
    socket.connect();
    manager.engine.once("close", failed); // closed before it was open: Manager itself would wait for its time-out
  }

  /** Two pulses missed: a new socket. One missed: a look over HTTP, so that a line that died silently costs nobody ten seconds. */
  function watch(): void {
    if (!line?.connected) return;
    const silence = Date.now() - lastHeard;
    if (silence > 2 * BEAT + 500) lost(0);
    else if (silence > BEAT + 1000 && !probed) {
      probed = true;
      setTimeout(() => void probe(), 50 + Math.random() * 700);
    }
  }

  /** Where that look finds nobody either, the line is given up at once. */
  async function probe(): Promise<void> {
    const asked = openings;
    const found = await fetchNow(PROBE_WITHIN);
    if (!found && asked === openings && probed && line?.connected) lost(0);
  }

  function heard(): void {
    lastHeard = Date.now();
    probed = false;
  }

  function hurry(): void {
    if (goneFor) return;
    const alive = line?.connected && Date.now() - lastHeard < BEAT + 1000;
    if (!alive && !overHttp) void open();
  }

  function lost(wait: number): void {
    hangUp();
    if (goneFor) {
      again(() => void open(), ASK_AGAIN_WHEN_GONE); // who was let go asks again, also after a request that failed
      return;
    }
    if (socketFailures >= FAILURES_BEFORE_HTTP && !overHttp) {
      overHttp = true;
      sinceSocketTried = Date.now();
    }
    if (overHttp) again(() => void poll(), 0);
    else {
      hearing.up(false);
      again(() => void open(), wait + Math.random() * 200);
    }
  }

  async function poll(): Promise<void> {
    const opening = ++openings;
    const fetched = await fetchNow();
    if (opening !== openings) return;
    hearing.up(fetched);
    if (Date.now() - sinceSocketTried > TRY_SOCKET_AGAIN) {
      sinceSocketTried = Date.now();
      void open();
    } else again(() => void poll(), POLL * (0.9 + Math.random() * 0.2));
  }

  function noTicket(problem: unknown): void {
    const status = problem instanceof Unwelcome ? problem.status : 0;
    if (status === 401 || status === 403) letGo(status === 401 ? "ended" : "removed");
    else lost(untilNextTry());
  }

  /** Counted from when the last try began: who waited long for nothing need not wait again. */
  function untilNextTry(): number {
    return Math.max(0, backoff(tries++) - (Date.now() - began));
  }

  function letGo(reason: GoneReason): void {
    goneFor ??= reason;
    hearing.gone(goneFor);
    hangUp();
    again(() => void open(), ASK_AGAIN_WHEN_GONE);
  }

  function welcome(): void {
    if (!goneFor) return;
    goneFor = null;
    hearing.gone(null);
  }

  function again(act: () => void, wait: number): void {
    clearTimeout(timer);
    timer = setTimeout(act, wait);
  }

  function hangUp(): void {
    const socket = line;
    line = null;
    if (!socket) return;
    socket.removeAllListeners();
    socket.disconnect();
    socket.io._close();
  }

  return { start, deliver, fetchSoon };
}
