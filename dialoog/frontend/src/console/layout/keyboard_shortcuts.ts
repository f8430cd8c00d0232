/** Keyboard shortcuts: space, r, b and z. They can be switched off, and never work while somebody types (T28). */

import { html, type TemplateResult } from "lit-html";
import { _ } from "../../i18n/gettext";
import type { ConsoleState } from "../state";
import { saveItem, loadItem } from "../storage";
import { undoAction } from "../turns/primary_button";

export function areShortcutsOn(): boolean {
  return loadItem("keys") !== "off";
}

export function shortcutsView(state: ConsoleState): TemplateResult {
  const toggle = (event: Event): void => {
    const isOn = (event.target as HTMLInputElement).checked;
    saveItem("keys", isOn ? "" : "off");
    state.updateUi({ shortcuts: isOn });
  };
  return html`<section class="keys of-keyboard">
    <h3>${_("Toetsen")}</h3>
    <label class="check"><input type="checkbox" name="keys" .checked=${state.ui.shortcuts} @change=${toggle} /> ${_("Toetsen gebruiken")}</label>
    <dl>
      <div><dt><kbd>${_("spatie")}</kbd></dt><dd>${_("volgende")}</dd></div>
      <div><dt><kbd>r</kbd></dt><dd>${_("rust, en weer verder")}</dd></div>
      <div><dt><kbd>b</kbd></dt><dd>${_("scherm leeg, en weer aan")}</dd></div>
      <div><dt><kbd>z</kbd></dt><dd>${_("stap terug")}</dd></div>
    </dl>
  </section>`;
}

/** What a key asks for; null where it asks nothing here and now. */
export function shortcutFor(event: KeyboardEvent, isOn: boolean): "next" | "rest" | "blank" | "back" | null {
  if (!isOn || event.ctrlKey || event.metaKey || event.altKey || event.repeat || event.defaultPrevented) return null;
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

export function runShortcut(state: ConsoleState, shortcut: "rest" | "blank" | "back"): void {
  const { stage } = state.table;
  if (stage.status === "closed") return;
  if (shortcut === "rest" && stage.status === "running") void state.send(stage.rest ? "go_on" : "rest");
  if (shortcut === "blank") void state.send("blank_screen", { on: !stage.blank });
  if (shortcut === "back") undoAction(state).take?.();
}
