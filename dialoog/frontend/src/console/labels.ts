/** The console's words for what the server names in one word: kinds of words, sources, choices, roles, reasons. */

import type { Keep, Person, Role, SourceKind, WordKind } from "../client/documents";
import { _ } from "../i18n/gettext";

export function kindLabel(kind: WordKind): string {
  switch (kind) {
    case "introduction": return _("Kennismaken");
    case "experience": return _("Ervaring");
    case "perspective": return _("Zienswijze");
    case "dream": return _("Droom");
    case "possibility": return _("Mogelijkheid");
    case "closing_word": return _("Laatste woord");
    case "source": return _("Aanbod");
    case "question": return _("Vraag");
    case "goal": return _("Gedeeld doel");
    case "agreement": return _("Afspraak");
    case "insight": return _("Inzicht");
    case "tension": return _("Spanning");
  } // prettier-ignore
}

export const SOURCES: readonly SourceKind[] = ["time", "knowledge", "network", "space", "facilities"];

export function sourceLabel(source: SourceKind): string {
  switch (source) {
    case "time": return _("Tijd");
    case "knowledge": return _("Kennis");
    case "network": return _("Netwerk");
    case "space": return _("Ruimte");
    case "facilities": return _("Faciliteiten");
  } // prettier-ignore
}

/** C2 bounds C3, as on a phone: without the first yes nothing can be kept, without the second no name. */
export function allowedKeeps({ keeps, names }: Person): Keep[] {
  if (!keeps) return ["no"];
  return names ? ["named", "unnamed", "no"] : ["unnamed", "no"];
}

export function keepLabel(keep: Keep): string {
  switch (keep) {
    case "named": return _("Met naam");
    case "unnamed": return _("Zonder naam");
    case "no": return _("Niet bewaren");
  } // prettier-ignore
}

export const ROLES: readonly Role[] = ["resident", "care", "municipality", "professional"];

export function roleLabel(role: Role): string {
  switch (role) {
    case "resident": return _("bewoner");
    case "care": return _("zorgorganisatie");
    case "municipality": return _("gemeente");
    case "professional": return _("professional");
  } // prettier-ignore
}

/** T7, T25: why something ends early is a choice, never free text. */
export const REASONS: readonly (readonly [code: string, sentence: () => string])[] = [
  ["time", () => _("De tijd is om")],
  ["unwell", () => _("Iemand voelt zich niet goed")],
  ["disturbance", () => _("Er was onrust")],
  ["place", () => _("We moeten hier weg")],
  ["other", () => _("Iets anders")],
];
