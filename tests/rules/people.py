"""Builders that speak: a table with people around it, a facilitator, a scribe and a clock, without a server.

Every command goes the whole way: decide, an entry, and the state one further; each time the fold of
all entries must give that same state, and every view must be there and fit in JSON (S6, R7).
"""

import json
from dataclasses import dataclass, field
from typing import Any

from dialoog.rules import commands as c
from dialoog.rules.decide import Decision, Late, Reason, Refused, decide
from dialoog.rules.events import Entry, Event
from dialoog.rules.evolve import advance, fold
from dialoog.rules.state import By, Desk, Keep, Kind, Role, State, Step, TurnStatus
from dialoog.rules.views import build_desk, build_mine, build_table
from tests.rules.steps import HARVEST_SOON, PROGRAMME

NAMES = ("fatma", "henk", "samira", "tadesse", "willemijn", "ruud", "naomi", "joris")
START = 1_795_000_000_000


@dataclass
class Moment:
    """The server's clock, which moves only when a test says so."""

    now: int = START

    def advance(self, seconds: float = 0, *, days: float = 0) -> None:
        self.now += int((seconds + days * 86_400) * 1000)


@dataclass
class Table:
    """One dialogue, its journal and everybody at it."""

    clock: Moment = field(default_factory=Moment)
    state: State = field(default_factory=State)
    entries: list[Entry] = field(default_factory=list)
    words_made: int = 0

    def __post_init__(self) -> None:
        self.facilitator = Facilitator(self, By(Desk.FACILITATOR))
        self.scribe = Facilitator(self, By(Desk.SCRIBE))
        self.house = Hand(self, By(Desk.HOUSE))

    def person(self, seat: str) -> "Person":
        return Person(self, By(Desk.SEAT, seat), seat)

    def __getattr__(self, seat: str) -> "Person":
        if seat.startswith("_") or seat not in self.state.seats:
            raise AttributeError(seat)
        return self.person(seat)

    def ask(self, command: c.Command, by: By) -> Decision:
        """Decides and, when accepted, writes the entry as the live layer does."""
        decision = decide(self.state, command, by, self.clock.now)
        if isinstance(decision, tuple):
            self._append(decision, _signed(command, by))
        return decision

    def _append(self, happened: tuple[Event, ...], by: By) -> None:
        entry = Entry(self.state.version + 1, self.clock.now, by, happened)
        self.entries.append(entry)
        self.state = advance(self.state, entry) or fold(self.entries)
        assert fold(self.entries) == self.state
        self.views()

    def views(self) -> dict[str, Any]:
        """What everybody sees now, by audience, as it goes over the wire."""
        seen = {f"mine:{seat}": build_mine(self.state, seat) for seat in self.state.seats}
        copy: dict[str, Any] = json.loads(
            json.dumps(
                {"table": build_table(self.state), "desk": build_desk(self.state), **seen}, allow_nan=False
            )
        )
        return copy

    @property
    def screen(self) -> dict[str, Any]:
        return dict(self.views()["table"])

    @property
    def desk(self) -> dict[str, Any]:
        return dict(self.views()["desk"])

    @property
    def round(self) -> Any:
        return self.state.round

    @property
    def turn(self) -> Any:
        return self.state.speaking

    @property
    def order(self) -> tuple[str, ...]:
        """The queue of the open round, as it stands."""
        return tuple(self.state.round.statuses) if self.state.round else ()

    def stands(self, seat: str) -> TurnStatus:
        assert self.state.round is not None
        return self.state.round.statuses[seat]

    def fresh_word(self) -> str:
        self.words_made += 1
        return f"w{self.words_made}"

    def speaks_all(self, *, seconds: int = 20) -> None:
        """Everybody who still waits speaks, and the last one says "klaar"."""
        while self.state.round and self.state.round.waiting:
            self.facilitator.says_next()
            self.clock.advance(seconds)
        if self.turn:
            self.facilitator.ends()


def _signed(command: c.Command, by: By) -> By:
    """T19: the live layer writes `someone` beside a call for rest or help."""
    return By(Desk.SOMEONE) if isinstance(command, c.AskRest | c.AskHelp) else by


@dataclass
class Hand:
    """Somebody who can give commands: `does` must succeed, `tries` tells what came of it."""

    table: Table
    by: By

    def does(self, command: c.Command) -> tuple[Event, ...]:
        decision = self.table.ask(command, self.by)
        assert isinstance(decision, tuple), f"{command} gave {decision}"
        return decision

    def tries(self, command: c.Command) -> Decision:
        return self.table.ask(command, self.by)

    def is_refused(self, command: c.Command, reason: Reason) -> None:
        before = self.table.state
        assert self.tries(command) == Refused(reason)
        assert self.table.state == before

    def is_late(self, command: c.Command) -> None:
        before = self.table.state
        assert self.tries(command) == Late()
        assert self.table.state == before

    def ends(self) -> None:
        self.does(c.EndTurn(self.table.turn.id))

    def undoes(self) -> None:
        self.does(c.Undo(self.table.state.undoable[-1].version))

    def writes_for(self, seat: str | None, kind: Kind, **more: Any) -> str:
        word = more.pop("word", None) or self.table.fresh_word()
        more.setdefault("lang", "nl")
        self.does(c.Write(word, kind, seat, commitment=f"sealed-{word}", **more))
        return str(word)


@dataclass
class Person(Hand):
    """A participant with an own device."""

    seat: str

    @property
    def phone(self) -> dict[str, Any]:
        return dict(self.table.views()[f"mine:{self.seat}"])

    def consents(self, *, words: bool = True, name: bool = True, contact: bool = False) -> None:
        self.does(c.GiveConsent(self.seat, words, name, contact))

    def passes(self) -> None:
        self.does(c.PassTurn(self.table.turn.id))

    def begins(self) -> None:
        self.does(c.BeginTurn(self.table.round.last, self.seat))

    def says_yes(self) -> None:
        self.does(c.AcceptOffer(self.table.round.second.id, self.seat))

    def says_no(self) -> None:
        self.does(c.DeclineOffer(self.table.round.second.id, self.seat))

    def leaves(self) -> None:
        self.does(c.Leave(self.seat))

    def comes_back(self) -> None:
        self.does(c.ComeBack(self.seat))

    def asks_rest(self) -> None:
        self.does(c.AskRest())

    def writes(self, kind: Kind = Kind.EXPERIENCE, **more: Any) -> str:
        return self.writes_for(self.seat, kind, **more)

    def keeps(self, word: str, keep: Keep | None) -> None:
        self.does(c.KeepWords(word, keep))

    def ticks(self, word: str, *, on: bool = True) -> None:
        self.does(c.TickWords(word, on))


@dataclass
class Facilitator(Hand):
    """The facilitator, or the scribe where the table of commands lets them."""

    def opens_round(self) -> None:
        """The next step, which in these programmes mostly is a round."""
        self.does(c.NextStep(self.table.state.step_version))

    def goes_to(self, step: str) -> None:
        while self.table.state.current is None or self.table.state.current.id != step:
            if self.table.round and not self.table.round.closed:
                self.does(c.ForceClose(self.table.round.id, "time"))
            self.opens_round()

    def says_next(self, seat: str | None = None) -> None:
        self.does(c.BeginTurn(self.table.round.last, seat))

    def passes_for_speaker(self) -> None:
        self.does(c.PassTurn(self.table.turn.id))

    def ends_offer(self) -> None:
        self.does(c.EndOffer(self.table.round.second.id))

    def closes_round(self) -> None:
        self.does(c.CloseRound(self.table.round.id))

    def forces_close(self, reason: str = "time") -> None:
        self.does(c.ForceClose(self.table.round.id, reason))

    def rests(self) -> None:
        self.does(c.Rest())

    def goes_on(self) -> None:
        self.does(c.GoOn())

    def reorders(self, *seats: str) -> None:
        self.does(c.Reorder(self.table.round.id, seats))

    def sets_away(self, seat: str) -> None:
        self.does(c.SetAway(seat))

    def admits(self, seat: str, after: str | None = None) -> None:
        self.does(c.Admit(seat, after))

    def shows(self, word: str) -> None:
        self.does(c.ShowWords(word))

    def holds_last_words(self) -> None:
        """Read-back, and the round of last words in which everybody speaks."""
        self.does(c.ShowReadBack(self.table.state.step_version))
        self.does(c.OpenLastWords(self.table.state.step_version))
        self.table.speaks_all(seconds=5)


def a_table(steps: tuple[Step, ...] = PROGRAMME) -> Table:
    """Open, with nobody there yet."""
    made = Table()
    made.facilitator.does(c.OpenTable(steps))
    return made


def sits_down(table: Table, seat: str, *, role: Role | None = None, consents: bool = True) -> Person:
    """Somebody joins on an own device and gives consent (or not yet)."""
    person = table.person(seat)
    person.does(c.TakeSeat(seat, f"sealed-name-{seat}", role=role))
    if consents:
        person.consents()
    return person


def is_seated(table: Table, seat: str) -> None:
    """Somebody without a device is added by the scribe, consent asked aloud (T13)."""
    table.scribe.does(c.TakeSeat(seat, f"sealed-name-{seat}", device=False))
    table.scribe.does(c.GiveConsent(seat, words=True, name=False, contact=False))


def a_circle_of(
    size: int, steps: tuple[Step, ...] = PROGRAMME, *, without_device: tuple[str, ...] = ()
) -> Table:
    """People sit down, give consent, and the chairs are tapped; the first step is still to open."""
    table = a_table(steps)
    names = (*NAMES, *(f"seat{n}" for n in range(len(NAMES), size)))[:size]
    for seat in names:
        is_seated(table, seat) if seat in without_device else sits_down(table, seat)
    table.facilitator.does(c.OrderCircle(names))
    return table


def a_round_of(size: int, steps: tuple[Step, ...] = PROGRAMME, **more: Any) -> Table:
    """A circle of which the first round is open."""
    table = a_circle_of(size, steps, **more)
    table.facilitator.opens_round()
    return table


def at_the_harvest(size: int = 3) -> Table:
    """A circle that has come to the harvest."""
    table = a_round_of(size, HARVEST_SOON)
    table.facilitator.goes_to("harvest")
    return table
