"""The measures of a dialogue: coverage of first offers, passes, seconds and their Gini coefficient, without names.

V4: seconds and passes per seat are summed up at closing and shown to nobody. Seconds are button
times, not speech. A record stores no Gini coefficient and no counts of
sources, questions and agreements yet: the organiser's page of measures is to show those.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dialoog.rules.state import CONTRIBUTIONS, Kind, Presence, Role, State, TurnStatus


@dataclass(frozen=True, slots=True)
class Measures:
    """Counts over all rounds of one dialogue; `seconds` per seat only of turns that were spoken."""

    seats: int
    contributions: int
    turns: int
    first_offer_coverage: float
    everyone_had_a_turn: bool
    passes_first_offer: int
    passes_final: int
    seconds: Mapping[str, int]
    gini: float | None
    resident_share: float | None
    sources: int
    questions: int
    agreements: int


def measure(state: State) -> Measures:
    """The measures of a dialogue as far as it went."""
    statuses = [status for r in state.rounds_done for status in r.statuses.items()]
    passes = [s for r in state.rounds_done for s in r.has_passed]
    first_offers = sum(
        1
        for r in state.rounds_done
        for s, o in r.statuses.items()
        if o is not TurnStatus.EXCUSED or s in r.has_passed
    )
    contributions = [w for w in state.words.values() if w.kind in CONTRIBUTIONS and not w.withdrawn]
    seconds = _sum_seconds(state)
    return Measures(
        seats=sum(
            s in state.circle and seat.presence is not Presence.REMOVED for s, seat in state.seats.items()
        ),
        contributions=len(contributions),
        turns=len(state.turns),
        first_offer_coverage=first_offers / len(statuses) if statuses else 0.0,
        everyone_had_a_turn=bool(statuses) and all(r.left_nobody_out for r in state.rounds_done),
        passes_first_offer=len(passes),
        passes_final=sum(1 for _, o in statuses if o is TurnStatus.PASSED_FINAL),
        seconds=seconds,
        gini=calculate_gini(tuple(seconds.values())),
        resident_share=_calculate_resident_share(state),
        sources=_count(state, Kind.SOURCE),
        questions=_count(state, Kind.QUESTION),
        agreements=_count(state, Kind.AGREEMENT),
    )


def calculate_gini(values: Sequence[int]) -> float | None:
    """`Σ(2i-n-1)·xᵢ / (n·Σx)` with x sorted, i from 1; None where there is nothing to compare."""
    ordered = sorted(values)
    n, total = len(ordered), sum(ordered)
    if n < 2 or total == 0:
        return None
    return sum((2 * i - n - 1) * x for i, x in enumerate(ordered, start=1)) / (n * total)


def _sum_seconds(state: State) -> dict[str, int]:
    seconds = {s: 0 for s in state.circle if s in state.seats}
    for turn in state.turns:
        if turn.outcome is TurnStatus.SPOKE and turn.seconds is not None and turn.seat in seconds:
            seconds[turn.seat] += turn.seconds
    return seconds


def _calculate_resident_share(state: State) -> float | None:
    roles = [
        state.seats[w.seat].role
        for w in state.words.values()
        if w.kind in CONTRIBUTIONS and w.seat is not None and not w.withdrawn
    ]
    return roles.count(Role.RESIDENT) / len(roles) if roles else None


def _count(state: State, kind: Kind) -> int:
    return sum(1 for w in state.words.values() if w.kind is kind and w.alive)
