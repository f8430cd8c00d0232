"""Reads an evening file into dataclasses: seats, rounds with their turns, and the incidents around them.

The format is that of `planning/meerlinden.json`. Words and items of the harvest stay dicts, as the file has them.
"""

import json
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dialoog.simulator.evening_schema import validate

BEFORE, DURING, AFTER = "before_turn", "during_turn", "after_turn"


@dataclass(frozen=True)
class Person:
    """A seat of the file. `joins_late`: comes in by an incident, not while everybody sits down."""

    id: str
    name: str
    role: str
    lang: str
    has_device: bool
    shares_words: bool
    shares_name: bool
    shares_contact: bool
    joins_late: bool


@dataclass(frozen=True)
class Turn:
    """One turn of the file; a second offer that was declined is one too."""

    seq: int
    step: str
    seat: str
    offer: int
    outcome: str
    seconds: float
    operated_by: str


@dataclass(frozen=True)
class Incident:
    """An event of the file; `when` is BEFORE, DURING or AFTER the turn with number `seq`."""

    when: str
    seq: int
    kind: str
    seat: str | None
    fields: dict[str, Any]


@dataclass(frozen=True)
class Round:
    """A step in which every seat is offered a turn; `last_words`: the last round, in the harvest."""

    id: str
    silence_seconds: float
    writing_seconds: float
    order: tuple[str, ...]
    turns: tuple[Turn, ...]
    last_words: bool = False

    def turns_of_offer(self, offer: int) -> list[Turn]:
        return [turn for turn in self.turns if turn.offer == offer]


@dataclass(frozen=True)
class Evening:
    """A whole file: `fields` as they are, `people` by seat, `words` are the contributions in the order of the file."""

    fields: dict[str, Any]
    people: dict[str, Person]
    rounds: tuple[Round, ...]
    last_words: Round | None
    incidents: tuple[Incident, ...]
    words: tuple[dict[str, Any], ...] = field(default_factory=tuple)

    def items_of(self, kind: str) -> Sequence[dict[str, Any]]:
        """Returns the items of one section, such as `sources` or `insights`."""
        return tuple(self.fields.get(kind, ()))

    def incidents_at(self, when: str, turn: Turn) -> list[Incident]:
        return [incident for incident in self.incidents if incident.when == when and incident.seq == turn.seq]

    def words_of(self, step: str, seat: str | None = None) -> list[dict[str, Any]]:
        return [w for w in self.words if w["step"] == step and seat in (None, w["seat"])]


def normalize(text: str) -> str:
    """Returns a text as the server keeps it: composed letters, single spaces."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def read_evening(path: Path) -> Evening:
    """Reads a file. Raises ValueError with a sentence that names the field that is wrong."""
    try:
        fields = json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, RecursionError) as error:
        raise ValueError(f"{path.name} is no evening: it is no JSON in UTF-8 ({error})") from error
    try:
        return parse_evening(fields)
    except ValueError as error:
        raise ValueError(f"{path.name}: {error}") from error


def parse_evening(fields: dict[str, Any]) -> Evening:
    """Raises ValueError with a sentence that begins with the path of the field that is wrong."""
    validate(fields)
    late = {event["seat"] for event in fields.get("events", ()) if event["type"] == "late_join"}
    people = {seat["id"]: _person(seat, seat["id"] in late) for seat in fields["seats"]}
    turns = [_turn(turn) for turn in fields["turns"]]
    rounds = [_round(step, turns) for step in fields["steps"]]
    last_words = None
    if "harvest" in fields:
        closing = rounds.pop()
        last_words = Round(closing.id, 0, 0, closing.order, closing.turns, last_words=True)
    incidents = tuple(_incident(event, turns) for event in fields.get("events", ()))
    return Evening(fields, people, tuple(rounds), last_words, incidents, tuple(fields["contributions"]))


def _person(seat: dict[str, Any], joins_late: bool) -> Person:
    consent = seat.get("consent") or {}
    return Person(
        seat["id"],
        normalize(seat["name"]),
        seat.get("role") or "",
        seat.get("ui_lang") or "nl",
        bool(seat.get("device", True)),
        bool(consent.get("words_in_report")),
        bool(consent.get("name_in_report")),
        bool(consent.get("contact")),
        joins_late,
    )


def _turn(turn: dict[str, Any]) -> Turn:
    return Turn(
        turn["seq"],
        turn["step"],
        turn["seat"],
        turn.get("offer", 1),
        turn["outcome"],
        turn.get("seconds") or 0,
        turn.get("operated_by", "self"),
    )


def _round(step: dict[str, Any], turns: Iterable[Turn]) -> Round:
    return Round(
        step["id"],
        step.get("silence_seconds") or 0,
        step.get("writing_seconds") or 0,
        tuple(step["order"]),
        tuple(turn for turn in turns if turn.step == step["id"]),
    )


def _incident(event: dict[str, Any], turns: Sequence[Turn]) -> Incident:
    when = next(name for name in (BEFORE, DURING, AFTER) if name in event)
    seq = event[when]
    steps = {turn.seq: turn.step for turn in turns}
    if when == BEFORE and event.get("step", steps.get(seq)) == steps.get(seq - 1) != steps.get(seq):
        when, seq = AFTER, seq - 1  # it closes the round before, so it belongs there
    return Incident(when, seq, event["type"], event.get("seat"), event)
