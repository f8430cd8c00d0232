/** The menu: text size, language, another device, the table agreements, and leaving. */

import { html, nothing, type TemplateResult } from "lit-html";
import type { Answer } from "../client/messages";
import { facilitatorName } from "../facilitator_name";
import { LANGUAGES, pick, languageOf } from "../i18n/languages";
import { _, language } from "../i18n/gettext";
import { sentencesView } from "../sentences";
import { newSlot } from "./word_editor";
import { agreementList } from "./waiting_views";
import { isPending, canWrite, ownWords, type Phone, type View } from "./state";

export function menuView(phone: Phone): View {
  const headline = _("Meer");
  return {
    mood: "page more",
    headline,
    body: html`<h1 class="voice">${headline}</h1>
      ${textSizeField(phone)} ${languageField(phone)} ${nameField(phone)}
      <div class="list">
        <button class="link" @click=${() => phone.update({ panel: "table" })}>${_("De vraag en de afspraken van de tafel")}</button>
        <button class="link" @click=${() => phone.update({ panel: "consent" })}>${_("Wat gebeurt er met uw woorden?")}</button>
        ${phone.ui.link
          ? html`<p>${_("Open dit op uw andere toestel:")}<br /><bdi class="address" dir="ltr">${phone.ui.link.link}</bdi></p>
              ${qrCode(phone.ui.link.qr)}`
          : html`<button class="link" ?disabled=${isPending(phone, "link_device")} @click=${() => phone.linkDevice()}>${_("Ook op een ander toestel")}</button>`}
        ${phone.mine.me.other_devices
          ? html`<button class="link" @click=${() => phone.send("end_devices", {}, _("Alleen dit toestel doet nog mee."))}>${_("Niet meer op een ander toestel")}</button>`
          : nothing}
        ${phone.can.vibrate
          ? html`<button class="link" aria-pressed=${phone.ui.vibrates} @click=${() => phone.update({ vibrates: !phone.ui.vibrates })}>
              ${phone.ui.vibrates ? _("Niet meer trillen bij mijn beurt") : _("Trillen bij mijn beurt")}
            </button>`
          : nothing}
        ${phone.table.stage.status === "running" && !["left", "removed", "asking"].includes(phone.mine.now.phase)
          ? html`<button class="link" @click=${() => phone.update({ panel: "leaving" })}>${_("Ik moet weg")}</button>`
          : nothing}
      </div>`,
  };
}

function qrCode(qr: Answer["qr"]): unknown {
  if (!qr) return nothing;
  return html`<svg class="qr" viewBox="0 0 ${qr.size} ${qr.size}" role="img" aria-label=${_("QR-code van deze link")}>
    <path d=${qr.d} />
  </svg>`;
}

function textSizeField(phone: Phone): TemplateResult {
  const sizes = [_("Gewoon"), _("Groter"), _("Grootst")];
  return html`<fieldset class="sizes">
    <legend>${_("Letters")}</legend>
    ${sizes.map(
      (name, size) => html`<button type="button" class="btn equal size${size}" aria-pressed=${phone.ui.textSize === size} @click=${() => phone.update({ textSize: size })}>
        ${name}
      </button>`,
    )}
  </fieldset>`;
}

/** The page comes anew in the other language; that choice also tells the table which language its facilitator may expect. */
function languageField(phone: Phone): TemplateResult {
  const choose = (event: Event, lang: string): void => {
    if (phone.live.connection.up) phone.send("choose_language", { lang });
    else event.preventDefault();
  };
  return html`<form class="languages" method="post" action="/taal" aria-label=${_("Taal")}>
    <input type="hidden" name="back" value=${location.pathname} />
    ${Object.entries(LANGUAGES).map(
      ([lang, name]) =>
        html`<button class="link" name="lang" value=${lang} lang=${lang} aria-pressed=${lang === language} @click=${(event: Event) => choose(event, lang)}>
          ${name}
        </button>`,
    )}
  </form>`;
}

/** C1: while the dialogue runs a new name waits until a desk has read it. T20: nobody types while somebody has the word. */
function nameField(phone: Phone): unknown {
  const { me } = phone.mine;
  const request = me.name_request;
  if (phone.table.floor.phase === "turn") return nothing;
  const change = (event: Event): void => {
    event.preventDefault();
    phone.update({ refusal: null });
    const fields = new FormData(event.target as HTMLFormElement);
    const [name, pronunciation] = ["name", "pronunciation"].map((field) => String(fields.get(field)).trim());
    if (name) phone.send("change_name", { name }, _("Bewaard."));
    if (pronunciation !== (me.pronunciation ?? "")) phone.send("change_pronunciation", { pronunciation }, _("Bewaard."));
  };
  return html`<form class="rename" @submit=${change}>
    <label>${_("Hoe noemen we u aan tafel?")}<input type="text" name="name" dir="auto" placeholder=${me.name} /></label>
    ${refusalOf(phone, "change_name")}
    ${request
      ? html`<p class="soft">${_("Uw nieuwe naam “%(name)s” wacht op %(facilitator)s.", { name: request.name, facilitator: facilitatorName(phone.table.about) })}</p>
          <button type="button" class="link" @click=${() => phone.send("decline_name", { request: request.request })}>${_("Toch niet")}</button>`
      : nothing}
    <details>
      <summary class="link">${_("Moeilijk uit te spreken?")}</summary>
      <label>${_("Schrijf hoe u het zegt.")}<input type="text" name="pronunciation" dir="auto" maxlength="40" .value=${me.pronunciation ?? ""} /></label>
      ${refusalOf(phone, "change_pronunciation")}
      <p class="hint">${_("Alleen wie het gesprek leidt en wie verslag legt, lezen dit.")}</p>
    </details>
    <button class="btn equal">${_("Verander")}</button>
  </form>`;
}

function refusalOf({ ui }: Phone, kind: string): unknown {
  return ui.refusal?.kind === kind ? html`<p class="over" role="alert">${ui.refusal.say}</p>` : nothing;
}

/** V2: what the shared screen says, for whoever cannot see it. */
export function tableView({ table }: Phone): View {
  const headline = pick(table.step.title) || _("De vraag");
  return {
    mood: "page",
    headline,
    body: html`<h1 class="voice" lang=${languageOf(table.step.title)} dir="auto">${headline}</h1>
      <p class="voice ask" lang=${languageOf(table.step.question)} dir="auto">${sentencesView(pick(table.step.question))}</p>
      <p class="soft" lang=${languageOf(table.step.more)} dir="auto">${pick(table.step.more)}</p>
      ${table.shown.length ? html`<h2>${_("Op het scherm")}</h2>` : nothing}
      ${table.shown.map((words) => html`<p class="voice" lang=${words.lang} dir="auto">${words.text}</p>`)}
      <h2>${_("Zo praten we")}</h2>
      ${agreementList()}`,
  };
}

/** T15: first a last word, the choices, and how to come back to one's words. */
export function leaveView(phone: Phone): View {
  const headline = _("U moet weg");
  const undecided = ownWords(phone).filter((word) => !word.keep && !word.waits).length;
  return {
    mood: "page",
    headline,
    body: html`<h1 class="voice">${headline}</h1>
      <p>${_("Wilt u nog iets zeggen? Vraag het aan de gespreksleider. Dan komt u eerst.")}</p>
      <div class="list">
        ${canWrite(phone)
          ? html`<button class="link" @click=${() => phone.update({ editor: newSlot(phone, "closing_word") })}>${_("Een laatste woord opschrijven")}</button>`
          : nothing}
        <button class="link" @click=${() => phone.update({ panel: "words" })}>
          ${undecided ? _("Kiezen wat er met mijn woorden mag (%(num)s)", { num: undecided }) : _("Mijn woorden nakijken")}
        </button>
      </div>
      <p class="soft">${_("U vindt uw woorden hier terug, op deze telefoon. U mag ook weer terugkomen.")}</p>
      <div class="pair">
        <button class="btn equal" @click=${() => phone.update({ panel: "now" })}>${_("Ik blijf nog")}</button>
        <button class="btn equal" ?disabled=${isPending(phone, "leave")} @click=${() => (phone.update({ panel: "now" }), phone.send("leave"))}>${_("Ik ga nu")}</button>
      </div>`,
  };
}
