"""A round in the state: the status of each seat, the turn that runs, the second offer (T1–T8)."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from dialoog.rules.seats import Desk


class TurnStatus(StrEnum):
    """Where a seat stands in one round; the last three are final (T)."""

    WAITING = "waiting"
    SPEAKING = "speaking"
    PASSED = "passed"
    SPOKE = "spoke"
    PASSED_FINAL = "passed_final"
    EXCUSED = "excused"


FINAL = (TurnStatus.SPOKE, TurnStatus.PASSED_FINAL, TurnStatus.EXCUSED)


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

    def lasted_ms(self, at: int) -> int:
        """How long it ran until then, and no longer than it was to run."""
        elapsed = self.elapsed_ms(at)
        return elapsed if self.seconds is None else min(elapsed, self.seconds * 1000)


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


@dataclass(frozen=True)  # no slots: `dataclass_replace`
class Round:
    """A step in which every seat is offered a turn. `statuses` is in the order of the queue."""

    id: int
    step: str
    statuses: Mapping[str, TurnStatus]
    start: str | None
    seconds: int
    last: int
    """What "next" comes after (T21): the newest turn, the end of the queue, the second offer, or the round itself."""
    extra: int = 0
    has_passed: tuple[str, ...] = ()
    turn: Turn | None = None
    second: SecondOffer | None = None
    closed: bool = False
    reason: str | None = None
    last_words: bool = False

    # Each of these looks at every status, and a member of an enum costs as much to name as five of them to compare.
    @property
    def waiting(self) -> tuple[str, ...]:
        return self._where(TurnStatus.WAITING)

    @property
    def passed(self) -> tuple[str, ...]:
        return self._where(TurnStatus.PASSED)

    def _where(self, status: TurnStatus) -> tuple[str, ...]:
        return tuple([seat for seat, current in self.statuses.items() if current is status])

    @property
    def first_waiting(self) -> str | None:
        waiting = TurnStatus.WAITING
        return next((seat for seat, status in self.statuses.items() if status is waiting), None)

    @property
    def next_seat(self) -> str | None:
        """T3, T5: the first waiting seat, else the first who said yes to the second offer."""
        if (waiting_seat := self.first_waiting) is not None:
            return waiting_seat
        accepted_seats = self.second.accepted if self.second else ()
        return next((s for s in self.passed if s in accepted_seats), None)

    @property
    def complete(self) -> bool:
        return all(status in FINAL for status in self.statuses.values())

    @property
    def left_nobody_out(self) -> bool:
        """V1: everybody in this round had at least a first offer."""
        return all(o is not TurnStatus.EXCUSED or s in self.has_passed for s, o in self.statuses.items())


@dataclass(frozen=True, slots=True)
class CompletedTurn:
    """A turn that ended, for the record. `seconds` is None where nobody measured (T29)."""

    turn: int
    step: str
    seat: str
    offer: int
    outcome: TurnStatus
    seconds: int | None
    by: Desk
