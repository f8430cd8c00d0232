/** The one table agreement that the footer of the screen shows, by phase and kind of words. */

import type { Floor, WordKind } from "../client/documents";
import { _ } from "../i18n/gettext";

export function footerRule(phase: Floor["phase"], kind: WordKind | null): string {
  switch (phase) {
    case "turn":
      return ruleDuringTurn(kind);
    case "silence":
      return _("Stilte is goed.");
    case "ready":
    case "between":
      return _("Overslaan mag, zonder reden.");
    case "offer":
    case "gather":
      return _("Niets is ook goed.");
    case "writing":
    case "read_back":
    case "goodbye":
      return _("Persoonlijk blijft aan tafel.");
    case "talk":
      return _("Geen advies, wel vragen.");
    case "break":
    case "complete":
    case "sitting":
      return _("Iedereen mag om rust vragen.");
  }
}

function ruleDuringTurn(kind: WordKind | null): string {
  if (kind === "perspective") return _("Merk uw oordeel op.");
  if (kind === "dream") return _("Denk niet voor een ander.");
  if (kind === "possibility") return _("Niets is ook goed.");
  return _("Zeg “ik”. Geen advies, wel vragen.");
}
