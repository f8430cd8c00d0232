/** Short same-origin requests beside the socket: ticket, documents, words, and commands where websockets are forbidden. */

import type { WordText } from "./documents";
import type { Answer, Command, Push } from "./messages";

const PATIENCE = 8000;

export interface Documents {
  documents: readonly Push[];
  now?: number;
}

/** The server answered, but with something other than what was asked. */
export class Unwelcome extends Error {
  readonly status: number;

  constructor(status: number) {
    super(`HTTP ${status}`);
    this.status = status;
  }
}

export interface Requests {
  ticket(): Promise<string>;
  /** `within` is in ms. */
  documents(have: Readonly<Record<string, number>>, within?: number): Promise<Documents>;
  words(ids: readonly string[]): Promise<Record<string, WordText>>;
  command(command: Command): Promise<Answer>;
}

export function requestsAs(desk: string, heardDate: (header: string | null) => void): Requests {
  async function ask(path: string, body?: unknown, within = PATIENCE): Promise<Response> {
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), within);
    const headers: Record<string, string> = { Accept: "application/json" };
    if (body !== undefined) headers["Content-Type"] = "application/json";
    try {
      const init: RequestInit = { headers, cache: "no-store", signal: stop.signal, method: body === undefined ? "GET" : "POST" };
      if (body !== undefined) init.body = JSON.stringify(body);
      const response = await fetch(path, init);
      heardDate(response.headers.get("Date"));
      return response;
    } finally {
      clearTimeout(timer);
    }
  }

  async function wanted(path: string, body?: unknown, within?: number): Promise<unknown> {
    const response = await ask(path, body, within);
    if (!response.ok) throw new Unwelcome(response.status);
    return response.json();
  }

  return {
    async ticket() {
      return ((await wanted("/live/ticket", { desk })) as { ticket: string }).ticket;
    },
    async documents(have, within) {
      const query = new URLSearchParams({ as: desk });
      for (const [name, version] of Object.entries(have)) query.set(name, String(version));
      return (await wanted(`/live/documents?${query}`, undefined, within)) as Documents;
    },
    async words(ids) {
      const query = new URLSearchParams({ as: desk, ids: ids.join(",") });
      return ((await wanted(`/live/words?${query}`)) as { words: Record<string, WordText> }).words;
    },
    async command(command) {
      const response = await ask(`/live/command?as=${desk}`, command);
      const answer = (await response.json()) as Answer; // what is no answer rejects, and the outbox keeps the command
      if (!["ok", "late", "refused", "later"].includes(answer.answer)) throw new Unwelcome(response.status);
      return answer;
    },
  };
}
