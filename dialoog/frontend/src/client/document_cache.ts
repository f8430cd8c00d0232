/** The documents that this device has: what a push does to them (docs/protocol.md, "Taking a push"), kept over a reload. */

import type { DocumentName, Pulse, Push } from "./messages";
import type { Shelf } from "./local_storage";

export interface Copy {
  version: number;
  sections: Readonly<Record<string, unknown>>;
}

export type Taken = { do: "ignore" } | { do: "fetch" } | { do: "take"; copy: Copy };

export function taking(own: Copy | undefined, push: Push): Taken {
  const version = own?.version ?? 0;
  if (push.version <= version) return { do: "ignore" };
  if (push.base === 0) return { do: "take", copy: { version: push.version, sections: push.sections } };
  if (push.base > version) return { do: "fetch" };
  return { do: "take", copy: { version: push.version, sections: { ...own?.sections, ...push.sections } } };
}

/** The copies of one place on one device, kept on the shelf so that a reload shows the last known state at once. */
export interface Copies {
  get(name: DocumentName): Copy | undefined;
  version(name: DocumentName): number;
  take(push: Push): Taken["do"];
  /** A server that knows less than we do was put back from a backup: begin anew. */
  forget(): void;
}

export function copiesOn(shelf: Shelf, place: string, names: readonly DocumentName[]): Copies {
  const keyOf = (name: DocumentName): string => `dialoog.doc.${place}.${name}`;
  const copies = new Map(names.map((name) => [name, readCopy(shelf.get(keyOf(name)))]));
  return {
    get: (name) => copies.get(name),
    version: (name) => copies.get(name)?.version ?? 0,
    take(push) {
      const taken = taking(copies.get(push.doc), push);
      if (taken.do === "take") {
        copies.set(push.doc, taken.copy);
        shelf.put(keyOf(push.doc), JSON.stringify(taken.copy));
      }
      return taken.do;
    },
    forget() {
      names.forEach((name) => shelf.drop(keyOf(name)));
      copies.clear();
    },
  };
}

/**
 * A server that knows less than we do was put back from a backup. Not when its pulse is from before our last look over HTTP: on a
 * slow line that look overtakes what still waits in the socket.
 */
export function wasPutBack(pulse: Pulse, known: number, looked: number): boolean {
  return pulse.version < known && pulse.now >= looked;
}

function readCopy(text: string | null): Copy | undefined {
  try {
    const found = JSON.parse(text ?? "null") as Partial<Copy> | null;
    if (typeof found?.version === "number" && typeof found.sections === "object" && found.sections) return found as Copy;
  } catch {
    // what cannot be read is fetched anew
  }
  return undefined;
}
