/**
 * Drafts: what somebody typed on this phone and has not saved. They are in local storage from the first sign on, and nowhere else.
 */

import type { Keep, SourceKind, WordKind } from "../client/documents";
import type { Shelf } from "../client/local_storage";

/** What a field is for: new words of a kind in a step, or a change of words that exist. */
export interface Slot {
  key: string;
  kind: WordKind;
  step?: string | null;
  turn?: number | null;
  word?: string;
}

export interface Draft {
  slot: Slot;
  text: string;
  keep?: Keep | null;
  ticked?: boolean;
  source?: SourceKind | null;
  due?: string | null;
  /** Seats. */
  together?: readonly string[];
}

/** Drafts live on the shelf from the first sign on, and nowhere else. */
export interface Drafts {
  of(slot: Slot): Draft;
  put(draft: Draft): void;
  drop(slot: Slot): void;
  /** What was typed and never saved. */
  left(): Draft[];
  forget(): void;
}

export function draftsOn(shelf: Shelf, place: string): Drafts {
  const prefix = `dialoog.draft.${place}.`;
  const read = (key: string): Draft | null => {
    try {
      return JSON.parse(shelf.get(key) ?? "null") as Draft | null;
    } catch {
      return null;
    }
  };
  return {
    of: (slot) => read(prefix + slot.key) ?? { slot, text: "" },
    put: (draft) => shelf.put(prefix + draft.slot.key, JSON.stringify(draft)),
    drop: (slot) => shelf.drop(prefix + slot.key),
    left: () => shelf.keys(prefix).flatMap((key) => read(key) ?? []).filter(({ text }) => text.trim() !== ""),
    forget: () => shelf.keys(prefix).forEach((key) => shelf.drop(key)),
  };
}
