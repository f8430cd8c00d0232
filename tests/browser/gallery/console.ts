/** The gallery of the desks, for tests only: one state, named in the address, drawn from written documents without a server. */

import { startConsole } from "../../../dialoog/frontend/src/console/controller";
import type { Desk } from "../../../dialoog/frontend/src/client/documents";
import type { Answer } from "../../../dialoog/frontend/src/client/messages";
import type { LiveClient } from "../../../dialoog/frontend/src/client/live_client";
import { bare } from "./bare";
import { NOW, PRESENT, TEXTS } from "./console_documents";
import { STATES, type State } from "./console_states";

type Sent = Record<string, unknown> & { kind: string };

/** A server that says yes, and tells what it was asked. */
class FakeLiveClient {
  documents: LiveClient["documents"];
  presentSeats: ReadonlySet<string> = new Set(PRESENT);
  unscannedSeats: ReadonlySet<string> = new Set();
  connection: LiveClient["connection"];
  readonly pending = [];
  goneReason: LiveClient["goneReason"] = null;
  storageTrouble = false;
  readonly sent: Sent[] = [];
  private readonly listeners: (() => void)[] = [];

  constructor(private readonly state: State) {
    const { words, ...desk } = state.desk;
    this.documents = { table: bare(state.table), desk: { ...desk, "words.0": words } as unknown as Desk };
    this.connection = state.link ?? { up: true, lostAt: null, waiting: 0 };
  }

  now = (): number => NOW;

  async send(kind: string, fields: Record<string, unknown> = {}): Promise<Answer> {
    this.sent.push({ kind, ...fields });
    await new Promise((resolve) => setTimeout(resolve, 5));
    return { answer: "ok", ...this.state.answer };
  }

  async fetchTexts(ids: readonly string[]): ReturnType<LiveClient["fetchTexts"]> {
    return Object.fromEntries(ids.flatMap((id) => (TEXTS[id] ? [[id, TEXTS[id]]] : [])));
  }

  onChange(listener: () => void): void {
    this.listeners.push(listener);
  }

  onAnswer(): void {}

  /** Something happened at the table. */
  change(docs: Partial<{ table: object; desk: object }>): void {
    this.documents = {
      table: Object.assign({}, this.documents.table, docs.table),
      desk: Object.assign({}, this.documents.desk, docs.desk),
    };
    this.notify();
  }

  setConnected(up: boolean): void {
    this.connection = { up, lostAt: up ? null : Date.now() - 20_000, waiting: 0 };
    this.notify();
  }

  setStorageTrouble(on: boolean): void {
    this.storageTrouble = on;
    this.notify();
  }

  private notify(): void {
    for (const listener of this.listeners) listener();
  }
}

const name = location.hash.slice(1) || "turn";
const state = STATES[name]?.();
if (!state) throw new Error(`no such state: ${name}`);
localStorage.removeItem("dialoog..told");
if (state.told) localStorage.setItem("dialoog..told", JSON.stringify(state.told));
const server = new FakeLiveClient(state);
const root = document.getElementById("live");
if (root) startConsole(root, server, state.kind ?? "facilitator");

/** Taps as a person does, one after the other. */
async function tapAll(words: readonly string[]): Promise<void> {
  for (const beginning of words) {
    if (beginning.startsWith("Volgende") || beginning === "Kies wie begint" || beginning === "Wie zit waar?" || beginning === "Sluit de dialoog af") {
      await new Promise((resolve) => setTimeout(resolve, 1600));
    }
    const inside = document.querySelector("dialog[open]") ?? document;
    const button = [...inside.querySelectorAll<HTMLElement>("button, label, summary")].find((one) => one.textContent?.trim().startsWith(beginning));
    if (!button) throw new Error(`no button: ${beginning}`);
    button.click();
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
}

const drawn = tapAll(state.tap ?? []).then(() => {
  if (state.unfold) document.querySelectorAll<HTMLDetailsElement>("dialog details, .afterwards details").forEach((one) => (one.open = true));
});
Object.assign(globalThis, { gallery: { names: Object.keys(STATES), server, drawn } });
