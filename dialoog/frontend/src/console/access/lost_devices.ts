/** Ends the access of a lost phone, laptop or link. What ends here does not come back. */

import { html, nothing, type TemplateResult } from "lit-html";
import { repeat } from "lit-html/directives/repeat.js";
import type { Person } from "../../client/documents";
import { _ } from "../../i18n/gettext";
import { type ConsoleState, nameOf } from "../state";
import { SMALL_BUTTON, commandButton, button, type Renderable } from "../layout/controls";
import { invite } from "./invitation";

/** T11, T13: the seat stays, with its words and its turn. */
export function lostPhone(state: ConsoleState, person: Person): Renderable {
  if (state.kind !== "facilitator" || !person.device || person.erased) return nothing;
  const { seat, linked } = person;
  const name = nameOf(state, seat);
  return html`<details class="early">
    <summary>${_("Telefoon kwijt of gestolen?")}</summary>
    <p class="hint">${_("De telefoon van %(name)s gaat dan meteen uit. Plek, beurt en woorden blijven. Daarna kunt u een andere telefoon koppelen.", { name })}</p>
    <div class="tools">
      ${commandButton(state, _("Zet elke telefoon van %(name)s uit", { name }), "end_devices", { seat }, SMALL_BUTTON)}
      ${linked ? commandButton(state, _("Alleen de laatst gekoppelde gaat door"), "end_devices", { seat, but: linked }, SMALL_BUTTON) : nothing}
    </div>
  </details>`;
}

/** Links of console, scribe and screen. */
export function lostLink(state: ConsoleState): TemplateResult {
  const renewScreenLink = (): void =>
    void state.send("end_links", { desk: "screen" }).then(({ answer }) => {
      if (answer === "ok") void invite(state, "hand_over", { desk: "screen" }, "screen");
    });
  return html`<details class="early">
    <summary>${_("Toestel of link kwijt?")}</summary>
    <p class="hint">${_("Wie de link heeft, kan meekijken of meesturen. Zet hem uit; de dialoog gaat gewoon door.")}</p>
    <div class="tools">
      ${commandButton(state, _("Alleen dit bord gaat door"), "end_links", { desk: "facilitator" }, SMALL_BUTTON)}
      ${commandButton(state, _("Zet de verslaglegger uit"), "end_links", { desk: "scribe" }, SMALL_BUTTON)}
      ${button(state, _("Zet het scherm uit, met een nieuwe link"), renewScreenLink, SMALL_BUTTON)}
    </div>
  </details>`;
}

/** S1: the next day a laptop is gone, or a phone. Nothing new is linked any more; words and record stay as they are. */
export function lostAfterClosing(state: ConsoleState): TemplateResult {
  const phones = state.desk.people.filter(({ device, erased }) => device && !erased);
  const end = (words: string, desk: string): TemplateResult => commandButton(state, words, "end_links", { desk }, SMALL_BUTTON);
  return html`<details class="early">
    <summary>${_("Toestel of link kwijt?")}</summary>
    <p class="hint">${_("Wie het toestel of de link heeft, kan meelezen. Zet het uit. Woorden, keuzes en verslag blijven.")}</p>
    <div class="tools">
      ${end(_("Alleen dit bord gaat door"), "facilitator")} ${end(_("Zet de verslaglegger uit"), "scribe")} ${end(_("Zet het scherm uit"), "screen")}
    </div>
    ${phones.length
      ? html`<details class="quiet">
          <summary>${_("De telefoon van iemand")}</summary>
          <p class="hint">${_("Een andere telefoon koppelen kan nu niet meer. Wat iemand daarna kiest, schrijft u hierboven op.")}</p>
          <ul class="people">${repeat(phones, ({ seat }) => seat, ({ seat }) => phoneRow(state, seat))}</ul>
        </details>`
      : nothing}
  </details>`;
}

function phoneRow(state: ConsoleState, seat: string): TemplateResult {
  const name = nameOf(state, seat);
  const label = _("Zet uit: elke telefoon van %(name)s", { name });
  return html`<li class="back-again"><b dir="auto">${name}</b> ${commandButton(state, _("Zet uit"), "end_devices", { seat }, { ...SMALL_BUTTON, label })}</li>`;
}
