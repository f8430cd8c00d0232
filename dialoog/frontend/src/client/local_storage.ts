/**
 * Where a device keeps things between two loads of a page. A browser that gives no storage (private mode, full, forbidden)
 * gets a shelf in memory: everything works, only a reload forgets.
 */

export interface Shelf {
  get(key: string): string | null;
  put(key: string, value: string): void;
  drop(key: string): void;
  keys(prefix: string): string[];
}

export function shelfOver(storage: () => Storage): Shelf {
  const memory = new Map<string, string>();
  const real = attempt(() => {
    const found = storage();
    found.setItem("dialoog.try", "1");
    found.removeItem("dialoog.try");
    return found;
  });
  return {
    get: (key) => memory.get(key) ?? attempt(() => real?.getItem(key) ?? null) ?? null,
    put(key, value) {
      const stored = attempt(() => (real ? (real.setItem(key, value), true) : false));
      if (stored) memory.delete(key);
      else memory.set(key, value);
    },
    drop(key) {
      memory.delete(key);
      attempt(() => real?.removeItem(key));
    },
    keys(prefix) {
      const stored = attempt(() => Array.from({ length: real?.length ?? 0 }, (_none, at) => real?.key(at) ?? "")) ?? [];
      return [...new Set([...stored, ...memory.keys()])].filter((key) => key.startsWith(prefix)).sort();
    },
  };
}

function attempt<T>(act: () => T): T | undefined {
  try {
    return act();
  } catch {
    return undefined;
  }
}

/** Stays when the browser closes: the outbox, drafts, how large the letters are. */
export const lasting = shelfOver(() => localStorage);

/** Stays for a reload only: the last known documents. */
export const passing = shelfOver(() => sessionStorage);
