/**
 * The line to the server: a websocket got with a one-use ticket, opened again whenever it dies, and HTTP where websockets are
 * forbidden. It carries messages and knows when it is up; what they mean is not known here.
 */

import { Manager, type Socket } from "socket.io-client";
import type { Answer, Command, GoneReason, Pulse, Push } from "./documents";
import { backoff } from "./outbox";
import { type Requests, Unwelcome } from "./requests";

const BEAT = 5000;
const ANSWER_WITHIN = 8000;
const OPEN_WITHIN = 5000;
const POLL = 3000;
const TRY_SOCKET_AGAIN = 30_000;
const ASK_AGAIN_WHEN_GONE = 15_000;
const FAILURES_BEFORE_HTTP = 3;

export interface Hearing {
  have(): Readonly<Record<string, number>>;
  push(push: Push): void;
  pulse(pulse: Pulse): void;
  presence(seats: readonly string[]): void;
  gone(reason: GoneReason | null): void;
  /** Every push of an answer over HTTP. */
  fetched(pushes: readonly Push[], now: number | undefined): void;
  up(up: boolean): void;
}

export class Wire {
  readonly #requests: Requests;
  readonly #hearing: Hearing;
  #socket: Socket | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #fetching: ReturnType<typeof setTimeout> | undefined;
  #lastHeard = 0;
  #probed = false;
  #opening = 0;
  #tries = 0;
  #socketFailures = 0;
  #overHttp = false;
  #sinceSocketTried = 0;
  #gone: GoneReason | null = null;

  constructor(requests: Requests, hearing: Hearing) {
    this.#requests = requests;
    this.#hearing = hearing;
  }

  start(): void {
    void this.#open();
    setInterval(() => this.#watch(), 500);
    addEventListener("online", () => this.#hurry());
    addEventListener("pageshow", () => this.#hurry());
    addEventListener("offline", () => this.#lost(0));
    document.addEventListener("visibilitychange", () => {
      if (!document.hidden) this.#hurry();
    });
  }

  deliver(command: Command): Promise<Answer> {
    if (this.#overHttp) return this.#requests.command(command).finally(() => this.fetchSoon());
    const socket = this.#socket;
    if (!socket?.connected) return Promise.reject(new Error("no line"));
    return socket.timeout(ANSWER_WITHIN).emitWithAck("command", command) as Promise<Answer>;
  }

  /** Fetch what is newer, after 50 to 300 ms so that a hall of phones does not ask at once. */
  fetchSoon(longest = 300): void {
    if (this.#fetching !== undefined) return;
    this.#fetching = setTimeout(() => {
      this.#fetching = undefined;
      void this.#fetch();
    }, 50 + Math.random() * (longest - 50));
  }

  async #fetch(): Promise<boolean> {
    try {
      const { documents, now } = await this.#requests.documents(this.#hearing.have());
      this.#hearing.fetched(documents, now);
      return true;
    } catch {
      return false;
    }
  }

  async #open(): Promise<void> {
    const opening = ++this.#opening;
    clearTimeout(this.#timer);
    this.#close();
    let ticket: string;
    try {
      ticket = await this.#requests.ticket();
    } catch (problem) {
      if (opening === this.#opening) this.#noTicket(problem);
      return;
    }
    if (opening !== this.#opening) return;
    this.#welcome();
    this.#listen(ticket, opening);
  }

  #listen(ticket: string, opening: number): void {
    const manager = new Manager({ transports: ["websocket"], reconnection: false, timeout: OPEN_WITHIN, autoConnect: false });
    const socket = manager.socket("/", { auth: { ticket, have: this.#hearing.have() } });
    this.#socket = socket;
    const current = (): boolean => opening === this.#opening;
    const failed = (): void => {
      if (!current()) return;
      this.#socketFailures += 1;
      this.#lost(backoff(this.#tries++));
    };
    socket.on("connect", () => {
      this.#overHttp = false;
      this.#socketFailures = this.#tries = 0;
      this.#heard();
      this.#hearing.up(true);
    });
    socket.on("connect_error", failed);
    socket.on("disconnect", () => current() && this.#lost(backoff(this.#tries++)));
    socket.on("push", (push: Push) => current() && this.#hearing.push(push));
    socket.on("presence", ({ seats }: { seats: string[] }) => current() && this.#hearing.presence(seats));
    socket.on("gone", ({ reason }: { reason: GoneReason }) => current() && this.#letGo(reason));
    socket.on("pulse", (pulse: Pulse) => {
      if (!current()) return;
      this.#heard();
      this.#hearing.pulse(pulse);
    });
    socket.connect();
  }

  /** Two pulses missed: a new socket. One missed: ask over HTTP, so that a line that died silently costs nobody ten seconds. */
  #watch(): void {
    if (!this.#socket?.connected) return;
    const silence = Date.now() - this.#lastHeard;
    if (silence > 2 * BEAT + 500) this.#lost(0);
    else if (silence > BEAT + 1000 && !this.#probed) {
      this.#probed = true;
      this.fetchSoon(1500);
    }
  }

  #heard(): void {
    this.#lastHeard = Date.now();
    this.#probed = false;
  }

  #hurry(): void {
    if (this.#gone) return;
    const alive = this.#socket?.connected && Date.now() - this.#lastHeard < BEAT + 1000;
    if (!alive && !this.#overHttp) void this.#open();
  }

  #lost(wait: number): void {
    this.#close();
    if (this.#gone) return;
    if (this.#socketFailures >= FAILURES_BEFORE_HTTP && !this.#overHttp) {
      this.#overHttp = true;
      this.#sinceSocketTried = Date.now();
    }
    if (this.#overHttp) this.#again(() => void this.#poll(), 0);
    else {
      this.#hearing.up(false);
      this.#again(() => void this.#open(), wait + Math.random() * 200);
    }
  }

  async #poll(): Promise<void> {
    const opening = ++this.#opening;
    const fetched = await this.#fetch();
    if (opening !== this.#opening) return;
    this.#hearing.up(fetched);
    if (Date.now() - this.#sinceSocketTried > TRY_SOCKET_AGAIN) {
      this.#sinceSocketTried = Date.now();
      void this.#open();
    } else this.#again(() => void this.#poll(), POLL * (0.9 + Math.random() * 0.2));
  }

  #noTicket(problem: unknown): void {
    if (problem instanceof Unwelcome && (problem.status === 401 || problem.status === 403)) this.#letGo("replaced");
    else {
      this.#overHttp = false;
      this.#lost(backoff(this.#tries++));
    }
  }

  #letGo(reason: GoneReason): void {
    this.#gone ??= reason;
    this.#hearing.gone(this.#gone);
    this.#close();
    this.#again(() => void this.#open(), ASK_AGAIN_WHEN_GONE);
  }

  #welcome(): void {
    if (!this.#gone) return;
    this.#gone = null;
    this.#hearing.gone(null);
  }

  #again(act: () => void, wait: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(act, wait);
  }

  #close(): void {
    const socket = this.#socket;
    this.#socket = null;
    if (!socket) return;
    socket.removeAllListeners();
    socket.disconnect();
    socket.io._close();
  }
}
