/** What "Stap terug" undoes (S5), by the kind of event that the server names. */

import { _ } from "../../i18n/gettext";

/** What "Stap terug" takes back. */
export function undoLabel(event: string): string {
  switch (event) {
    case "CircleOrdered": return _("wie waar zit");
    case "StepOpened": return _("de nieuwe stap");
    case "RoundOpened": return _("het begin van de ronde");
    case "SilenceBegan": return _("de stilte");
    case "SilenceSkipped": return _("het overslaan van de stilte");
    case "TurnBegan": return _("het begin van de beurt");
    case "TurnPassed": return _("het overslaan");
    case "TurnEnded": return _("het einde van de beurt");
    case "TurnsTold": return _("wie er gesproken heeft");
    case "OfferAccepted": return _("het ja op de vraag wie nog iets wil zeggen");
    case "OfferDeclined": return _("het nee op de vraag wie nog iets wil zeggen");
    case "OfferEnded": return _("het einde van “Wie wil nog iets zeggen?”");
    case "RoundClosed": return _("het einde van de ronde");
    case "RestBegan": return _("het begin van de rust");
    case "RestEnded": return _("het einde van de rust");
    case "TimeGiven": return _("de extra tijd");
    case "ClockStopped": return _("de klok uit");
    case "ClockStarted": return _("de klok aan");
    case "OpenQuestionAsked": return _("de open vraag");
    case "OpenQuestionEnded": return _("het einde van de open vraag");
    case "OrderChanged": return _("de andere volgorde");
    case "SeatAway": return _("dat iemand even weg is");
    case "SeatLeft": return _("dat iemand weg is");
    case "SeatBack": return _("dat iemand terug is");
    case "SeatRemoved": return _("het weghalen van tafel");
    case "SeatRestored": return _("dat iemand terug aan tafel is");
    case "ReadBackShown": return _("het begin van het teruglezen");
    default: return _("de laatste stap");
  } // prettier-ignore
}
