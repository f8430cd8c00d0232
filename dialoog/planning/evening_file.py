"""Validates an evening file from outside and turns it into a plan.

`evening_schema` checks its shape; this module holds its texts to the same limits as the forms. The player
(`dialoog.simulator.main`) reads who says what and when.
"""

from collections.abc import Callable, Iterator
from functools import partial
from operator import attrgetter
from typing import Any

from msgspec import UNSET

from dialoog.live.plan import LONGEST, Plan
from dialoog.planning import evening_schema
from dialoog.planning.evening_programme import BEFORE, QUESTION_SIGNS
from dialoog.planning.evening_schema import EveningFile, InvalidEvening
from dialoog.web import text_validation

PLACES = {name: f"dialogue.{name}" for name in LONGEST} | {
    "facilitator": "facilitator.name",
    "organisation": "dialogue.owner",
}
"""Line of a plan → where it stands in a file."""

INVALID_TEXT = {
    "too_long": "is too long",
    "name_too_long": "is too long",
    "empty_text": "is empty",
    "bad_signs": "has signs in it that cannot be kept",
}
Clean = Callable[[str], str]


def plan_of(evening: Any) -> Plan:
    """Returns the plan of an evening file. Raises InvalidEvening with one sentence for anything else."""
    file = evening_schema.parse(evening)
    _check_step_ids(file)
    for path, text, clean in _texts(file):
        _clean(path, text, clean)
    fields = {
        name: _clean(place, attrgetter(place)(file), partial(text_validation.line, longest=LONGEST[name]))
        for name, place in PLACES.items()
    }
    if not fields["title"]:
        raise InvalidEvening(f"{PLACES['title']} {INVALID_TEXT['empty_text']}")
    until = file.dialogue.retention_until
    return Plan(
        **fields,
        lang=file.dialogue.language,
        until=until.isoformat() if until else "",
        date=file.dialogue.date.isoformat() if file.dialogue.date else "",
        start=file.dialogue.start or "",
    )


def validated_fields(lines: dict[str, str]) -> dict[str, str]:
    """Normalises the lines of a plan. Raises InvalidText for an empty title, a line that is too long, or invalid characters."""
    fields = {name: text_validation.line(line, LONGEST[name]) for name, line in lines.items()}
    if not fields["title"]:
        raise text_validation.InvalidText("empty_text")
    return fields


def _texts(file: EveningFile) -> Iterator[tuple[str, str, Clean]]:
    """Yields path, text and validator of everything that people will read besides the plan."""
    question = partial(text_validation.line, longest=QUESTION_SIGNS)
    for n, step in enumerate(file.steps):
        yield f"steps[{n}].question", step.question, question
    for n, seat in enumerate(file.seats):
        yield f"seats[{n}].name", seat.name, text_validation.name
    for n, contribution in enumerate(file.contributions):
        yield f"contributions[{n}].text", contribution.text, text_validation.words
        if contribution.translation is not None:
            text = contribution.translation.text
            yield f"contributions[{n}].translation.text", text, text_validation.words
    for n, source in enumerate(file.sources):
        yield f"sources[{n}].description", source.description, text_validation.words
    for section in ("questions", "shared_goals", "insights", "tensions", "agreements"):
        for n, words in enumerate(getattr(file, section)):
            yield f"{section}[{n}].text", words.text, text_validation.words


def _clean(path: str, text: str, clean: Clean) -> str:
    try:
        return clean(text)
    except text_validation.InvalidText as error:
        raise InvalidEvening(f"{path} {INVALID_TEXT[error.reason]}") from None


def _check_step_ids(file: EveningFile) -> None:
    """Raises InvalidEvening where two steps have one id, or a step has the id of one that the programme adds."""
    ids = [step.id for step in file.steps]
    rounds = ids if file.harvest is UNSET else ids[:-1]
    house = {"welcome", "harvest", *(name for round_id in rounds for name in BEFORE.get(round_id, ()))}
    for n, step_id in enumerate(ids):
        if step_id in ids[:n]:
            raise InvalidEvening(f"steps[{n}].id names {step_id} a second time")
        if step_id in house:
            raise InvalidEvening(f"steps[{n}].id cannot be {step_id!r}: the house has such a step itself")
