/** The phone's words for kinds of words, sources and choices. */

import type { Consent, Keep, SourceKind, WordKind } from "../client/documents";
import { _ } from "../i18n/gettext";

export const KIND_LABELS: Readonly<Record<WordKind, () => string>> = {
  introduction: () => _("Kennismaken"),
  experience: () => _("Ervaring"),
  perspective: () => _("Zienswijze"),
  dream: () => _("Droom"),
  possibility: () => _("Mogelijkheid"),
  closing_word: () => _("Laatste woord"),
  source: () => _("Aanbod"),
  question: () => _("Vraag"),
  goal: () => _("Gedeeld doel"),
  agreement: () => _("Mijn afspraak"),
  insight: () => _("Inzicht"),
  tension: () => _("Spanning"),
};

export const SOURCE_LABELS: Readonly<Record<SourceKind, () => string>> = {
  time: () => _("Tijd"),
  knowledge: () => _("Kennis"),
  network: () => _("Netwerk"),
  space: () => _("Ruimte"),
  facilities: () => _("Faciliteiten"),
};

export const KEEP_LABELS: Readonly<Record<Keep, () => string>> = {
  named: () => _("In het verslag, met mijn naam"),
  unnamed: () => _("In het verslag, zonder naam"),
  no: () => _("Niet bewaren"),
};

/** C2 bounds C3: without the first yes nothing can be kept, without the second no name. */
export function allowedKeeps(consent: Consent | null | undefined): Keep[] {
  if (!consent?.words) return ["no"];
  return consent.name ? ["named", "unnamed", "no"] : ["unnamed", "no"];
}
