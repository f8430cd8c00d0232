"""An evening as a file, read: who sits where, which turns follow, what happens before, in and after each.

The form of the file is that of the evening of Meerlinden. Nothing here plays; words keep the shape that they have
in the file, since they are only passed on.
"""

import json
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dialoog.simulator.evening_schema import check

BEFORE, DURING, AFTER = "before_turn", "during_turn", "after_turn"


@dataclass(frozen=True)
class Person:
    """A seat of the file. `late`: comes in when the file says so, not while people sit down."""

    id: str
    name: str
    role: str
    lang: str
    device: bool
    words: bool
    named: bool
    contact: bool
    late: bool


@dataclass(frozen=True)
class Spoken:
    """One turn of the file, a second offer that was declined included."""

    seq: int
    step: str
    seat: str
    offer: int
    outcome: str
    seconds: float
    operated_by: str


@dataclass(frozen=True)
class Incident:
    """What happens around turn `seq`, and when exactly."""

    when: str
    seq: int
    kind: str
    seat: str | None
    fields: dict[str, Any]


@dataclass(frozen=True)
class Round:
    """A step in which everybody is offered a turn; `last_words`: it is the harvest's."""

    id: str
    silence: float
    writing: float
    order: tuple[str, ...]
    turns: tuple[Spoken, ...]
    last_words: bool = False

    def offered(self, offer: int) -> list[Spoken]:
        return [turn for turn in self.turns if turn.offer == offer]


@dataclass(frozen=True)
class Evening:
    """A whole file. `words` are the contributions, in the order of the file."""

    fields: dict[str, Any]
    people: dict[str, Person]
    rounds: tuple[Round, ...]
    last_words: Round | None
    happenings: tuple[Incident, ...]
    words: tuple[dict[str, Any], ...] = field(default_factory=tuple)

    def all_of(self, kind: str) -> Sequence[dict[str, Any]]:
        """Sources, questions, insights …: what the harvest gives, as the file has it."""
        return tuple(self.fields.get(kind, ()))

    def happens(self, when: str, turn: Spoken) -> list[Incident]:
        return [h for h in self.happenings if h.when == when and h.seq == turn.seq]

    def words_in(self, step: str, seat: str | None = None) -> list[dict[str, Any]]:
        return [w for w in self.words if w["step"] == step and seat in (None, w["seat"])]


def plain(text: str) -> str:
    """A text as the server keeps it: composed letters, single spaces."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def read(path: Path) -> Evening:
    """Raises ValueError with a sentence for whoever wrote the file."""
    try:
        fields = json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, RecursionError) as wrong:
        raise ValueError(f"{path.name} is no evening: it is no JSON in UTF-8 ({wrong})") from wrong
    try:
        return of_file(fields)
    except ValueError as wrong:
        raise ValueError(f"{path.name}: {wrong}") from wrong


def of_file(fields: dict[str, Any]) -> Evening:
    """Raises ValueError with the path of the field that is wrong."""
    check(fields)
    late = {event["seat"] for event in fields.get("events", ()) if event["type"] == "late_join"}
    people = {seat["id"]: _person(seat, seat["id"] in late) for seat in fields["seats"]}
    turns = [_spoken(turn) for turn in fields["turns"]]
    rounds = [_round(step, turns) for step in fields["steps"]]
    last_words = None
    if "harvest" in fields:
        closing = rounds.pop()
        last_words = Round(closing.id, 0, 0, closing.order, closing.turns, last_words=True)
    happenings = tuple(_happening(event, turns) for event in fields.get("events", ()))
    return Evening(fields, people, tuple(rounds), last_words, happenings, tuple(fields["contributions"]))


def _person(seat: dict[str, Any], late: bool) -> Person:
    consent = seat.get("consent") or {}
    return Person(
        seat["id"],
        plain(seat["name"]),
        seat.get("role") or "",
        seat.get("ui_lang") or "nl",
        bool(seat.get("device", True)),
        bool(consent.get("words_in_report")),
        bool(consent.get("name_in_report")),
        bool(consent.get("contact")),
        late,
    )


def _spoken(turn: dict[str, Any]) -> Spoken:
    return Spoken(
        turn["seq"],
        turn["step"],
        turn["seat"],
        turn.get("offer", 1),
        turn["outcome"],
        turn.get("seconds") or 0,
        turn.get("operated_by", "self"),
    )


def _round(step: dict[str, Any], turns: Iterable[Spoken]) -> Round:
    return Round(
        step["id"],
        step.get("silence_seconds") or 0,
        step.get("writing_seconds") or 0,
        tuple(step["order"]),
        tuple(turn for turn in turns if turn.step == step["id"]),
    )


def _happening(event: dict[str, Any], turns: Sequence[Spoken]) -> Incident:
    when = next(name for name in (BEFORE, DURING, AFTER) if name in event)
    seq = event[when]
    steps = {turn.seq: turn.step for turn in turns}
    if when == BEFORE and event.get("step", steps.get(seq)) == steps.get(seq - 1) != steps.get(seq):
        when, seq = AFTER, seq - 1  # it closes the round before, so it happens there
    return Incident(when, seq, event["type"], event.get("seat"), event)
