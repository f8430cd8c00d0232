"""What is true now: the frozen state that folding a journal gives.

Here live the nouns of a dialogue (seat, round, turn, words, step) and questions about one
state. What may happen is in `decide`, what did happen in `events`, what follows in `evolve`.
Names and texts are never here: state knows seats and words by id and commitment (design).
All moments are milliseconds since 1970 UTC; all lengths are whole seconds unless named `_ms`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

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


class Kind(StrEnum):
    """Every kind of words somebody, or the group at the harvest, can leave."""

    INTRODUCTION = "introduction"
    EXPERIENCE = "experience"
    PERSPECTIVE = "perspective"
    DREAM = "dream"
    POSSIBILITY = "possibility"
    CLOSING_WORD = "closing_word"
    SOURCE = "source"
    QUESTION = "question"
    GOAL = "goal"
    AGREEMENT = "agreement"
    INSIGHT = "insight"
    TENSION = "tension"


CONTRIBUTIONS = (
    Kind.INTRODUCTION,
    Kind.EXPERIENCE,
    Kind.PERSPECTIVE,
    Kind.DREAM,
    Kind.POSSIBILITY,
    Kind.CLOSING_WORD,
)
"""The kinds that are somebody's own words in a step; the other kinds are the harvest's."""


class SourceKind(StrEnum):
    """The five things people can share (Gemeenschapskracht)."""

    TIME = "time"
    KNOWLEDGE = "knowledge"
    NETWORK = "network"
    SPACE = "space"
    FACILITIES = "facilities"


class Keep(StrEnum):
    """C3: what the owner chose for one piece of words; undecided is None."""

    NAMED = "named"
    UNNAMED = "unnamed"
    NO = "no"


class Offer(StrEnum):
    """Where a seat stands in one round; the last three are final (T)."""

    WAITING = "waiting"
    SPEAKING = "speaking"
    PASSED = "passed"
    SPOKE = "spoke"
    PASSED_FINAL = "passed_final"
    EXCUSED = "excused"

    @property
    def final(self) -> bool:
        return self in (Offer.SPOKE, Offer.PASSED_FINAL, Offer.EXCUSED)


class Presence(StrEnum):
    """T12: what a person or the facilitator said about a seat; never a connection."""

    ASKING = "asking"
    PRESENT = "present"
    AWAY = "away"
    LEFT = "left"
    REMOVED = "removed"


class Role(StrEnum):
    """T26: says where somebody comes from and changes nothing else."""

    RESIDENT = "resident"
    CARE = "care"
    MUNICIPALITY = "municipality"
    PROFESSIONAL = "professional"


class Desk(StrEnum):
    """Who gives a command. HOUSE is the program itself, after closing (C3)."""

    SEAT = "seat"
    SCRIBE = "scribe"
    FACILITATOR = "facilitator"
    SOMEONE = "someone"
    HOUSE = "house"


@dataclass(frozen=True, slots=True)
class By:
    """Who did it: a desk and, for a seat's own device, which seat. T19: `someone` names no seat."""

    desk: Desk
    seat: str | None = None

    @property
    def aloud(self) -> bool:
        """T13: done for a seat by somebody else, so its answer was asked aloud."""
        return self.desk is not Desk.SEAT


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
class Consent:
    """C2: three separate choices. `aloud` marks an answer somebody else ticked (T13)."""

    words: bool
    name: bool
    contact: bool
    aloud: bool = False


@dataclass(frozen=True, slots=True)
class Seat:
    """A person at the table with 0..n devices; never a socket, never a phone."""

    id: str
    joined: int
    role: Role | None
    lang: str
    device: bool
    name: str
    """Commitment of the call name; the name itself lies in the table `seats`."""
    presence: Presence = Presence.PRESENT
    before: Presence | None = None
    """What a removed seat comes back to."""
    consent: Consent | None = None
    facilitator: bool = False
    interpreter: bool = False
    erased: bool = False

    @property
    def here(self) -> bool:
        return self.presence is Presence.PRESENT


@dataclass(frozen=True, slots=True)
class Clock:
    """S3, T8: time as data. `seconds` None means switched off; `shift_ms` is rest and undone time."""

    began: int
    seconds: int | None
    shift_ms: int = 0

    @property
    def start(self) -> int:
        return self.began + self.shift_ms

    @property
    def ends(self) -> int | None:
        return None if self.seconds is None else self.start + self.seconds * 1000

    def elapsed_ms(self, at: int) -> int:
        return max(0, at - self.start)

    def runs(self, at: int) -> bool:
        return self.ends is not None and at < self.ends


@dataclass(frozen=True, slots=True)
class Turn:
    """One seat's turn; its id is the version at which it began (T21)."""

    id: int
    seat: str
    clock: Clock
    offer: int = 1


@dataclass(frozen=True, slots=True)
class SecondOffer:
    """T5: made to all who passed, at once; who is in `accepted` said yes."""

    id: int
    accepted: tuple[str, ...] = ()
    ended: bool = False


@dataclass(frozen=True, slots=True)
class Round:
    """A step in which every seat is offered a turn. `offers` is in the order of the queue."""

    id: int
    step: str
    offers: Mapping[str, Offer]
    start: str | None
    seconds: int
    last: int
    """The newest turn of this round, or the round's own id: what "next" comes after (T21)."""
    extra: int = 0
    has_passed: tuple[str, ...] = ()
    turn: Turn | None = None
    second: SecondOffer | None = None
    closed: bool = False
    reason: str | None = None
    last_words: bool = False

    @property
    def waiting(self) -> tuple[str, ...]:
        return tuple(s for s, offer in self.offers.items() if offer is Offer.WAITING)

    @property
    def passed(self) -> tuple[str, ...]:
        return tuple(s for s, offer in self.offers.items() if offer is Offer.PASSED)

    @property
    def coming(self) -> str | None:
        """T3, T5: the first waiting seat, else the first who said yes to the second offer."""
        if self.waiting:
            return self.waiting[0]
        said_yes = self.second.accepted if self.second else ()
        return next((s for s in self.passed if s in said_yes), None)

    @property
    def complete(self) -> bool:
        return all(offer.final for offer in self.offers.values())

    @property
    def left_nobody_out(self) -> bool:
        """V1: everybody in this round had at least a first offer."""
        return all(o is not Offer.EXCUSED or s in self.has_passed for s, o in self.offers.items())


@dataclass(frozen=True, slots=True)
class TurnTaken:
    """A turn that ended, for the record. `seconds` is None where nobody measured (T29)."""

    turn: int
    step: str
    seat: str
    offer: int
    outcome: Offer
    seconds: int | None
    by: Desk


@dataclass(frozen=True, slots=True)
class Words:
    """Words by id: their text lies in the table `words`, here are its commitment and choices."""

    id: str
    kind: Kind
    seat: str | None
    step: str
    lang: str
    commitment: str
    written: int
    by: Desk
    turn: int | None = None
    revision: int = 1
    confirmed: bool = False
    keep: Keep | None = None
    ticked: bool = False
    withdrawn: bool = False
    blanked: bool = False
    translations: Mapping[str, str] = field(default_factory=dict)
    source: SourceKind | None = None
    due: str | None = None
    together: tuple[str, ...] = ()
    accepted: tuple[str, ...] = ()
    supporters: tuple[str, ...] = ()
    rests_on: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()

    @property
    def alive(self) -> bool:
        return not self.withdrawn and not self.blanked

    @property
    def stands(self) -> bool:
        """T23: an owner, a date, and a yes of the owner and of everybody named in it."""
        asked = (self.seat, *self.together)
        return self.due is not None and self.seat is not None and set(asked) <= set(self.accepted)


@dataclass(frozen=True, slots=True)
class Screen:
    """What the facilitator lets the shared screen do (V3, T20)."""

    blank: bool = False
    theme: str = "light"
    shown: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Undoable:
    """S5: one step of the flow that can be taken back. `own_pass`: only its giver may (T18)."""

    version: int
    at: int
    by: By
    what: str
    own_pass: bool = False


@dataclass(frozen=True, slots=True)
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
    owed: tuple[str, ...] = ()
    turns: tuple[TurnTaken, ...] = ()
    silence: Clock | None = None
    writing: Clock | None = None
    rest: int | None = None
    """The moment rest began, or None."""
    rest_asked: bool = False
    help_asked: int = 0
    clock_off: bool = False
    open_question: str | None = None
    words: Mapping[str, Words] = field(default_factory=dict)
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
