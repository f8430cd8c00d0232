/** The panel in which one taps the names in the order in which people sit, clockwise (T30). */

import { html, nothing, svg, type TemplateResult } from "lit-html";
import { repeat } from "lit-html/directives/repeat.js";
import { _, _n } from "../../i18n/gettext";
import { type ConsoleState, nameOf, presentPeople } from "../state";
import { button, type Renderable } from "../layout/controls";

/** What was tapped before stands: who sat down since is all that is left to tap. */
export function openSeatingOrder(state: ConsoleState): void {
  state.updateUi({ panel: "circle" });
}

export function seatingPanel(state: ConsoleState): TemplateResult {
  const people = presentPeople(state);
  const seatIds = people.map(({ seat }) => seat);
  const order = state.ui.seatingOrder.filter((seat) => seatIds.includes(seat));
  const remaining = seatIds.length - order.length;
  const tap = (seat: string): void =>
    state.updateUi({ seatingOrder: order.includes(seat) ? order.filter((other) => other !== seat) : [...order, seat] });
  return html`<p class="lead">${_("Begin links van u en ga met de klok mee. Tik de namen aan zoals de mensen zitten.")}</p>
    <div class="seating">
      ${seatingRing(seatIds.length, order.length)}
      <div class="names" role="group" aria-label=${_("Wie zit waar?")}>
        ${repeat(people, ({ seat }) => seat, ({ seat }) => {
          const place = order.indexOf(seat) + 1;
          const name = nameOf(state, seat);
          return html`<button type="button" class="seat-name" aria-pressed=${place > 0} @click=${() => tap(seat)}>
            <span class="place" aria-hidden="true">${place || nothing}</span><span dir="auto">${name}</span>
          </button>`;
        })}
      </div>
    </div>
    <p class="hint" role="status">${remaining ? _n("Nog %(num)s naam.", "Nog %(num)s namen.", remaining) : _("Iedereen heeft een plek in de kring.")}</p>
    <div class="tools">
      ${button(state, _("Zo zitten we"), () => void saveOrder(state, order), { className: "btn go", isOff: remaining > 0 })}
      ${order.length ? button(state, _("Opnieuw"), () => state.updateUi({ seatingOrder: [] })) : nothing}
    </div>`;
}

async function saveOrder(state: ConsoleState, seats: string[]): Promise<void> {
  const answer = await state.send("order_circle", { seats });
  if (answer.answer !== "refused") state.updateUi({ panel: null });
}

/** The chairs with the numbers that were tapped; the first chair is on top, as on the shared screen. */
function seatingRing(chairs: number, order: number): Renderable {
  if (chairs < 2 || chairs > 24) return nothing;
  const radius = chairs > 12 ? 5.5 : 8;
  return html`<svg class="ring" viewBox="0 0 100 100" aria-hidden="true">
    ${svg`<circle cx="50" cy="50" r="38" class="line"></circle>`}
    ${Array.from({ length: chairs }, (_unused, place) => {
      const angle = (place / chairs) * 2 * Math.PI - Math.PI / 2;
      const x = 50 + 38 * Math.cos(angle);
      const y = 50 + 38 * Math.sin(angle);
      return place < order
        ? svg`<circle cx=${x} cy=${y} r=${radius} class="taken"></circle><text x=${x} y=${y} dy="0.35em" text-anchor="middle" font-size=${radius}>${place + 1}</text>`
        : svg`<circle cx=${x} cy=${y} r=${radius} class="open"></circle>`;
    })}
  </svg>`;
}
