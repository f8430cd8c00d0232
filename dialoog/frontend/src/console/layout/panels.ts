/** The panels of the console, one at a time in a modal dialog, which keeps the focus inside and gives it back. */

import { html, nothing, type TemplateResult } from "lit-html";
import { _ } from "../../i18n/gettext";
import type { ConsoleState, Panel } from "../state";
import { seatingPanel } from "../people/seating_order";
import type { Renderable } from "./controls";
import { handOverPanel } from "../access/hand_over";
import { harvestPanel } from "../harvest/harvest_panel";
import { peoplePanel } from "../people/people_panel";
import { programmePanel } from "../programme/programme_panel";
import { closePanel } from "../harvest/closing";
import { screenPanel } from "./screen_panel";
import { firstSpeakerPanel } from "../turns/first_speaker";

export function panelView(state: ConsoleState): TemplateResult {
  const { panel } = state.ui;
  const close = (): void => {
    if (state.ui.panel) state.updateUi({ panel: null, invitation: null, editedWord: null, translatedWord: null, seatsToRemove: null });
  };
  // "Sluiten" beside "De dialoog afsluiten?" could be read as yes; there "Nog niet" shuts the panel.
  return html`<dialog class=${`panel ${panel ?? ""}`} aria-labelledby="panel-title" @close=${close} @click=${closeOutside}>
    <div class="sheet">
      <div class="panel-head">
        <h2 id="panel-title" tabindex="-1" autofocus>${panel ? title(panel) : nothing}</h2>
        ${panel === "close" ? nothing : html`<button type="button" class="btn small" @click=${close}>${_("Sluiten")}</button>`}
      </div>
      <div class="panel-body">${panel ? body(state, panel) : nothing}</div>
      ${panel && state.ui.message ? html`<p class="say" role="status">${state.ui.message}</p>` : nothing}
    </div>
  </dialog>`;
}

/** A tap beside the sheet shuts it. */
function closeOutside(event: MouseEvent): void {
  if (event.target === event.currentTarget) shut(event.target as HTMLDialogElement);
}

/** Where the browser knows no dialogs (Firefox before 98, Safari before 15.4) the panel lies over the page, and Escape is ours. */
function show(dialog: HTMLDialogElement): void {
  if (typeof dialog.showModal === "function") return dialog.showModal();
  dialog.setAttribute("open", "plain");
  dialog.querySelector<HTMLElement>("#panel-title")?.focus();
  dialog.onkeydown = ({ key }) => key === "Escape" && shut(dialog);
}

function shut(dialog: HTMLDialogElement): void {
  if (typeof dialog.close === "function") return dialog.close();
  dialog.removeAttribute("open");
  dialog.dispatchEvent(new Event("close"));
}

function title(panel: Panel): string {
  switch (panel) {
    case "people": return _("Mensen");
    case "programme": return _("Programma");
    case "screen": return _("Scherm");
    case "hand_over": return _("Overdragen");
    case "harvest": return _("Oogst");
    case "circle": return _("Wie zit waar?");
    case "who": return _("Wie wil beginnen?");
    case "close": return _("De dialoog afsluiten?");
  } // prettier-ignore
}

function body(state: ConsoleState, panel: Panel): Renderable {
  switch (panel) {
    case "people": return peoplePanel(state);
    case "programme": return programmePanel(state);
    case "screen": return screenPanel(state);
    case "hand_over": return handOverPanel(state);
    case "harvest": return harvestPanel(state);
    case "circle": return seatingPanel(state);
    case "who": return firstSpeakerPanel(state);
    case "close": return closePanel(state);
  } // prettier-ignore
}

/** Another page of the same panel: the focus goes to its headline, since what was pressed is gone, and a reader hears where they are. */
export function focusPanelHeading(root: ParentNode): void {
  const headlines = root.querySelectorAll<HTMLElement>("dialog[open] .whose, dialog[open] #panel-title");
  headlines[headlines.length - 1]?.focus();
}

/** Opens or shuts the dialog after drawing, since only the browser can make it modal. */
export function syncDialog(root: ParentNode, panel: Panel | null): void {
  const dialog = root.querySelector<HTMLDialogElement>("dialog.panel");
  if (!dialog) return;
  const isOpen = dialog.hasAttribute("open");
  if (panel && !isOpen) show(dialog);
  if (!panel && isOpen) shut(dialog);
}
