/**
 * The connection to the server: a WebSocket opened with a one-use ticket, opened again whenever it closes, and HTTP
 * where WebSockets are blocked. It carries messages and reports whether it is up; it does not interpret them.
 */

import { Manager, type Socket } from "socket.io-client";
import type { Answer, Command, GoneReason, PresenceMessage, Pulse, Push } from "./messages";
import { backoff } from "./outbox";
import { type HttpApi, Refusal } from "./http_api";

const HEARTBEAT = 5000;
const ANSWER_TIMEOUT = 8000;
const OPEN_TIMEOUT = 5000;
const PROBE_TIMEOUT = 1500;
const POLL_INTERVAL = 3000;
const SOCKET_RETRY_INTERVAL = 30_000;
const GONE_RETRY_INTERVAL = 15_000;
const FAILURES_BEFORE_HTTP = 3;
const SHORT_LIFE = 10_000;

export interface ConnectionHandlers {
  versions(): Readonly<Record<string, number>>;
  onPush(push: Push): void;
  onPulse(pulse: Pulse): void;
  onPresence(presence: PresenceMessage): void;
  /** The server cannot store anything now, or can again (R11). */
  onTrouble(on: boolean): void;
  onGone(reason: GoneReason | null): void;
  /** Every push of an answer over HTTP. */
  onFetch(pushes: readonly Push[], now: number | undefined): void;
  onUp(up: boolean): void;
}

export interface Connection {
  start(): void;
  deliver(command: Command): Promise<Answer>;
  /** Fetch what is newer, after 50 to 300 ms so that a hall of phones does not ask at once. */
  fetchSoon(longest?: number): void;
}

export function createConnection(api: HttpApi, handlers: ConnectionHandlers): Connection {
  let activeSocket: Socket | null = null;
  let retryTimer: ReturnType<typeof setTimeout> | undefined;
  let fetchTimer: ReturnType<typeof setTimeout> | undefined;
  let lastMessageAt = 0;
  let isProbed = false;
  let attempts = 0;
  let openedAt = 0;
  let failures = 0;
  let socketFailures = 0;
  let connectedAt = 0;
  let usesHttp = false;
  let socketTriedAt = 0;
  let goneReason: GoneReason | null = null;

  function start(): void {
    void openSocket();
    setInterval(checkHeartbeat, 500);
    addEventListener("online", reconnectNow);
    addEventListener("pageshow", ({ persisted }) => persisted && reconnectNow());
    addEventListener("offline", () => handleLoss(0));
    document.addEventListener("visibilitychange", () => {
      if (!document.hidden) reconnectNow();
    });
  }

  function deliver(command: Command): Promise<Answer> {
    if (goneReason === "removed") return api.sendCommand(command);
    if (usesHttp) return api.sendCommand(command).finally(() => fetchSoon());
    if (!activeSocket?.connected) return Promise.reject(new Error("no connection"));
    return activeSocket.timeout(ANSWER_TIMEOUT).emitWithAck("command", command) as Promise<Answer>;
  }

  function fetchSoon(longest = 300): void {
    if (fetchTimer !== undefined) return;
    fetchTimer = setTimeout(() => {
      fetchTimer = undefined;
      void fetchNow();
    }, 50 + Math.random() * (longest - 50));
  }

  async function fetchNow(timeout?: number): Promise<boolean> {
    try {
      const { documents, now } = await api.fetchDocuments(handlers.versions(), timeout);
      handlers.onFetch(documents, now);
      return true;
    } catch {
      return false;
    }
  }

  async function openSocket(): Promise<void> {
    const attempt = ++attempts;
    openedAt = Date.now();
    clearTimeout(retryTimer);
    closeSocket();
    let ticket: string;
    try {
      ticket = await api.fetchTicket();
    } catch (error) {
      if (attempt === attempts) handleTicketError(error);
      return;
    }
    if (attempt !== attempts) return;
    readmit();
    connectSocket(ticket);
  }

  function connectSocket(ticket: string): void {
    const manager = new Manager({ transports: ["websocket"], reconnection: false, timeout: OPEN_TIMEOUT, autoConnect: false });
    const socket = manager.socket("/", { auth: { ticket, have: handlers.versions() } });
    activeSocket = socket;
    const isCurrent = (): boolean => activeSocket === socket;
    const onFailure = (): void => {
      if (!isCurrent()) return;
      socketFailures += 1;
      handleLoss(delayUntilRetry());
    };
    socket.on("connect", () => {
      usesHttp = false;
      failures = 0;
      connectedAt = Date.now();
      markAlive();
      handlers.onTrouble(false);
      handlers.onUp(true);
    });
    socket.on("connect_error", onFailure);
    socket.on("disconnect", () => isCurrent() && handleLoss(backoff(failures++)));
    socket.on("push", (push: Push) => isCurrent() && handlers.onPush(push));
    socket.on("presence", (presence: PresenceMessage) => isCurrent() && handlers.onPresence(presence));
    socket.on("trouble", ({ on }: { on: boolean }) => isCurrent() && handlers.onTrouble(on));
    socket.on("gone", ({ reason }: { reason: GoneReason }) => isCurrent() && (reason === "ended" ? handleLoss(0) : dismiss(reason))); // a newer token may be held
    socket.on("pulse", (pulse: Pulse) => {
      if (!isCurrent()) return;
      markAlive();
      handlers.onPulse(pulse);
    });
    socket.connect();
    manager.engine.once("close", onFailure); // closed before it was open: Manager itself would wait for its time-out
  }

  /** Two pulses missed: a new socket. One missed: a fetch over HTTP, so that a connection that died silently costs nobody ten seconds. */
  function checkHeartbeat(): void {
    if (!activeSocket?.connected) return;
    const silence = Date.now() - lastMessageAt;
    if (silence > 2 * HEARTBEAT + 500) handleLoss(0);
    else if (silence > HEARTBEAT + 1000 && !isProbed) {
      isProbed = true;
      setTimeout(() => void probe(), 50 + Math.random() * 700);
    }
  }

  /** Where that fetch fails too, the socket is closed at once. */
  async function probe(): Promise<void> {
    const attempt = attempts;
    const succeeded = await fetchNow(PROBE_TIMEOUT);
    if (!succeeded && attempt === attempts && isProbed && activeSocket?.connected) handleLoss(0);
  }

  function markAlive(): void {
    lastMessageAt = Date.now();
    isProbed = false;
  }

  function reconnectNow(): void {
    if (goneReason) return;
    const alive = activeSocket?.connected && Date.now() - lastMessageAt < HEARTBEAT + 1000;
    if (!alive && !usesHttp) void openSocket();
  }

  function handleLoss(delay: number): void {
    closeSocket();
    if (goneReason) {
      schedule(() => void openSocket(), GONE_RETRY_INTERVAL); // a dismissed client asks again, also after a request that failed
      return;
    }
    if (socketFailures >= FAILURES_BEFORE_HTTP && !usesHttp) {
      usesHttp = true;
      socketTriedAt = Date.now();
    }
    if (usesHttp) schedule(() => void poll(), 0);
    else {
      handlers.onUp(false);
      schedule(() => void openSocket(), delay + Math.random() * 200);
    }
  }

  async function poll(): Promise<void> {
    const attempt = ++attempts;
    const succeeded = await fetchNow();
    if (attempt !== attempts) return;
    handlers.onUp(succeeded);
    if (Date.now() - socketTriedAt > SOCKET_RETRY_INTERVAL) {
      socketTriedAt = Date.now();
      void openSocket();
    } else schedule(() => void poll(), POLL_INTERVAL * (0.9 + Math.random() * 0.2));
  }

  function handleTicketError(error: unknown): void {
    const reason = error instanceof Refusal ? error.reason : "";
    if (reason === "removed") dismiss(reason);
    else if (reason === "token_ended" || reason === "no_token") dismiss("ended");
    else handleLoss(delayUntilRetry());
  }

  /** Counted from when the last attempt began: time spent waiting for an answer counts. */
  function delayUntilRetry(): number {
    return Math.max(0, backoff(failures++) - (Date.now() - openedAt));
  }

  function dismiss(reason: GoneReason): void {
    goneReason ??= reason;
    handlers.onGone(goneReason);
    closeSocket();
    schedule(() => void openSocket(), GONE_RETRY_INTERVAL);
  }

  function readmit(): void {
    if (!goneReason) return;
    goneReason = null;
    handlers.onGone(null);
  }

  function schedule(act: () => void, delay: number): void {
    clearTimeout(retryTimer);
    retryTimer = setTimeout(act, delay);
  }

  /** A socket that something on the way cuts after a moment counts as one that never opened. */
  function closeSocket(): void {
    const socket = activeSocket;
    activeSocket = null;
    if (connectedAt) socketFailures = Date.now() - connectedAt < SHORT_LIFE ? socketFailures + 1 : 0;
    connectedAt = 0;
    if (!socket) return;
    socket.removeAllListeners();
    socket.disconnect();
    socket.io._close();
  }

  return { start, deliver, fetchSoon };
}
