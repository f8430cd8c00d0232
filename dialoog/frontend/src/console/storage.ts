/** What this desk keeps in the browser, apart for each dialogue: drafts, who spoke without a line, whether keys are used. */

import { localStore } from "../client/local_storage";

const dialogue = document.getElementById("live")?.dataset["place"] ?? "";

export function saveItem(name: string, text: string): void {
  if (text) localStore.set(`dialoog.${dialogue}.${name}`, text);
  else localStore.remove(`dialoog.${dialogue}.${name}`);
}

export function loadItem(name: string): string {
  return localStore.get(`dialoog.${dialogue}.${name}`) ?? "";
}
