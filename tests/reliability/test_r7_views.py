"""R7: the view at version k with the sections pushed since equals the view made anew at n, for each audience and every k.

The state machine over all commands (tests/rules) holds dialogues; here each step is written as the live layer writes it and
goes through the real pusher to a screen, both desks and a phone for every seat. Faults planted on the way must be found.
"""

import secrets
from collections import Counter
from collections.abc import Callable
from dataclasses import fields, replace
from random import Random
from typing import Any, ClassVar

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, precondition, rule, run_state_machine_as_test
from sqlalchemy import Engine, insert

from dialoog.db.engine import Base, make_engine
from dialoog.live.journal import codec, store, texts
from dialoog.live.journal.state_cache import CachedState, StateCache
from dialoog.live.models import Dialogue
from dialoog.live.protocol.messages import Push
from dialoog.live.push.broadcaster import is_removed
from dialoog.live.push.content_cache import ContentCache
from dialoog.live.push.document import Document
from dialoog.rules import commands as c
from dialoog.rules import events as e
from dialoog.rules.state import By, Desk, Kind, State
from tests.reliability import runs
from tests.reliability.readers import Copy, Fault, Reader, Room
from tests.rules import holding
from tests.rules.test_any_dialogue import LEADS, SEARCH, SEEDS, AnyDialogue

pytestmark = pytest.mark.usefixtures("same_draws")
LONG = runs.is_long("R7")
SEALED = (c.TakeSeat, c.ChangeName, c.ChangePronunciation, c.Write, c.ChangeWords, c.TranslateWords)
_engines: list[Engine] = []


def engine() -> Engine:
    """One database in memory for all examples; each holds a dialogue of its own. By this name, since an installation
    may not lie in memory."""
    if not _engines:
        _engines.append(make_engine("sqlite:///file::memory:?cache=shared&uri=true"))
        Base.metadata.create_all(_engines[0])
    return _engines[0]


def committed(fact: e.Event, sealed: texts.SealedText) -> e.Event:
    """What this fact says once its name is sealed."""
    return replace(fact, name=sealed.commitment) if isinstance(fact, e.SeatTaken) else fact


class ReadAlong(AnyDialogue):
    """Any dialogue, with everybody reading along."""

    fault: Callable[[], Fault] | None = None
    figures: ClassVar[Counter[str]] = Counter()
    elsewhere = False

    @initialize(
        size=st.integers(2, 6),
        at=st.sampled_from(["the door", "a round", "a turn", "the harvest"]),
        programme=st.sampled_from(["free", "short", "soon"]),
        devices=st.integers(0, 63),
    )
    def people_sit_down(self, size: int, at: str, programme: str, devices: int) -> None:
        self.figures["dialogues"] += 1
        made = self.figures["dialogues"]
        self.dialogue = f"evening-{made}"
        with engine().begin() as connection:
            about = {"title": "Linde", "facilitator": "Noor", "until": "2027-11-26"}
            code = f"{made:07}"
            connection.execute(insert(Dialogue).values(id=self.dialogue, code=code, created=1, **about))
        super().people_sit_down(size, at, programme, devices)
        self.state_cache, self.running = StateCache(), CachedState(self.dialogue)
        planned, self.entries = self.entries, []
        for entry in planned:
            sealed = texts.seal(f"naam {entry.version}")
            self.entries.append(replace(entry, events=tuple(committed(f, sealed) for f in entry.events)))
            self.is_written(self.entries[-1], sealed)
        self.views = holding.views_of(self.state)
        fault = type(self).fault
        self.room = Room(self.dialogue, engine(), self.state_cache, fault() if fault else None)
        self.held_back = self.pushed_version = 0
        self.came: list[tuple[Reader, Copy]] = []
        """Who holds what another process showed, and comes to this one."""
        for desk in ("screen", "facilitator", "scribe"):
            self.room.comes(desk)
        self.everybody_reads()

    def is_written(self, entry: e.Entry, sealed: texts.SealedText) -> None:
        id, kept = f"id-{entry.version}", codec.encode(entry.events)
        digest = store.compute_digest(self.running.digest, entry, id, b"", kept)
        with engine().begin() as connection:
            row = store.build_insert(self.dialogue, entry, id, b"", kept, digest)
            for statement, values in (
                row,
                *texts.build_statements("sqlite", self.dialogue, entry.events, sealed),
            ):
                connection.execute(statement, values)
        before, self.running = self.running, self.running.advance(entry, digest)
        self.state_cache.put(before if self.elsewhere else self.running)
        self.state = self.running.state

    def ask(self, command: c.Command, by: By) -> None:
        self.sealed = texts.seal(f"tekst {self.state.version} {secrets.token_hex(2)}")
        if isinstance(command, SEALED):
            names = [f.name for f in fields(command) if f.name in ("name", "pronunciation", "commitment")]
            sealed = dict.fromkeys(names, self.sealed.commitment)
            command = replace(command, **sealed)
        super().ask(command, by)

    def happens(self, command: c.Command, by: By, facts: tuple[e.Event, ...]) -> None:
        entry = e.Entry(self.state.version + 1, self.now, by, facts)
        self.entries.append(entry)
        self.is_written(entry, self.sealed)
        self.views = holding.views_of(self.state)
        if not self.held_back:
            self.everybody_reads()
            return
        self.held_back -= 1
        if self.elsewhere:
            self.room.pushes()
            self.came += [
                (reader, Copy(Copy().versions | dict.fromkeys(shown, self.state.version), dict(shown)))
                for reader, shown in self.room.shown_elsewhere(self.state)
            ]

    def everybody_reads(self) -> None:
        self.state_cache.put(self.running)
        self.elsewhere = False
        self.room.change_process(self.came, self.state)
        self.came = []
        self.room.pushes()
        for seat in self.state.seats:
            known = self.room.readers.get(f"seat-{seat}")
            if known is None and not is_removed(self.state, seat):
                self.room.comes("seat", seat)
        self.room.every_view_is_the_newest(self.state)
        self.room.looks_anew(self.state)
        self.pushed_version = self.state.version

    @precondition(lambda self: self.state.harvest_open)
    @rule(seed=SEEDS)
    def the_group_gathers(self, seed: int) -> None:
        random = Random(seed)
        kind = random.choice([Kind.GOAL, Kind.AGREEMENT, Kind.TENSION, Kind.SOURCE])
        seats = list(self.state.seats)
        owner = random.choice(seats) if kind in (Kind.AGREEMENT, Kind.SOURCE) else None
        word, together = f"word{len(self.state.words)}", tuple(random.sample(seats, min(2, len(seats))))
        self.ask(c.Write(word, kind, owner, "nl", "", together=together if owner else ()), By(Desk.SCRIBE))
        self.ask(c.ShowWords(word), By(Desk.SCRIBE))
        for seat in seats:
            yes = c.SupportGoal if kind is Kind.GOAL else c.AcceptAgreement
            self.ask(yes(word, seat, on=random.random() < 0.8), By(Desk.SEAT, seat))

    @rule(several=st.integers(1, 5), elsewhere=st.booleans())
    def several_steps_are_told_at_once(self, several: int, elsewhere: bool) -> None:
        """A bell that rings again before anybody looked is one ring. `elsewhere`: another process writes them, and this one is
        told of each a step late, when other names and texts lie there already."""
        self.held_back, self.elsewhere = several, elsewhere

    @rule(seed=SEEDS)
    def somebody_says_it_otherwise_elsewhere(self, seed: int) -> None:
        """A name, and a sentence that all see, twice within a moment."""
        seat = Random(seed).choice([*self.state.seats])
        word, by = f"word{len(self.state.words)}", By(Desk.SEAT, seat)
        self.held_back, self.elsewhere = 6, True
        for asked_by in Random(seed).choice([(LEADS, LEADS), (by, by)]):  # C1: at once, or waiting to be read
            self.ask(c.ChangeName(seat, "sealed"), asked_by)
        self.ask(c.Write(word, Kind.EXPERIENCE, seat, "nl", "sealed", ticked=True), by)
        self.ask(c.ShowWords(word), LEADS)
        self.ask(c.ChangeWords(word, "nl", "sealed"), by)
        self.ask(c.ChangeWords(word, "nl", "sealed"), by)

    @precondition(lambda self: self.room.connected)
    @rule(data=st.data())
    def somebody_goes_out_of_reach(self, data: st.DataObject) -> None:
        self.room.goes(data.draw(st.sampled_from(self.room.connected)))

    @rule(data=st.data())
    def somebody_is_back(self, data: st.DataObject) -> None:
        """With what was held when the line went; others may be told at that moment what nobody told them yet."""
        away = [r for r in self.room.readers.values() if not r.connected and self.may_come(r)]
        if away:
            identity = data.draw(st.sampled_from(away)).bound.identity
            self.room.comes(identity.desk, identity.seat)
            self.everybody_reads()

    def may_come(self, reader: Reader) -> bool:
        seat = reader.bound.identity.seat
        return seat is None or not is_removed(self.state, seat)

    @precondition(lambda self: self.pushed_version != self.state.version)
    @rule()
    def somebody_fetches_before_it_is_pushed(self) -> None:
        self.room.looks_anew(self.state_cache.get(self.dialogue).state, self.state)

    def teardown(self) -> None:
        if hasattr(self, "room"):
            self.everybody_reads()
            self.figures["versions"] += self.state.version
            self.figures["views compared"] += self.room.compared

    # Whether the rules hold is asked in tests/rules; here it is only what everybody sees of them.
    def the_rules_hold(self) -> None:
        pass

    what_applies_once_is_late_or_refused_the_second_time = the_rules_hold
    what_is_gone_would_stay_gone_if_the_newest_step_were_taken_back = the_rules_hold
    the_big_button_works = the_rules_hold


SEED = runs.new_seed() if LONG else 0
# Long: some 2,100 dialogues with 145,000 versions, of each of which every view is made anew: seven minutes of a processor.
CHOSEN = settings(
    max_examples=2000 if LONG else 40,
    stateful_step_count=60 if LONG else 30,
    phases=tuple(Phase) if LONG else SEARCH,
    report_multiple_bugs=LONG,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    print_blob=True,
)
QUICK = settings(CHOSEN, max_examples=400, phases=SEARCH, report_multiple_bugs=False, print_blob=False)


def test_R7_what_was_pushed_since_any_version_gives_the_newest_view() -> None:
    """The dialogue that fails is printed, in the long form as short as it can be, and with it how to hold it again."""
    try:
        run_state_machine_as_test(seed(SEED)(ReadAlong), settings=CHOSEN)
    finally:
        told = ", ".join(f"{count} {what}" for what, count in ReadAlong.figures.items())
        runs.tells(f"R7: {told}; seed {SEED}, no history: a failure says what was done")


SECTIONS = (
    "table.circle", "table.floor", "table.shown", "table.step", "table.stage", "table.harvest", "mine.me", "mine.now",
    "mine.words", "mine.asks", "desk.people", "desk.queue", "desk.act", "desk.plan", "desk.words.0", "desk.read",
    "desk.calls", "desk.close",
)  # fmt: skip


def without(section: str) -> Callable[[], Fault]:
    """This section is pushed to nobody; only who asks for the whole document gets it."""
    doc, _, name = section.partition(".")

    def fault(_: Reader, push: dict[str, Any]) -> dict[str, Any]:
        if push["doc"] != doc or not push["base"]:
            return push
        return {**push, "sections": {n: kept for n, kept in push["sections"].items() if n != name}}

    return lambda: fault


def one_lost(nth: int = 12) -> Fault:
    """One push never comes, and nothing tells."""
    count = 0

    def fault(_: Reader, push: dict[str, Any]) -> dict[str, Any] | None:
        nonlocal count
        count += bool(push["base"])
        return None if count == nth else push

    return fault


def never_newer() -> Fault:
    """Every change goes out under the version of the one before it."""
    return lambda _, push: {**push, "version": push["base"]} if push["base"] else push


@pytest.mark.parametrize(
    "fault", [*(without(section) for section in SECTIONS), lambda: one_lost(), lambda: never_newer()],
    ids=[*SECTIONS, "one-lost", "never-newer"],
)  # fmt: skip
def test_R7_what_is_not_pushed_is_found(fault: Callable[[], Fault]) -> None:
    class Faulty(ReadAlong):
        pass

    Faulty.fault = staticmethod(fault)
    with pytest.raises(AssertionError, match=r"of view \d+"):
        run_state_machine_as_test(seed(0)(Faulty), settings=QUICK)


def as_if_of_this_version(at_hand: ContentCache, state: State, seats: frozenset[str]) -> bool:
    """A name or text that was replaced since is shown under the version before."""
    LOAD(at_hand, state, seats)
    return True


def only_what_is_newer_here(document: Document, version: int, now: int) -> Push | None:
    """Who holds what another process showed meanwhile, and what was put back before this one looked, hears nothing."""
    return document.full_push() if document.version > version else None


LOAD = ContentCache.load


@pytest.mark.parametrize(
    "planted", [(ContentCache, "load", as_if_of_this_version), (Document, "push_for", only_what_is_newer_here)],
    ids=["a-later-text", "put-back-meanwhile"],
)  # fmt: skip
def test_R7_what_only_another_process_showed_is_found(
    planted: tuple[type, str, Callable[..., Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(*planted)
    with pytest.raises(AssertionError, match=r"of view \d+"):
        run_state_machine_as_test(seed(0)(ReadAlong), settings=QUICK)
