/** The panel "Oogst": what the group takes along, kind by kind, written down here while the group speaks. */

import { html, nothing, type TemplateResult } from "lit-html";
import { repeat } from "lit-html/directives/repeat.js";
import type { DeskWords, WordKind } from "../../client/documents";
import { _ } from "../../i18n/gettext";
import { agreementCard, agreementFields } from "./agreements";
import { type Board, type HarvestPart, nameOf, needsUs, present, wordsOf } from "../state";
import { asks, button, type Piece } from "../layout/controls";
import { readBackPart } from "./read_back";
import { sourceName } from "../labels";
import { showOrHide, wordsLine } from "../words/words_to_show";
import { choices, isItRight } from "../words/words_on_behalf";
import { rewording } from "../words/change_words";
import { restsOn } from "./insight_grounds";
import { sourceField, whoseField, writeForm } from "../words/write_form";

const PARTS: readonly (readonly [HarvestPart, () => string])[] = [
  ["insight", () => _("Inzichten")],
  ["tension", () => _("Spanningen")],
  ["goal", () => _("Doelen")],
  ["question", () => _("Vragen")],
  ["source", () => _("Aanbod")],
  ["agreement", () => _("Afspraken")],
  ["read_back", () => _("Teruglezen")],
];

export function harvestPanel(board: Board): TemplateResult {
  const { part } = board.opened;
  return html`
    <div class="parts" role="group" aria-label=${_("Delen van de oogst")}>
      ${PARTS.map(([each, words]) => {
        const count = each === "read_back" ? (board.desk.close?.undecided ?? 0) : wordsOf(board, ({ kind }) => kind === each).length;
        return button(board, count ? `${words()} ${count}` : words(), () => board.open({ part: each, rewording: null }), {
          className: "chip", pressed: part === each,
        });
      })}
    </div>
    ${part === "read_back" ? readBackPart(board) : kindPart(board, part)}`;
}

function kindPart(board: Board, kind: Exclude<HarvestPart, "read_back">): TemplateResult {
  const written = wordsOf(board, (words) => words.kind === kind);
  return html`
    <p class="lead">${lead(kind)}</p>
    ${writeForm(board, kind, fieldsOf(board, kind))}
    ${written.length === 0
      ? html`<p class="hint">${_("Nog niets opgeschreven. Dat mag.")}</p>`
      : html`<ul class="harvested">${repeat([...written].reverse(), ({ id }) => id, (words) => card(board, words))}</ul>`}`;
}

function lead(kind: WordKind): string {
  switch (kind) {
    case "insight": return _("Welke zin mogen we niet vergeten? Kies erbij uit welke woorden hij komt.");
    case "tension": return _("Waar schuurt het? Het hoeft niet opgelost.");
    case "goal": return _("Wat willen mensen samen? Vraag wie het steunt.");
    case "question": return _("Welke vraag nemen we mee?");
    case "source": return _("Wat wil iemand inbrengen? Niets is ook goed.");
    default: return _("Een kleine stap van iemand zelf, met een datum. Niemand krijgt een taak van een ander.");
  } // prettier-ignore
}

function fieldsOf(board: Board, kind: WordKind): Piece {
  switch (kind) {
    case "insight":
      return restsOn(board);
    case "source":
      return html`${whoseField(board, _("Van wie"))} ${sourceField()}`;
    case "question":
      return whoseField(board, _("Van wie"), _("van de groep"));
    case "agreement":
      return agreementFields(board);
    default:
      return nothing;
  }
}

function card(board: Board, words: DeskWords): TemplateResult {
  const reworded = board.opened.rewording === words.id;
  return html`<li class=${`wait ${words.kind}`}>
    ${reworded ? rewording(board, words) : wordsLine(board, words)}
    ${words.source ? html`<p class="note">${sourceName(words.source)}</p>` : nothing}
    ${words.kind === "goal" ? supporters(board, words) : nothing}
    ${words.kind === "agreement" ? agreementCard(board, words) : nothing}
    ${words.kind === "insight" ? grounds(board, words) : nothing}
    ${words.seat && (words.ticked || words.shown) ? showOrHide(board, words) : nothing}
    ${isItRight(board, words)} ${choices(board, words)}
    ${reworded || (words.seat && !words.confirmed)
      ? nothing
      : html`<div class="tools small-tools">
          ${!words.seat || board.desk.people.some((one) => one.seat === words.seat && needsUs(board, one))
            ? html`${button(board, _("Anders"), () => board.open({ rewording: words.id }), { className: "link" })}
              ${asks(board, _("Trek in"), "withdraw_words", { word: words.id }, { className: "link" })}`
            : nothing}
        </div>`}
  </li>`;
}

/** C7: the words that an insight came from. */
function grounds(board: Board, words: DeskWords): Piece {
  const below = wordsOf(board, ({ id }) => words.rests_on.includes(id));
  if (below.length === 0) return html`<p class="note">${_("Kies woorden waar dit uit komt. Anders blijft het buiten het verslag.")}</p>`;
  return html`<ul class="grounds">${below.map((one) => {
    const found = board.text(one);
    return html`<li lang=${found?.lang ?? nothing} dir="auto">${found?.text ?? "…"}</li>`;
  })}</ul>`;
}

/** Asked aloud for who has no phone; the others say it on theirs, and both may be tapped here. */
function supporters(board: Board, words: DeskWords): TemplateResult {
  return html`<div class="choices" role="group" aria-label=${_("Wie steunt dit?")}>
    ${present(board).map(({ seat }) => {
      const on = words.supporters.includes(seat);
      return asks(board, nameOf(board, seat), "support_goal", { word: words.id, seat, on: !on }, { className: "chip", pressed: on });
    })}
  </div>`;
}
