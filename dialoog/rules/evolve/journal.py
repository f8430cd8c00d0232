"""Folding a journal: the state after all entries, after one more, and what can be taken back (S5, S6)."""

from collections.abc import Collection, Iterable, Iterator, Sequence

from dialoog.rules import events as e
from dialoog.rules.dataclass_replace import replace
from dialoog.rules.evolve.access import apply_access_event
from dialoog.rules.evolve.flow import apply_flow_event
from dialoog.rules.evolve.seats import apply_seat_event
from dialoog.rules.evolve.turns import apply_turn_event
from dialoog.rules.evolve.words import apply_word_event
from dialoog.rules.state import By, Desk, State, TurnStatus, Undoable

BEFORE_ALL = State()


def fold(entries: Iterable[e.Entry]) -> State:
    """S6: the state that a journal gives; entries that were undone count as never happened (S5)."""
    state = BEFORE_ALL
    for following in fold_each(tuple(entries)):
        state = following
    return state


def fold_each(
    entries: Sequence[e.Entry], start: State = BEFORE_ALL, without: Collection[int] = ()
) -> Iterator[State]:
    """The state after each entry beyond `start`, for who folds in parts; the last one is that of the journal. `without`: versions that
    are left out besides those that these entries undo. `start` lacks already what they undo of the entries before it."""
    later = entries[start.version :]
    left_out = undone_versions(later).union(without)
    state = start
    for entry in later:
        state = _skip(state, entry) if entry.version in left_out else _evolve(state, entry)
        yield state


def undone_versions(entries: Iterable[e.Entry]) -> set[int]:
    """The versions of the entries that these take back (S5)."""
    return {x.version for entry in entries for x in entry.events if isinstance(x, e.Undone)}


def advance(state: State, entry: e.Entry) -> State | None:
    """The state after one more entry, or None when only a fold of all entries can tell (undo)."""
    if any(isinstance(event, e.Undone) for event in entry.events):
        return None
    return _evolve(state, entry)


def preview(state: State, events: tuple[e.Event, ...]) -> State:
    """The state if these events happened now: for decisions that look one step ahead."""
    entry = e.Entry(state.version + 1, 0, By(Desk.HOUSE), events)
    return _evolve(state, entry) if events else state


def _skip(state: State, entry: e.Entry) -> State:
    return replace(state, version=entry.version)


def _evolve(state: State, entry: e.Entry) -> State:
    state = replace(state, version=entry.version)
    for event in entry.events:
        state = _apply(state, event, entry)
    if can_be_undone(entry.events):
        step = Undoable(
            entry.version, entry.at, entry.by, _name_step(entry.events), _is_own_pass(entry),
            halted=any(isinstance(event, _CLOCK_STOPPING) for event in entry.events),
            closed=any(isinstance(event, e.RoundClosed) for event in entry.events),
        )  # fmt: skip
        state = replace(state, undoable=(*state.undoable, step))
    return state


def can_be_undone(events: tuple[e.Event, ...]) -> bool:
    """S5: a step of the flow; never closing or erasing, also where that ended somebody's turn."""
    return isinstance(events[0], e.UNDOABLE) and not any(
        isinstance(event, e.IRREVERSIBLE) for event in events
    )


_CLOCK_STOPPING = (
    e.TurnBegan, e.TurnEnded, e.TurnsTold, e.RestBegan, e.RoundClosed, e.StepOpened, e.SilenceSkipped,
)  # fmt: skip
"""After these a clock stood still or another one ran: the time since is not the speaker's (S5)."""

_NAMING = (e.StepOpened, e.TurnBegan, e.SeatLeft, e.SeatAway, e.SeatRemoved, e.TurnsTold, e.RoundClosed)
"""What an entry was for, the earliest of these that it holds: a turn or a round that ends along with it only makes way."""


def _name_step(events: tuple[e.Event, ...]) -> str:
    """The event that people would name when they take this entry back."""
    named = (x for kind in _NAMING for x in events if isinstance(x, kind))
    event = next(named, events[0])
    if isinstance(event, e.TurnEnded) and event.outcome is not TurnStatus.SPOKE:
        return "TurnPassed"
    return type(event).__name__


def _is_own_pass(entry: e.Entry) -> bool:
    if entry.by.desk is not Desk.SEAT:
        return False
    first = entry.events[0]
    is_pass = isinstance(first, e.TurnEnded) and first.outcome is not TurnStatus.SPOKE
    return is_pass or isinstance(first, e.OfferDeclined)


def _apply(state: State, event: e.Event, entry: e.Entry) -> State:
    if isinstance(event, e.WordEvent):  # first: most of what happens in an evening is words
        return apply_word_event(state, event, entry)
    if isinstance(event, e.TurnEvent):
        return apply_turn_event(state, event, entry)
    if isinstance(event, e.SeatEvent):
        return apply_seat_event(state, event, entry)
    if isinstance(event, e.FlowEvent):
        return apply_flow_event(state, event, entry)
    return apply_access_event(state, event, entry)
