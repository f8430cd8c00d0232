"""What the program says about people's words, alike in every file and in the search: whose they are, of what kind, with whom, in which
language. In the reader's language, so within a request.
"""

from flask_babel import gettext as _
from flask_babel import ngettext

from dialoog.records.document import RecordedStep, RecordedWords
from dialoog.records.formats import language_name
from dialoog.web.formats import pick

SOURCES = ("time", "knowledge", "network", "space", "facilities")


def together(words: RecordedWords) -> str:
    """`samen met Tom en nog 1 ander`; empty where it is of one alone."""
    others = words.together_unnamed
    if not words.together:
        return ngettext("samen met %(num)s ander", "samen met %(num)s anderen", others) if others else ""
    names = f"{_('samen met')} {', '.join(words.together)}"
    return f"{names} {_and_others(others)}" if others else names


def supporters(words: RecordedWords) -> str:
    """`Tom, Els en nog 2 anderen`; empty where nobody supports it."""
    unnamed = words.supporters_in_all - len(words.supporters)
    names = ", ".join(words.supporters)
    if names and unnamed:
        return f"{names} {_and_others(unnamed)}"
    return names or (str(ngettext("%(num)s mens", "%(num)s mensen", unnamed)) if unnamed else "")


def _and_others(number: int) -> str:
    return str(ngettext("en nog %(num)s ander", "en nog %(num)s anderen", number))


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
    return words.name or _("Iemand aan tafel")


def step_title(step: RecordedStep) -> str:
    return _("Laatste woorden") if step.form == "harvest" else pick(step.title)


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


def asked(step: RecordedStep) -> str:
    """The whole question of a step."""
    return f"{pick(step.question)} {pick(step.more)}".strip()
