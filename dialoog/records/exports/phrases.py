"""What the program says about people's words, alike on the page, in every file and in the search: whose they are, of what kind, with whom,
in which language. In the reader's language, so within a request.

`show` is how a name stands within a sentence: as it is in a file, isolated on a page, so that its direction turns nothing around.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

from flask_babel import get_domain, get_locale, ngettext
from flask_babel import gettext as _

from dialoog.live.plan import Plan
from dialoog.records.document import Document, RecordedStep
from dialoog.records.formats import language_name
from dialoog.records.recorded_words import RecordedReply, RecordedWords
from dialoog.web.formats import date_with_year, day, first_upper, language_of, listed, pick, spelled

GROUP_KINDS = ("insight", "tension", "goal")

Show = Callable[[str], str]

SOURCES = ("time", "knowledge", "network", "space", "facilities")


def table_of(seats: int) -> str:
    """`Acht mensen aan één tafel.`"""
    text: str = (
        get_domain()
        .get_translations()
        .ngettext("%(num)s mens aan één tafel.", "%(num)s mensen aan één tafel.", seats)
    )
    return first_upper(text % {"num": spelled(seats)})


def small_steps(record: Document) -> str:
    """What agreements are, and how many are done where some are."""
    total, done = (
        len(record.agreements),
        sum(bool(one.became and one.became.outcome == "done") for one in record.agreements),
    )
    begin = str(_("Kleine stappen van mensen zelf."))
    if not done or total < 2:
        return begin
    text: str = (
        get_domain()
        .get_translations()
        .ngettext("%(num)s van de %(total)s is gedaan.", "%(num)s van de %(total)s zijn gedaan.", done)
    )
    return f"{begin} {first_upper(text % {'num': spelled(done), 'total': spelled(total)})}"


def together(words: RecordedWords, show: Show = str) -> str:
    """`samen met Tom en nog 1 ander`; empty where it is of one alone."""
    others = words.together_unnamed
    if words.together:
        return str(_("samen met %(names)s", names=_names(words.together, others, show)))
    return ngettext("samen met %(num)s ander", "samen met %(num)s anderen", others) if others else ""


def supporters(words: RecordedWords, show: Show = str) -> str:
    """`Tom, Els en nog 2 anderen`; empty where nobody supports it."""
    unnamed = words.supporters_in_all - len(words.supporters)
    if words.supporters:
        return _names(words.supporters, unnamed, show)
    return str(ngettext("%(num)s mens", "%(num)s mensen", unnamed)) if unnamed else ""


def supported(words: RecordedWords, show: Show = str) -> str:
    """`Gesteund door Tom en Els.`; empty where nobody supports it."""
    names = supporters(words, show)
    return str(_("Gesteund door %(names)s.", names=names)) if names else ""


def _names(names: tuple[str, ...], unnamed: int, show: Show) -> str:
    named = listed(map(show, names))
    return f"{named} {_and_others(unnamed)}" if unnamed else named


def _and_others(number: int) -> str:
    return str(ngettext("en nog %(num)s ander", "en nog %(num)s anderen", number))


def how_it_stands(words: RecordedWords) -> str:
    """Of an agreement or a question, in a word or two; empty of a question that nobody was asked yet."""
    if words.kind == "question":
        return _how_question_stands(words)
    if words.became is None:
        return str(_("Afgesproken") if words.stands else _("Nog een idee"))
    names: dict[str, str] = {
        "done": _("Gedaan"),
        "busy": _("Nog bezig"),
        "moved": _("Verplaatst"),
        "released": _("Losgelaten"),
    }
    return names[words.became.outcome]


def _how_question_stands(words: RecordedWords) -> str:
    put_to = words.put_to
    if put_to is None:
        return ""
    if put_to.state != "asked":
        return str(_("Beantwoord"))
    if put_to.is_reopened:
        return str(_("Weer open"))
    return str(_("Tussenbericht") if put_to.replies else _("Gevraagd"))


def put_to(words: RecordedWords, show: Show = str) -> str:
    """`Gevraagd op 30 november 2026 aan Gemeente Meerlinden. Antwoord tot en met 20 december 2026.`; empty where nobody was asked."""
    asked_of = words.put_to
    if asked_of is None:
        return ""
    sentence = _(
        "Gevraagd op %(day)s aan %(organisation)s.",
        day=date_with_year(asked_of.at),
        organisation=show(asked_of.organisation),
    )
    if asked_of.state != "asked":
        return str(sentence)
    until = _("Antwoord tot en met %(day)s.", day=date_with_year(asked_of.reply_by))
    return f"{sentence} {until}"


def reply_said(reply: RecordedReply) -> str:
    """`Nee, 3 december 2026`, below or above what was written."""
    names: dict[str, str] = {
        "interim": _("Tussenbericht"),
        "yes": _("Ja"),
        "partly": _("Deels"),
        "no": _("Nee"),
    }
    parts = [names[reply.kind], date_with_year(reply.written)]
    if reply.until:
        parts.append(_("meer tot en met %(day)s", day=date_with_year(reply.until)))
    return listed(parts)


def reply_text(reply: RecordedReply) -> str:
    """What was written; where that is nothing, what it comes to."""
    return reply.text or str(_("Ja.") if reply.kind == "yes" else _("Het antwoord komt nog."))


def in_language(language: str) -> str:
    """`In het Arabisch:`, before a translation."""
    return str(_("In het %(language)s:", language=language_name(language)))


def translated_by(desk: str | None) -> str:
    """Empty where the owner translated it."""
    if desk is None:
        return ""
    return str(
        _("Vertaald door de verslaglegger.") if desk == "scribe" else _("Vertaald door de gespreksleider.")
    )


def who(words: RecordedWords) -> str:
    return words.name or (_("De hele tafel") if words.of_table else _("Iemand aan tafel"))


def who_within(words: RecordedWords) -> str:
    """The same within a line."""
    return words.name or (_("de hele tafel") if words.of_table else _("iemand aan tafel"))


def step_title(step: RecordedStep) -> str:
    return _("Laatste woorden") if step.form == "harvest" else pick(step.title)


def title_language(step: RecordedStep) -> str:
    """Of `step_title`, for the `lang` attribute."""
    return str(get_locale()) if step.form == "harvest" else language_of(step.title)


def is_of_group(kind: str) -> bool:
    """Whether such words are nobody's, so that no name belongs to them."""
    return kind in GROUP_KINDS


def kind_name(kind: str) -> str:
    """What a kind of words is called within a sentence."""
    names: dict[str, str] = {
        "introduction": _("kennismaken"),
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


def by_source(offers: Iterable[RecordedWords]) -> Iterator[tuple[str, list[RecordedWords]]]:
    """What people can share, below the name of each kind that there is."""
    found = list(offers)
    for kind in SOURCES:
        if of_kind := [words for words in found if words.source == kind]:
            yield source_name(kind), of_kind


def still_open() -> str:
    """Of a tension."""
    return str(_("Dit is nog open. We hebben het niet opgelost en wel uitgesproken."))


def step_note(step: RecordedStep) -> str:
    """What a reader must know of the words of a step; of most nothing."""
    if step.id != "perspectives":
        return ""
    return str(
        _("Een zienswijze is hier: hoe iemand het ziet. Het is geen officiële zienswijze aan de gemeente.")
    )


def keeping(about: Plan) -> Iterator[str]:
    """Who keeps it until when, and whom to call."""
    if about.organisation and about.until:
        yield _("%(who)s bewaart dit tot %(date)s.", who=about.organisation, date=day(about.until))
        if not about.has_one_day:
            yield _("Namen staan erin tot %(date)s.", date=day(about.last_day_of_names))
    if about.contact:
        yield _("Spijt of een vraag? %(contact)s.", contact=about.contact)


def asked(step: RecordedStep) -> str:
    """The whole question of a step."""
    return f"{pick(step.question)} {pick(step.more)}".strip()


def signature(record: Document, show: Show = str) -> str:
    """Below what the organiser wrote above a record; empty where they wrote nothing."""
    if record.written is None or not record.signed_by:
        return ""
    day = date_with_year(record.written)
    return str(_("%(organisation)s, %(day)s", organisation=show(record.signed_by), day=day))


def copy_mark(record: Document, made: datetime) -> str:
    """`Kopie 3, gemaakt op 29 november 2026`: by this an organiser knows whether a file is old. Without a number where nobody took it along."""
    if record.copy is None:
        return str(_("Gemaakt op %(day)s", day=date_with_year(made)))
    return str(_("Kopie %(number)s, gemaakt op %(day)s", number=record.copy.number, day=date_with_year(made)))
