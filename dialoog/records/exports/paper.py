"""What stands on paper: a record as plain strings, numbers and lists, for the templates that are set in letters.

Every word that is not of people comes from here, in the reader's language; a template holds none. The parts and their order are those of
the page.
"""

import re
from collections.abc import Iterable
from datetime import datetime
from typing import Any

import msgspec
from flask_babel import get_locale
from flask_babel import gettext as _

from dialoog.records.document import Document, RecordedStep
from dialoog.records.exports.measures import caveats, measures
from dialoog.records.exports.phrases import (
    asked,
    by_source,
    copy_mark,
    how_it_stands,
    in_language,
    keeping,
    kind_name,
    put_to,
    reply_said,
    reply_text,
    signature,
    small_steps,
    step_note,
    step_title,
    still_open,
    supported,
    table_of,
    title_language,
    together,
    translated_by,
    who,
)  # fmt: skip
from dialoog.records.exports.timeline import timeline, timeline_columns, timeline_heading, timeline_note
from dialoog.records.formats import clock
from dialoog.records.recorded_words import RecordedWords
from dialoog.web.formats import comma, date_with_year, day, first_upper, language_of, listed, short_day
from dialoog.web.languages import written_right_to_left

Data = dict[str, Any]

LANGUAGE = re.compile(r"[a-z]{2,3}")


def record_on_paper(record: Document, address: str, made: datetime) -> Data:
    """`address`: where the same record is read on a screen. `made`: the moment of this copy."""
    about = record.about
    return {
        "language": str(get_locale()),
        "lang": _language(about.lang),
        "title_lang": _language(about.lang),
        "title": first_upper(about.theme or about.title),
        "running_title": shortened(first_upper(about.theme or about.title), 50),
        "kicker": about.title if about.theme else "",
        "running": running(record),
        "comma": comma(),
        "author": about.organised_by or about.organisation or about.title,
        "keywords": [_("wijkdialoog"), _("verslag")],
        "footer": f"{address} · {copy_mark(record, made)}",
        "mark": f"{copy_mark(record, made)}.",
        "seats": record.measures.seats,
        "labels": labels(),
        "facts": list(facts(record)),
        "conclusion": set_in(record.conclusion, about.lang) if record.conclusion else None,
        "introduction": [set_in(one, about.lang) for one in record.introduction.split("\n") if one],
        "signature": signature(record),
        "notes": [about.expectation] if about.expectation else [],
        "insights": [
            spoken(one) | {"words": [spoken(origin) for origin in record.words_by_id(one.rests_on)]}
            for one in record.insights
        ],
        "small_steps": small_steps(record),
        "agreements": [agreement_on_paper(one) for one in record.agreements_by_day],
        "questions": [question_on_paper(record, one) for one in record.questions],
        "sources": list(_sources(record)),
        "goals": [spoken(one) | {"supporters": supported(one)} for one in record.goals],
        "tensions": [spoken(one) for one in record.tensions],
        "steps": [_step(record, step) for step in record.steps_to_read],
        "measures": [msgspec.structs.asdict(one) for one in measures(record)],
        "timeline": [msgspec.structs.asdict(step) for step in timeline(record)],
        "timeline_columns": timeline_columns(),
        "caveats": list(caveats(record)),
        "made": list(_made(record)),
    }


def running(record: Document) -> list[str]:
    """Above each page but the first, beside what the paper is called."""
    return [shortened(record.about.title, 32), date_with_year(record.began or record.saved)]


def shortened(text: str, most: int) -> str:
    """For a line that is repeated on each page; the whole of it stands on the first."""
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def _language(code: str) -> str:
    """As PDF names a language; a code that it could not read is left out."""
    primary = code.split("-")[0].lower()
    return primary if LANGUAGE.fullmatch(primary) else "und"


def set_in(text: str, lang: str) -> Data:
    return {"text": text, "lang": _language(lang), "rtl": written_right_to_left(text)}


def spoken(words: RecordedWords) -> Data:
    """The original first, then each translation with its language and who made it (C5)."""
    return set_in(words.text, words.lang) | {
        "name": who(words) if words.of_table else words.name,
        "kind": kind_name(words.kind),
        "due": date_with_year(words.day) if words.day else None,
        "translations": [
            set_in(text, lang)
            | {
                "heading": in_language(lang),
                "by": translated_by(words.translators.get(lang)) or None,
            }
            for lang, text in words.translations.items()
        ],
    }


def labels() -> dict[str, str]:
    return {
        "nameless": _("Iemand aan tafel"),
        "nameless_within": _("iemand aan tafel"),
        "page": _("%(number)s van %(pages)s", number="{number}", pages="{pages}"),
        "own_words": _(
            "We hebben niets besloten. We hebben geluisterd, en gezien wat er al is. Dit zijn onze eigen woorden."
        ),
        "insights": _("Wat we samen zagen"),
        "agreements": _("Wat we zelf gaan doen"),
        "questions": _("Onze vragen"),
        "sources": _("Wat we kunnen delen"),
        "goals": _("Waar we samen naartoe willen"),
        "tensions": _("Wat schuurt"),
        "words": _("In onze eigen woorden"),
        "words_lead": _(
            "Per stap, in de volgorde van de kring. Elke zin staat er zoals hij is opgeschreven."
        ),
        "counted": _("Wat we telden"),
        "timeline": timeline_heading(),
        "timeline_note": timeline_note(),
        "made": _("Hoe dit is gemaakt"),
        "when": _("Wanneer"),
        "who_what": _("Wie doet wat"),
        "state": _("Hoe staat het"),
        "what": _("Wat"),
        "how_many": _("Hoeveel"),
        "no_answer": _("Nog geen antwoord."),
        "still_open": still_open(),
    }


def facts(record: Document) -> Iterable[Data]:
    about = record.about
    when = day(record.began or record.saved)
    if record.is_of_one_evening and record.began:
        hours = _("van %(start)s tot %(end)s uur", start=clock(record.began), end=clock(record.saved))
        when = f"{when}, {hours}"
    yield {"label": _("Wanneer"), "text": first_upper(when)}
    where = listed(filter(None, (about.place, about.neighbourhood, about.municipality)))
    if where:
        yield {"label": _("Waar"), "text": where}
    host = f"{about.organisation}." if about.organisation else ""
    if about.organised_by:
        host = _("Georganiseerd door %(name)s.", name=about.organised_by)
    led = _("%(name)s leidde het gesprek.", name=about.facilitator) if about.facilitator else ""
    if host or led:
        yield {"label": _("Wie nodigde uit"), "text": f"{host} {led}".strip()}
    people = table_of(record.measures.seats)
    turns = _("Iedereen was aan de beurt.") if record.measures.everyone_had_a_turn else ""
    yield {"label": _("Wie er waren"), "text": f"{people} {turns}".strip()}


def agreement_on_paper(one: RecordedWords) -> Data:
    became = one.became
    return spoken(one) | {
        "due": date_with_year(one.day) if one.day else _("Zonder datum"),
        "along": together(one),
        "state": became.outcome if became else "agreed" if one.stands else "idea",
        "state_label": how_it_stands(one),
        "answered": short_day(became.at) if became else "",
        "note": set_in(became.note, one.lang) if became and became.note else None,
    }


def question_on_paper(record: Document, question: RecordedWords) -> Data:
    offers = record.answers_to(question.id, record.sources)
    steps = record.answers_to(question.id, record.agreements)
    replies = ((_("Aan tafel aangeboden"), offers), (_("Aan tafel afgesproken"), steps))
    put = question.put_to
    return spoken(question) | {
        "put_to": put_to(question),
        "answered": any(one.kind != "interim" for one in put.replies) if put else False,
        "said": [
            set_in(reply_text(one), one.lang) | {"heading": f"{one.organisation}: {reply_said(one)}"}
            for one in (put.replies if put else ())
        ],
        "replies": [
            {"heading": heading, "words": [spoken(one) for one in found]}
            for heading, found in replies
            if found
        ],
    }


def _sources(record: Document) -> Iterable[Data]:
    for kind, offers in by_source(record.sources):
        yield {"label": kind, "words": [spoken(one) for one in offers]}


def _step(record: Document, step: RecordedStep) -> Data:
    lifted = record.lifted(step)
    is_last = step.form == "harvest"
    return {
        "title": step_title(step),
        "lang": _language(title_language(step)),
        "question": asked(step),
        "question_lang": _language(language_of(step.question)),
        "note": step_note(step),
        "form": "last_words" if is_last else "introductions" if step.is_introduction else "round",
        "lifted": spoken(lifted) if lifted else None,
        "words": [spoken(one) for one in step.words if one != lifted],
    }


def _made(record: Document) -> Iterable[str]:
    released = _(
        "In dit verslag staat alleen wat mensen zelf vrijgaven. Namen staan er waar zij dat goed vonden."
    )
    confirmed = _("Wat een ander opschreef, staat er pas nadat de spreker zei: klopt.")
    yield f"{released} {confirmed}"
    yield _(
        "Wat we samen zagen, maakte de tafel samen. De grote zin bij een stap is een zin waar zo’n inzicht op rust."
    )
    if until_when := " ".join(keeping(record.about)):
        yield until_when
