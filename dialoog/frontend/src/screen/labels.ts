/** The screen's words for kinds of words and sources; a kind always has its name beside its colour. */

import type { SourceKind, WordKind } from "../client/documents";
import { _ } from "../i18n/gettext";

export function kindLabel(kind: WordKind): string {
  switch (kind) {
    case "introduction":
      return _("Kennismaken");
    case "experience":
      return _("Ervaring");
    case "perspective":
      return _("Zienswijze");
    case "dream":
      return _("Droom");
    case "possibility":
      return _("Mogelijkheid");
    case "closing_word":
      return _("Laatste woord");
    case "source":
      return _("Aanbod");
    case "question":
      return _("Vraag");
    case "goal":
      return _("Gedeeld doel");
    case "agreement":
      return _("Afspraak");
    case "insight":
      return _("Inzicht");
    case "tension":
      return _("Spanning");
  }
}

export function sourceLabel(kind: SourceKind): string {
  switch (kind) {
    case "time":
      return _("tijd");
    case "knowledge":
      return _("kennis");
    case "network":
      return _("netwerk");
    case "space":
      return _("ruimte");
    case "facilities":
      return _("faciliteiten");
  }
}
