"""What became of an evening as plain strings, numbers and lists, for the template that is set in letters."""

from datetime import datetime
from typing import Any

from flask_babel import get_locale
from flask_babel import gettext as _

from dialoog.records.exports.paper import (
    agreement_on_paper,
    facts,
    labels,
    question_on_paper,
    running,
    set_in,
)
from dialoog.records.exports.phrases import copy_mark, keeping
from dialoog.records.report_back.phrases import how_agreements_stand, how_much_changed
from dialoog.records.report_back.report import Report
from dialoog.web.formats import comma, first_upper

TEMPLATE = "report_back"


def report_on_paper(report: Report, address: str, made: datetime) -> dict[str, Any]:
    """`address`: where the same is read on a screen. `made`: the moment of this copy."""
    record, about = report.record, report.record.about
    title = _("Wat is ermee gebeurd?")
    return {
        "language": str(get_locale()),
        "lang": about.lang,
        "title": title,
        "title_lang": str(get_locale()),
        "kicker": first_upper(about.theme or about.title),
        "running_title": title,
        "running": running(record),
        "comma": comma(),
        "author": about.organised_by or about.organisation or about.title,
        "keywords": [_("wijkdialoog")],
        "footer": f"{address} · {copy_mark(record, made)}",
        "seats": record.measures.seats,
        "labels": labels() | {"agreements": _("Wat we afspraken"), "answers": _("Wat is er veranderd?")},
        "facts": list(facts(record)),
        "introduction": [set_in(one, about.lang) for one in report.introduction.split("\n") if one],
        "closing": [set_in(one, about.lang) for one in report.closing.split("\n") if one],
        "counted": how_agreements_stand(report),
        "agreements": [agreement_on_paper(one) for one in record.agreements_by_day],
        "questions": [question_on_paper(record, one) for one in record.questions],
        "changed": how_much_changed(report.answers),
        "answers": [set_in(one.text, one.lang) | {"name": one.name} for one in report.answers.released],
        "made": [
            _("Hier staat alleen wat mensen zelf vrijgaven. Wie een zin later intrekt, staat niet meer in een nieuwe afdruk."),
            *keeping(about),
            f"{copy_mark(record, made)}.",
        ],
    }  # fmt: skip
