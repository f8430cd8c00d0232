/** Asks the script that warns (C6) when somebody begins to write; without it nothing is warned about, and nothing waits. */

import { html } from "lit-html";
import type { Phone } from "./state";
import type { Draft } from "./drafts";

let warn: typeof import("../warnings").warn = () => [];
let isAsked = false;

export function warnings(phone: Phone, { text, keep }: Draft): unknown {
  const address = document.getElementById("live")?.dataset["warnings"];
  if (address && !isAsked) {
    isAsked = true;
    import(address).then((script) => (({ warn } = script), phone.update({})), () => (isAsked = false));
  }
  const { me } = phone.mine;
  const others = phone.table.circle.filter(([seat]) => seat !== me.seat).map(([, name]) => name);
  return warn(text, { ownName: me.name, hidesName: keep === "unnamed" || !me.consent?.name, others }).map((line) => html`<p class="hint warns">${line}</p>`);
}
