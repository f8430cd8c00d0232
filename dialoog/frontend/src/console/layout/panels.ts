/** The panels of the desk, one at a time, in one native dialog: it keeps the focus in and gives it back. */

import { html, nothing, type TemplateResult } from "lit-html";
import { _ } from "../../i18n/gettext";
import type { Board, Panel } from "../state";
import { circlePanel } from "../people/seating_order";
import type { Piece } from "./controls";
import { handOverPanel } from "../access/hand_over";
import { harvestPanel } from "../harvest/harvest_panel";
import { peoplePanel } from "../people/people_panel";
import { programmePanel } from "../programme/programme_panel";
import { closePanel } from "../harvest/read_back";
import { screenPanel } from "./screen_panel";
import { whoPanel } from "../turns/first_speaker";

export function panelView(board: Board): TemplateResult {
  const { panel } = board.opened;
  const shut = (): void => {
    if (board.opened.panel) board.open({ panel: null, invitation: null, rewording: null, clearing: null });
  };
  // "Sluiten" beside "De dialoog afsluiten?" could be read as yes; there "Nog niet" shuts the panel.
  return html`<dialog class=${`panel ${panel ?? ""}`} aria-labelledby="panel-title" @close=${shut} @click=${shutOutside}>
    <div class="sheet">
      <div class="panel-head">
        <h2 id="panel-title" tabindex="-1" autofocus>${panel ? title(panel) : nothing}</h2>
        ${panel === "close" ? nothing : html`<button type="button" class="btn small" @click=${shut}>${_("Sluiten")}</button>`}
      </div>
      <div class="panel-body">${panel ? body(board, panel) : nothing}</div>
      ${panel && board.opened.say ? html`<p class="say" role="status">${board.opened.say}</p>` : nothing}
    </div>
  </dialog>`;
}

/** A tap beside the sheet shuts it. */
function shutOutside(event: MouseEvent): void {
  if (event.target instanceof HTMLDialogElement) event.target.close();
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

function body(board: Board, panel: Panel): Piece {
  switch (panel) {
    case "people": return peoplePanel(board);
    case "programme": return programmePanel(board);
    case "screen": return screenPanel(board);
    case "hand_over": return handOverPanel(board);
    case "harvest": return harvestPanel(board);
    case "circle": return circlePanel(board);
    case "who": return whoPanel(board);
    case "close": return closePanel(board);
  } // prettier-ignore
}

/** Another page of the same panel: the focus goes to its headline, since what was pressed is gone, and a reader hears where they are. */
export function arriveInPanel(root: ParentNode): void {
  const headlines = root.querySelectorAll<HTMLElement>("dialog[open] .whose, dialog[open] #panel-title");
  headlines[headlines.length - 1]?.focus();
}

/** Opens or shuts the dialog after drawing, since only the browser can make it modal. */
export function showPanel(root: ParentNode, panel: Panel | null): void {
  const dialog = root.querySelector<HTMLDialogElement>("dialog.panel");
  if (!dialog) return;
  if (panel && !dialog.open) dialog.showModal();
  if (!panel && dialog.open) dialog.close();
}
