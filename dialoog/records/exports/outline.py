"""The record as a report in the reader's language: headings, and under each of them people's words, whole and in their order.

Every format that is read from top to bottom (Word, ODT, Markdown) is made of this, so that they cannot differ. It is made within
the request, where the language is known, and rendered elsewhere.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, cast

import msgspec
from flask_babel import get_locale, ngettext
from flask_babel import gettext as _

from dialoog.records.document import Document
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
    small_steps,
    step_title,
    supported,
    together,
    translated_by,
    who,
)  # fmt: skip
from dialoog.records.exports.timeline import timeline, timeline_columns, timeline_heading, timeline_note
from dialoog.records.recorded_words import RecordedWords
from dialoog.web.formats import date_with_year, day, listed
from dialoog.web.languages import unbroken


class Translation(msgspec.Struct, frozen=True):
    """`label` says of which language it is, and by whom where that was not its owner."""

    label: str
    text: str
    lang: str


class Line(msgspec.Struct, frozen=True):
    """The words of one person, whole (C4). `who` is "Iemand aan tafel" where the name was not released, and empty for the group's."""

    id: str
    text: str
    lang: str
    who: str
    detail: str = ""
    translations: tuple[Translation, ...] = ()
    under: tuple["Line", ...] = ()
    """What the line rests on, or what answers it."""


class Section(msgspec.Struct, frozen=True):
    """`lead` is the question that was asked, or what the section is."""

    heading: str
    lead: str
    lines: tuple[Line, ...]


class Grid(msgspec.Struct, frozen=True):
    """A small table: what its rows have in common, then the rows. The first cell of a row names it."""

    heading: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str


class Outline(msgspec.Struct, frozen=True):
    """One record. `lang` is the language of everything that is nobody's words; `theme_lang` that of theme and title."""

    lang: str
    title: str
    theme: str
    theme_lang: str
    about: tuple[str, ...]
    """What stands under the title: when, where, who was there."""
    opening: tuple[str, ...]
    sections: tuple[Section, ...]
    counted_heading: str
    counted: tuple[tuple[str, str], ...]
    timeline: Grid | None
    closing_heading: str
    closing: tuple[str, ...]
    """How it was made, and what a reader must know of numbers."""
    state: str
    """Of when this copy is: what was withdrawn later still stands in it."""

    @property
    def lines(self) -> Iterator[Line]:
        """Each with what stands under it."""
        for section in self.sections:
            for line in section.lines:
                yield line
                yield from line.under


def build_outline(record: Document, now: datetime) -> Outline:
    """Within a request: everything that the program says is in the language of its reader."""
    about = record.about
    held = record.began or record.saved
    seats = record.measures.seats
    outline = Outline(
        lang=str(get_locale()),
        title=about.title,
        theme=about.theme or about.title,
        theme_lang=about.lang,
        about=_filled(
            " · ".join(_filled(about.title, day(held), about.neighbourhood)),
            _("Georganiseerd door %(name)s.", name=about.organised_by) if about.organised_by else "",
            ngettext("%(num)s mens aan tafel", "%(num)s mensen aan tafel", seats) + ".",
            _("Iedereen was aan de beurt.") if record.measures.everyone_had_a_turn else "",
        ),
        opening=_filled(
            record.conclusion,
            *record.introduction.split("\n"),
            ""
            if record.introduction
            else _(
                "We hebben niets besloten. We hebben geluisterd, en gezien wat er al is. Dit zijn onze eigen woorden."
            ),
            about.expectation,
        ),
        sections=tuple(section for section in _sections(record) if section.lines),
        counted_heading=_("Wat we telden"),
        counted=tuple((one.label, one.text) for one in measures(record)),
        timeline=_timeline(record),
        closing_heading=_("Hoe dit is gemaakt"),
        closing=_filled(*_closing(record)),
        state=copy_mark(record, now) + ". " + _("Wat daarna is ingetrokken, hoort hier niet meer in."),
    )
    return cast(Outline, _with_unbroken_numbers(outline))


def _with_unbroken_numbers(part: Any) -> Any:
    """The same in all of its texts."""
    match part:
        case str():
            return unbroken(part)
        case None:
            return None
        case tuple():
            return tuple(map(_with_unbroken_numbers, part))
        case _:
            fields = {name: _with_unbroken_numbers(getattr(part, name)) for name in part.__struct_fields__}
            return type(part)(**fields)


def _sections(record: Document) -> Iterator[Section]:
    yield Section(
        _("Wat we samen zagen"),
        "",
        tuple(_line(words, under=record.words_by_id(words.rests_on)) for words in record.insights),
    )
    yield Section(
        _("Wat we zelf gaan doen"),
        small_steps(record),
        tuple(_line(words, detail=_agreed(words)) for words in record.agreements_by_day),
    )
    yield Section(_("Onze vragen"), "", tuple(_question(record, words) for words in record.questions))
    yield Section(
        _("Wat we kunnen delen"),
        _("Dit is er al in de wijk."),
        tuple(
            _line(words, detail=f"{kind}.") for kind, offers in by_source(record.sources) for words in offers
        ),
    )
    yield Section(
        _("Waar we samen naartoe willen"),
        "",
        tuple(_line(words, detail=supported(words)) for words in record.goals),
    )
    yield Section(_("Wat schuurt"), "", tuple(map(_line, record.tensions)))
    for step in record.steps_to_read:
        yield Section(step_title(step), asked(step), tuple(map(_line, step.words)))


def _line(words: RecordedWords, detail: str = "", under: Iterable[RecordedWords] = ()) -> Line:
    return Line(
        id=words.id,
        text=words.text,
        lang=words.lang,
        who="" if words.of_table else who(words),
        detail=detail,
        translations=tuple(
            Translation(_translated(language, words.translators.get(language)), text, language)
            for language, text in words.translations.items()
        ),
        under=tuple(_line(one, detail=kind_name(one.kind)) for one in under),
    )


def _question(record: Document, words: RecordedWords) -> Line:
    answers = (*record.answers_to(words.id, record.sources), *record.answers_to(words.id, record.agreements))
    replies = words.put_to.replies if words.put_to else ()
    nothing = "" if answers or any(one.kind != "interim" for one in replies) else _("Nog geen antwoord.")
    line = _line(words, detail=" ".join(_filled(nothing, put_to(words))), under=answers)
    said = tuple(
        Line("", reply_text(one), one.lang, one.organisation, f"{reply_said(one)}.") for one in replies
    )
    return msgspec.structs.replace(line, under=(*line.under, *said))


def _translated(language: str, translator: str | None) -> str:
    label, by = in_language(language), translated_by(translator)
    return f"{label} ({by.rstrip('.')})" if by else label


def _agreed(words: RecordedWords) -> str:
    due = date_with_year(words.day) if words.day else _("Zonder datum")
    agreed = listed(_filled(how_it_stands(words), due, together(words))) + "."
    if words.became is None:
        return agreed
    answered = _("Geantwoord op %(day)s.", day=date_with_year(words.became.at))
    return " ".join(_filled(agreed, answered, words.became.note))


def _timeline(record: Document) -> Grid | None:
    rows = tuple(step.cells for step in timeline(record))
    return Grid(timeline_heading(), timeline_columns(), rows, timeline_note()) if rows else None


def _closing(record: Document) -> Iterator[str]:
    about = record.about
    yield from caveats(record)
    yield _("In dit verslag staat alleen wat mensen zelf vrijgaven. Namen staan er waar zij dat goed vonden.")
    if about.facilitator:
        yield _("Gespreksleider: %(name)s.", name=about.facilitator)
    yield from keeping(about)


def _filled(*texts: str) -> tuple[str, ...]:
    return tuple(text for text in texts if text)
