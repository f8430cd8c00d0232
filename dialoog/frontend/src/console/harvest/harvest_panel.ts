/** The panel "Oogst": insights, tensions, goals, questions, offers and agreements, written down while the group speaks. */

import { html, nothing, type TemplateResult } from "lit-html";
import { repeat } from "lit-html/directives/repeat.js";
import type { DeskWords, WordKind } from "../../client/documents";
import { _ } from "../../i18n/gettext";
import { agreementCard, agreementFields } from "./agreements";
import { type ConsoleState, type HarvestPart, nameOf, needsProxy, presentPeople, filterWords } from "../state";
import { commandButton, button, type Renderable } from "../layout/controls";
import { readBackButton, readBackView } from "./read_back";
import { sourceLabel } from "../labels";
import { screenButton, wordsView } from "../words/words_to_show";
import { keepButtons, confirmButtons } from "../words/words_on_behalf";
import { changeWordsForm } from "../words/change_words";
import { groundsField } from "./insight_grounds";
import { sourceField, ownerField, writeForm } from "../words/write_form";

const PARTS: readonly (readonly [HarvestPart, () => string])[] = [
  ["insight", () => _("Inzichten")],
  ["tension", () => _("Spanningen")],
  ["goal", () => _("Doelen")],
  ["question", () => _("Vragen")],
  ["source", () => _("Aanbod")],
  ["agreement", () => _("Afspraken")],
  ["read_back", () => _("Teruglezen")],
];

export function harvestPanel(state: ConsoleState): TemplateResult {
  const { harvestPart: part } = state.ui;
  return html`
    <div class="parts" role="group" aria-label=${_("Delen van de oogst")}>
      ${PARTS.map(([each, words]) => {
        const count = each === "read_back" ? (state.desk.close?.undecided ?? 0) : filterWords(state, ({ kind }) => kind === each).length;
        return button(state, count ? `${words()} ${count}` : words(), () => state.updateUi({ harvestPart: each, editedWord: null }), {
          className: "chip", pressed: part === each,
        });
      })}
    </div>
    ${part === "read_back" ? readBackView(state) : kindPart(state, part)}`;
}

function kindPart(state: ConsoleState, kind: Exclude<HarvestPart, "read_back">): TemplateResult {
  const entries = filterWords(state, (words) => words.kind === kind);
  return html`
    <div class="harvest-sheet">
    <div class="writes"><p class="lead">${leadText(kind)}</p> ${writeForm(state, kind, fieldsOf(state, kind))}</div>
    ${entries.length === 0
      ? html`<p class="hint">${_("Nog niets opgeschreven. Dat mag.")}</p>`
      : html`<ul class="harvested">${repeat([...entries].reverse(), ({ id }) => id, (words) => harvestCard(state, words))}</ul>`}
    </div>
    ${state.kind === "facilitator" && state.desk.act.primary?.kind === "show_read_back"
      ? html`<div class="tools after">${readBackButton(state)}</div>`
      : nothing}`;
}

function leadText(kind: WordKind): string {
  switch (kind) {
    case "insight": return _("Welke zin mogen we niet vergeten? Kies erbij uit welke woorden hij komt.");
    case "tension": return _("Waar schuurt het? Het hoeft niet opgelost.");
    case "goal": return _("Wat willen mensen samen? Vraag wie het steunt.");
    case "question": return _("Welke vraag nemen we mee?");
    case "source": return _("Wat wil iemand inbrengen? Niets is ook goed.");
    default: return _("Een kleine stap van iemand zelf, met een datum. Niemand krijgt een taak van een ander.");
  } // prettier-ignore
}

function fieldsOf(state: ConsoleState, kind: WordKind): Renderable {
  switch (kind) {
    case "insight":
      return groundsField(state);
    case "source":
      return html`${ownerField(state, _("Van wie"))} ${sourceField()}`;
    case "question":
      return ownerField(state, _("Van wie"), _("van de groep"));
    case "agreement":
      return agreementFields(state);
    default:
      return nothing;
  }
}

function harvestCard(state: ConsoleState, words: DeskWords): TemplateResult {
  const isEdited = state.ui.editedWord === words.id;
  return html`<li class=${`wait ${words.kind}`}>
    ${isEdited ? changeWordsForm(state, words) : wordsView(state, words)}
    ${words.source ? html`<p class="note">${sourceLabel(words.source)}</p>` : nothing}
    ${words.kind === "goal" ? supporterButtons(state, words) : nothing}
    ${words.kind === "agreement" ? agreementCard(state, words) : nothing}
    ${words.kind === "insight" ? insightGrounds(state, words) : nothing}
    ${words.seat && (words.ticked || words.shown) ? screenButton(state, words) : nothing}
    ${confirmButtons(state, words)} ${keepButtons(state, words)}
    ${isEdited || (words.seat && !words.confirmed)
      ? nothing
      : html`<div class="tools small-tools">
          ${!words.seat || state.desk.people.some((entry) => entry.seat === words.seat && needsProxy(state, entry))
            ? html`${button(state, _("Anders"), () => state.updateUi({ editedWord: words.id }), { className: "link" })}
              ${commandButton(state, _("Trek in"), "withdraw_words", { word: words.id }, { className: "link" })}`
            : nothing}
        </div>`}
  </li>`;
}

/** C7: the words that an insight came from. */
function insightGrounds(state: ConsoleState, words: DeskWords): Renderable {
  const groundWords = filterWords(state, ({ id }) => words.rests_on.includes(id));
  if (groundWords.length === 0) return html`<p class="note">${_("Kies woorden waar dit uit komt. Anders blijft het buiten het verslag.")}</p>`;
  return html`<ul class="grounds">${groundWords.map((entry) => {
    const text = state.textOf(entry);
    return html`<li lang=${text?.lang ?? nothing} dir="auto">${text?.text ?? "…"}</li>`;
  })}</ul>`;
}

/** Asked aloud for who has no phone; the others say it on theirs, and both may be tapped here. */
function supporterButtons(state: ConsoleState, words: DeskWords): TemplateResult {
  return html`<div class="choices" role="group" aria-label=${_("Wie steunt dit?")}>
    ${presentPeople(state).map(({ seat }) => {
      const on = words.supporters.includes(seat);
      return commandButton(state, nameOf(state, seat), "support_goal", { word: words.id, seat, on: !on }, { className: "chip", pressed: on });
    })}
  </div>`;
}
