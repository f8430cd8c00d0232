"""What the program says about what became of an evening, alike on the page, on paper and in the mail. In the reader's language."""

from flask_babel import gettext as _
from flask_babel import ngettext

from dialoog.records.follow_up.models import Outcome
from dialoog.records.looking_back.answers import Answers
from dialoog.records.report_back.report import Report
from dialoog.web.formats import listed


def how_agreements_stand(report: Report) -> str:
    """`Van 6 afspraken: 3 gedaan, 1 nog bezig, 2 nog niet gehoord.`; empty where nothing was agreed."""
    counts = report.counts
    if not counts:
        return ""
    states = listed(f"{count} {_state(outcome)}" for outcome, count in counts.items())
    total = sum(counts.values())
    sentence: str = ngettext("Van %(num)s afspraak: %(states)s.", "Van %(num)s afspraken: %(states)s.", total, states=states)  # fmt: skip
    return sentence


def how_much_changed(answers: Answers) -> str:
    """`Van 5 mensen: 2 veel, 3 een beetje.`; empty where that is not told."""
    if not answers.counts:
        return ""
    names: dict[str, str] = {
        "much": _("veel"),
        "little": _("een beetje"),
        "nothing": _("niets"),
        "unknown": _("weet ik niet"),
    }
    amounts = listed(f"{count} {names[amount]}" for amount, count in answers.counts.items())
    return str(_("Van %(num)s mensen: %(amounts)s.", num=sum(answers.counts.values()), amounts=amounts))


def _state(outcome: Outcome | None) -> str:
    if outcome is None:
        return str(_("nog niet gehoord"))
    names: dict[str, str] = {
        "done": _("gedaan"),
        "busy": _("nog bezig"),
        "moved": _("verplaatst"),
        "released": _("losgelaten"),
    }
    return names[outcome]
