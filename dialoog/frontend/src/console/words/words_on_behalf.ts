/**
 * Buttons for words of somebody without a phone, or written down by another: whether they are right, what may be kept
 * and what may be shown, asked aloud (T13, C3, C4). Nothing is ticked beforehand.
 */

import { html, nothing, type TemplateResult } from "lit-html";
import type { DeskWords, Keep, Person } from "../../client/documents";
import { _ } from "../../i18n/gettext";
import { type ConsoleState, nameOf, needsProxy, findPerson } from "../state";
import { commandButton, button, type Renderable, SMALL_BUTTON } from "../layout/controls";
import { agreementCard } from "../harvest/agreements";
import { changeWordsForm } from "./change_words";
import { translationView } from "./translation";
import { wordsView } from "./words_to_show";
import { allowedKeeps, keepLabel } from "../labels";

export function wordsOnBehalf(state: ConsoleState, words: DeskWords): TemplateResult {
  return html`<li class=${`wait ${words.kind}`}>
    ${state.ui.editedWord === words.id ? changeWordsForm(state, words) : html`${wordsView(state, words)} ${translationView(state, words)}`}
    ${confirmButtons(state, words)} ${words.kind === "agreement" ? agreementCard(state, words) : nothing} ${keepButtons(state, words)}
  </li>`;
}

/** Words that somebody else wrote down count after their owner said "klopt". */
export function confirmButtons(state: ConsoleState, words: DeskWords): Renderable {
  if (!words.seat || words.confirmed || state.ui.editedWord === words.id) return nothing;
  const name = nameOf(state, words.seat);
  return html`<div class="tools">
    ${commandButton(state, _("Klopt"), "confirm_words", { word: words.id }, { ...SMALL_BUTTON, label: _("Klopt, zegt %(name)s", { name }) })}
    ${button(state, _("Anders"), () => state.updateUi({ editedWord: words.id }), { ...SMALL_BUTTON, label: _("Anders, zegt %(name)s", { name }) })}
  </div>`;
}

/**
 * C3: with name, without, or not, as far as their consent reaches (C2); for who has a phone at hand the phone asks it.
 * Choosing takes nothing away; what is right and chosen goes by the button below it.
 */
export function keepButtons(state: ConsoleState, words: DeskWords): Renderable {
  const owner = findPerson(state, words.seat);
  if (owner && !needsProxy(state, owner)) {
    return html`<p class="note">${words.keep ? keepLabel(words.keep) : _("Kiest zelf op de telefoon.")}${words.keep && words.ticked ? html` · ${_("Mag op het scherm")}` : nothing}</p>`;
  }
  if (!owner) return nothing;
  const { openWords } = state.ui;
  const isOpen = openWords.includes(words.id);
  const choose = (keep: Keep): void => {
    if (!isOpen) state.updateUi({ openWords: [...openWords, words.id] });
    void state.send("keep_words", { word: words.id, keep: words.keep === keep ? null : keep });
  };
  return html`${owner.keeps ? nothing : consentFirst(state, owner)}
  <div class="choices" role="group" aria-label=${_("Wat mag ermee?")}>
    ${allowedKeeps(owner).map((keep) => button(state, keepLabel(keep), () => choose(keep), { className: "chip", pressed: words.keep === keep }))}
    ${words.keep && words.keep !== "no" ? publicChip(state, words) : nothing}
    ${commandButton(state, _("Op het scherm"), "tick_words", { word: words.id, on: !words.ticked }, { className: "chip", pressed: words.ticked === true })}
  </div>
  ${isOpen && words.keep && words.confirmed
    ? html`<div class="tools">${button(state, _("Klaar met deze zin"), () => state.updateUi({ openWords: openWords.filter((id) => id !== words.id) }), SMALL_BUTTON)}</div>`
    : nothing}`;
}

/** C3: the further yes for public pages, off until it is pressed. */
export function publicChip(state: ConsoleState, { id, keep, public: isPublic }: DeskWords): TemplateResult {
  return commandButton(state, _("Ook openbaar"), "keep_words", { word: id, keep, public: !isPublic }, { className: "chip", pressed: isPublic === true });
}

/** C1, C2: before a choice per sentence comes the question what may be kept at all. No is an answer, and nobody is pressed for another. */
function consentFirst(state: ConsoleState, { seat, consent }: Person): TemplateResult {
  const name = nameOf(state, seat);
  if (consent) return html`<p class="note">${_("%(name)s wil niets in het verslag.", { name })}</p>`;
  const ask = (): void => state.updateUi({ panel: "people", personSeat: seat, invitation: null });
  return html`<p class="note">${_("Vraag %(name)s eerst wat bewaard mag.", { name })}</p>
    ${state.ui.panel === "people" ? nothing : html`<div class="tools">${button(state, _("Vraag het nu"), ask, SMALL_BUTTON)}</div>`}`;
}
