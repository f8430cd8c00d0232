/**
 * The quiet views (V5): it is not your turn, so the phone says one sentence, large and dim, and nothing else. People should look
 * at each other.
 */

import { html, nothing, type TemplateResult } from "lit-html";
import { tableAgreements } from "../table_agreements";
import { pick, picked } from "../i18n/languages";
import { _, _n } from "../i18n/gettext";
import { asking, nameOf, type Phone, type View } from "./state";

export function quiet(say: string, ...under: unknown[]): View {
  return { mood: "listen", say, body: html`<h1 class="voice">${say}</h1>${under}` };
}

const soft = (text: string): TemplateResult => html`<p class="soft">${text}</p>`;

/** T19: who asked is nowhere, and neither name nor clock stays. */
export const rest = (): View => quiet(_("Even rust."), soft(_("Neem de tijd. Niets hoeft.")));

export function sitting({ mine, table }: Phone): View {
  return quiet(_("Fijn dat u er bent, %(name)s.", { name: mine.me.name }), soft(_("Zo beginnen we.")), faceDown(), expected(table.about));
}

/** Written by the people who invite, in their own language, whatever the language of this phone is. */
function expected({ expectation, lang }: Phone["table"]["about"]): unknown {
  return expectation ? html`<p class="soft" lang=${lang} dir="auto">${expectation}</p>` : nothing;
}

export function waitsAtTheDoor({ table }: Phone): View {
  const say = _("Fijn dat u er bent.");
  return {
    mood: "page",
    say,
    body: html`<h1 class="voice">${say}</h1>
      <p class="lead">${_("%(name)s laat u zo binnen. Lees intussen hoe we hier praten.", { name: table.about.facilitator })}</p>
      ${agreements()}`,
  };
}

export function listening(phone: Phone): View {
  const { table, mine } = phone;
  const takeBack = mine.now.undo == null ? null : passedJustNow(phone, mine.now.undo);
  switch (table.floor.phase) {
    case "turn":
      return quiet(_("%(name)s heeft het woord.", { name: nameOf(table, table.floor.seat) }), takeBack ?? faceDown());
    case "silence":
      return quiet(_("Even stil."), question(phone), takeBack ?? nothing);
    case "ready": {
      const next = nameOf(table, table.floor.next);
      return quiet(next ? _("Zo komt %(name)s.", { name: next }) : _("Wie wil beginnen?"), takeBack ?? faceDown());
    }
    case "offer":
      return quiet(_("Wie wil nog iets zeggen?"), takeBack ?? faceDown());
    case "complete":
      return quiet(table.floor.complete ? _("Iedereen was aan de beurt.") : _("De ronde is rond."), faceDown());
    case "writing":
      return quiet(_("Even opschrijven."), soft(_("Wie wil, schrijft één zin. Niets is ook goed.")));
    case "talk":
      return quiet(_("Praat met elkaar."), question(phone));
    case "break":
      return quiet(_("Pauze."), soft(_("Tot zo.")));
    case "gather":
      return quiet(_("We kijken samen wat we meenemen."), faceDown(), asked(phone));
    case "sitting":
      return sitting(phone);
    case "goodbye":
      return goodbye(phone);
    case "between":
    case "read_back":
      return quiet(_("Zo gaan we verder."), faceDown());
  }
}

export function almost(phone: Phone): View {
  const before = nameOf(phone.table, phone.table.floor.seat);
  const say = before ? _("Na %(name)s bent u.", { name: before }) : _("Zo meteen bent u.");
  return { ...quiet(say, question(phone)), mood: "listen almost" };
}

export const accepted = (): View => quiet(_("U komt zo aan de beurt."), faceDown());

export function goodbye(phone: Phone): View {
  const { about } = phone.table;
  return quiet(
    _("Dank dat u er was."),
    about.contact ? html`<p>${_("Napraten?")}<br /><bdi>${about.contact}</bdi></p>` : nothing,
    soft(_("Tot zeven dagen hierna kiest u nog wat er met uw zinnen mag.")),
    toMyWords(phone),
  );
}

function toMyWords(phone: Phone): TemplateResult {
  return html`<button class="btn go" @click=${() => phone.show({ open: "words" })}>${_("Mijn woorden")}</button>`;
}

export function awayOrLeft(phone: Phone): View {
  const left = phone.mine.now.phase === "left";
  return quiet(
    left ? _("U bent van tafel gegaan.") : _("U bent er even niet bij."),
    soft(left ? _("Uw woorden vindt u hier terug, ook morgen.") : _("De anderen gaan door. Uw plek blijft vrij.")),
    phone.table.stage.status === "closed"
      ? nothing
      : html`<button class="btn go" ?disabled=${asking(phone, "come_back")} @click=${() => phone.ask("come_back")}>${_("Ik ben er weer")}</button>`,
  );
}

/** The dialogue is closed: whoever was removed decides about the own words like everybody else. */
export const wasRemoved = (phone: Phone): View =>
  quiet(_("U zit niet meer aan deze tafel."), soft(_("Over uw woorden beslist u zelf, ook nu.")), toMyWords(phone));

/** There is a seat still: scanning the code would make another. */
export const lost = (): View => quiet(_("Deze telefoon hoort niet meer bij een plek."), soft(_("Vraag het de gespreksleider.")));

export const opening = (): View => quiet(_("Een ogenblik."));

export function agreements(): TemplateResult {
  return html`<ul class="agreements">
    ${tableAgreements().map((one) => html`<li>${one}</li>`)}
  </ul>`;
}

function faceDown(): TemplateResult {
  return soft(_("U mag uw telefoon omdraaien."));
}

function question({ table }: Phone): TemplateResult {
  return html`<p class="voice soft ask" lang=${picked(table.step.question)} dir="auto">${pick(table.step.question)}</p>`;
}

/** S5: one's own pass can be taken back, by oneself only (T18). */
function passedJustNow(phone: Phone, version: number): TemplateResult {
  return html`<p class="soft">${_("U sloeg over.")}</p>
    <button class="btn equal" ?disabled=${asking(phone, "undo")} @click=${() => phone.ask("undo", { version })}>${_("Toch iets zeggen")}</button>`;
}

function asked(phone: Phone): unknown {
  const { agreements, goals } = phone.mine.asks;
  const open = agreements.filter((one) => !one.accepted).length + goals.filter((one) => !one.supported).length;
  if (!open) return nothing;
  return html`<button class="btn equal" @click=${() => phone.show({ open: "words" })}>
    ${_n("Eén vraag aan u", "%(num)s vragen aan u", open)}
  </button>`;
}
