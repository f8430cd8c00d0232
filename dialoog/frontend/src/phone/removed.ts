/** Whoever was taken from the table: nothing of it is here any more but whom to ask, and one's own three choices (C2). */

import { html } from "lit-html";
import type { Consent } from "../documents";
import { _ } from "../words";
import { choosing, threeChoices } from "./consent";
import type { View } from "./state";

export interface ShutOut {
  /** As this phone knew it; whoever was removed is told nothing any more. */
  facilitator: string | undefined;
  chosen: Consent | null | undefined;
  /** A choice is on its way. */
  waits: boolean;
  said: string | null;
  save(chosen: Consent): void;
}

export function removedView({ facilitator, chosen, waits, said, save }: ShutOut): View {
  const say = _("U zit niet meer aan deze tafel.");
  const body = html`<form @submit=${choosing(save)}>
    <h1 class="voice">${say}</h1>
    <p class="soft">${facilitator ? _("Klopt dat niet? Vraag het %(name)s.", { name: facilitator }) : _("Klopt dat niet? Vraag het de gespreksleider.")}</p>
    <h2>${_("Over uw woorden beslist u zelf, ook nu.")}</h2>
    ${threeChoices(chosen)}
    <p class="said" role="status">${waits ? _("Onderweg.") : said}</p>
    <div class="single"><button class="btn go" ?disabled=${waits}>${_("Bewaar")}</button></div>
  </form>`;
  return { mood: "page", say, body };
}
