/** One line about somebody at the table: what one should know before tapping their name. */

import type { Person } from "../../client/documents";
import { _ } from "../../i18n/gettext";
import { roleLabel } from "../labels";
import { type ConsoleState, pronunciationOf } from "../state";
import { phoneStatus } from "./phone_status";

export function personNotes(state: ConsoleState, person: Person): string {
  const notes: string[] = [];
  if (person.pronunciation) notes.push(_("zeg: %(pronunciation)s", { pronunciation: pronunciationOf(state, person.seat) }));
  if (person.alike) notes.push(_("zelfde naam als een ander"));
  if (person.name_request) notes.push(_("nieuwe naam wacht"));
  if (person.role) notes.push(roleLabel(person.role));
  if (person.facilitator) notes.push(_("gespreksleider"));
  if (person.presence === "away") notes.push(_("even weg"));
  if (person.presence === "left") notes.push(_("naar huis"));
  const phone = phoneStatus(state, person);
  if (phone === "none") notes.push(_("zonder telefoon"));
  if (phone === "unscanned") notes.push(_("telefoon nog niet gescand"));
  if (phone === "off" && person.presence === "present") notes.push(_("telefoon uit"));
  if (person.interpreter) notes.push(_("met tolk"));
  if (!person.consent && person.presence !== "removed") notes.push(_("nog vragen wat bewaard mag"));
  return notes.join(" · ");
}
