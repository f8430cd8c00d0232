/** Something is lost or leaked: a phone, a laptop, a link, a code. Calm, a few taps deep, and what ends here does not come back. */

import { html, nothing, type TemplateResult } from "lit-html";
import { repeat } from "lit-html/directives/repeat.js";
import type { Person } from "../../client/documents";
import { _ } from "../../i18n/gettext";
import { type Board, nameOf } from "../state";
import { asks, button, type Piece } from "../layout/controls";
import { invite } from "./invitation";

const SMALL = { className: "btn small" };

/** T11, T13: the seat stays, with its words and its turn. */
export function lostPhone(board: Board, one: Person): Piece {
  if (board.kind !== "facilitator" || !one.device || one.erased) return nothing;
  const { seat, linked } = one;
  const name = nameOf(board, seat);
  return html`<details class="early">
    <summary>${_("Telefoon kwijt of gestolen?")}</summary>
    <p class="hint">${_("De telefoon van %(name)s gaat dan meteen uit. Plek, beurt en woorden blijven. Daarna kunt u een andere telefoon koppelen.", { name })}</p>
    <div class="tools">
      ${asks(board, _("Zet elke telefoon van %(name)s uit", { name }), "end_devices", { seat }, SMALL)}
      ${linked ? asks(board, _("Alleen de laatst gekoppelde gaat door"), "end_devices", { seat, but: linked }, SMALL) : nothing}
    </div>
  </details>`;
}

/** Links of console, scribe and screen. */
export function lostLink(board: Board): TemplateResult {
  const another = (): void =>
    void board.act("end_links", { desk: "screen" }).then(({ answer }) => {
      if (answer === "ok") void invite(board, "hand_over", { desk: "screen" }, "screen");
    });
  return html`<details class="early">
    <summary>${_("Toestel of link kwijt?")}</summary>
    <p class="hint">${_("Wie de link heeft, kan meekijken of meesturen. Zet hem uit; de dialoog gaat gewoon door.")}</p>
    <div class="tools">
      ${asks(board, _("Alleen dit bord gaat door"), "end_links", { desk: "facilitator" }, SMALL)}
      ${asks(board, _("Zet de verslaglegger uit"), "end_links", { desk: "scribe" }, SMALL)}
      ${button(board, _("Zet het scherm uit, met een nieuwe link"), another, SMALL)}
    </div>
  </details>`;
}

/** S1: the next day a laptop is gone, or a phone. Nothing new is linked any more; words and record stay as they are. */
export function lostAfterwards(board: Board): TemplateResult {
  const phones = board.desk.people.filter(({ device, erased }) => device && !erased);
  const end = (words: string, desk: string): TemplateResult => asks(board, words, "end_links", { desk }, SMALL);
  return html`<details class="early">
    <summary>${_("Toestel of link kwijt?")}</summary>
    <p class="hint">${_("Wie het toestel of de link heeft, kan meelezen. Zet het uit. Woorden, keuzes en verslag blijven.")}</p>
    <div class="tools">
      ${end(_("Alleen dit bord gaat door"), "facilitator")} ${end(_("Zet de verslaglegger uit"), "scribe")} ${end(_("Zet het scherm uit"), "screen")}
    </div>
    ${phones.length
      ? html`<details class="quiet">
          <summary>${_("De telefoon van iemand")}</summary>
          <p class="hint">${_("Een andere telefoon koppelen kan nu niet meer. Kiezen gaat dan via de contactpersoon.")}</p>
          <ul class="people">${repeat(phones, ({ seat }) => seat, ({ seat }) => phoneOf(board, seat))}</ul>
        </details>`
      : nothing}
  </details>`;
}

function phoneOf(board: Board, seat: string): TemplateResult {
  const name = nameOf(board, seat);
  const spoken = _("Zet uit: elke telefoon van %(name)s", { name });
  return html`<li class="back-again"><b dir="auto">${name}</b> ${asks(board, _("Zet uit"), "end_devices", { seat }, { ...SMALL, spoken })}</li>`;
}
