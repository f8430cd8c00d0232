"""The shape that the player needs of an evening file: its fields, their types, and references that exist.

Validation comes before anything is asked of a server; a sentence names the field. The server validates the file again
for what it needs itself (`planning/evening_schema.py`), which a client of the protocol does not know.
"""

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

File = dict[str, Any]
NUMBER = (int, float)
NOUNS: dict[Any, str] = {
    str: "a text", int: "a whole number", NUMBER: "a number", bool: "true or false", list: "a list", dict: "an object",
}  # fmt: skip
VALUE_NOUNS: dict[type, str] = {**NOUNS, int: "a number", float: "a number", type(None): "null"}


@dataclass(frozen=True)
class Optional:
    """A field that may be left out; `null` says that it may also be null."""

    shape: Any
    null: bool = False


@dataclass(frozen=True)
class Choice:
    """One of these values."""

    values: tuple[Any, ...]


@dataclass(frozen=True)
class ByKey:
    """An object whose keys are free, all values of one shape."""

    shape: Any


TEXTS, MAYBE_TEXTS = [str], Optional([str])
TEXT_OR_NULL = Optional(str, null=True)
NUMBER_OR_NULL = Optional(NUMBER, null=True)
OPERATOR = Optional(Choice(("self", "scribe", "facilitator")))
VISIBILITY = Optional(Choice(("record_with_name", "record_without_name", "table_only")), null=True)
KINDS = (
    "introduction", "experience", "perspective", "dream", "possibility", "closing_word",
    "source", "question", "goal", "agreement", "insight", "tension",
)  # fmt: skip
OF_ONE_SEAT = ("late_join", "leave", "return", "disconnect", "reconnect")
OF_NO_SEAT = ("rest", "resume", "pass", "extend", "force_close", "undo")
WORDS = {"id": str, "lang": Optional(str), "visibility": VISIBILITY}
MOMENTS = ("before_turn", "during_turn", "after_turn")

SEAT = {
    "id": str,
    "name": str,
    "role": Optional(Choice(("resident", "care", "municipality", "professional")), null=True),
    "device": Optional(bool),
    "ui_lang": TEXT_OR_NULL,
    "consent": Optional(
        {
            "words_in_report": Optional(bool),
            "name_in_report": Optional(bool),
            "contact": Optional(bool),
        },
        null=True,
    ),
}
STEP = {"id": str, "silence_seconds": NUMBER_OR_NULL, "writing_seconds": NUMBER_OR_NULL, "order": TEXTS}
TURN = {
    "seq": int,
    "step": str,
    "seat": str,
    "offer": Optional(Choice((1, 2))),
    "outcome": Choice(("spoke", "passed", "passed_final")),
    "seconds": NUMBER_OR_NULL,
    "operated_by": OPERATOR,
}
CONTRIBUTION = {
    "id": str,
    "kind": Choice(KINDS),
    "step": str,
    "seat": str,
    "lang": str,
    "text": str,
    "translation": Optional({"lang": str, "text": str}, null=True),
    "entered_by": OPERATOR,
    "confirmed_by_speaker": Optional(bool),
    "visibility": VISIBILITY,
}
SOURCE = {
    **WORDS,
    "seat": str,
    "type": Choice(("time", "knowledge", "network", "space", "facilities")),
    "description": str,
    "linked_questions": MAYBE_TEXTS,
}
AGREEMENT = {
    **WORDS,
    "text": str,
    "owner_seat": TEXT_OR_NULL,
    "due": TEXT_OR_NULL,
    "with_seats": MAYBE_TEXTS,
    "accepted_by": MAYBE_TEXTS,
    "answers_questions": MAYBE_TEXTS,
}
EVENT = {
    "type": Choice((*OF_ONE_SEAT, *OF_NO_SEAT, "reorder")),
    "seat": TEXT_OR_NULL,
    "step": TEXT_OR_NULL,
    "reason": TEXT_OR_NULL,
    "seconds": Optional(int),
    "order": MAYBE_TEXTS,
    "unreached": MAYBE_TEXTS,
    **{moment: Optional(int) for moment in MOMENTS},
}
COUNTS = (
    "seats", "core_phases", "contributions", "turn_events", "first_offer_coverage", "passes_first_offer",
    "passes_final", "resident_share_of_contributions", "in_report_with_name", "in_report_without_name",
    "table_only", "agreements",
)  # fmt: skip
SHAPE = {
    "seats": [SEAT],
    "dialogue": {"language": Optional(str)},
    "steps": [STEP],
    "turns": [TURN],
    "harvest": Optional({}),
    "contributions": [CONTRIBUTION],
    "sources": Optional([SOURCE]),
    "questions": Optional([{**WORDS, "seat": str, "text": str}]),
    "shared_goals": Optional([{**WORDS, "text": str, "supported_by": TEXTS}]),
    "insights": Optional([{**WORDS, "text": str, "from_contributions": TEXTS}]),
    "tensions": Optional([{**WORDS, "text": str}]),
    "agreements": Optional([AGREEMENT]),
    "events": Optional([EVENT]),
    "expected": Optional(
        {
            **dict.fromkeys(COUNTS, NUMBER_OR_NULL),
            "speaking_seconds_by_seat": Optional(ByKey(NUMBER)),
            "seats_without_agreement": MAYBE_TEXTS,
        }
    ),
}
ALL_WORDS = (
    "contributions", "sources", "questions", "shared_goals", "insights", "tensions", "agreements",
)  # fmt: skip
SEAT_FIELDS = {
    "steps": ("order",),
    "turns": ("seat",),
    "contributions": ("seat",),
    "sources": ("seat",),
    "questions": ("seat",),
    "shared_goals": ("supported_by",),
    "agreements": ("owner_seat", "with_seats", "accepted_by"),
    "events": ("seat", "order", "unreached"),
}
"""Section → its fields that name a seat, or seats."""


def validate(file: Any) -> None:
    """Raises ValueError with a sentence about the first field that is wrong."""
    _check_shape("", file, SHAPE)
    for sentence in (
        *_empty_sections(file),
        *_duplicates(file),
        *_unknown_references(file),
        *_misplaced_events(file),
    ):
        raise ValueError(sentence)


def _check_shape(path: str, value: Any, shape: Any) -> None:
    match shape:
        case dict() | ByKey():
            _check_type(path, value, dict)
            fields = shape if isinstance(shape, dict) else dict.fromkeys(value, shape.shape)
            for name, field_shape in fields.items():
                _check_field(f"{path}.{name}".removeprefix("."), value, name, field_shape)
        case [item_shape]:
            _check_type(path, value, list)
            for n, item in enumerate(value):
                _check_shape(f"{path}[{n}]", item, item_shape)
        case Choice(values):
            _check_type(path, value, type(values[0]))
            if value not in values:
                raise ValueError(f"{path} cannot be {value!r}; it is one of {', '.join(map(str, values))}")
        case _:
            _check_type(path, value, shape)


def _check_field(path: str, fields: File, name: str, shape: Any) -> None:
    if isinstance(shape, Optional):
        if name not in fields or (shape.null and fields[name] is None):
            return
        shape = shape.shape
    elif name not in fields:
        raise ValueError(f"{path} is missing")
    _check_shape(path, fields[name], shape)


def _check_type(path: str, value: Any, expected_type: Any) -> None:
    is_bool = isinstance(value, bool)
    if not isinstance(value, expected_type) or (is_bool and expected_type is not bool):
        is_fraction = expected_type is int and isinstance(value, float)
        noun = "a fraction" if is_fraction else VALUE_NOUNS.get(type(value), type(value).__name__)
        raise ValueError(f"{path or 'the file'} must be {NOUNS[expected_type]}, not {noun}")


def _empty_sections(file: File) -> Iterator[str]:
    yield from (f"{name} is empty" for name in ("seats", "steps") if not file[name])


def _duplicates(file: File) -> Iterator[str]:
    """An id names one thing; words of all kinds share theirs."""
    yield from _repeated((f"seats[{n}].id", seat["id"]) for n, seat in enumerate(file["seats"]))
    yield from _repeated((f"steps[{n}].id", step["id"]) for n, step in enumerate(file["steps"]))
    yield from _repeated((f"turns[{n}].seq", turn["seq"]) for n, turn in enumerate(file["turns"]))
    yield from _repeated(
        (f"{kind}[{n}].id", words["id"]) for kind in ALL_WORDS for n, words in enumerate(file.get(kind, ()))
    )


def _repeated(ids: Iterable[tuple[str, Any]]) -> Iterator[str]:
    previous: set[Any] = set()
    for path, value in ids:
        if value in previous:
            yield f"{path} names {value} a second time"
        previous.add(value)


def _unknown_references(file: File) -> Iterator[str]:
    """Yields a sentence for each seat or step that is named and does not exist."""
    seats = {seat["id"] for seat in file["seats"]}
    steps = {step["id"] for step in file["steps"]}
    for section, names in SEAT_FIELDS.items():
        for n, fields in enumerate(file.get(section, ())):
            for name in names:
                yield from _missing_references(f"{section}[{n}].{name}", fields.get(name), seats, "seat")
    for section in ("turns", "contributions"):
        for n, fields in enumerate(file[section]):
            yield from _missing_references(f"{section}[{n}].step", fields["step"], steps, "step")


def _missing_references(path: str, references: Any, known: Container[str], what: str) -> Iterator[str]:
    """`references` is an id, a list of ids, or None."""
    if isinstance(references, list):
        for n, value in enumerate(references):
            yield from _missing_references(f"{path}[{n}]", value, known, what)
    elif references is not None and references not in known:
        yield f"{path} names {references!r}, and there is no such {what}"


def _misplaced_events(file: File) -> Iterator[str]:
    turns = {turn["seq"] for turn in file["turns"]}
    without_device = {seat["id"] for seat in file["seats"] if not seat.get("device", True)}
    for n, event in enumerate(file.get("events", ())):
        moment = next((name for name in MOMENTS if name in event), None)
        if moment is None:
            yield f"events[{n}].before_turn is missing, or during_turn or after_turn"
        elif event[moment] not in turns:
            yield f"events[{n}].{moment} names {event[moment]}, and there is no such turn"
        of_a_seat = event["type"] in OF_ONE_SEAT or (event["type"] == "reorder" and "order" not in event)
        if of_a_seat and event.get("seat") is None:
            yield f"events[{n}].seat is missing"
        if event["type"] in ("disconnect", "reconnect") and event.get("seat") in without_device:
            yield f"events[{n}].seat names {event['seat']}, who has no device"
