/**
 * Translates the page's sentences: the Dutch sentence is the key. The catalogue of another language is a small script
 * that the page loads first; a Dutch page loads none.
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
const PLURAL_ORDER: readonly Intl.LDMLPluralRule[] = ["zero", "one", "two", "few", "many", "other"];

/** This script's own: one that the page loads later begins with another, of its own sentences alone. */
const { catalogue } = globalThis;

export const language = catalogue?.language ?? "nl";

/** `_("Na %(name)s bent u.", {name})`: the sentence in the reader's language, with its values filled in. */
export function _(sentence: string, values: Values = {}): string {
  const entry = catalogue?.words[sentence];
  return interpolate(typeof entry === "string" ? entry : sentence, values);
}

/** `_n("%(num)s plek", "%(num)s plekken", seats)`: the form that goes with the number; `num` is filled in by itself. */
export function _n(singular: string, plural: string, num: number, values: Values = {}): string {
  const entry = catalogue?.words[singular];
  const forms = typeof entry === "object" ? entry : [singular, plural];
  const rules = new Intl.PluralRules(typeof entry === "object" ? language : "nl");
  const present = PLURAL_ORDER.filter((form) => rules.resolvedOptions().pluralCategories.includes(form));
  const form = forms[Math.min(present.indexOf(rules.select(num)), forms.length - 1)];
  return interpolate(form ?? plural, { num, ...values });
}

/** As Python does it: a sentence without values may hold a lone percent sign, one with values doubles it. */
function interpolate(sentence: string, values: Values): string {
  if (Object.keys(values).length === 0) return sentence;
  return sentence.replace(/%\((\w+)\)s|%%/g, (entry, name: string | undefined) =>
    name === undefined ? "%" : isolate(unbroken(String(values[name] ?? entry))),
  );
}

const RIGHT_TO_LEFT = /[\u0590-\u08ff\u200f\ufb1d-\ufefc\u{10800}-\u{1efff}]/u;

/** What people typed, kept apart where it is written from the other side, so that the sentence around it keeps its order. */
export function isolate(text: string): string {
  const isRightToLeft = RIGHT_TO_LEFT.test(text);
  const needsIsolation = language === "ar" ? /\w/.test(text) && (isRightToLeft || /^\W|\W$/.test(text)) : isRightToLeft;
  return needsIsolation && !text.startsWith("\u2068") ? `\u2068${text}\u2069` : text;
}

/** The same text, whose phone numbers stay on one line. */
export function unbroken(text: string): string {
  return text.replace(/\+?\d[\d\s().+/-]{5,}\d/g, (number) => number.replace(/\s/g, "\u00a0").replace(/-/g, "-\u2060"));
}
