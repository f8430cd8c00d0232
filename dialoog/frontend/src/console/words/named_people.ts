/** Warns where a sentence names somebody at the table whose name may not be in the record. It warns; it does not block. */

import { html, nothing } from "lit-html";
import type { DeskWords, Person } from "../../client/documents";
import { _n } from "../../i18n/gettext";
import type { Renderable } from "../layout/controls";
import { type ConsoleState, filterWords, namesOf } from "../state";

const BETWEEN_WORDS = /[^\p{L}\p{M}\p{N}'-]+/u;
/** First words of a name that many people share, and that alone name nobody. */
const TITLES = /^(mevrouw|meneer|mevr|dhr|oma|opa|tante|oom|mrs|mr|ms)$/i;

export function nameWarning(state: ConsoleState, text: string): Renderable {
  const seats = seatsNamedAgainstChoice(state, text);
  if (seats.length === 0) return nothing;
  return html`<p class="note warning">${_n(
    "Hierin staat de naam %(names)s. Die mag niet in het verslag. Kan de zin ook zonder?",
    "Hierin staan de namen %(names)s. Die mogen niet in het verslag. Kan de zin ook zonder?",
    seats.length, { names: namesOf(state, seats) },
  )}</p>`; // prettier-ignore
}

/** For the read-back: words that may be kept as they stand, also those of the group and those that were chosen already. */
export function wordsNamingAgainstChoice(state: ConsoleState): readonly DeskWords[] {
  return filterWords(state, (words) => words.keep !== "no" && seatsNamedAgainstChoice(state, state.textOf(words)?.text ?? "").length > 0);
}

function seatsNamedAgainstChoice(state: ConsoleState, text: string): string[] {
  const spoken = ` ${wordsIn(text).join(" ")} `;
  const silent = state.desk.people.filter(({ names, presence, erased }) => !names && !erased && presence !== "removed");
  const isNamed = (name: string): boolean => ["", "s", "'s"].some((ending) => spoken.includes(` ${name}${ending} `));
  return silent.filter((person) => callNames(person).some(isNamed)).map(({ seat }) => seat);
}

function wordsIn(text: string): string[] {
  return text.normalize("NFC").replace(/’/g, "'").split(BETWEEN_WORDS).map((word) => word.replace(/^'+|'+$/g, "")).filter(Boolean);
}

/** The whole name, and its first word where that is how one would be called. */
function callNames({ typed }: Person): string[] {
  const [first, ...others] = wordsIn(typed);
  if (!first) return [];
  return others.length && !TITLES.test(first) ? [[first, ...others].join(" "), first] : [[first, ...others].join(" ")];
}
