/**
 * The console's entries in local storage, separate for each dialogue: drafts, who spoke while offline, whether shortcuts
 * are on.
 */

import { localStore } from "../client/local_storage";

const dialogue = document.getElementById("live")?.dataset["place"] ?? "";

export function saveItem(name: string, text: string): void {
  if (text) localStore.set(`dialoog.${dialogue}.${name}`, text);
  else localStore.remove(`dialoog.${dialogue}.${name}`);
}

export function loadItem(name: string): string {
  return localStore.get(`dialoog.${dialogue}.${name}`) ?? "";
}

/** Name and text of every entry whose name begins so. */
export function loadItems(prefix: string): readonly (readonly [name: string, text: string])[] {
  const scope = `dialoog.${dialogue}.`;
  return localStore.keys(scope + prefix).map((key) => [key.slice(scope.length), localStore.get(key) ?? ""]);
}
