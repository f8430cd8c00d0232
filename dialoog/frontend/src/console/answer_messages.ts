/** The sentences that follow a command: why it was not done, or that it was. */

import type { Answer } from "../client/messages";
import { _ } from "../i18n/gettext";

/** Why it did not happen. What the server says of somebody's own consent is said to a desk that writes for another. */
export function refusalMessage({ reason, say }: Answer): string {
  return reason === "consent_first" ? _("Nog geen ja op bewaren. Vraag het hardop, bij Mensen.") : (say ?? _("Dat kan nu niet."));
}

/** What is said when it worked and the desk itself would not show it. */
export function successMessage(command: string): string {
  switch (command) {
    case "give_time":
      return _("Eén minuut erbij, ook voor wie nog komt.");
    case "tell_turns":
      return _("Opgeschreven wie er sprak.");
    case "give_consent":
      return _("Dat is opgeschreven.");
    case "end_devices":
    case "end_links":
      return _("Dat is uitgezet en komt niet terug.");
    case "remove_seat":
      return _("Weggehaald. Met Stap terug is het weer zoals het was.");
    case "renew_code":
      return _("Er is een nieuwe code. De oude werkt niet meer.");
    default:
      return "";
  }
}
