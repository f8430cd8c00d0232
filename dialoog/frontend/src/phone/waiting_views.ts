/**
 * The views of somebody whose turn it is not (V5): one sentence, large and dim, and nothing else. People should look at
 * each other.
 */

import { html, nothing, type TemplateResult } from "lit-html";
import { facilitatorAsSubject } from "../facilitator_name";
import { tableAgreements } from "../table_agreements";
import { pick, languageOf } from "../i18n/languages";
import { _, _n, unbroken } from "../i18n/gettext";
import { sentencesView } from "../sentences";
import { openRequests } from "./agreement_requests";
import type { Slot } from "./drafts";
import { canWrite, isPending, nameOf, type Phone, type View } from "./state";

function waitingView(headline: string, ...lines: unknown[]): View {
  return { mood: "listen", headline, body: html`<h1 class="voice">${headline}</h1>${lines}` };
}

const softLine = (text: string): TemplateResult => html`<p class="soft">${text}</p>`;

/** T19: who asked is nowhere, and neither name nor clock stays. */
export const restView = (): View => waitingView(_("Even rust."), softLine(_("Neem de tijd. Niets hoeft.")));

export function arrivalView({ mine, table }: Phone): View {
  return waitingView(_("Fijn dat u er bent, %(name)s.", { name: mine.me.name }), softLine(_("We beginnen zo.")), faceDownHint(), expectationLine(table.about));
}

/** Written by the people who invite, in their own language, whatever the language of this phone is. */
function expectationLine({ expectation, lang }: Phone["table"]["about"]): unknown {
  return expectation ? html`<p class="soft" lang=${lang} dir="auto">${expectation}</p>` : nothing;
}

export function doorView({ table }: Phone): View {
  const headline = _("Fijn dat u er bent.");
  return {
    mood: "page",
    headline,
    body: html`<h1 class="voice">${headline}</h1>
      <p class="lead">${_("%(name)s laat u zo binnen. Lees intussen hoe we hier praten.", { name: facilitatorAsSubject(table.about) })}</p>
      ${agreementList()}`,
  };
}

export function listeningView(phone: Phone): View {
  const { table, mine } = phone;
  const undo = mine.now.undo == null ? null : undoPass(phone, mine.now.undo);
  switch (table.floor.phase) {
    case "turn":
      return waitingView(_("%(name)s heeft het woord.", { name: nameOf(table, table.floor.seat) }), undo ?? faceDownHint());
    case "silence":
      return waitingView(_("Even stil."), questionLine(phone), undo ?? nothing);
    case "ready": {
      const next = nameOf(table, table.floor.next);
      return waitingView(next ? _("Zo komt %(name)s.", { name: next }) : _("Wie wil beginnen?"), undo ?? faceDownHint());
    }
    case "offer":
      return waitingView(_("Wie wil nog iets zeggen?"), undo ?? faceDownHint());
    case "complete":
      return waitingView(table.floor.complete ? _("Iedereen was aan de beurt.") : _("De ronde is rond."), faceDownHint());
    case "writing":
      return waitingView(_("Even opschrijven."), softLine(_("Wie wil, schrijft één zin. Niets is ook goed.")));
    case "talk":
      return waitingView(_("Praat met elkaar."), questionLine(phone));
    case "break":
      return waitingView(_("Pauze."), softLine(_("Tot zo.")), requestsButton(phone));
    case "gather":
      return waitingView(_("We kijken samen wat we meenemen."), faceDownHint(), requestsButton(phone));
    case "sitting":
      return arrivalView(phone);
    case "goodbye":
      return goodbyeView(phone);
    case "between":
    case "read_back":
      return waitingView(_("Zo gaan we verder."), faceDownHint(), requestsButton(phone));
  }
}

export function almostView(phone: Phone): View {
  const speaker = nameOf(phone.table, phone.table.floor.seat);
  const headline = speaker ? _("Na %(name)s bent u.", { name: speaker }) : _("Zo meteen bent u.");
  return { ...waitingView(headline, questionLine(phone)), mood: "listen almost" };
}

/** T29: what the table did last is no news, and a name would be read as if it were now. */
export function lostView(phone: Phone, slot: Slot | null): View {
  return waitingView(
    _("U mag uw telefoon omdraaien."),
    slot && canWrite(phone)
      ? html`<button class="btn equal" @click=${() => phone.update({ editor: slot })}>${_("Een zin opschrijven")}</button>`
      : nothing,
  );
}

export const acceptedView = (): View => waitingView(_("U komt zo aan de beurt."), faceDownHint());

export function goodbyeView(phone: Phone): View {
  const { about, stage } = phone.table;
  const undecided = phone.mine.words.filter((word) => word.undecided).length;
  return waitingView(
    _("Dank dat u er was."),
    about.contact ? html`<p>${_("Napraten?")}<br /><bdi>${unbroken(about.contact)}</bdi></p>` : nothing,
    unsavedLine(phone),
    undecided
      ? html`<p>${_n("Eén zin van u wacht nog op een keuze. Zonder keuze wissen we hem na zeven dagen.", "%(num)s zinnen van u wachten nog op een keuze. Zonder keuze wissen we ze na zeven dagen.", undecided)}</p>`
      : softLine(_("Tot zeven dagen na de avond kunt u kiezen wat er met uw zinnen mag.")),
    html`${myWordsButton(phone)}
    ${stage.status === "closed" ? html`<p><a href=${location.pathname.replace("plek", "verslagen")}>${_("Lees het verslag")}</a> · <a href=${location.pathname.replace("plek", "mijn")}>${_("Mijn pagina")}</a></p>` : nothing}`,
  );
}

/** S1: what was typed or saved here and did not arrive before closing. */
function unsavedLine({ drafts }: Phone): unknown {
  const unsaved = drafts.unsaved().length;
  if (!unsaved) return nothing;
  return html`<p>${_n("Eén zin is niet bewaard: de dialoog was al afgesloten. U vindt hem bij Mijn woorden.", "%(num)s zinnen zijn niet bewaard: de dialoog was al afgesloten. U vindt ze bij Mijn woorden.", unsaved)}</p>`;
}

function myWordsButton(phone: Phone): TemplateResult {
  return html`<button class="btn go" @click=${() => phone.update({ panel: "words" })}>${_("Mijn woorden")}</button>`;
}

export function awayView(phone: Phone): View {
  const hasLeft = phone.mine.now.phase === "left";
  return waitingView(
    hasLeft ? _("U bent van tafel gegaan.") : _("U bent er even niet bij."),
    softLine(hasLeft ? _("Uw woorden vindt u hier terug, ook morgen.") : _("De anderen gaan door. Uw plek blijft vrij.")),
    phone.table.stage.status === "closed"
      ? unsavedLine(phone)
      : html`<button class="btn go" ?disabled=${isPending(phone, "come_back")} @click=${() => phone.send("come_back")}>${_("Ik ben er weer")}</button>`,
  );
}

/** The dialogue is closed: whoever was removed decides about the own words like everybody else. */
export const removedAtClosingView = (phone: Phone): View =>
  waitingView(_("U zit niet meer aan deze tafel."), softLine(_("Over uw woorden beslist u zelf, ook nu.")), myWordsButton(phone));

/** There is a seat still: scanning the code would make another. */
export const unlinkedView = (): View => waitingView(_("Deze telefoon hoort niet meer bij een plek."), softLine(_("Vraag het aan de gespreksleider.")));

export const loadingView = (): View => waitingView(_("Een ogenblik."));

export function agreementList(): TemplateResult {
  return html`<ul class="agreements">
    ${tableAgreements().map((item) => html`<li>${item}</li>`)}
  </ul>`;
}

function faceDownHint(): TemplateResult {
  return softLine(_("U mag uw telefoon omdraaien."));
}

function questionLine({ table }: Phone): TemplateResult {
  return html`<p class="voice soft ask" lang=${languageOf(table.step.question)} dir="auto">${sentencesView(pick(table.step.question))}</p>`;
}

/** S5: one's own pass can be taken back, by oneself only (T18). */
function undoPass(phone: Phone, version: number): TemplateResult {
  return html`<p class="soft">${_("U sloeg over.")}</p>
    <button class="btn equal" ?disabled=${isPending(phone, "undo")} @click=${() => phone.send("undo", { version })}>${_("Toch iets zeggen")}</button>`;
}

function requestsButton(phone: Phone): unknown {
  const { agreements, goals } = openRequests(phone);
  const open = agreements.length + goals.length + phone.mine.words.filter(({ translated }) => translated).length;
  if (!open) return nothing;
  return html`<button class="btn equal" @click=${() => phone.update({ panel: "words" })}>
    ${_n("Eén vraag aan u", "%(num)s vragen aan u", open)}
  </button>`;
}
