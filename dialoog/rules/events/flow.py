"""Facts about the course of the evening: steps, rounds, rest, silence, the clock, undo, harvest and closing (S1–S5)."""

from dataclasses import dataclass

from dialoog.rules.state import Form, Step


@dataclass(frozen=True, slots=True)
class TableOpened:
    """S2: the programme is copied; people sit down. `plan_digest` proves the plan that stands beside the journal; "" in older journals."""

    steps: tuple[Step, ...]
    plan_digest: str = ""


@dataclass(frozen=True, slots=True)
class StepOpened:
    index: int
    step: str
    form: Form


@dataclass(frozen=True, slots=True)
class RoundOpened:
    """T2: the whole order, the seat it starts at by the rule, and the seconds of a turn."""

    step: str
    order: tuple[str, ...]
    start: str | None
    seconds: int
    last_words: bool = False


@dataclass(frozen=True, slots=True)
class RoundClosed:
    """T6, T7: `reason` only when it was closed before everybody was served."""

    excused: tuple[str, ...] = ()
    passed_final: tuple[str, ...] = ()
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class WritingBegan:
    seconds: int


@dataclass(frozen=True, slots=True)
class SilenceBegan:
    seconds: int


@dataclass(frozen=True, slots=True)
class SilenceSkipped:
    pass


@dataclass(frozen=True, slots=True)
class RestAsked:
    pass


@dataclass(frozen=True, slots=True)
class RestBegan:
    pass


@dataclass(frozen=True, slots=True)
class RestEnded:
    lasted_ms: int


@dataclass(frozen=True, slots=True)
class HelpAsked:
    pass


@dataclass(frozen=True, slots=True)
class HelpHeard:
    pass


@dataclass(frozen=True, slots=True)
class ClockStopped:
    pass


@dataclass(frozen=True, slots=True)
class ClockStarted:
    """`seconds` is the length of the turn that is open, if there is one."""

    seconds: int | None = None


@dataclass(frozen=True, slots=True)
class ReadBackShown:
    pass


@dataclass(frozen=True, slots=True)
class Undone:
    """S5: the entry `version` counts as never happened; `lost_ms` is the mistaken time."""

    version: int
    lost_ms: int


@dataclass(frozen=True, slots=True)
class DialogueClosed:
    reason: str | None = None


FlowEvent = (
    TableOpened | StepOpened | RoundOpened | RoundClosed | WritingBegan | SilenceBegan
    | SilenceSkipped | RestAsked | RestBegan | RestEnded | HelpAsked | HelpHeard | ClockStopped
    | ClockStarted | ReadBackShown | Undone | DialogueClosed
)  # fmt: skip
