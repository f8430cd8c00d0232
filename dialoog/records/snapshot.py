"""What a record stores: the ids of the released words of one dialogue, in the order of the evening.

Made from the state alone (`rules.released` says what may be in it) and stored as JSON with the number of
its form, so that a record saved today can still be read years later. When the form changes it gets a new
number and an upcaster that turns the former fields into the new ones. Texts are never here.
"""

from collections.abc import Callable, Iterable
from typing import Any

import msgspec

from dialoog.rules.course import StepTime, evening_began, time_of_steps
from dialoog.rules.released import ReleasedRecord, ReleasedWords, release_words
from dialoog.rules.state import Form, Role, State, Step

Fields = dict[str, Any]

FORM = 4
"""The number of the form that is written now."""


def _say_of_table(fields: Fields) -> Fields:
    """Of questions nobody knows: that of the table stood there as one without a name."""
    kinds = ("goals", "tensions", "insights")
    return fields | {kind: [words | {"of_table": True} for words in fields[kind]] for kind in kinds}


UPCASTERS: dict[int, Callable[[Fields], Fields]] = {
    1: lambda fields: fields,
    2: lambda fields: fields,
    3: _say_of_table,
}
"""Number of a form → from fields of that form to fields of the next. Form 1 says nothing of the time of steps; up to form 2 an evening
began when its table was opened, though that was days before; up to form 3 no words were said to be the table's."""

FEWEST_OF_A_ROLE = 3
"""A share by role is told only where at least so many people have it, and so many have not."""


class SnapshotWords(msgspec.Struct, frozen=True, omit_defaults=True):
    """Released words by id; `seat` is absent where the name is not released."""

    id: str
    kind: str
    lang: str
    seat: str | None = None
    source: str | None = None
    due: str | None = None
    together: tuple[str, ...] = ()
    together_unnamed: int = 0
    supporters: tuple[str, ...] = ()
    supporters_in_all: int = 0
    rests_on: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()
    stands: bool = False
    translators: dict[str, str] = {}
    public: bool = False
    """C3: the further yes of the owner for public pages."""
    of_table: bool = False


class SnapshotStep(msgspec.Struct, frozen=True, omit_defaults=True):
    """A step with its question as it was asked, and its released words."""

    id: str
    form: str
    title: dict[str, str]
    question: dict[str, str]
    more: dict[str, str]
    words: tuple[SnapshotWords, ...] = ()
    time: StepTime | None = None


class SnapshotMeasures(msgspec.Struct, frozen=True):
    """Sums over the whole dialogue. V4: nothing per seat, so no seconds and no passes of anybody."""

    seats: int
    contributions: int
    turns: int
    first_offer_coverage: float
    everyone_had_a_turn: bool
    passes_first_offer: int
    passes_final: int
    speaking_seconds: int
    resident_share: float | None


class Snapshot(msgspec.Struct, frozen=True):
    """The whole record, without one text or name."""

    form: int
    began: int | None
    steps: tuple[SnapshotStep, ...]
    sources: tuple[SnapshotWords, ...]
    questions: tuple[SnapshotWords, ...]
    goals: tuple[SnapshotWords, ...]
    tensions: tuple[SnapshotWords, ...]
    insights: tuple[SnapshotWords, ...]
    agreements: tuple[SnapshotWords, ...]
    measures: SnapshotMeasures

    def encode(self) -> bytes:
        return msgspec.json.encode(self)


class UnknownForm(ValueError):
    """A snapshot of a newer release, or one that somebody tampered with."""


class _Numbered(msgspec.Struct):
    """As much of a snapshot of any form as says which form it has."""

    form: int


_numbered = msgspec.json.Decoder(_Numbered)
_snapshots = msgspec.json.Decoder(Snapshot)


def form_of(document: bytes) -> int:
    return _numbered.decode(document).form


def snapshot_in_form(state: State, form: int) -> Snapshot:
    """What a record of this form says of the state."""
    snapshot = snapshot_of(state)
    if form < 4:
        questions = tuple(msgspec.structs.replace(one, of_table=False) for one in snapshot.questions)
        snapshot = msgspec.structs.replace(snapshot, questions=questions)
    if form < 3:
        snapshot = msgspec.structs.replace(snapshot, began=min(state.began.values(), default=None))
    return without_times(snapshot) if form < 2 else snapshot


def without_times(snapshot: Snapshot) -> Snapshot:
    """As a record of form 1 says it."""
    steps = tuple(msgspec.structs.replace(step, time=None) for step in snapshot.steps)
    return msgspec.structs.replace(snapshot, steps=steps)


def decode(document: bytes) -> Snapshot:
    """Reads a snapshot of any form up to today's. Raises UnknownForm for another."""
    number = form_of(document)
    if number == FORM:
        return _snapshots.decode(document)
    if not 1 <= number < FORM:
        raise UnknownForm(number)
    fields: Fields = msgspec.json.decode(document)
    for former in range(number, FORM):
        fields = UPCASTERS[former](fields)
    return msgspec.convert(fields | {"form": FORM}, Snapshot)


def snapshot_of(state: State) -> Snapshot:
    """C3: what is released now, by the choices made so far."""
    released = release_words(state)
    steps, times = {step.id: step for step in state.steps}, time_of_steps(state)
    return Snapshot(
        form=FORM,
        began=evening_began(state),
        steps=tuple(_step(steps[done.step], done.words, times[done.step]) for done in released.steps),
        sources=_words(released.sources),
        questions=_words(released.questions),
        goals=_words(released.goals),
        tensions=_words(released.tensions),
        insights=_words(released.insights),
        agreements=_words(released.agreements),
        measures=_measures(state, released),
    )


def _step(step: Step, words: Iterable[ReleasedWords], time: StepTime) -> SnapshotStep:
    """The harvest's own words are its round of last words, so its question is theirs."""
    question, more = (step.last_words, {}) if step.form is Form.HARVEST else (step.question, step.more)
    return SnapshotStep(step.id, step.form, dict(step.title), dict(question), dict(more), _words(words), time)


def _words(released: Iterable[ReleasedWords]) -> tuple[SnapshotWords, ...]:
    return tuple(msgspec.convert(words, SnapshotWords, from_attributes=True) for words in released)


def _measures(state: State, released: ReleasedRecord) -> SnapshotMeasures:
    measures = released.measures
    return SnapshotMeasures(
        seats=measures.seats,
        contributions=measures.contributions,
        turns=measures.turns,
        first_offer_coverage=measures.first_offer_coverage,
        everyone_had_a_turn=measures.everyone_had_a_turn,
        passes_first_offer=measures.passes_first_offer,
        passes_final=measures.passes_final,
        speaking_seconds=sum(measures.seconds.values()),
        resident_share=measures.resident_share if _roles_hide_everybody(state) else None,
    )


def _roles_hide_everybody(state: State) -> bool:
    """Whether a share by role tells of a group, and not of one or two people in it."""
    residents = [state.seats[s].role is Role.RESIDENT for s in state.circle]
    others = residents.count(False)
    return residents.count(True) >= FEWEST_OF_A_ROLE and (others == 0 or others >= FEWEST_OF_A_ROLE)
