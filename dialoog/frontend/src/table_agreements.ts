/** The table agreements: the same eight on the screen, on phones and desks, and on paper (templates/house_rules.html). */

import { _ } from "./i18n/gettext";

/** The longest line is said shorter on the screen, which is read at ten metres. */
export function tableAgreements(personal: string = _("Wat persoonlijk is, blijft aan tafel.")): readonly string[] {
  return [
    _("Om de beurt. Zeg “ik”."),
    _("Geen advies, wel vragen."),
    _("Denk niet voor een ander."),
    _("Merk uw oordeel op."),
    _("Overslaan mag, zonder reden."),
    _("Stilte is goed."),
    personal,
    _("Iedereen mag om rust vragen."),
  ];
}
