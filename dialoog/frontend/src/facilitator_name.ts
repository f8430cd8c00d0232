/** How a sentence names who leads the dialogue: the plan need not say it. */

import type { About } from "./client/documents";
import { _ } from "./i18n/gettext";

export const facilitatorName = (about?: About): string => about?.facilitator || _("de gespreksleider");

/** At the beginning of a sentence. */
export const facilitatorAsSubject = ({ facilitator }: About): string => facilitator || _("De gespreksleider");
