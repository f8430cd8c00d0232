"""What is measured of journals: folding a long one, joining a dialogue that has one, and what a long one costs everybody else."""

import threading
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial

from benchmarks import servers
from benchmarks.figures import Line, series
from dialoog import settings
from dialoog.db.engine import make_engine, transaction
from dialoog.live.journal import codec, store
from dialoog.live.journal.state_cache import CachedState, StateCache
from dialoog.planning.programmes import template
from dialoog.rules import commands as c
from dialoog.rules import evolve
from dialoog.rules.decide import Late, Refused, decide
from dialoog.rules.events import Entry
from dialoog.rules.state import By, Desk, Kind, State
from tests.people import Facilitator, Table
from tests.serving import Server

LEADS = By(Desk.FACILITATOR)
LONG, SHORT = 2_600, 260
VERY_LONG, ROUNDS = 10_000, 5


def a_journal_of(events: int) -> tuple[Entry, ...]:
    """An evening of turns among twelve people that goes on until there are so many facts."""
    state, entries = State(), []
    counted = 0

    def does(command: c.Command) -> bool:
        nonlocal state, counted
        decision = decide(state, command, LEADS, at=1_700_000_000_000 + len(entries) * 1000)
        if isinstance(decision, Late | Refused):
            return False
        entries.append(Entry(state.version + 1, 1_700_000_000_000 + len(entries) * 1000, LEADS, decision))
        state = evolve.advance(state, entries[-1]) or evolve.fold(entries)
        counted += len(decision)
        return True

    steps = template("90", "de straat")
    does(
        c.OpenTable(
            (steps[0], *(replace(steps[1], id=f"round-{n}", silence=0, writing=0) for n in range(200)))
        )
    )
    for n in range(12):
        does(c.TakeSeat(f"s{n + 1}", name="0" * 64, device=False))
        does(c.GiveConsent(f"s{n + 1}", words=True, name=True, contact=False))
    while counted < events:
        if state.round is not None and not state.round.complete:
            does(c.BeginTurn(state.round.last))
            does(c.Write(f"w{counted:015d}", Kind.EXPERIENCE, "s1", "nl", "0" * 64))
        else:
            does(c.NextStep(state.step_version))
    return tuple(entries)


def folding() -> list[Line]:
    """Folding a journal of 2,600 events, beside reading the same rows, and beside one a tenth as long."""
    long, short = a_journal_of(LONG), a_journal_of(SHORT)
    rows = [codec.encode(entry.events) for entry in long]
    folds, reads, shorts = [], [], []
    for _ in range(15):
        folds.append(_took(lambda: evolve.fold(long)))
        reads.append(_took(lambda: [codec.decode(row) for row in rows]))
        shorts.append(_took(lambda: evolve.fold(short)))
    return [
        Line(f"folding {LONG} events", series(folds), series(reads), "decoding the same rows"),
        Line(f"folding {LONG} events", series(folds), series(shorts), f"folding {SHORT}"),
    ]


def joining() -> list[Line]:
    """From the form to the first documents, after 5,000 entries and after 50."""
    with servers.dialoog() as server:
        return [_joining(server)]


def _joining(server: Server) -> Line:
    tables = {count: _a_table_with(server, count) for count in (5_000, 50)}
    took: dict[int, list[float]] = {5_000: [], 50: []}
    for n in range(12):
        for count, table in tables.items():
            began = time.perf_counter()
            table.seats(f"Gast {n + 1}")
            took[count].append((time.perf_counter() - began) * 1000)
    for table in tables.values():
        table.ends()
    return Line("joining after 5,000 entries", series(took[5_000]), series(took[50]), "after 50 entries")


def standing_still() -> list[Line]:
    """The longest that anybody waits for the server while somebody looks at a journal of 10,000 entries that it has not read yet, and
    while a step before all of them is taken back; beside the same with 50."""
    looks: dict[int, list[float]] = {VERY_LONG: [], 50: []}
    undos: dict[int, list[float]] = {VERY_LONG: [], 50: []}
    with servers.dialoog() as server:
        for count in looks:
            table, other = (Table(server, server.sets_up("90")) for _ in range(2))
            console = table.facilitator()
            table.a_circle_of(4)
            for _ in range(ROUNDS):
                console.presses_on()
            _lengthen(server, table, count)
            for _ in range(ROUNDS):
                server.is_killed()
                with servers.on_one_core():
                    server.starts()
                server.asks("GET", f"/d/{other.code}")  # what a first page costs is not the journal's
                looks[count].append(_longest_wait(server, partial(console.connects, have={})))
                undos[count].append(_longest_wait(server, partial(_take_back, console)))
            table.ends()
    whats = {"first look": looks, "undo": undos}
    return [
        Line(f"anybody during a {what} of {VERY_LONG}", series(took[VERY_LONG]), series(took[50]), "of 50")
        for what, took in whats.items()
    ]


def _take_back(console: Facilitator) -> None:
    console.presses("undo", version=console.docs["desk"]["act"]["undo"]["version"])


def _longest_wait(server: Server, action: Callable[[], object]) -> float:
    """In ms, of one small request after the other until the action is over."""
    over, waits = threading.Event(), list[float]()

    def ask() -> None:
        while not over.is_set():
            waits.append(_took(lambda: server.asks("GET", "/healthz")))

    asking = threading.Thread(target=ask)
    asking.start()
    try:
        action()
    finally:
        over.set()
        asking.join()
    return max(waits)


def _a_table_with(server: Server, entries: int) -> Table:
    table = Table(server, server.sets_up("90"))
    _lengthen(server, table, entries)
    return table


def _lengthen(server: Server, table: Table, entries: int) -> None:
    """Until it has so many: somebody changes the colours, a fact that weighs nothing but its number."""
    chosen = settings.settle(settings.from_environment(server.environment, port=server.port))
    engine = make_engine(chosen.database)
    running = StateCache().refresh(engine, table.id)
    with transaction(engine) as connection:
        for n in range(entries - running.version):
            running = _append(connection, running, n)
    engine.dispose()


def _append(connection, running: CachedState, n: int) -> CachedState:  # type: ignore[no-untyped-def]
    theme = "dark" if running.state.screen.theme == "light" else "light"
    decision = decide(running.state, c.ThemeScreen(theme), LEADS, running.last_at + 1)
    assert isinstance(decision, tuple), decision
    entry = Entry(running.version + 1, running.last_at + 1, LEADS, decision)
    kept, mac = codec.encode(decision), bytes(32)
    digest = store.compute_digest(running.digest, entry, f"bench-{n:012d}", mac, kept)
    statement, row = store.build_insert(running.dialogue, entry, f"bench-{n:012d}", mac, kept, digest)
    connection.execute(statement, row)
    return running.advance(entry, digest)


def _took(action) -> float:  # type: ignore[no-untyped-def]
    began = time.perf_counter()
    action()
    return (time.perf_counter() - began) * 1000
