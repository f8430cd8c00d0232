/**
 * The words on the page in the reader's language. The Dutch sentence is the key; the catalogue of the page's own
 * language is a small script that the page loads first, and a page in Dutch loads none.
 */

interface Catalogue {
  readonly language: string;
  readonly words: Readonly<Record<string, string | readonly string[]>>;
}

type Values = Readonly<Record<string, string | number>>;

declare global {
  var catalogue: Catalogue | undefined;
}

/** gettext numbers plural forms in this order; a language has those that Intl says it has. */
const ORDER: readonly Intl.LDMLPluralRule[] = ["zero", "one", "two", "few", "many", "other"];

export const language = globalThis.catalogue?.language ?? "nl";

/** `_("Na %(name)s bent u.", {name})`: the sentence in the reader's language, with its values filled in. */
export function _(sentence: string, values: Values = {}): string {
  const found = globalThis.catalogue?.words[sentence];
  return fill(typeof found === "string" ? found : sentence, values);
}

/** `_n("%(num)s plek", "%(num)s plekken", seats)`: the form that goes with the number; `num` is filled in by itself. */
export function _n(singular: string, plural: string, num: number, values: Values = {}): string {
  const found = globalThis.catalogue?.words[singular];
  const forms = typeof found === "object" ? found : [singular, plural];
  const rules = new Intl.PluralRules(typeof found === "object" ? language : "nl");
  const present = ORDER.filter((form) => rules.resolvedOptions().pluralCategories.includes(form));
  const form = forms[Math.min(present.indexOf(rules.select(num)), forms.length - 1)];
  return fill(form ?? plural, { num, ...values });
}

/** As Python does it: a sentence without values may hold a lone percent sign, one with values doubles it. */
function fill(sentence: string, values: Values): string {
  if (Object.keys(values).length === 0) return sentence;
  return sentence.replace(/%\((\w+)\)s|%%/g, (found, name: string | undefined) =>
    name === undefined ? "%" : isolated(String(values[name] ?? found)),
  );
}

const RIGHT_TO_LEFT = /[\u0590-\u08ff\u200f\ufb1d-\ufefc\u{10800}-\u{1efff}]/u;

/** What people typed, kept apart where it is written from the other side, so that the sentence around it keeps its order. */
export function isolated(text: string): string {
  const turned = RIGHT_TO_LEFT.test(text);
  const apart = language === "ar" ? /\w/.test(text) && (turned || /^\W|\W$/.test(text)) : turned;
  return apart && !text.startsWith("\u2068") ? `\u2068${text}\u2069` : text;
}
