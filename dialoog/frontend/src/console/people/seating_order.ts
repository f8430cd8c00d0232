/** T30: tap the names in the order in which people sit, clockwise. The ring follows the chairs. */

import { html, nothing, svg, type TemplateResult } from "lit-html";
import { repeat } from "lit-html/directives/repeat.js";
import { _, _n } from "../../i18n/gettext";
import { type Board, nameOf, present } from "../state";
import { button, type Piece } from "../layout/controls";

export function circlePanel(board: Board): TemplateResult {
  const here = present(board);
  const sitting = here.map(({ seat }) => seat);
  const tapped = board.opened.tapped.filter((seat) => sitting.includes(seat));
  const left = sitting.length - tapped.length;
  const tap = (seat: string): void =>
    board.open({ tapped: tapped.includes(seat) ? tapped.filter((one) => one !== seat) : [...tapped, seat] });
  return html`<p class="lead">${_("Begin links van u en ga met de klok mee. Tik de namen aan zoals de mensen zitten.")}</p>
    <div class="seating">
      ${ring(sitting.length, tapped.length)}
      <div class="names" role="group" aria-label=${_("Wie zit waar?")}>
        ${repeat(here, ({ seat }) => seat, ({ seat }) => {
          const place = tapped.indexOf(seat) + 1;
          const name = nameOf(board, seat);
          return html`<button type="button" class="seat-name" aria-pressed=${place > 0} @click=${() => tap(seat)}>
            <span class="place" aria-hidden="true">${place || nothing}</span><span dir="auto">${name}</span>
          </button>`;
        })}
      </div>
    </div>
    <p class="hint" role="status">${left ? _n("Nog %(num)s naam.", "Nog %(num)s namen.", left) : _("Iedereen heeft een plek in de kring.")}</p>
    <div class="tools">
      ${button(board, _("Zo zitten we"), () => void save(board, tapped), { className: "btn go", off: left > 0 })}
      ${tapped.length ? button(board, _("Opnieuw"), () => board.open({ tapped: [] })) : nothing}
    </div>`;
}

async function save(board: Board, seats: string[]): Promise<void> {
  const answer = await board.act("order_circle", { seats });
  if (answer.answer !== "refused") board.open({ panel: null, tapped: [] });
}

/** The chairs with the numbers that were tapped; the first chair is on top, as on the shared screen. */
function ring(chairs: number, tapped: number): Piece {
  if (chairs < 2 || chairs > 24) return nothing;
  const radius = chairs > 12 ? 5.5 : 8;
  return html`<svg class="ring" viewBox="0 0 100 100" aria-hidden="true">
    ${svg`<circle cx="50" cy="50" r="38" class="line"></circle>`}
    ${Array.from({ length: chairs }, (_unused, place) => {
      const angle = (place / chairs) * 2 * Math.PI - Math.PI / 2;
      const x = 50 + 38 * Math.cos(angle);
      const y = 50 + 38 * Math.sin(angle);
      return place < tapped
        ? svg`<circle cx=${x} cy=${y} r=${radius} class="taken"></circle><text x=${x} y=${y} dy="0.35em" text-anchor="middle" font-size=${radius}>${place + 1}</text>`
        : svg`<circle cx=${x} cy=${y} r=${radius} class="open"></circle>`;
    })}
  </svg>`;
}
