/**
 * The layout of every view: name, navigation, the buttons for rest and help, and lines about the connection and the last
 * command.
 */

import { html, nothing, type TemplateResult } from "lit-html";
import { formatTime } from "../i18n/formats";
import { _, _n } from "../i18n/gettext";
import { tableName } from "../table_name";
import { isPending, type Phone, type View } from "./state";

const GRACE_PERIOD = 3000;

export function pageLayout(phone: Phone, { mood, headline, body, showsMessage }: View): TemplateResult {
  const { table, mine, ui } = phone;
  const isRunning = table.stage.status === "running" && !["asking", "left", "removed", "goodbye"].includes(mine.now.phase);
  const name = table.stage.rest ? nothing : html`<bdi>${mine.me.name}</bdi>`;
  return html`<div class="frame ${mood}">
    <header class="bar"><span class="who">${name}${tableName() ? html` <span class="at">${tableName()}</span>` : nothing}</span>${navigation(phone)}</header>
    ${connectionLine(phone)} ${linkedLine(phone)}
    <p class="vh" role="status">${headline}</p>
    <div class="body">${body}</div>
    ${showsMessage ? nothing : html`<p class="said" role="status">${ui.message ?? nothing}</p>`}
    <footer class="bar">${isRunning ? callButtons(phone) : nothing}</footer>
  </div>`;
}

/** A view while there is nothing to reach for: before the first documents, or after the last. */
export function bareLayout({ mood, headline, body }: View): TemplateResult {
  return html`<div class="frame ${mood}">
    <p class="vh" role="status">${headline}</p>
    <div class="body">${body}</div>
  </div>`;
}

function navigation({ ui, update: show }: Phone): unknown {
  if (ui.panel !== "now" && !ui.editor)
    return html`<button class="link" @click=${() => show({ panel: "now", message: null, link: null })}>${_("Terug")}</button>`;
  return html`<span class="reach">
    <button class="link" @click=${() => show({ panel: "words", editor: null, message: null })}>${_("Mijn woorden")}</button>
    <button class="link" @click=${() => show({ panel: "more", editor: null, message: null })}>${_("Meer")}</button>
  </span>`;
}

/**
 * T19: neither the journal nor a screen says who asked for rest; only the facilitator sees a call for help. Nobody can take back what
 * nobody asked, so help is asked after a second press, and at the place of the first one stands the way back.
 */
function callButtons(phone: Phone): TemplateResult {
  const { asksHelp } = phone.ui;
  const rest = (): void => phone.send("ask_rest", {}, _("Rust is gevraagd. Niemand ziet door wie."));
  const help = (): void => {
    phone.update({ asksHelp: false });
    phone.send("ask_help", {}, _("De gespreksleider krijgt een teken. Verder niemand."));
  };
  const first = asksHelp
    ? html`<button class="link" ?disabled=${isPending(phone, "ask_help")} @click=${help}>${_("Ja, vraag hulp")}</button>`
    : phone.table.stage.rest
      ? nothing
      : html`<button class="link" ?disabled=${isPending(phone, "ask_rest")} @click=${rest}>${_("Rust")}</button>`;
  return html`<p class="calling" role="status">${asksHelp ? _("De gespreksleider haalt dan de afspraken van de tafel erbij. Niemand ziet wie het vraagt.") : nothing}</p>
    ${first}<button class="link" ?disabled=${isPending(phone, "ask_help")} @click=${() => phone.update({ asksHelp: !asksHelp })}>
      ${asksHelp ? _("Toch niet") : _("Help ons bij de afspraken")}
    </button>`;
}

/**
 * T11: whoever has another device of this seat speaks in this person's name, so the line stays until devices are ended or it
 * was read. The device that was linked says nothing of itself.
 */
function linkedLine(phone: Phone): unknown {
  const { linked } = phone.mine.me;
  if (!linked || phone.isLinked || phone.readLink === String(linked)) return nothing;
  return html`<p class="line">
    ${_("De gespreksleider koppelde nog een toestel aan uw plek.")}
    <button class="link" @click=${() => phone.send("end_devices")}>${_("Niet meer op een ander toestel")}</button>
    <button class="link" @click=${() => phone.closeLinkLine()}>${_("Dat klopt")}</button>
  </p>`;
}

/** One calm line; everything goes on. A line that is away for a moment is not worth a word. */
function connectionLine({ live, clock }: Phone): unknown {
  const { up, lostAt, waiting } = live.connection;
  if (up || lostAt === null || clock - lostAt < GRACE_PERIOD) return html`<p class="line" role="status"></p>`;
  const waits = waiting ? _n("Eén ding wacht tot er verbinding is.", "%(num)s dingen wachten tot er verbinding is.", waiting) : "";
  return html`<p class="line" role="status">${_("Geen verbinding. Praat gewoon door.")} ${waits} ${_("Deze pagina is van %(time)s.", { time: formatTime(lostAt) })}</p>`;
}
