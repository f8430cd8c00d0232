/**
 * Drafts: what somebody typed on this phone and has not saved. They are in local storage from the first character on,
 * and nowhere else.
 */

import type { Keep, SourceKind, WordKind } from "../client/documents";
import type { KeyValueStore } from "../client/local_storage";

/** What a field is for: new words of a kind in a step, or a change of words that exist. */
export interface Slot {
  key: string;
  kind: WordKind;
  /** What it may be instead: the field offers these. */
  kinds?: readonly WordKind[];
  step?: string | null;
  turn?: number | null;
  word?: string;
}

export interface Draft {
  slot: Slot;
  text: string;
  keep?: Keep | null;
  ticked?: boolean;
  /** Null: saving was refused because nothing was chosen. */
  source?: SourceKind | null;
  due?: string | null;
  /** Seats. */
  together?: readonly string[];
}

/** Reads and writes the drafts of one seat. */
export interface Drafts {
  get(slot: Slot): Draft;
  set(draft: Draft): void;
  remove(slot: Slot): void;
  /** What was typed and never saved. */
  unsaved(): Draft[];
  clear(): void;
}

export function openDrafts(store: KeyValueStore, scope: string): Drafts {
  const prefix = `dialoog.draft.${scope}.`;
  const read = (key: string): Draft | null => {
    try {
      return JSON.parse(store.get(key) ?? "null") as Draft | null;
    } catch {
      return null;
    }
  };
  return {
    get: (slot) => read(prefix + slot.key) ?? { slot, text: "" },
    set: (draft) => store.set(prefix + draft.slot.key, JSON.stringify(draft)),
    remove: (slot) => store.remove(prefix + slot.key),
    unsaved: () => store.keys(prefix).flatMap((key) => read(key) ?? []).filter(({ text }) => text.trim() !== ""),
    clear: () => store.keys(prefix).forEach((key) => store.remove(key)),
  };
}
