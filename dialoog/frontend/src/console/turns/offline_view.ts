/**
 * What the console shows while the connection is lost, the list in which one ticks who spoke, and the question whether
 * it is right (T29).
 */

import { html, nothing, type TemplateResult } from "lit-html";
import { repeat } from "lit-html/directives/repeat.js";
import { _ } from "../../i18n/gettext";
import { type ConsoleState, nameOf } from "../state";
import { button, type Renderable } from "../layout/controls";
import { nextOfflineSpeaker, toggleSpoke } from "./offline_turns";

export function offlineFloor(state: ConsoleState): TemplateResult {
  const speaks = state.offlineRound?.speaking;
  const next = state.offlineRound ? nextOfflineSpeaker(state.offlineRound) : null;
  return html`<div class="who"><p class="lost" role="status"><b>${_("Geen verbinding.")}</b> ${_("Praat gewoon door.")}</p>
    ${speaks
      ? html`<h2 class="name speaks" dir="auto">${nameOf(state, speaks)}</h2>
          <p class="below">${_("Heeft nu het woord.")} ${next ? _("Daarna: %(name)s", { name: nameOf(state, next) }) : nothing}</p>`
      : next
        ? html`<h2 class="name next" dir="auto">${nameOf(state, next)}</h2>
            <p class="below">${_("Komt nu aan de beurt.")}</p>`
        : html`<h2 class="name calm">${calmHeadline(state)}</h2>
            <p class="below">${_("Wat u hier nog doet, wordt bewaard zodra de verbinding terug is.")}</p>`}</div>`;
}

function calmHeadline({ offlineRound: round }: ConsoleState): string {
  if (!round) return _("Alles gaat gewoon door");
  return round.free && round.spoke.length < round.order.length ? _("Wie wil, begint") : _("Iedereen was aan de beurt");
}

export function spokeList(state: ConsoleState): Renderable {
  const { offlineRound: round } = state;
  if (!round) return nothing;
  return html`<h2>${_("Wie sprak er?")}</h2>
    <p class="hint">${_("Vink aan in de volgorde waarin mensen spraken. Straks vragen we of het klopt.")}</p>
    <ul class="ticks">${repeat(round.order, (seat) => seat, (seat) => spokeRow(state, seat))}</ul>`;
}

function spokeRow(state: ConsoleState, seat: string): TemplateResult {
  const round = state.offlineRound;
  const place = round ? round.spoke.indexOf(seat) + 1 : 0;
  const toggle = (): void => state.setOfflineRound(round ? toggleSpoke(round, seat) : null);
  return html`<li>
    <label class="tick"><input type="checkbox" .checked=${place > 0} @change=${toggle} /> <b dir="auto">${nameOf(state, seat)}</b>
      ${place ? html`<span class="place">${place}</span>` : nothing}</label>
  </li>`;
}

/** The connection is back: one screen. */
export function confirmSpokeList(state: ConsoleState): TemplateResult {
  const round = state.offlineRound;
  const confirm = async (): Promise<void> => {
    if (!round) return;
    const answer = await state.send("tell_turns", { round: round.round, seats: round.spoke });
    if (answer.answer !== "later") state.setOfflineRound(null);
  };
  return html`<section class="right" aria-label=${_("Klopt dit?")}>
    <p class="now">${_("De verbinding is terug.")}</p>
    <h2 class="name calm">${_("Klopt dit?")}</h2>
    <p class="below">${_("Dit staat straks bij de ronde. Verander gerust wat niet klopt.")}</p>
    <ul class="ticks">${repeat(round?.order ?? [], (seat) => seat, (seat) => spokeRow(state, seat))}</ul>
    <div class="tools">
      ${button(state, _("Ja, zo was het"), () => void confirm(), { className: state.kind === "scribe" ? "btn" : "btn go", isOff: !round?.spoke.length })}
      ${button(state, _("Niet nodig"), () => state.setOfflineRound(null))}
    </div>
  </section>`;
}
