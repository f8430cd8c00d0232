/**
 * The views in which somebody is asked: one's own turn, the second offer, an open question, a free start. Saying no is always as
 * large and as heavy as saying yes (T4), and there is no field (T20).
 */

import { html, nothing, type TemplateResult } from "lit-html";
import { secondsLeft } from "../countdown";
import { pick, picked } from "../i18n/languages";
import { _, _n } from "../i18n/gettext";
import { asking, type Phone, type View } from "./state";

interface Choice {
  text: string;
  kind: string;
  fields: Record<string, unknown>;
}

export function turn(phone: Phone): View {
  const { mine } = phone;
  const about = { turn: mine.now.turn };
  return {
    mood: "turn",
    say: _("U bent aan de beurt"),
    body: html`<p class="yours">${_("U bent aan de beurt")}</p>
      ${question(phone)} ${clock(phone)}
      ${pair(phone, { text: _("Overslaan"), kind: "pass_turn", fields: about }, { text: _("Ik ben klaar"), kind: "end_turn", fields: about })}`,
  };
}

export function secondOffer(phone: Phone): View {
  const about = { offer: phone.mine.now.offer };
  return yesOrNo(
    phone,
    _("Wilt u nog iets zeggen?"),
    _("Niets is ook goed."),
    { text: _("Nee, dank u"), kind: "decline_offer", fields: about },
    { text: _("Ja, graag"), kind: "accept_offer", fields: about },
  );
}

/** T22: the one asked may decline, without a reason. */
export function openQuestion(phone: Phone): View {
  return yesOrNo(
    phone,
    _("Eén vraag voor u"),
    _("Antwoorden mag. Niet antwoorden ook."),
    { text: _("Liever niet"), kind: "end_open_question", fields: {} },
    { text: _("Ik ben klaar"), kind: "end_open_question", fields: {} },
  );
}

/** T27: whoever wants to begin goes next. */
export function freeStart(phone: Phone): View {
  const { mine } = phone;
  const say = _("Wie wil beginnen?");
  return {
    mood: "turn",
    say,
    body: html`<p class="next">${say}</p>
      ${question(phone)}
      <p class="soft">${_("U kiest zelf wanneer.")}</p>
      <div class="single">
        <button
          class="btn go"
          ?disabled=${asking(phone, "begin_turn")}
          @click=${() => phone.ask("begin_turn", { after: mine.now.after, seat: mine.me.seat })}
        >
          ${_("Ik wil beginnen")}
        </button>
      </div>`,
  };
}

function yesOrNo(phone: Phone, say: string, soft: string, no: Choice, yes: Choice): View {
  return {
    mood: "turn",
    say,
    body: html`<h1 class="voice q">${say}</h1>
      <p class="soft">${soft}</p>
      ${pair(phone, no, yes)}`,
  };
}

/** Two answers, alike in size and weight. Pressed, they rest until the server answered; without a line they say so. */
function pair(phone: Phone, ...choices: readonly Choice[]): TemplateResult {
  const busy = choices.some(({ kind }) => asking(phone, kind));
  return html`<div class="pair">
      ${choices.map(
        ({ text, kind, fields }) =>
          html`<button class="btn equal" ?disabled=${busy} @click=${() => phone.ask(kind, fields)}>${text}</button>`,
      )}
    </div>
    ${busy && !phone.live.link.up ? html`<p class="hint">${_("Zeg het ook even hardop. We geven het door.")}</p>` : nothing}`;
}

function question({ table }: Phone): TemplateResult {
  const more = pick(table.step.more);
  return html`<h1 class="voice q" lang=${picked(table.step.question)} dir="auto">${pick(table.step.question)}</h1>
    ${more ? html`<p class="soft" lang=${picked(table.step.more)} dir="auto">${more}</p>` : nothing}`;
}

/** T8: a bar that shortens and turns pale; it ends nothing. phone.ts draws its length, so that the page need not. */
export function clock({ table, live }: Phone): unknown {
  const left = secondsLeft(table.floor, live.now());
  if (left === null) return nothing;
  const over = left <= 0;
  const label = over ? _("Rond rustig af.") : _n("Nog ongeveer een minuut", "Nog ongeveer %(num)s minuten", Math.max(1, Math.round(left / 60)));
  return html`<div class="clock" role="img" aria-label=${label}><i></i></div>
    ${over ? html`<p class="soft">${_("Rond rustig af.")}</p>` : nothing}`;
}
