"""`dialoog serve --processes N`: one address, several that serve, and always somebody who does."""

import errno
import json
import os
import resource
import signal
import socket
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from dialoog.server.listener import MANY_FILES, Child, retry_accept
from tests.live.journals import journal
from tests.people import a_table
from tests.postgres import Postgres
from tests.server.scraped_metrics import counted, metrics_at
from tests.serving import Server, eventually


@pytest.fixture
def together(postgres: Postgres, tmp_path: Path) -> Iterator[Server]:
    server = Server(tmp_path, DIALOOG_DATABASE_URL=postgres.empty_database())
    server.told = ("--processes", "2")
    yield server.starts()
    server.is_killed()


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):  # it ended before, or while it was looked at
        return False


def listens(pid: int) -> bool:
    """Whether SIGUSR1 is heard there already, which ends whoever does not know it."""
    status = Path(f"/proc/{pid}/status").read_text()
    return bool(int(status.split("SigCgt:")[1].split()[0], 16) >> signal.SIGUSR1 - 1 & 1)


def opens(server: Server, path: str) -> bool:
    try:
        return server.asks("GET", path).status == 200
    except OSError:  # who had just taken the request was killed, or is starting on a busy machine
        return False


def test_R1_one_after_the_other_is_killed_and_the_evening_goes_on(together: Server) -> None:
    assert together.setup_key
    with a_table(together) as table:
        facilitator = table.facilitator()
        fatma, henk = table.a_circle_of(2)
        facilitator.opens_round("introductions")
        turn = facilitator.next()
        for pid in together.children:
            os.kill(pid, signal.SIGKILL)
            eventually(lambda pid=pid: not alive(pid), what="its end")
            for person in (facilitator, fatma, henk):
                eventually(lambda person=person: person.connected or person.connects(), what="being back")
            eventually(lambda: opens(together, f"/d/{table.code}"), 30, "a page")
            eventually(
                lambda pid=pid: len(together.children) == 2 and pid not in together.children, 20, "another"
            )
        for person in (facilitator, fatma, henk):
            person.connects()
        fatma.does("pass_turn", turn=turn)
        facilitator.sees(lambda me: me.floor["phase"] != "turn", what="her pass")
        facilitator.next()
        henk.is_done()
        versions = [entry["version"] for entry in journal(table)]
        assert versions == list(range(1, len(versions) + 1))
    assert together.runs("verify").returncode == 0
    assert "Traceback" not in together.output


def test_a_stop_reaches_all_of_them(together: Server) -> None:
    children = together.children
    assert together.stops() == 0
    assert not any(alive(pid) for pid in children)


def test_nobody_outlives_a_parent_that_was_killed_and_the_address_is_free_again(together: Server) -> None:
    children = together.children
    together.is_killed()
    eventually(lambda: not any(alive(pid) for pid in children), what="their end")
    together.starts()


@pytest.mark.parametrize(
    "loses", [signal.SIGUSR1, signal.SIGUSR2, signal.SIGHUP], ids=["another", "closed", "shut"]
)
def test_a_process_that_takes_nobody_any_more_ends_and_says_so(tmp_path: Path, loses: signal.Signals) -> None:
    """Whoever looks after it, systemd or a parent, starts it anew."""
    server = Server(tmp_path, DIALOOG_LOG="json")
    server.program = ("tests.server.losing_listener",)
    try:
        with a_table(server.starts()) as table:
            fatma = table.seats("Fatma")
            os.kill(server.pid, loses)
            eventually(lambda: not opens(server, "/healthz"), what="that nobody is taken in")
            assert server.ended() == 1
            eventually(lambda: not fatma.connected, what="the end of her line")
    finally:
        server.is_killed()
    ends = [json.loads(line) for line in server.output.splitlines() if "nobody is taken in" in line]
    assert [(line["level"], line["error"]) for line in ends] == [("error", "OSError")]
    assert "Traceback" not in server.output


@pytest.fixture
def losing(postgres: Postgres, tmp_path: Path) -> Iterator[Server]:
    """Two processes that can be told to lose their listener."""
    server = Server(tmp_path, DIALOOG_DATABASE_URL=postgres.database())
    server.program, server.told = ("tests.server.losing_listener",), ("--processes", "2")
    try:
        server.starts()
        eventually(lambda: all(listens(pid) for pid in server.children), 20, "both being ready")
        yield server
    finally:
        server.is_killed()


def test_in_the_place_of_one_that_takes_nobody_any_more_comes_another(losing: Server) -> None:
    lost, stays = losing.children
    os.kill(lost, signal.SIGUSR1)
    eventually(lambda: opens(losing, "/healthz") and lost not in losing.children, 20, "its end")
    eventually(lambda: len(losing.children) == 2, 20, "another")
    assert stays in losing.children
    assert opens(losing, "/healthz")


def test_where_nobody_can_come_in_by_the_listener_of_all_they_all_end_and_the_next_start_opens_another(
    losing: Server,
) -> None:
    """With that listener no child could do better than the one before it."""
    children = losing.children
    os.kill(children[0], signal.SIGHUP)
    assert losing.ended() == 1
    assert not any(alive(pid) for pid in children)
    assert "nobody is taken in any more" in losing.output
    assert opens(losing.starts(), "/healthz")


def test_each_of_them_tells_its_own_numbers_and_so_does_who_takes_its_place(
    postgres: Postgres, tmp_path: Path
) -> None:
    first = two_ports()
    server = Server(tmp_path, DIALOOG_DATABASE_URL=postgres.database(), DIALOOG_METRICS_PORT=str(first))
    server.told = ("--processes", "2")
    try:
        with a_table(server.starts()) as table:
            [before] = eventually(lambda: [now for now in [began(first)] if len(now) == 2], what="both")
            table.facilitator()
            people = table.a_circle_of(3)
            told = [metrics_at(port) for port in (first, first + 1)]
            assert sum(counted(one, "dialoog_sockets", desk="seat") for one in told) == len(people)
            assert sum(counted(one, "dialoog_journal_entries_total") for one in told) >= 2 * len(people)
            os.kill(server.children[1], signal.SIGKILL)
            [after] = eventually(
                lambda: [now for now in [began(first)] if len(now) == 2 and now != before], 20, "another"
            )
            assert after[first] == before[first]
    finally:
        server.is_killed()


def test_a_server_that_was_allowed_few_files_takes_what_it_may(tmp_path: Path) -> None:
    server, allowed = Server(tmp_path), resource.getrlimit(resource.RLIMIT_NOFILE)
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(1_024, allowed[0]), allowed[1]))
        server.starts()
        soft, hard = Path(f"/proc/{server.pid}/limits").read_text().split("Max open files")[1].split()[:2]
        assert int(soft) == (MANY_FILES if hard == "unlimited" else min(int(hard), MANY_FILES))
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, allowed)
        server.is_killed()


def test_where_no_file_is_left_for_one_more_it_waits_and_takes_who_comes_then() -> None:
    answers: list[object] = [OSError(errno.EMFILE, "too many"), OSError(errno.ENOBUFS, "no room"), "a line"]
    naps: list[float] = []

    def accept() -> object:
        answer = answers.pop(0)
        if isinstance(answer, OSError):
            raise answer
        return answer

    assert retry_accept(accept, naps.append)() == "a line"
    assert len(naps) == 2
    answers.append(OSError(errno.EBADF, "closed"))
    with pytest.raises(OSError, match="closed"):
        retry_accept(accept, naps.append)()


def two_ports() -> int:
    """The first of two, below those that the system gives to whoever opens a line meanwhile."""
    tried = range(20_000 + os.getpid() % 500 * 20, 32_000, 2)
    return next(port for port in tried if is_free(port) and is_free(port + 1))


def began(first: int) -> dict[int, float]:
    """The ports at which numbers are had, each with when its process began, as it says itself."""
    told = {}
    for port in (first, first + 1):
        with suppress(OSError):
            told[port] = counted(metrics_at(port), "process_start_time_seconds")
    return told


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0


def test_ports_for_their_numbers_end_where_ports_end(tmp_path: Path) -> None:
    refused = Server(tmp_path, DIALOOG_DATABASE_URL="postgresql://nobody@127.0.0.1:1/none").runs(
        "serve", "--processes", "2", "--metrics-port", "65535"
    )
    assert refused.returncode == 1
    assert "65535" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_on_sqlite_one_process_serves(tmp_path: Path) -> None:
    refused = Server(tmp_path).runs("serve", "--processes", "2")
    assert refused.returncode == 1
    assert "Several processes need PostgreSQL" in refused.stderr
    assert not (tmp_path / "dialoog.sqlite3").exists()


def test_who_dies_at_once_is_started_anew_ever_more_slowly() -> None:
    child = Child(["true"], 0)
    pauses = []
    now = time.monotonic()
    for _ in range(4):
        child.sees_to_it(now)
        assert child.process is not None
        child.process.wait(10)
        now += 1
        assert child.sees_to_it(now)
        pauses.append(child.pause)
        assert not child.sees_to_it(now + child.pause - 0.1)
        assert child.process is None
        now += child.pause
    assert pauses == [0.5, 1.0, 2.0, 4.0]
