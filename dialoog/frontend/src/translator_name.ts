/** Who wrote a translation beside somebody's words, where it was not their owner (C5). */

import type { Translation } from "./client/documents";
import { _ } from "./i18n/gettext";

export function translatorLine({ by }: Translation): string {
  return by === "scribe" ? _("Vertaling door de verslaglegger.") : by === "facilitator" ? _("Vertaling door de gespreksleider.") : "";
}
