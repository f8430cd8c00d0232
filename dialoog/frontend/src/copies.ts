/** A device's own copies of the documents: what a push does to them (docs/protocol.md, "Taking a push"), and their rest between reloads. */

import type { DocumentName, Push } from "./documents";
import type { Shelf } from "./shelf";

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
export class Copies {
  readonly #copies: Partial<Record<DocumentName, Copy>> = {};
  readonly #shelf: Shelf;
  readonly #place: string;

  constructor(shelf: Shelf, place: string, names: readonly DocumentName[]) {
    this.#shelf = shelf;
    this.#place = place;
    for (const name of names) {
      const copy = readCopy(shelf.get(this.#key(name)));
      if (copy) this.#copies[name] = copy;
    }
  }

  get(name: DocumentName): Copy | undefined {
    return this.#copies[name];
  }

  version(name: DocumentName): number {
    return this.#copies[name]?.version ?? 0;
  }

  take(push: Push): Taken["do"] {
    const taken = taking(this.#copies[push.doc], push);
    if (taken.do === "take") {
      this.#copies[push.doc] = taken.copy;
      this.#shelf.put(this.#key(push.doc), JSON.stringify(taken.copy));
    }
    return taken.do;
  }

  /** A server that knows less than we do was put back from a backup: begin anew. */
  forget(): void {
    for (const name of Object.keys(this.#copies) as DocumentName[]) {
      delete this.#copies[name];
      this.#shelf.drop(this.#key(name));
    }
  }

  #key(name: DocumentName): string {
    return `dialoog.doc.${this.#place}.${name}`;
  }
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
