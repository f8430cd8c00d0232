"""The record as a report in the reader's language: headings, and under each of them people's words, whole and in their order.

Every format that is read from top to bottom (Word, ODT, Markdown) is made of this, so that they cannot differ. It is made within
the request, where the language is known, and rendered elsewhere.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime

import msgspec
from flask_babel import format_date, get_locale, ngettext
from flask_babel import gettext as _

from dialoog.records.document import Document, RecordedStep, RecordedWords
from dialoog.records.formats import language_name

SOURCES = ("time", "knowledge", "network", "space", "facilities")


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
    return Outline(
        lang=str(get_locale()),
        title=about.title,
        theme=about.theme or about.title,
        theme_lang=about.lang,
        about=_filled(
            " · ".join(_filled(about.title, _day(held), about.neighbourhood)),
            _("Georganiseerd door %(name)s.", name=about.organised_by) if about.organised_by else "",
            ngettext("%(num)s mens aan tafel", "%(num)s mensen aan tafel", seats) + ".",
            _("Iedereen was aan de beurt.") if record.measures.everyone_had_a_turn else "",
        ),
        opening=_filled(
            _(
                "We hebben niets besloten. We hebben geluisterd, en gezien wat er al is. Dit zijn onze eigen woorden."
            ),
            about.expectation,
        ),
        sections=tuple(section for section in _sections(record) if section.lines),
        counted_heading=_("Wat we telden"),
        counted=tuple(_counted(record)),
        closing_heading=_("Hoe dit is gemaakt"),
        closing=_filled(*_closing(record)),
        state=_(
            "Dit is hoe het verslag was op %(day)s. Wat daarna is ingetrokken, hoort hier niet meer in.",
            day=_day(now),
        ),
    )


def _sections(record: Document) -> Iterator[Section]:
    yield Section(
        _("Wat we samen zagen"),
        "",
        tuple(_line(words, under=record.words_by_id(words.rests_on)) for words in record.insights),
    )
    yield Section(
        _("Wat we zelf gaan doen"),
        _("Kleine stappen van mensen zelf."),
        tuple(_line(words, detail=_agreed(words)) for words in record.agreements_by_day),
    )
    yield Section(_("Onze vragen"), "", tuple(_question(record, words) for words in record.questions))
    yield Section(
        _("Wat we kunnen delen"),
        _("Dit is er al in de wijk."),
        tuple(
            _line(words, detail=source_name(kind) + ".")
            for kind in SOURCES
            for words in record.sources
            if words.source == kind
        ),
    )
    yield Section(
        _("Waar we samen naartoe willen"),
        "",
        tuple(_line(words, detail=_supported(words)) for words in record.goals),
    )
    yield Section(_("Wat schuurt"), "", tuple(map(_line, record.tensions)))
    for step in record.steps_to_read:
        yield Section(step_title(step), _in_own_language(step.question), tuple(map(_line, step.words)))


def _line(words: RecordedWords, detail: str = "", under: Iterable[RecordedWords] = ()) -> Line:
    return Line(
        id=words.id,
        text=words.text,
        lang=words.lang,
        who="" if words.kind in ("insight", "tension") else who(words),
        detail=detail,
        translations=tuple(
            Translation(_translated(language, words.translators.get(language)), text, language)
            for language, text in words.translations.items()
        ),
        under=tuple(_line(one, detail=kind_name(one.kind)) for one in under),
    )


def _question(record: Document, words: RecordedWords) -> Line:
    answers = (*record.answers_to(words.id, record.sources), *record.answers_to(words.id, record.agreements))
    return _line(words, detail="" if answers else _("Nog geen antwoord."), under=answers)


def _translated(language: str, translator: str | None) -> str:
    label: str = _("In het %(language)s:", language=language_name(language))
    match translator:
        case None:
            return label
        case "scribe":
            return f"{label} ({_('Vertaald door de verslaglegger.').rstrip('.')})"
        case _other:
            return f"{label} ({_('Vertaald door de gespreksleider.').rstrip('.')})"


def _agreed(words: RecordedWords) -> str:
    state = _("Afgesproken") if words.stands else _("Nog een idee")
    day = format_date(date.fromisoformat(words.due), "long") if words.due else _("Zonder datum")
    return ", ".join(_filled(state, day, together(words))) + "."


def together(words: RecordedWords) -> str:
    """`samen met Tom en nog 1 ander`; empty where it is of one alone."""
    others = words.together_unnamed
    if not words.together:
        return ngettext("samen met %(num)s ander", "samen met %(num)s anderen", others) if others else ""
    names = f"{_('samen met')} {', '.join(words.together)}"
    return (
        f"{names} {ngettext('en nog %(num)s ander', 'en nog %(num)s anderen', others)}" if others else names
    )


def supporters(words: RecordedWords) -> str:
    """`Tom, Els en nog 2 anderen`; empty where nobody supports it."""
    unnamed = words.supporters_in_all - len(words.supporters)
    names = ", ".join(words.supporters)
    if names and unnamed:
        return f"{names} {ngettext('en nog %(num)s ander', 'en nog %(num)s anderen', unnamed)}"
    return names or (str(ngettext("%(num)s mens", "%(num)s mensen", unnamed)) if unnamed else "")


def _supported(words: RecordedWords) -> str:
    return f"{_('Gesteund door')} {supporters(words)}." if words.supporters_in_all else ""


def _counted(record: Document) -> Iterator[tuple[str, str]]:
    measured = record.measures
    yield _("Zinnen in dit verslag"), str(len(record.contributions))
    if measured.turns is not None:
        yield _("Beurten"), str(measured.turns)
    if measured.turns and measured.first_offer_coverage is not None:
        yield _("Kreeg een beurt aangeboden"), f"{measured.first_offer_coverage:.0%}"
    if measured.speaking_seconds:
        yield _("Minuten aan beurten"), str(round(measured.speaking_seconds / 60))
    if measured.resident_share is not None:
        yield _("Zinnen van bewoners"), f"{measured.resident_share:.0%}"


def _closing(record: Document) -> Iterator[str]:
    about = record.about
    yield _("Tellen zegt niet alles. Seconden zijn knoptijden, geen spreektijd.")
    yield _(
        "Aan de beurt zijn is niet hetzelfde als gehoord worden: dat weet alleen wie er zat. Veel praten is niet hetzelfde als goed praten."
    )
    yield _("Over wie er niet was, zegt dit verslag niets.")
    yield _("In dit verslag staat alleen wat mensen zelf vrijgaven. Namen staan er waar zij dat goed vonden.")
    if about.facilitator:
        yield _("Gespreksleider: %(name)s.", name=about.facilitator)
    if about.organisation and about.until:
        day = _day(date.fromisoformat(about.until))
        yield _("%(who)s bewaart dit tot %(date)s.", who=about.organisation, date=day)
    if about.contact:
        yield _("Spijt of een vraag? %(contact)s.", contact=about.contact)


def who(words: RecordedWords) -> str:
    return words.name or _("Iemand aan tafel")


def step_title(step: RecordedStep) -> str:
    return _("Laatste woorden") if step.form == "harvest" else _in_own_language(step.title)


def kind_name(kind: str) -> str:
    """What a kind of words is called within a sentence."""
    names: dict[str, str] = {
        "introduction": _("kennismaking"),
        "experience": _("ervaring"),
        "perspective": _("zienswijze"),
        "dream": _("droom"),
        "possibility": _("mogelijkheid"),
        "closing_word": _("laatste woord"),
        "source": _("aanbod"),
        "question": _("vraag"),
        "tension": _("spanning"),
        "goal": _("gedeeld doel"),
        "agreement": _("afspraak"),
        "insight": _("inzicht"),
    }
    return names[kind]


def source_name(source: str) -> str:
    names: dict[str, str] = {
        "time": _("Tijd"),
        "knowledge": _("Kennis"),
        "network": _("Netwerk"),
        "space": _("Ruimte"),
        "facilities": _("Faciliteiten"),
    }
    return names[source]


def _in_own_language(texts: dict[str, str]) -> str:
    """In the reader's language, else in Dutch, else in any."""
    return texts.get(str(get_locale())) or texts.get("nl") or next(iter(texts.values()), "")


def _day(moment: date | datetime) -> str:
    text: str = format_date(moment, "long")
    return text


def _filled(*texts: str) -> tuple[str, ...]:
    return tuple(text for text in texts if text)
