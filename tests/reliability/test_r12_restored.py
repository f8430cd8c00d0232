"""R12: a backup that is made while people talk is consistent; a restore loses at most what came after it, and `dialoog verify` proves it.

People talk, a backup is made, they go on, the server is killed and the backup put back. Whatever a phone was told is kept before the
backup began has to be there, and nothing that nobody sent.
"""

import asyncio
import subprocess
import sys
import time
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any, NamedTuple

from tests.reliability import runs
from tests.reliability.checker import Finding, report
from tests.reliability.final import final_of
from tests.reliability.hall import Hall, Seated, a_hall
from tests.reliability.history import Entry
from tests.reliability.phones import Phone
from tests.reliability.restored import check_restored
from tests.reliability.talk import all_have_a_line, steers, talks
from tests.serving import Server

RESTORES = runs.sized("R12", short=1, long=5)
PHONES = runs.sized("R12", short=6, long=30)
BEFORE, AFTER = runs.sized("R12", short=(1.5, 0.5), long=(15.0, 10.0))
"""Seconds of talk before the backup begins, and after it is made."""
LONGEST = 60
Talk = Callable[[Phone, float, float], Coroutine[Any, Any, None]]


class Round(NamedTuple):
    """The number of the last entry of the history before the backup began, and of the last one before the kill; the backup."""

    began: int
    killed: int
    backup: Path


def test_R12_a_restore_loses_at_most_what_came_after_the_backup(
    tmp_path: Path, seed: int, database: str
) -> None:
    kind = "postgres" if database else "sqlite"
    with a_hall(f"R12-{kind}", tmp_path / "R12", seed, database=database) as hall:
        table, rounds = hall.sets_up(PHONES), list[Round]()
        for _ in range(RESTORES):
            rounds.append(talks_and_is_killed(hall, table, "dialoog"))
            restores(hall, rounds[-1].backup)
            found = report(findings(hall, rounds))
            assert not found, f"{hall.history}\n{found}"
            proof = hall.server.runs("verify")
            assert proof.returncode == 0, f"{hall.history}\n{proof.stdout}{proof.stderr}"
            hall.server.starts()
        hall.found = []
        assert "Traceback" not in hall.server.output
        assert "acknowledged entries are missing" not in hall.server.output


def test_R12_a_copy_of_the_main_file_alone_is_found_on_sqlite(tmp_path: Path, seed: int) -> None:
    """Planted in the backup: what is still in the write-ahead log is left out."""
    with a_hall("R12-planted", tmp_path / "R12", seed) as hall:
        table = hall.sets_up(PHONES)
        last = talks_and_is_killed(hall, table, "tests.reliability.planted_backup", writes)
        restores(hall, last.backup)
        hall.found = findings(hall, [last])
        assert "lost" in {found.fault for found in hall.found}


async def writes(phone: Phone, seconds: float, each: float) -> None:
    """Sentences alone: whatever erases something empties the log into the main file."""
    for n in range(int(seconds / each)):
        phone.sends("write", text=f"Zin {n} van {phone.name}.", word_kind="experience")
        await asyncio.sleep(each)


def talks_and_is_killed(hall: Hall, table: Seated, program: str, talk: Talk = talks) -> Round:
    marks: list[int] = []
    backups: list[Path] = []

    async def scenario() -> None:
        hall.phones.clear()
        phones, console = table.phones(), table.desk("facilitator")
        await all_have_a_line(hall.phones)
        talking = [asyncio.create_task(talk(phone, LONGEST, 0.4)) for phone in phones]
        talking.append(asyncio.create_task(steers(console, LONGEST, each=0.2)))
        await asyncio.sleep(BEFORE)
        marks.append(len(hall.history.entries))
        began = time.monotonic()
        backups.append(await asyncio.to_thread(backs_up, hall.server, program))
        runs.tells(f"{hall.history.name}: a backup in {time.monotonic() - began:.1f} s while people talk")
        await asyncio.sleep(AFTER)
        hall.history.says("kill -9 of the server, and a restore")
        await asyncio.to_thread(hall.server.is_killed)
        for one in talking:
            one.cancel()
        await asyncio.gather(*talking, return_exceptions=True)

    hall.holds(scenario())
    return Round(marks[0], len(hall.history.entries), backups[0])


def backs_up(server: Server, program: str) -> Path:
    made = subprocess.run(
        [sys.executable, "-m", program, "backup", str(server.folder.parent / "backups")],
        env=server.environment, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert made.returncode == 0, made.stdout + made.stderr
    return Path(made.stdout.partition(": ")[0])


def restores(hall: Hall, backup: Path) -> None:
    restored = hall.server.runs("restore", str(backup))
    assert restored.returncode == 0, f"{hall.history}\n{restored.stdout}{restored.stderr}"


def findings(hall: Hall, rounds: list[Round]) -> list[Finding]:
    """What was said between a backup and its restore may be lost, also when other rounds follow."""
    entries: list[Entry] = hall.history.entries
    promised = [entry for entry in entries if not any(one.began < entry.n <= one.killed for one in rounds)]
    return check_restored(entries, promised, final_of(hall.database))
