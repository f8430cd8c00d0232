"""The state of a dialogue: frozen dataclasses, the result of folding its journal.

This module holds the steps of the programme, the screen and the whole `State`; it re-exports the parts in `seats`,
`rounds` and `words`. `decide` says what may happen, `events` what happened, `evolve` what follows. Names and texts are
never here: the state holds seats and words by id and commitment. All moments are milliseconds since 1970 UTC; all lengths are whole seconds unless
named `_ms`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from dialoog.rules.rounds import Clock, CompletedTurn, Round, SecondOffer, Turn, TurnStatus
from dialoog.rules.seats import By, Consent, Desk, NameRequest, Presence, Role, Seat
from dialoog.rules.words import CONTRIBUTIONS, Keep, Kind, SourceKind, Words

__all__ = [
    "CONTRIBUTIONS",
    "By",
    "Clock",
    "CompletedTurn",
    "Consent",
    "Desk",
    "Form",
    "Keep",
    "Kind",
    "NameRequest",
    "Pause",
    "Presence",
    "Role",
    "Round",
    "Screen",
    "Seat",
    "SecondOffer",
    "SourceKind",
    "State",
    "Status",
    "Step",
    "Texts",
    "Turn",
    "TurnStatus",
    "Undoable",
    "Words",
]  # fmt: skip


Texts = Mapping[str, str]
"""One text in several languages: language code → text."""


class Status(StrEnum):
    """S1: planned, open (people sit down), running, closed."""

    PLANNED = "planned"
    OPEN = "open"
    RUNNING = "running"
    CLOSED = "closed"


class Form(StrEnum):
    """What a step of the programme asks of the room."""

    WELCOME = "welcome"
    TALK = "talk"
    ROUND = "round"
    BREAK = "break"
    HARVEST = "harvest"


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the programme, copied when the dialogue opens (S2).

    `minutes` is its plan; `silence` and `writing` are seconds; `seconds` fixes the length of a
    turn, otherwise the formula of `programme.turn_seconds` gives it when the round opens.
    """

    id: str
    form: Form
    title: Texts
    question: Texts
    minutes: int
    more: Texts = field(default_factory=dict)
    deepening: tuple[Texts, ...] = ()
    silence: int = 0
    writing: int = 0
    seconds: int | None = None
    kind: Kind | None = None
    free: bool = False
    last_words: Texts = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Pause:
    """A silence or a rest that is over. It says how long, and never who asked for it (T19)."""

    step: str
    is_rest: bool
    ms: int


@dataclass(frozen=True, slots=True)
class Screen:
    """What the facilitator lets the shared screen do (V3, T20)."""

    blank: bool = False
    theme: str = "light"
    shown: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Undoable:
    """S5: one step of the flow that can be taken back. `own_pass`: only its giver may (T18); `halted`: the
    time since is nobody's; `closed`: without it a round is open again."""

    version: int
    at: int
    by: By
    what: str
    own_pass: bool = False
    halted: bool = False
    closed: bool = False


@dataclass(frozen=True)  # no slots: `dataclass_replace`
class State:
    """Everything that is true of one dialogue at one version."""

    version: int = 0
    status: Status = Status.PLANNED
    steps: tuple[Step, ...] = ()
    step: int = 0
    step_version: int = 0
    """The version at which the current step began: what "next step" names (T21)."""
    began: Mapping[str, int] = field(default_factory=dict)
    """Step id → moment it opened."""
    seats: Mapping[str, Seat] = field(default_factory=dict)
    circle: tuple[str, ...] = ()
    circle_ordered: bool = False
    round: Round | None = None
    rounds_done: tuple[Round, ...] = ()
    links: Mapping[int, str] = field(default_factory=dict)
    """Version at which a link was made → the seat or desk that it lets in; ended ones are not in it."""
    links_ended: int = 0
    """The version at which devices or links were last ended."""
    code_version: int = 0
    """The version at which the code was renewed; 0 for the first one."""
    door_asks: bool = False
    """T14: the code only asks, though people still sit down."""
    owed: tuple[str, ...] = ()
    turns: tuple[CompletedTurn, ...] = ()
    silence: Clock | None = None
    writing: Clock | None = None
    rest: int | None = None
    """The moment rest began, or None."""
    pauses: tuple[Pause, ...] = ()
    rest_asked: bool = False
    help_asked: int = 0
    clock_off: bool = False
    open_question: str | None = None
    words: Mapping[str, Words] = field(default_factory=dict)
    word_counts: Mapping[str, int] = field(default_factory=dict)
    """Seat → how many pieces of words it ever wrote, also those that were taken back."""
    screen: Screen = Screen()
    read_back: bool = False
    undoable: tuple[Undoable, ...] = ()
    """Oldest first; only the last can be taken back (S5)."""
    closed_at: int | None = None
    closed_because: str | None = None

    @property
    def current(self) -> Step | None:
        return self.steps[self.step] if self.steps else None

    @property
    def speaking(self) -> Turn | None:
        return self.round.turn if self.round else None

    @property
    def moment(self) -> int:
        """T21: what "now" is in the flow, as a version: what comes last in an open round, or else the step."""
        return self.round.last if self.round and not self.round.closed else self.step_version

    @property
    def following(self) -> Step | None:
        return self.steps[self.step + 1] if self.step + 1 < len(self.steps) else None

    @property
    def harvest_open(self) -> bool:
        return any(s.form is Form.HARVEST for s in self.steps[: self.step + 1])

    def present(self) -> Iterator[Seat]:
        """The seats that are here, in the order of the circle."""
        return (self.seats[s] for s in self.circle if self.seats[s].here)

    def step_by_id(self, step: str) -> Step | None:
        return next((s for s in self.steps if s.id == step), None)
