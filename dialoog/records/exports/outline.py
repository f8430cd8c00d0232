"""The record as a report in the reader's language: headings, and under each of them people's words, whole and in their order.

Every format that is read from top to bottom (Word, ODT, Markdown) is made of this, so that they cannot differ. It is made within
the request, where the language is known, and rendered elsewhere.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, cast

import msgspec
from flask_babel import get_locale
from flask_babel import gettext as _

from dialoog.records.document import Document
from dialoog.records.exports.measures import caveats, measures
from dialoog.records.exports.paper import facts, running, shortened
from dialoog.records.exports.phrases import (
    asked,
    by_source,
    copy_mark,
    how_it_stands,
    in_language,
    is_of_group,
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
    together,
    translated_by,
    who,
)  # fmt: skip
from dialoog.records.exports.timeline import timeline, timeline_columns, timeline_heading, timeline_note
from dialoog.records.recorded_words import RecordedWords
from dialoog.web.formats import date_with_year, first_upper, listed
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
    note: str = ""
    """By whose words they are, about what became of them."""
    translations: tuple[Translation, ...] = ()
    under: tuple["Line", ...] = ()
    """What the line rests on, or what answers it."""
    is_named: bool = True
    is_lifted: bool = False
    """Set large, as an insight rests on it."""


class Section(msgspec.Struct, frozen=True):
    """`lead` is the question that was asked, or what the section is; `note` says more about it. A step of the evening stands one level
    lower than what came of it."""

    heading: str
    lead: str
    lines: tuple[Line, ...]
    note: str = ""
    is_step: bool = False


class Grid(msgspec.Struct, frozen=True):
    """A small table: what its rows have in common, then the rows. The first cell of a row names it."""

    heading: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str


class Outline(msgspec.Struct, frozen=True):
    """One record. `lang` is the language of everything that is nobody's words; `theme_lang` that of theme and title. `title` is empty
    where it is the theme."""

    lang: str
    title: str
    theme: str
    theme_lang: str
    running: tuple[str, str]
    """What stands above each page but the first: theme; title and day. Both short enough for one line."""
    page: str
    """`{number} van {pages}`"""
    facts: tuple[tuple[str, str], ...]
    """What stands under the title: when, where, who was there."""
    conclusion: str
    introduction: tuple[str, ...]
    introduction_lang: str
    signature: str
    """Whose conclusion and introduction are, and of when; empty where there are none."""
    notes: tuple[str, ...]
    sections: tuple[Section, ...]
    counted_heading: str
    counted: tuple[tuple[str, str], ...]
    timeline: Grid | None
    closing_heading: str
    closing: tuple[str, ...]
    """How it was made, and what a reader must know of numbers."""
    copy_mark: str
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
    own_words = _(
        "We hebben niets besloten. We hebben geluisterd, en gezien wat er al is. Dit zijn onze eigen woorden."
    )
    mark = copy_mark(record, now)
    outline = Outline(
        lang=str(get_locale()),
        title=about.title if about.theme else "",
        theme=first_upper(about.theme or about.title),
        theme_lang=about.lang,
        running=(shortened(first_upper(about.theme or about.title), 50), listed(running(record))),
        page=_("%(number)s van %(pages)s", number="{number}", pages="{pages}"),
        facts=tuple((fact["label"], fact["text"]) for fact in facts(record)),
        conclusion=record.conclusion,
        introduction=_filled(*record.introduction.split("\n")) or (own_words,),
        introduction_lang=about.lang if record.introduction else str(get_locale()),
        signature=signature(record),
        notes=_filled(about.expectation),
        sections=tuple(_sections(record)),
        counted_heading=_("Wat we telden"),
        counted=tuple((one.label, one.text) for one in measures(record)),
        timeline=_timeline(record),
        closing_heading=_("Hoe dit is gemaakt"),
        closing=_filled(*_closing(record)),
        copy_mark=mark,
        state=f"{mark}. " + _("Wat daarna is ingetrokken, hoort hier niet meer in."),
    )
    return cast(Outline, _with_unbroken_numbers(outline))


def _with_unbroken_numbers(part: Any) -> Any:
    """The same in all of its texts."""
    match part:
        case str():
            return unbroken(part)
        case None | bool():
            return part
        case tuple():
            return tuple(map(_with_unbroken_numbers, part))
        case _:
            fields = {name: _with_unbroken_numbers(getattr(part, name)) for name in part.__struct_fields__}
            return type(part)(**fields)


def _sections(record: Document) -> Iterator[Section]:
    yield from (section for section in _harvest(record) if section.lines)
    if record.steps_to_read:
        lead = _("Per stap, in de volgorde van de kring. Elke zin staat er zoals hij is opgeschreven.")
        yield Section(_("In onze eigen woorden"), lead, ())
    for step in record.steps_to_read:
        lifted = record.lifted(step)
        lines = (_line(words) for words in step.words if words != lifted)
        large = (msgspec.structs.replace(_line(lifted), is_lifted=True),) if lifted else ()
        yield Section(step_title(step), asked(step), (*large, *lines), step_note(step), is_step=True)


def _harvest(record: Document) -> Iterator[Section]:
    """What came of the evening."""
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
    yield Section(
        _("Wat schuurt"),
        "",
        tuple(_line(words, detail=still_open()) for words in record.tensions),
    )


def _line(words: RecordedWords, detail: str = "", under: Iterable[RecordedWords] = ()) -> Line:
    """A note stands apart: it has a direction of its own."""
    return Line(
        id=words.id,
        text=words.text,
        lang=words.lang,
        who="" if is_of_group(words.kind) else who(words),
        is_named=words.name is not None,
        detail=detail,
        note=words.became.note if words.became else "",
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
    return f"{agreed} {answered}"


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
