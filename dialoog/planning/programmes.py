"""The programmes that come with Dialoog: 60, 90 and 120 minutes, and three others.

Every text is a Dutch message of gettext and is given in all languages at once, since people at one table read
different ones. A template is copied into the dialogue when it opens (S2). `rules.state` defines a step,
`rules.programme` the length of a turn, `live.programme_names` what people read in a form.
"""

import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import replace

from dialoog.planning.translated_texts import mark as _
from dialoog.planning.translated_texts import texts
from dialoog.rules.state import Form, Kind, Step

MINUTES = {
    "60": (5, 7, 14, 7, 4, 0, 9, 8, 6),
    "90": (7, 9, 21, 11, 7, 0, 13, 12, 10),
    "120": (8, 11, 27, 14, 8, 8, 15, 15, 14),
}
"""Template → minutes of each of the nine steps of the method; 0 leaves the step out."""

LONG_SILENCE = {"60": 60, "90": 60, "120": 120}
WRITING = 60


def template(name: str, theme: str = "") -> tuple[Step, ...]:
    """Returns the steps of a template with the theme filled in. Raises KeyError for an unknown name."""
    return PROGRAMMES[name](theme)


def _of_the_method(name: str) -> Callable[[str], tuple[Step, ...]]:
    def steps(theme: str) -> tuple[Step, ...]:
        silence = LONG_SILENCE[name]
        all_nine = (
            _welcome(),
            _introductions(),
            replace(_experiences(theme), silence=silence),
            _perspectives(),
            _exploring(),
            _break(),
            replace(_dreams(), silence=silence),
            _possibilities(),
            _short_harvest() if name == "60" else _harvest(),
        )
        return _with_minutes(all_nine, MINUTES[name])

    return steps


def _day_of_dialogue(theme: str) -> tuple[Step, ...]:
    """The four rounds of the Dag van de Dialoog: meeting, experiences, dreams, doing."""
    steps = (
        _welcome(),
        _introductions(),
        replace(_experiences(theme), silence=60),
        _break(),
        replace(_dreams(), silence=60),
        _doing(),
        _harvest(),
    )
    return _with_minutes(steps, (8, 16, 30, 8, 24, 22, 12))


def _check_in(theme: str) -> tuple[Step, ...]:
    check_in = Step(
        id="check-in",
        form=Form.ROUND,
        title=texts(_("Hoe zit u erbij")),
        question=texts(_("Hoe zit u hier vandaag? Wat houdt u bezig?")),
        more=_about(theme),
        minutes=0,
        kind=Kind.EXPERIENCE,
    )
    return _with_minutes((_welcome(), check_in, _short_harvest()), (2, 12, 6))


def _empty(theme: str) -> tuple[Step, ...]:
    one_round = Step(
        id="round",
        form=Form.ROUND,
        title=texts(_("Een ronde")),
        question=texts(_("Wat wilt u hierover vertellen?")),
        more=_about(theme),
        minutes=0,
        writing=WRITING,
        kind=Kind.EXPERIENCE,
    )
    return _with_minutes((_welcome(), one_round, _harvest()), (5, 25, 10))


def _with_minutes(steps: Iterable[Step], minutes: Iterable[int]) -> tuple[Step, ...]:
    pairs = zip(steps, minutes, strict=True)
    return tuple(replace(step, minutes=length) for step, length in pairs if length)


def _about(theme: str) -> dict[str, str]:
    """Returns the second, smaller line under a question; empty without a theme."""
    subject = theme.strip().rstrip(".")
    return texts(_("Het gaat over: %(theme)s."), theme=_isolate(subject)) if subject else {}


def _isolate(text: str) -> str:
    """Wraps a text with right-to-left characters in isolates, so that the sentence around it keeps its order."""
    right_to_left = any(unicodedata.bidirectional(sign) in ("R", "AL") for sign in text)
    return f"\u2068{text}\u2069" if right_to_left else text


def _welcome() -> Step:
    return Step(
        id="welcome",
        form=Form.WELCOME,
        title=texts(_("Welkom")),
        question=texts(_("We luisteren. Iedereen komt aan de beurt.")),
        minutes=0,
        deepening=(
            texts(_("Vertel wie de woorden bewaart, waarom en hoe lang.")),
            texts(_("Telefoon, papier of allebei: het is allemaal goed.")),
            texts(_("Tik de namen aan zoals de mensen zitten, met de klok mee.")),
        ),
    )


def _introductions() -> Step:
    return Step(
        id="introductions",
        form=Form.ROUND,
        title=texts(_("Kennismaken")),
        question=texts(_("Hoe wilt u genoemd worden? Waar in de wijk komt u graag?")),
        minutes=0,
        kind=Kind.INTRODUCTION,
    )


def _experiences(theme: str) -> Step:
    return Step(
        id="experiences",
        form=Form.ROUND,
        title=texts(_("Ervaringen")),
        question=texts(_("Vertel over een moment dat u bijbleef.")),
        more=_about(theme),
        minutes=0,
        deepening=(texts(_("Wat deed dat met u?")), texts(_("Wat had u toen nodig?"))),
        writing=WRITING,
        kind=Kind.EXPERIENCE,
    )


def _perspectives() -> Step:
    return Step(
        id="perspectives",
        form=Form.ROUND,
        title=texts(_("Zienswijzen")),
        question=texts(_("Wat ziet u nu anders of scherper?")),
        minutes=0,
        deepening=(texts(_("Wat dacht u eerst? Klopt dat nog?")),),
        writing=WRITING,
        kind=Kind.PERSPECTIVE,
    )


def _exploring() -> Step:
    return Step(
        id="exploring",
        form=Form.TALK,
        title=texts(_("Samen onderzoeken")),
        question=texts(_("Wat werkt hier? Waar draait het om?")),
        more=texts(_("Stel elkaar een open vraag.")),
        minutes=0,
        deepening=(texts(_("Waar schuurt het?")),),
    )


def _break() -> Step:
    return Step(
        id="break",
        form=Form.BREAK,
        title=texts(_("Pauze")),
        question=texts(_("Even pauze.")),
        minutes=0,
    )


def _dreams() -> Step:
    return Step(
        id="dreams",
        form=Form.ROUND,
        title=texts(_("Dromen")),
        question=texts(_("Het is drie jaar later. Het gaat goed in de wijk. Wat ziet en hoort u?")),
        minutes=0,
        deepening=(texts(_("Wat is een klein begin?")),),
        writing=WRITING,
        kind=Kind.DREAM,
    )


def _possibilities() -> Step:
    return Step(
        id="possibilities",
        form=Form.ROUND,
        title=texts(_("Mogelijkheden")),
        question=texts(_("Wat is er al in de wijk? Wat wilt u zelf inbrengen?")),
        more=texts(_("Niets is ook goed.")),
        minutes=0,
        deepening=(texts(_("Welke kleine stap wilt u zelf zetten?")),),
        writing=WRITING,
        kind=Kind.POSSIBILITY,
    )


def _doing() -> Step:
    return replace(
        _possibilities(),
        id="doing",
        title=texts(_("Doen")),
        question=texts(_("Wat kunt u zelf doen, klein en dichtbij? Met wie?")),
    )


def _harvest() -> Step:
    return Step(
        id="harvest",
        form=Form.HARVEST,
        title=texts(_("Oogst")),
        question=texts(_("Welke zin mogen we niet vergeten? Welke vraag nemen we mee?")),
        minutes=0,
        deepening=(
            texts(_("Wat ziet u nu anders dan toen u kwam?")),
            texts(_("Klopt dit zo?")),
        ),
        kind=Kind.CLOSING_WORD,
        last_words=texts(_("Met welk woord of welke zin gaat u naar huis?")),
    )


def _short_harvest() -> Step:
    brief = texts(_("Eén zin, één vraag, één stap. Daarna het laatste woord."))
    return replace(_harvest(), deepening=(brief, *_harvest().deepening))


PROGRAMMES: dict[str, Callable[[str], tuple[Step, ...]]] = {
    **{name: _of_the_method(name) for name in MINUTES},
    "day": _day_of_dialogue,
    "check-in": _check_in,
    "empty": _empty,
}
