"""`dialoog worker` as a process of its own, and the day of a dialogue that has come."""

import os
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import update

from dialoog.db.engine import make_engine, run_in_transaction
from dialoog.jobs.models import Job, WorkerClock
from dialoog.jobs.schedule import due_on
from dialoog.live.models import Dialogue
from tests import postgres
from tests.serving import Server

FEW_ROWS = (
    "from dialoog.records import retention; retention.ROWS = {rows}\n"
    "from dialoog.cli.commands import main; main(['worker'])"
)


class WorkerProcess:
    """Beside a server, in its folder and on its database; what it logs is in `worker.txt` there."""

    def __init__(self, server: Server, rows: int | None = None) -> None:
        command = ["-m", "dialoog", "worker"] if rows is None else ["-c", FEW_ROWS.format(rows=rows)]
        self.log = server.folder / "worker.txt"
        with self.log.open("ab") as output:
            self.process = subprocess.Popen(
                [sys.executable, *command], env=server.environment, stdout=output, stderr=output, cwd=server.folder
            )  # fmt: skip

    def __enter__(self) -> "WorkerProcess":
        return self

    def __exit__(self, *_: Any) -> None:
        self.is_killed()

    def is_killed(self) -> None:
        self.process.kill()
        self.process.wait(10)

    def stops(self) -> int:
        self.process.terminate()
        return self.process.wait(10)

    @property
    def output(self) -> str:
        return self.log.read_text()


def day_comes(server: Server, dialogue: str) -> None:
    """As if people had been told yesterday's date, and a worker had believed the clock before."""
    yesterday = (datetime.now(UTC) - timedelta(days=1)).date().isoformat()
    _changes(
        server,
        update(Dialogue).where(Dialogue.id == dialogue).values(until=yesterday),
        update(Job).where(Job.subject == dialogue).values(due=due_on(yesterday)),
        update(WorkerClock).values(at=int(time.time()) * 1000),
    )


def lease_ends(server: Server) -> None:
    """As if two minutes went by since a worker died."""
    _changes(server, update(Job).where(Job.state == "running").values(lease=int(time.time()) * 1000))


def _changes(server: Server, *statements: Any) -> None:
    engine = make_engine(server.database)
    run_in_transaction(engine, lambda connection: [connection.execute(each) for each in statements])
    engine.dispose()


def count(server: Server, table: str, dialogue: str) -> int:
    column = "id" if table == "dialogues" else "dialogue"
    [(found,)] = postgres.rows(server.database, f"SELECT count(*) FROM {table} WHERE {column} = ?", dialogue)
    return int(found)


def is_erased(server: Server, dialogue: str) -> bool:
    """Whether the job says that it is done: then nothing of it may be left."""
    state = postgres.rows(server.database, "SELECT state FROM jobs WHERE key = ?", f"retention:{dialogue}")
    return state == [("done",)]


def workers_of(server: Server) -> list[int]:
    """The workers that this server keeps beside itself."""
    found = []
    for pid in Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text().split():
        try:
            command = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
        except OSError:
            continue
        found += [int(pid)] if b"worker" in command else []
    return found


def is_there(pid: int) -> bool:
    try:
        os.kill(pid, 0)
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (OSError, ProcessLookupError):
        return False


def kill(pid: int) -> None:
    os.kill(pid, signal.SIGKILL)
