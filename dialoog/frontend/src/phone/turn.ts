/**
 * The views that ask something of this person: one's own turn, the second offer, an open question, a free start. No is
 * as large as yes (T4), and there is no field to type in (T20).
 */

import { html, nothing, type TemplateResult } from "lit-html";
import { secondsLeft } from "../countdown";
import { pick, languageOf } from "../i18n/languages";
import { _, _n } from "../i18n/gettext";
import { sentencesView } from "../sentences";
import { isPending, type Phone, type View } from "./state";

interface Choice {
  text: string;
  kind: string;
  fields: Record<string, unknown>;
}

export function turnView(phone: Phone): View {
  const { mine } = phone;
  const fields = { turn: mine.now.turn };
  return {
    mood: "turn",
    headline: _("U bent aan de beurt"),
    body: html`<p class="yours">${_("U bent aan de beurt")}</p>
      ${questionView(phone)} ${clockBar(phone)}
      ${answerPair(phone, { text: _("Overslaan"), kind: "pass_turn", fields }, { text: _("Ik ben klaar"), kind: "end_turn", fields })}`,
  };
}

export function secondOfferView(phone: Phone): View {
  const fields = { offer: phone.mine.now.offer };
  return yesOrNoView(
    phone,
    _("Wilt u nog iets zeggen?"),
    _("Niets is ook goed."),
    { text: _("Nee, dank u"), kind: "decline_offer", fields },
    { text: _("Ja, graag"), kind: "accept_offer", fields },
  );
}

/** T22: the one asked may decline, without a reason. */
export function openQuestionView(phone: Phone): View {
  return yesOrNoView(
    phone,
    _("Eén vraag voor u"),
    _("Antwoorden mag. Niet antwoorden ook."),
    { text: _("Liever niet"), kind: "end_open_question", fields: {} },
    { text: _("Ik ben klaar"), kind: "end_open_question", fields: {} },
  );
}

/** T27: whoever wants to begin goes next. */
export function freeStartView(phone: Phone): View {
  const { mine } = phone;
  const headline = _("Wie wil beginnen?");
  return {
    mood: "turn",
    headline,
    body: html`<p class="next">${headline}</p>
      ${questionView(phone)}
      <p class="soft">${_("U kiest zelf wanneer.")}</p>
      <div class="single">
        <button
          class="btn go"
          ?disabled=${isPending(phone, "begin_turn")}
          @click=${() => phone.send("begin_turn", { after: mine.now.after, seat: mine.me.seat })}
        >
          ${_("Ik wil beginnen")}
        </button>
      </div>`,
  };
}

function yesOrNoView(phone: Phone, headline: string, soft: string, no: Choice, yes: Choice): View {
  return {
    mood: "turn",
    headline,
    body: html`<h1 class="voice q">${headline}</h1>
      <p class="soft">${soft}</p>
      ${answerPair(phone, no, yes)}`,
  };
}

/** Two answers, alike in size and weight. Pressed, they are disabled until the server answers; without a connection they say so. */
function answerPair(phone: Phone, ...choices: readonly Choice[]): TemplateResult {
  const isBusy = choices.some(({ kind }) => isPending(phone, kind));
  return html`<div class="pair">
      ${choices.map(
        ({ text, kind, fields }) =>
          html`<button class="btn equal" ?disabled=${isBusy} @click=${() => phone.send(kind, fields)}>${text}</button>`,
      )}
    </div>
    ${isBusy && !phone.live.connection.up ? html`<p class="hint">${_("Zeg het ook even hardop. We geven het door.")}</p>` : nothing}`;
}

function questionView({ table }: Phone): TemplateResult {
  const more = pick(table.step.more);
  return html`<h1 class="voice q" lang=${languageOf(table.step.question)} dir="auto">${sentencesView(pick(table.step.question))}</h1>
    ${more ? html`<p class="soft" lang=${languageOf(table.step.more)} dir="auto">${more}</p>` : nothing}`;
}

/** T8: a bar that shortens and turns pale; it ends nothing. phone.ts draws its length, so that the page need not. */
function clockBar({ table, live }: Phone): unknown {
  const remaining = secondsLeft(table.floor, live.now());
  if (remaining === null) return nothing;
  const isOver = remaining <= 0;
  const label = isOver ? _("Rond rustig af.") : _n("Nog ongeveer een minuut", "Nog ongeveer %(num)s minuten", Math.max(1, Math.round(remaining / 60)));
  return html`<div class="clock" role="img" aria-label=${label}><i></i></div>
    ${isOver ? html`<p class="soft">${_("Rond rustig af.")}</p>` : nothing}`;
}
