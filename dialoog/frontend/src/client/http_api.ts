/** Requests to the same origin beside the socket: tickets, documents, texts, and commands where WebSockets are blocked. */

import type { WordText } from "./documents";
import type { Answer, Command, Push } from "./messages";

const REQUEST_TIMEOUT = 8000;

export interface DocumentsResponse {
  documents: readonly Push[];
  now?: number;
}

/** The server itself refused, with the reason that docs/protocol.md names; any other error is no connection. */
export class Refusal extends Error {
  readonly reason: string | undefined;

  constructor(reason: string | undefined) {
    super(reason);
    this.reason = reason;
  }
}

export interface HttpApi {
  fetchTicket(): Promise<string>;
  /** `within` is in ms. */
  fetchDocuments(versions: Readonly<Record<string, number>>, timeout?: number): Promise<DocumentsResponse>;
  fetchTexts(ids: readonly string[]): Promise<Record<string, WordText>>;
  sendCommand(command: Command): Promise<Answer>;
}

/** Every request names the `place` that its page shows: this browser may have others. */
export function httpApiFor(place: string, onDateHeader: (header: string | null) => void): HttpApi {
  /** A network that wants a login first answers everything with pages of its own: only JSON is the server's, its clock too. */
  async function request(path: string, body?: unknown, timeout = REQUEST_TIMEOUT): Promise<{ isOk: boolean; answer: unknown }> {
    const abort = new AbortController();
    const timer = setTimeout(() => abort.abort(), timeout);
    const headers: Record<string, string> = { Accept: "application/json" };
    if (body !== undefined) headers["Content-Type"] = "application/json";
    try {
      const init: RequestInit = { headers, cache: "no-store", signal: abort.signal, method: body === undefined ? "GET" : "POST" };
      if (body !== undefined) init.body = JSON.stringify(body);
      const response = await fetch(path, init);
      const answer: unknown = await response.json();
      onDateHeader(response.headers.get("Date"));
      return { isOk: response.ok, answer };
    } finally {
      clearTimeout(timer);
    }
  }

  async function requestJson(path: string, body?: unknown, timeout?: number): Promise<unknown> {
    const { isOk, answer } = await request(path, body, timeout);
    if (!isOk) throw new Refusal((answer as Answer | null)?.reason);
    return answer;
  }

  return {
    async fetchTicket() {
      return ((await requestJson("/live/ticket", { place })) as { ticket: string }).ticket;
    },
    async fetchDocuments(versions, timeout) {
      const query = new URLSearchParams({ place });
      for (const [name, version] of Object.entries(versions)) query.set(name, String(version));
      return (await requestJson(`/live/documents?${query}`, undefined, timeout)) as DocumentsResponse;
    },
    async fetchTexts(ids) {
      const query = new URLSearchParams({ place, ids: ids.join(",") });
      return ((await requestJson(`/live/words?${query}`)) as { words: Record<string, WordText> }).words;
    },
    async sendCommand(command) {
      const answer = (await request(`/live/command?place=${place}`, command)).answer as Answer | null;
      if (!["ok", "late", "refused", "later"].includes(answer?.answer ?? "")) throw new Refusal(undefined); // no answer: the outbox keeps the command
      return answer as Answer;
    },
  };
}
