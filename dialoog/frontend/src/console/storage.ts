/** What this desk keeps in the browser, apart for each dialogue: drafts, who spoke without a line, whether keys are used. */

import { lasting } from "../client/local_storage";

const dialogue = document.getElementById("live")?.dataset["place"] ?? "";

export function keep(name: string, text: string): void {
  if (text) lasting.put(`dialoog.${dialogue}.${name}`, text);
  else lasting.drop(`dialoog.${dialogue}.${name}`);
}

export function kept(name: string): string {
  return lasting.get(`dialoog.${dialogue}.${name}`) ?? "";
}
