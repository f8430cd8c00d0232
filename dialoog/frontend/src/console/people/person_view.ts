/** One person: what was asked aloud, being away, another phone. What hurts stands last and can be taken back. */

import { html, nothing, type TemplateResult } from "lit-html";
import { repeat } from "lit-html/directives/repeat.js";
import type { Person } from "../../client/documents";
import { LANGUAGES } from "../../i18n/languages";
import { _ } from "../../i18n/gettext";
import { type Board, nameOf, needsUs, wordsOf } from "../state";
import { asks, button, type Piece } from "../layout/controls";
import { invitationView, invite } from "../access/invitation";
import { notesOf } from "./people_panel";
import { lostPhone } from "../access/lost_devices";
import { OWN_WORDS } from "../words/words_to_show";
import { spokenFor } from "../words/words_on_behalf";
import { writeForm } from "../words/write_form";

export function personView(board: Board, one: Person): TemplateResult {
  const name = nameOf(board, one.seat);
  const own = wordsOf(board, ({ seat }) => seat === one.seat);
  return html`
    ${button(board, _("‹ Iedereen"), () => board.open({ person: null, invitation: null }), { className: "link back-link" })}
    <h3 class="whose" tabindex="-1" dir="auto">${name}</h3>
    <p class="hint">${notesOf(board, one)}</p>
    ${one.presence === "removed" ? nothing : consent(board, one)}
    ${toldAloud(board, one)}
    ${own.length && one.presence !== "removed"
      ? html`<h4>${_("Woorden van %(name)s", { name })}</h4>
          <ul class="asked-aloud">${repeat(own, ({ id }) => id, (words) => spokenFor(board, words))}</ul>`
      : nothing}
    ${one.presence === "removed" ? nothing : html`<h4>${_("Naam, taal en telefoon")}</h4>${rename(board, one)}${language(board, one)}${phone(board, one)}${lostPhone(board, one)}`}
    <h4>${_("Aan tafel")}</h4>
    <div class="tools">${presence(board, one)}</div>
    ${erase(board, one)}`;
}

/** Who has no phone tells a sentence to this desk, where there is no scribe (T13); what may be kept was asked first (C1). */
function toldAloud(board: Board, one: Person): Piece {
  const { step, stage, floor } = board.table;
  if (!needsUs(board, one) || !one.consent || one.presence === "removed" || stage.status !== "running") return nothing;
  if (floor.phase === "turn" && floor.seat !== one.seat) return nothing; // nobody types while another speaks
  const kind = board.desk.queue?.last_words ? "closing_word" : step.kind;
  return kind && OWN_WORDS.includes(kind) ? writeForm(board, kind, nothing, one.seat) : nothing;
}

/** C2, T13: three separate choices, none ticked beforehand, asked aloud. */
function consent(board: Board, one: Person): TemplateResult {
  const name = nameOf(board, one.seat);
  const said =
    one.consent === "aloud" ? _("Hardop gevraagd.") : one.consent === "given" ? _("Zelf gekozen.") : _("Nog niet gevraagd. Alles staat op nee.");
  if (!needsUs(board, one)) return html`<p class="hint">${said} ${one.consent ? mayKeep(one) : nothing}</p>`;
  const give = (event: SubmitEvent): void => {
    event.preventDefault();
    const fields = new FormData(event.target as HTMLFormElement);
    void board.act("give_consent", {
      seat: one.seat, words: fields.has("words"), name: fields.has("name"), contact: fields.has("contact"),
    }); // prettier-ignore
  };
  const form = html`<form class="consent" @submit=${give}>
    <fieldset>
      <legend>${_("Vraag het %(name)s hardop", { name })}</legend>
      ${one.consent ? nothing : html`<p class="hint">${said}</p>`}
      <label class="check"><input type="checkbox" name="words" /> ${_("Mijn woorden mogen in het verslag")}</label>
      <label class="check"><input type="checkbox" name="name" /> ${_("Mijn naam mag erbij")}</label>
      <label class="check"><input type="checkbox" name="contact" /> ${_("U mag mij later iets vragen")}</label>
    </fieldset>
    <button class="btn small">${_("Zo is het gezegd")}</button>
  </form>`;
  if (!one.consent) return form;
  return html`<p class="hint">${said} ${mayKeep(one)}</p>
    <details class="quiet"><summary>${_("Vraag het opnieuw")}</summary>${form}</details>`;
}

function mayKeep(one: Person): string {
  if (!one.keeps) return _("Niets gaat in het verslag.");
  return one.names ? _("Woorden mogen in het verslag, met naam.") : _("Woorden mogen in het verslag, zonder naam.");
}

function rename(board: Board, one: Person): TemplateResult {
  const change = (event: SubmitEvent): void => {
    event.preventDefault();
    const name = String(new FormData(event.target as HTMLFormElement).get("name") ?? "").trim();
    if (name && name !== one.name) void board.act("change_name", { seat: one.seat, name });
  };
  return html`<form class="field-row" @submit=${change}>
    <input name="name" class="utrecht-textbox" maxlength="48" dir="auto" autocomplete="off" aria-label=${_("Roepnaam")} .value=${one.name} />
    <button class="btn small">${_("Verander")}</button>
  </form>`;
}

function language(board: Board, one: Person): TemplateResult {
  const choose = (event: Event): void => void board.act("choose_language", { seat: one.seat, lang: (event.target as HTMLSelectElement).value });
  return html`<label class="whose-field">${_("Leest het liefst")}
    <select class="utrecht-select" @change=${choose}>
      ${Object.entries(LANGUAGES).map(([lang, name]) => html`<option value=${lang} lang=${lang} ?selected=${one.lang === lang}>${name}</option>`)}
    </select>
  </label>`;
}

/** C8: gone everywhere, for good; so it lies behind a door of its own. */
function erase(board: Board, one: Person): Piece {
  if (one.erased) return html`<p class="hint">${_("Naam en woorden zijn gewist.")}</p>`;
  const name = nameOf(board, one.seat);
  return html`<details class="early">
    <summary>${_("Alles wissen")}</summary>
    <p class="hint">${_("Naam en woorden van %(name)s verdwijnen overal. Dit kan niet terug.", { name })}</p>
    ${asks(board, _("Ja, wis alles van %(name)s", { name }), "erase_seat", { seat: one.seat }, { className: "btn small" })}
  </details>`;
}

function phone(board: Board, one: Person): Piece {
  if (board.kind !== "facilitator") return nothing;
  const { invitation } = board.opened;
  if (invitation?.whom === one.seat) {
    return invitationView(invitation, _("Laat %(name)s dit scannen. Het is dezelfde plek, met dezelfde woorden.", { name: nameOf(board, one.seat) }));
  }
  const words = one.device ? _("Andere telefoon") : _("Toch een telefoon");
  return button(board, words, () => void invite(board, "link_device", { seat: one.seat }, one.seat), { className: "btn small" });
}

function presence(board: Board, one: Person): Piece {
  const { seat } = one;
  const name = nameOf(board, seat);
  const leads = board.kind === "facilitator";
  const small = { className: "btn small" };
  switch (one.presence) {
    case "asking":
      return html`<p class="hint">${_("Wil aanschuiven.")}</p>${leads ? remove(board, seat) : nothing}`;
    case "present":
      return html`
        ${asks(board, _("Even weg"), "set_away", { seat }, small)}
        ${asks(board, _("Gaat naar huis"), "leave", { seat }, small)}
        ${leads ? remove(board, seat) : nothing}
        <p class="hint">${_("Gaat iemand naar huis? Vraag eerst om een laatste woord, en wat bewaard mag.")}</p>`;
    case "away":
    case "left":
      return html`${asks(board, _("%(name)s is terug", { name }), "come_back", { seat }, small)} ${leads ? remove(board, seat) : nothing}`;
    case "removed":
      return leads ? asks(board, _("Haal terug aan tafel"), "restore_seat", { seat }, small) : nothing;
  }
}

export function remove(board: Board, seat: string): TemplateResult {
  return asks(board, _("Haal van tafel"), "remove_seat", { seat }, { className: "btn small quiet-btn" });
}
