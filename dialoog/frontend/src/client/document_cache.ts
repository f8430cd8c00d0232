/**
 * The newest documents that this device has, kept in session storage over a reload, and what a push does to them
 * (docs/protocol.md, "Taking a push").
 */

import type { DocumentName, Pulse, Push } from "./messages";
import type { KeyValueStore } from "./local_storage";

export interface CachedDocument {
  version: number;
  sections: Readonly<Record<string, unknown>>;
}

export type PushOutcome = { action: "ignore" } | { action: "fetch" } | { action: "take"; document: CachedDocument };

export function applyPush(cached: CachedDocument | undefined, push: Push): PushOutcome {
  const version = cached?.version ?? 0;
  if (push.version <= version) return { action: "ignore" };
  if (push.base === 0) return { action: "take", document: { version: push.version, sections: push.sections } };
  if (push.base > version) return { action: "fetch" };
  return { action: "take", document: { version: push.version, sections: { ...cached?.sections, ...push.sections } } };
}

/** The documents of one page on one device, stored so that a reload shows the last known state at once. */
export interface DocumentCache {
  get(name: DocumentName): CachedDocument | undefined;
  version(name: DocumentName): number;
  apply(push: Push): PushOutcome["action"];
  /** Forgets all documents, when the server was restored from a backup. */
  clear(): void;
}

export function openDocumentCache(store: KeyValueStore, scope: string, names: readonly DocumentName[]): DocumentCache {
  const keyOf = (name: DocumentName): string => `dialoog.doc.${scope}.${name}`;
  const documents = new Map(names.map((name) => [name, parseDocument(store.get(keyOf(name)))]));
  return {
    get: (name) => documents.get(name),
    version: (name) => documents.get(name)?.version ?? 0,
    apply(push) {
      const outcome = applyPush(documents.get(push.doc), push);
      if (outcome.action === "take") {
        documents.set(push.doc, outcome.document);
        store.set(keyOf(push.doc), JSON.stringify(outcome.document));
      }
      return outcome.action;
    },
    clear() {
      names.forEach((name) => store.remove(keyOf(name)));
      documents.clear();
    },
  };
}

/**
 * Whether the server was restored from a backup: it knows less than this device. A pulse from before the last fetch over HTTP does
 * not tell: on a slow connection the fetch overtakes what still waits in the socket.
 */
export function isServerRestored(pulse: Pulse, known: number, fetchedAt: number): boolean {
  return pulse.version < known && pulse.now >= fetchedAt;
}

function parseDocument(text: string | null): CachedDocument | undefined {
  try {
    const parsed = JSON.parse(text ?? "null") as Partial<CachedDocument> | null;
    if (typeof parsed?.version === "number" && typeof parsed.sections === "object" && parsed.sections) return parsed as CachedDocument;
  } catch {
    // what cannot be read is fetched anew
  }
  return undefined;
}
