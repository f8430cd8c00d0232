/**
 * Warns before words are saved (C6): where they name somebody, their owner although the name is hidden, or health, religion or politics. A
 * script of its own, which the phone and the pages of one's own words fetch when somebody begins to write; what is written goes nowhere.
 * `dialoog/records/participants/warnings.py` does the same once it is saved.
 */

import { _ } from "./i18n/gettext";
import lists from "../../web/sensitive_words.json";

export interface Writer {
  ownName: string;
  /** The words are to be kept without the own name. */
  hidesName: boolean;
  /** Call names of others at the table. */
  others: readonly string[];
}

const BETWEEN_WORDS = /[^\p{L}\p{M}\p{N}'-]+/u;
const SUBJECTS: Readonly<Record<"health" | "religion" | "politics", (word: string) => string>> = {
  health: (word) => _("Deze zin gaat over gezondheid (%(word)s). Wilt u dat bewaren?", { word }),
  religion: (word) => _("Deze zin gaat over geloof (%(word)s). Wilt u dat bewaren?", { word }),
  politics: (word) => _("Deze zin gaat over politiek (%(word)s). Wilt u dat bewaren?", { word }),
};

export function warn(text: string, { ownName, hidesName, others }: Writer): string[] {
  const words = wordsIn(text);
  const isNamed = (name: string): boolean => words.some((word) => isCalled(word, name));
  const known = new Set<string>([...lists.names, ...others].filter((name) => !isCalled(ownName, name)));
  const named = words.filter((word) => /^\p{Lu}/u.test(word) || others.includes(word)).find((word) => [...known].some((name) => isCalled(word, name)));
  return [
    ...(hidesName && isNamed(ownName) ? [_("In deze zin staat uw eigen naam, en u koos: zonder naam.")] : []),
    ...(named ? [_("In deze zin staat een naam: %(name)s. Vindt die persoon dat goed?", { name: named })] : []),
    ...(Object.keys(SUBJECTS) as (keyof typeof SUBJECTS)[]).flatMap((subject) => {
      const word = words.find((one) => lists[subject].some((listed) => isListed(one.toLowerCase(), listed)));
      return word ? [SUBJECTS[subject](word)] : [];
    }),
  ];
}

function wordsIn(text: string): string[] {
  return text.normalize("NFC").replace(/’/g, "'").split(BETWEEN_WORDS).map((word) => word.replace(/^['-]+|['-]+$/g, "")).filter(Boolean);
}

/** Also "Riets" and "Anna's". */
function isCalled(word: string, name: string): boolean {
  return [name, `${name}s`, `${name}'s`].includes(word);
}

/** An entry with a star is the beginning of a word. */
function isListed(word: string, listed: string): boolean {
  return listed.endsWith("*") ? word.startsWith(listed.slice(0, -1)) : word === listed;
}
