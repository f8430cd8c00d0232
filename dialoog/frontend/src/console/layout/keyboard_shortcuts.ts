/** Keys for the practised: space, r, b, z. They can be switched off, and never work while somebody types (T28). */

import { html, type TemplateResult } from "lit-html";
import { _ } from "../../i18n/gettext";
import type { Board } from "../state";
import { keep, kept } from "../storage";
import { stepBack } from "../turns/primary_button";

export function keysKept(): boolean {
  return kept("keys") !== "off";
}

export function keysView(board: Board): TemplateResult {
  const turn = (event: Event): void => {
    const on = (event.target as HTMLInputElement).checked;
    keep("keys", on ? "" : "off");
    board.open({ keys: on });
  };
  return html`<section class="keys of-keyboard">
    <h3>${_("Toetsen")}</h3>
    <label class="check"><input type="checkbox" name="keys" .checked=${board.opened.keys} @change=${turn} /> ${_("Toetsen gebruiken")}</label>
    <dl>
      <div><dt><kbd>${_("spatie")}</kbd></dt><dd>${_("volgende")}</dd></div>
      <div><dt><kbd>r</kbd></dt><dd>${_("rust, en weer verder")}</dd></div>
      <div><dt><kbd>b</kbd></dt><dd>${_("scherm leeg, en weer aan")}</dd></div>
      <div><dt><kbd>z</kbd></dt><dd>${_("stap terug")}</dd></div>
    </dl>
  </section>`;
}

/** What a key asks for; null where it asks nothing here and now. */
export function pressedKey(event: KeyboardEvent, on: boolean): "next" | "rest" | "blank" | "back" | null {
  if (!on || event.ctrlKey || event.metaKey || event.altKey || event.repeat || event.defaultPrevented) return null;
  const target = event.target instanceof Element ? event.target : null;
  if (target?.closest("input, textarea, select, [contenteditable]")) return null;
  const inPanel = target?.closest("dialog") != null || document.querySelector("dialog[open]") !== null;
  switch (event.key) {
    case " ":
      return inPanel ? null : "next";
    case "r":
      return "rest";
    case "b":
      return "blank";
    case "z":
      return inPanel ? null : "back";
    default:
      return null;
  }
}

export function doKey(board: Board, key: "rest" | "blank" | "back"): void {
  const { stage } = board.table;
  if (stage.status === "closed") return;
  if (key === "rest" && stage.status === "running") void board.act(stage.rest ? "go_on" : "rest");
  if (key === "blank") void board.act("blank_screen", { on: !stage.blank });
  if (key === "back") stepBack(board).take?.();
}
