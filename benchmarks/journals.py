"""What is measured of journals: folding a long one, and joining a dialogue that has one."""

import time
from dataclasses import replace

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
from tests.people import Table
from tests.serving import Server

LEADS = By(Desk.FACILITATOR)
LONG, SHORT = 2_600, 260


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


def _a_table_with(server: Server, entries: int) -> Table:
    """Somebody changes language so many times: facts that weigh nothing but their number."""
    table = Table(server, server.sets_up("90"))
    chosen = settings.settle(settings.from_environment(server.environment, port=server.port))
    engine = make_engine(chosen.database)
    with transaction(engine) as connection:
        running = StateCache().newest(connection, table.id)
        for n in range(entries - running.version):
            running = _append(connection, running, n)
    engine.dispose()
    return table


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
