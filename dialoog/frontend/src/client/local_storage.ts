/**
 * Key-value stores over the browser's storage. Where the browser refuses storage (private mode, full, forbidden) a store
 * keeps its entries in memory: everything works, but a reload forgets them.
 */

export interface KeyValueStore {
  get(key: string): string | null;
  set(key: string, value: string): void;
  remove(key: string): void;
  keys(prefix: string): string[];
}

export function storeOver(storage: () => Storage): KeyValueStore {
  const memory = new Map<string, string>();
  const backend = tryOrUndefined(() => {
    const candidate = storage();
    candidate.setItem("dialoog.try", "1");
    candidate.removeItem("dialoog.try");
    return candidate;
  });
  return {
    get: (key) => memory.get(key) ?? tryOrUndefined(() => backend?.getItem(key) ?? null) ?? null,
    set(key, value) {
      const isStored = tryOrUndefined(() => (backend ? (backend.setItem(key, value), true) : false));
      if (isStored) memory.delete(key);
      else memory.set(key, value);
    },
    remove(key) {
      memory.delete(key);
      tryOrUndefined(() => backend?.removeItem(key));
    },
    keys(prefix) {
      const isStored = tryOrUndefined(() => Array.from({ length: backend?.length ?? 0 }, (_none, at) => backend?.key(at) ?? "")) ?? [];
      return [...new Set([...isStored, ...memory.keys()])].filter((key) => key.startsWith(prefix)).sort();
    },
  };
}

function tryOrUndefined<T>(act: () => T): T | undefined {
  try {
    return act();
  } catch {
    return undefined;
  }
}

/** Stays when the browser closes: the outbox, drafts, how large the letters are. */
export const localStore = storeOver(() => localStorage);

/** Stays for a reload only: the last known documents. */
export const sessionStore = storeOver(() => sessionStorage);
