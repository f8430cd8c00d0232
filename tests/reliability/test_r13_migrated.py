"""R13: a stop, migrate, start in the middle of a dialogue loses nothing; phones are back within 10 s.

One run per migration: people talk, the server is stopped, the database stands at the revision before with data in every table, and
`dialoog serve` migrates and serves as docs/deploy says. Meanwhile phones keep what people write. The dialogue goes on to its closing.
"""

import asyncio
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from dialoog.db.engine import is_shared, transaction
from dialoog.db.erasure_list import Erased, note
from tests.accounts.people import fill_accounts
from tests.reliability import releases, runs
from tests.reliability.before_a_migration import Beside, Doors
from tests.reliability.checker import report
from tests.reliability.hall import Hall, Seated, a_hall
from tests.reliability.phones import Phone
from tests.reliability.releases import STEPS, later_release
from tests.reliability.talk import all_have_a_line, steers, talks
from tests.serving import Server, eventually

PHONES = runs.sized("R13", short=6, long=30)
TALK = runs.sized("R13", short=2.0, long=20.0)
AWAY = runs.sized("R13", short=2.0, long=30.0)
"""Seconds between stop and start, beside what going back takes."""
BACK_WITHIN = 10.0
NOT_IN_SQLITE = {"tickets", "wrong_codes"}
"""One process keeps them in its memory."""
NEWER = "The tables are those of a newer release of Dialoog than this one. Install the newer one.\n"
MOST_PRESSES = 100
ONE_DAY = {"DIALOOG_NAME_RETENTION_DAYS": "365", "DIALOOG_CONTACT_RETENTION_DAYS": "365"}
"""What is opened has the one day for all of it that releases before 0020 know."""


def runs_of_migrations() -> list[tuple[tuple[str, str], str]]:
    """Each migration on each kind of database; in the short form those before the newest two on one of them, in turn: they are published
    and do not change."""
    newest = STEPS[-2:]
    return [
        (step, kind)
        for nth, step in enumerate(STEPS)
        for turn, kind in enumerate(("sqlite", "postgres"))
        if runs.is_long("R13") or step in newest or nth % 2 == turn
    ]


@pytest.mark.parametrize(
    ("step", "database"),
    runs_of_migrations(),
    indirect=["database"],
    ids=lambda one: one if isinstance(one, str) else f"to-{one[1]}",
)
def test_R13_a_dialogue_goes_on_after_stop_migrate_start(
    tmp_path: Path, seed: int, database: str, step: tuple[str, str]
) -> None:
    before, revision = step
    kind = "postgres" if database else "sqlite"
    with a_hall(f"R13-to-{revision}-{kind}", tmp_path, seed, database=database, **ONE_DAY) as hall:
        beside = Beside(hall.server)
        table = hall.sets_up(PHONES)
        doors = Doors(table)
        hall.holds(goes_on_after(hall, table, before, beside, doors))
        assert doors.open_as_before()
        assert beside.reads_as_before()
        assert hall.server.asks("GET", f"/verslagen/{table.id}.json", **beside.key).status == 200
        hall.is_as_promised()


async def goes_on_after(hall: Hall, table: Seated, before: str, beside: Beside, doors: Doors) -> None:
    phones, console = table.phones(), table.desk("facilitator")
    table.desk("screen")
    hall.comes("laptop", doors.laptop)
    await all_have_a_line(hall.phones)
    await asyncio.gather(*(talks(phone, TALK) for phone in phones), steers(console, TALK))
    await doors.are_changed_by(console)
    await phones[0].sends("give_consent", words=True, name=True, contact=True, reach="06 12 34 56 78")
    await until_somebody_has_the_word(console)
    speaker = await who_has_the_word(phones)
    hall.history.says("the server is stopped, migrated and started")
    await asyncio.to_thread(hall.server.stops)
    for phone in phones:
        phone.sends("write", text=f"Onderweg geschreven door {phone.name}.", word_kind="experience")
    done = speaker.sends("end_turn", turn=own_turn(speaker))
    left, planned = await asyncio.to_thread(as_the_release_before_left_it, hall.database, before)
    await asyncio.sleep(AWAY)
    sockets = {phone: phone.sockets for phone in hall.phones}
    await asyncio.to_thread(hall.server.starts)
    back = await asyncio.gather(*(comes_back(phone, sockets[phone]) for phone in hall.phones))
    runs.tells(f"{hall.history.name}: back with an empty outbox: {runs.percentiles(back)}")
    stands = await asyncio.to_thread(releases.rows, hall.database)
    assert releases.lost(left, stands) == []
    assert planned == releases.planned(stands)
    assert done.result()["answer"] == "ok"
    await to_its_closing(console)
    await hall.settles()


def as_the_release_before_left_it(database: str, revision: str) -> tuple[releases.Rows, dict[Any, int]]:
    """Its tables, with everything in them that was there; and what is planned, by job, which follows from it."""
    with releases.looking(database) as engine, transaction(engine) as connection:
        fill_accounts(connection)
        note(connection, Erased(1, "word", "linde", "w1"))
    stood = releases.rows(database)
    empty = {name for name, rows in stood.items() if not rows}
    assert empty == (set() if is_shared(database) else NOT_IN_SQLITE), "every table has something to lose"
    releases.goes_back(database, revision)
    left = releases.rows(database)
    made_since = releases.made_after(revision)
    assert releases.lost(stood, left) == [f"the table {name} is gone" for name in made_since]
    return left, releases.planned(stood)


async def comes_back(phone: Phone, sockets: int) -> float:
    """By itself, and with an empty outbox; after how many seconds."""
    began = asyncio.get_running_loop().time()
    await phone.sees(lambda me: me.up and me.sockets > sockets and me.settled, BACK_WITHIN, "a new line")
    return asyncio.get_running_loop().time() - began


async def until_somebody_has_the_word(console: Phone) -> None:
    for _ in range(MOST_PRESSES):
        if console.copies["table"].sections.get("floor", {}).get("phase") == "turn":
            return
        await presses_on(console)
    raise AssertionError(f"nobody got the word: {console}")


async def who_has_the_word(phones: list[Phone]) -> Phone:
    """Once that phone itself shows it."""
    for _ in range(200):
        for phone in phones:
            if own_turn(phone) is not None:
                return phone
        await asyncio.sleep(0.05)
    raise AssertionError("no phone shows that it is its turn")


async def to_its_closing(console: Phone) -> None:
    for _ in range(MOST_PRESSES):
        if not await presses_on(console):
            return
    raise AssertionError(f"the dialogue was not closed: {console}")


async def presses_on(console: Phone) -> bool:
    """The big button as it stands; False where there is nothing left to press."""
    act = console.copies["desk"].sections["act"]
    command = {"kind": "skip_silence"} if act["silence"] else act["primary"]
    if command is None:
        return False
    answer = await asyncio.wait_for(console.sends(**command), 20)
    assert answer["answer"] in ("ok", "late"), (command, answer)
    version = answer.get("version") or 0
    await console.sees(lambda me: me.version("desk") >= version, what="what was pressed")
    return True


def own_turn(phone: Phone) -> int | None:
    now = phone.copies["mine"].sections["now"]
    turn: int | None = now["turn"] if now["phase"] == "turn" else None
    return turn


# Another release beside


def test_R13_who_serves_still_while_the_tables_are_newer_loses_nothing(
    tmp_path: Path, seed: int, database: str
) -> None:
    """On PostgreSQL one service is started with the newer release after the other; on SQLite somebody who has installed it
    already looks at the journals before the restart."""
    with a_hall("R13-beside", tmp_path / "R13", seed, database=database) as hall:
        later = Server(tmp_path / "R13")
        later.environment = hall.server.environment
        later.program = ("tests.reliability.newer", str(later_release(tmp_path / "later")))
        table = hall.sets_up(PHONES)
        try:
            hall.holds(one_after_the_other(hall, table, later))
            proof = runs_newer(later, "verify")
            assert proof.returncode == 0, proof.stdout + proof.stderr
        finally:
            later.is_killed()
        found = report(hall.findings())
        assert not found, f"{hall.history}\n{found}"
        assert hall.history.unanswered() == set(), hall.history
        assert "Traceback" not in hall.server.output
        hall.server.is_killed()
        again = hall.server.runs("serve")
        assert (again.returncode, again.stderr) == (1, NEWER)


async def one_after_the_other(hall: Hall, table: Seated, later: Server) -> None:
    phones, console = table.phones(), table.desk("facilitator")
    await all_have_a_line(hall.phones)
    talking = asyncio.gather(*(talks(phone, 2 * TALK) for phone in phones), steers(console, 2 * TALK))
    hall.history.says("a newer release migrates beside one that serves")
    together = is_shared(hall.database)
    if together:
        await asyncio.to_thread(later.starts)
    else:
        assert (await asyncio.to_thread(runs_newer, later, "verify")).returncode == 0
    await asyncio.to_thread(
        eventually, lambda: hall.server.asks("GET", "/readyz").text.strip() == "tables", what="newer tables"
    )
    answer = await asyncio.wait_for(console.sends("blank_screen", on=True), 20)
    assert answer["answer"] == "ok"
    await talking
    sockets = {phone: phone.sockets for phone in hall.phones}
    for phone in hall.phones:
        phone.port = later.port
    await asyncio.to_thread(hall.server.stops)
    if not together:
        await asyncio.to_thread(later.starts)
    await asyncio.gather(*(comes_back(phone, sockets[phone]) for phone in hall.phones))
    await asyncio.gather(*(talks(phone, TALK) for phone in phones))
    await hall.settles()


def test_R13_a_migration_that_is_killed_leaves_the_tables_as_they_were(tmp_path: Path, database: str) -> None:
    reached = tmp_path / "reached"
    waits = f"import pathlib, time; pathlib.Path({str(reached)!r}).touch(); time.sleep(60)"
    server = Server(tmp_path / "R13", PYTHONPATH=str(Path(__file__).parents[2]))
    if database:
        server.environment["DIALOOG_DATABASE_URL"] = database
    try:
        beside = Beside(server.starts())
        server.stops()
        stood, form = releases.rows(server.database), releases.tables(server.database)
        with subprocess.Popen(
            newer_command(later_release(tmp_path / "slow", waits), "verify"), env=server.environment
        ) as migrating:
            eventually(reached.exists, 30, "the middle of a migration")
            migrating.kill()
        assert releases.tables(server.database) == form
        assert releases.rows(server.database) == stood
        assert server.starts()
        assert beside.reads_as_before()
        server.stops()
        server.program = ("tests.reliability.newer", str(later_release(tmp_path / "whole")))
        assert runs_newer(server, "verify").returncode == 0
        migrated = releases.rows(server.database)
        assert releases.lost(stood, migrated) == []
        assert [row["later"] == row["text"] for row in migrated["words"].values()] == [True]
    finally:
        server.is_killed()


def newer_command(folder: Path | str, *arguments: str) -> list[str]:
    return [sys.executable, "-m", "tests.reliability.newer", str(folder), *arguments]


def runs_newer(server: Server, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = newer_command(server.program[1], *arguments)
    return subprocess.run(
        command, env=server.environment, capture_output=True, text=True, timeout=60, check=False
    )
