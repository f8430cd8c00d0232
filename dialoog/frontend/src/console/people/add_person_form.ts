/** The form that adds somebody without a phone, with a numbered card where cards were made. */

import { html, nothing } from "lit-html";
import { live as current } from "lit-html/directives/live.js";
import { _ } from "../../i18n/gettext";
import { refusalMessage } from "../answer_messages";
import { ROLES, roleLabel } from "../labels";
import type { Renderable } from "../layout/controls";
import type { ConsoleState } from "../state";

/** Straight to the field: who pressed it has a name to type. */
export function openAddForm(state: ConsoleState): void {
  state.updateUi({ panel: "people", personSeat: null, seatsToRemove: null });
  document.querySelector<HTMLInputElement>("dialog[open] #new-name")?.focus();
}

/** T13: one field; every choice is no until it is asked aloud. */
export function addPersonForm(state: ConsoleState): Renderable {
  if (state.desk.close || state.table.stage.status === "closed") return nothing;
  const add = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const fields = new FormData(form);
    const name = String(fields.get("name") ?? "").trim();
    if (!name) return;
    const card = Number(fields.get("card"));
    const answer = await state.send("take_seat", {
      name, lang: "nl", ...(card ? { card } : {}), ...(fields.get("role") ? { role: String(fields.get("role")) } : {}), ...(fields.get("interpreter") ? { interpreter: true } : {}), ...(fields.get("facilitator") ? { facilitator: true } : {}),
    }); // prettier-ignore
    if (answer.answer === "refused") {
      state.updateUi({ message: "", newNameRefusal: refusalMessage(answer) });
      return form.querySelector<HTMLInputElement>("#new-name")?.focus();
    }
    if (answer.answer !== "ok" && answer.answer !== "late") return;
    const pronunciation = String(fields.get("pronunciation") ?? "").trim();
    if (pronunciation && answer.seat) void state.send("change_pronunciation", { seat: answer.seat, pronunciation });
    form.reset();
    state.updateUi({ newName: "", newNameRefusal: "", ...(card ? { message: _("Kaart %(number)s is voor %(name)s.", { number: card, name }) } : {}) });
  };
  const { newName, newNameRefusal } = state.ui;
  const type = (event: Event): void => state.updateUi({ newName: (event.target as HTMLInputElement).value, newNameRefusal: "" });
  const facilitatorSits = state.desk.people.some(({ facilitator }) => facilitator);
  return html`<form class="add" @submit=${add}>
    <label for="new-name">${_("Iemand zonder telefoon erbij")}</label>
    <div class="field-row">
      <input id="new-name" name="name" class="utrecht-textbox" autocomplete="off" dir="auto" placeholder=${_("Roepnaam")} required aria-describedby="new-name-refusal" aria-invalid=${newNameRefusal ? "true" : "false"} .value=${current(newName)} @input=${type} />
      <button class="btn go">${_("Erbij")}</button>
    </div>
    ${cardField()}
    <p id="new-name-refusal" class="refusal" role="alert">${newNameRefusal}</p>
    <details class="quiet">
      <summary>${_("Met tolk, met een rol, of u zelf")}</summary>
      <label class="whose-field">${_("Zo zegt men de naam")}<input name="pronunciation" class="utrecht-textbox" dir="auto" autocomplete="off" maxlength="40" /></label>
      <label class="whose-field">${_("Komt als")}
        <select name="role" class="utrecht-select">
          <option value="">${_("weet ik niet")}</option>
          ${ROLES.map((role) => html`<option value=${role}>${roleLabel(role)}</option>`)}
        </select>
      </label>
      <label class="check"><input type="checkbox" name="interpreter" /> ${_("Met tolk: twee keer zoveel tijd")}</label>
      ${state.kind === "facilitator" && !facilitatorSits
        ? html`<label class="check"><input type="checkbox" name="facilitator" /> ${_("Dit ben ik: ik praat mee in de rondes")}</label>`
        : nothing}
    </details>
    <p class="hint">${_("Geen telefoon? Dan doet iemand gewoon mee. Alles staat op nee tot u het hardop vraagt.")}</p>
  </form>`;
}

/** Who is handed a numbered card has it at once, where cards were made (C10). */
function cardField(): Renderable {
  if (document.getElementById("live")?.dataset["hasCards"] === undefined) return nothing;
  return html`<label class="card-field"><span>${_("Nummer van de kaart")} <span class="hint">${_("(hoeft niet)")}</span></span>
    <input name="card" class="utrecht-textbox" type="number" min="1" max="200" inputmode="numeric" autocomplete="off" /></label>`;
}
