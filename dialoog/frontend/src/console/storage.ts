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
