/** What is the same in every view: the name, one's own words, rest and help within reach, the line that was lost, what was said. */

import { html, nothing, type TemplateResult } from "lit-html";
import { _, _n } from "../i18n/gettext";
import { asking, type Phone, type View } from "./state";

const GRACE = 3000;

export function frame(phone: Phone, { mood, say, body }: View): TemplateResult {
  const { table, mine, ui } = phone;
  const running = table.stage.status === "running" && !["asking", "left", "removed", "goodbye"].includes(mine.now.phase);
  const name = table.stage.rest ? nothing : html`<bdi>${mine.me.name}</bdi>`;
  return html`<div class="frame ${mood}">
    <header class="bar"><span class="who">${name}</span>${reach(phone)}</header>
    ${line(phone)}
    <p class="vh" role="status">${say}</p>
    <div class="body">${body}</div>
    <p class="said" role="status">${ui.said ?? nothing}</p>
    <footer class="bar">${running ? calls(phone) : nothing}</footer>
  </div>`;
}

/** A view while there is nothing to reach for: before the first documents, or after the last. */
export function bare({ mood, say, body }: View): TemplateResult {
  return html`<div class="frame ${mood}">
    <p class="vh" role="status">${say}</p>
    <div class="body">${body}</div>
  </div>`;
}

function reach({ ui, show }: Phone): unknown {
  if (ui.open !== "now" && !ui.editor)
    return html`<button class="link" @click=${() => show({ open: "now", said: null, link: null })}>${_("Terug")}</button>`;
  return html`<span class="reach">
    <button class="link" @click=${() => show({ open: "words", editor: null, said: null })}>${_("Mijn woorden")}</button>
    <button class="link" @click=${() => show({ open: "more", editor: null, said: null })}>${_("Meer")}</button>
  </span>`;
}

/** T19: neither the journal nor a screen says who asked for rest; only the facilitator sees a call for help. */
function calls(phone: Phone): TemplateResult {
  const rest = phone.table.stage.rest
    ? nothing
    : html`<button class="link" ?disabled=${asking(phone, "ask_rest")} @click=${() => phone.ask("ask_rest", {}, _("Rust is gevraagd. Niemand ziet door wie."))}>
        ${_("Rust")}
      </button>`;
  return html`${rest}<button
      class="link"
      ?disabled=${asking(phone, "ask_help")}
      @click=${() => phone.ask("ask_help", {}, _("De gespreksleider krijgt een teken. Verder niemand."))}
    >
      ${_("Help ons bij de afspraken")}
    </button>`;
}

/** One calm line; everything goes on. A line that is away for a moment is not worth a word. */
function line({ live, clock }: Phone): unknown {
  const { up, lostAt, waiting } = live.link;
  if (up || lostAt === null || clock - lostAt < GRACE) return html`<p class="line" role="status"></p>`;
  const waits = waiting ? _n("Eén ding wacht tot er verbinding is.", "%(num)s dingen wachten tot er verbinding is.", waiting) : "";
  return html`<p class="line" role="status">${_("Geen verbinding. Praat gewoon door.")} ${waits}</p>`;
}
