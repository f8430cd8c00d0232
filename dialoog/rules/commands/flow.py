"""Requests about the course of the evening: steps, rounds, rest, silence, the clock, undo, harvest and closing.

A request about a step or a round names it, so that one that comes late changes nothing (T21).
"""

from dataclasses import dataclass

from dialoog.rules.state import Step


@dataclass(frozen=True, slots=True)
class OpenTable:
    steps: tuple[Step, ...]
    plan_digest: str = ""


@dataclass(frozen=True, slots=True)
class NextStep:
    """`step` is the version at which the current step began (State.step_version)."""

    step: int


@dataclass(frozen=True, slots=True)
class CloseRound:
    """`round` is Round.id."""

    round: int


@dataclass(frozen=True, slots=True)
class ForceClose:
    round: int
    reason: str


@dataclass(frozen=True, slots=True)
class AskRest:
    pass


@dataclass(frozen=True, slots=True)
class AskHelp:
    pass


@dataclass(frozen=True, slots=True)
class HearHelp:
    """The facilitator has seen the calls for help with the agreements."""


@dataclass(frozen=True, slots=True)
class Rest:
    """`moment` here and below is State.moment as the desk saw it; without it the request is about now."""

    moment: int | None = None


@dataclass(frozen=True, slots=True)
class GoOn:
    moment: int | None = None


@dataclass(frozen=True, slots=True)
class BeginSilence:
    seconds: int
    moment: int | None = None


@dataclass(frozen=True, slots=True)
class SkipSilence:
    moment: int | None = None


@dataclass(frozen=True, slots=True)
class SetClock:
    """T8: switch the clock of turns off or on."""

    on: bool
    moment: int | None = None


@dataclass(frozen=True, slots=True)
class Undo:
    version: int


@dataclass(frozen=True, slots=True)
class ShowReadBack:
    """T25: the read-back is on the screen and on every phone."""

    step: int


@dataclass(frozen=True, slots=True)
class OpenLastWords:
    """T25: the round of last words within the harvest."""

    step: int


@dataclass(frozen=True, slots=True)
class CloseDialogue:
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class BlankUndecided:
    """C3: seven days after closing, by the house itself."""
