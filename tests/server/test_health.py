"""Whether a real process lives, whether it can serve, and what it counts: a word each to everybody, numbers to this machine."""

import http.client
import os
import resource
import shutil
import signal
import socket
import sqlite3
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from dialoog.live.runtime import Runtime
from dialoog.server.readiness import STUCK_SECONDS, Readiness
from dialoog.server.version import release
from tests.people import a_table, fresh_id
from tests.server.scraped_metrics import counted, metrics_at
from tests.serving import Server, a_server, eventually, free_port
from tests.websocket.raw_client import Raw

DOCS = Path(__file__).parents[2] / "docs" / "metrics.md"


def metrics(server: Server) -> str:
    return metrics_at(server.environment["DIALOOG_METRICS_PORT"])


def says(server: Server, word: str) -> bool:
    answer = server.asks("GET", "/readyz")
    assert (answer.status == 200) == (answer.text == "ready\n"), answer.text
    return answer.text == f"{word}\n"


@pytest.fixture
def watched(tmp_path: Path) -> Iterator[Server]:
    """A server of one's own, to be maltreated, with a port for its metrics."""
    with a_server(tmp_path, DIALOOG_METRICS_PORT=str(free_port())) as running:
        eventually(lambda: says(running, "ready"), what="readiness")
        yield running


@pytest.fixture(scope="module")
def calm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One for the tests that only look."""
    with a_server(tmp_path_factory.mktemp("calm"), DIALOOG_METRICS_PORT=str(free_port())) as running:
        yield running


def lives(server: Server) -> bool:
    answer = server.asks("GET", "/healthz")
    return (answer.status, answer.text) == (200, "ok\n")


def test_R11_a_locked_database_is_alive_but_not_ready_and_then_ready_again(watched: Server) -> None:
    locked = sqlite3.connect(watched.folder / "dialoog.sqlite3", isolation_level=None)
    locked.execute("BEGIN IMMEDIATE")
    eventually(lambda: says(watched, "writing"), what="nothing can be kept")
    assert lives(watched)
    locked.execute("ROLLBACK")
    locked.close()
    eventually(lambda: says(watched, "ready"), what="readiness again")


def test_R11_a_full_disk_is_alive_but_not_ready_and_then_ready_again(watched: Server) -> None:
    with nothing_may_grow(watched.pid):
        eventually(lambda: says(watched, "writing"), what="nothing can be kept")
        assert lives(watched)
    eventually(lambda: says(watched, "ready"), what="readiness again")


@contextmanager
def nothing_may_grow(pid: int) -> Iterator[None]:
    """As on a full disk, for this process alone: no file of it may be written any more."""
    before = resource.prlimit(pid, resource.RLIMIT_FSIZE)
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (1, before[1]))
    try:
        yield
    finally:
        resource.prlimit(pid, resource.RLIMIT_FSIZE, before)


def test_R11_a_database_that_was_taken_away_is_not_written_to_in_silence(watched: Server) -> None:
    there, elsewhere = watched.folder / "dialoog.sqlite3", watched.folder / "elsewhere.sqlite3"
    with a_table(watched) as table:
        console, fatma = table.facilitator(), table.seats("Fatma")
        there.rename(elsewhere)
        once = fresh_id()
        assert fatma.sends("choose_language", once, lang="en")["answer"] == "later"
        eventually(lambda: says(watched, "database"), what="the loss")
        eventually(lambda: console.troubled, what="being told")
        assert lives(watched)
        assert not there.exists()
        elsewhere.rename(there)
        eventually(lambda: says(watched, "ready"), what="readiness again")
        eventually(lambda: not console.troubled, what="being told that it is over")
        assert fatma.sends("choose_language", once, lang="en")["answer"] == "ok"
    assert watched.runs("verify").returncode == 0


def test_R11_a_database_that_was_put_in_the_place_of_another_is_not_written_to(watched: Server) -> None:
    there, restored = watched.folder / "dialoog.sqlite3", watched.folder / "restored.sqlite3"
    with a_table(watched) as table:
        console, fatma = table.facilitator(), table.seats("Fatma")
        shutil.copy(there, restored)
        before = restored.read_bytes()
        restored.rename(there)
        assert fatma.sends("choose_language", lang="en")["answer"] == "later"
        eventually(lambda: says(watched, "database"), what="the loss")
        eventually(lambda: console.troubled, what="being told")
        assert there.read_bytes() == before


@pytest.mark.parametrize("removed", ["-wal", "-shm"])
def test_R11_a_removed_log_is_not_written_to_and_what_was_acknowledged_is_still_there(
    watched: Server, removed: str
) -> None:
    with a_table(watched) as table:
        fatma = table.seats("Fatma")
        words = [fatma.writes(f"Zin {number}.", "introduction") for number in range(3)]
        (watched.folder / f"dialoog.sqlite3{removed}").unlink()
        assert fatma.sends("choose_language", lang="en")["answer"] == "later"
        eventually(lambda: says(watched, "database"), what="the loss")
        watched.is_killed()
        watched.starts()
        eventually(lambda: says(watched, "ready"), what="readiness after the restart")
        assert table.seats("Samira").sends("choose_language", lang="en")["answer"] == "ok"
    assert watched.runs("verify").returncode == 0
    with sqlite3.connect(watched.folder / "dialoog.sqlite3") as database:
        stored = {word for (word,) in database.execute("SELECT id FROM words")}
    database.close()
    assert set(words) <= stored


def test_R11_a_log_that_was_moved_away_and_back_is_written_to_again(watched: Server) -> None:
    there, elsewhere = watched.folder / "dialoog.sqlite3-wal", watched.folder / "elsewhere"
    with a_table(watched) as table:
        fatma = table.seats("Fatma")
        there.rename(elsewhere)
        assert fatma.sends("choose_language", lang="en")["answer"] == "later"
        elsewhere.rename(there)
        assert fatma.sends("choose_language", lang="en")["answer"] == "ok"
        eventually(lambda: says(watched, "ready"), what="readiness again")
    assert watched.runs("verify").returncode == 0


def test_tables_of_another_release_are_not_served(watched: Server) -> None:
    with sqlite3.connect(watched.folder / "dialoog.sqlite3") as other:
        other.execute("UPDATE alembic_version SET version_num = '9999'")
    other.close()
    eventually(lambda: says(watched, "tables"), what="the newer tables")


def test_a_loop_that_stood_still_is_seen_counted_and_said_once(watched: Server) -> None:
    os.kill(watched.pid, signal.SIGSTOP)
    time.sleep(1.6)
    os.kill(watched.pid, signal.SIGCONT)
    eventually(lambda: says(watched, "loop"), what="the lag")
    exposition = metrics(watched)
    assert counted(exposition, "dialoog_loop_lag_recent_seconds") > 1
    late = counted(exposition, "dialoog_loop_lag_seconds_count") - counted(
        exposition, "dialoog_loop_lag_seconds_bucket", le="1.0"
    )
    assert late >= 1
    eventually(lambda: says(watched, "ready"), what="readiness again")
    assert watched.output.count("event loop late") == 1


def test_a_writer_that_is_stuck_or_stopping_is_not_ready(
    runtime: Runtime, monkeypatch: pytest.MonkeyPatch
) -> None:
    readiness = Readiness(runtime)
    assert readiness.state() == "ready"
    monkeypatch.setattr(runtime.writer, "_batch_began", time.monotonic() - STUCK_SECONDS - 1)
    assert readiness.state() == "writer"
    runtime.writer.stop(timeout=0)
    assert readiness.state() == "stopping"


def test_the_public_port_has_no_metrics_and_theirs_has_nothing_else(calm: Server) -> None:
    assert calm.asks("GET", "/metrics").status == 404
    port = calm.environment["DIALOOG_METRICS_PORT"]
    for path in ("/", "/healthz", "/verslagen", "/metrics/"):
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=10)
        assert refused.value.code == 404
        refused.value.close()


def test_a_website_whose_name_points_to_this_machine_reads_no_metrics(calm: Server) -> None:
    """A browser on the machine would else fetch them for it (DNS rebinding)."""
    port = int(calm.environment["DIALOOG_METRICS_PORT"])
    for host, status in (("evil.example", 400), ("127.0.0.1.evil.example", 400), ("localhost:9100", 200)):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        connection.request("GET", "/metrics", headers={"Host": host})
        assert connection.getresponse().status == status
        connection.close()


def test_only_this_machine_reaches_the_metrics(tmp_path: Path) -> None:
    with a_server(tmp_path, DIALOOG_HOST="0.0.0.0", DIALOOG_METRICS_PORT=str(free_port())) as open_to_all:
        socket.create_connection(("127.0.0.2", open_to_all.port), timeout=5).close()
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.2", int(open_to_all.environment["DIALOOG_METRICS_PORT"])), 5)
        assert metrics(open_to_all)


def test_what_happens_in_the_room_is_counted(watched: Server) -> None:
    with a_table(watched) as table:
        facilitator, fatma = table.facilitator(), table.seats("Fatma")
        fatma.does("choose_language", lang="en")
        assert fatma.sends("choose_language", lang="en")["answer"] == "late"
        assert fatma.sends("rest")["answer"] == "refused"
        watched.asks("GET", "/d/AAAAAAA")
        Raw(watched).says("42[]").was_closed()
        facilitator.sees(lambda me: me.docs["table"]["circle"], what="Fatma")
        exposition = metrics(watched)
        kind = {"kind": "choose_language"}
        assert counted(exposition, "dialoog_commands_total", **kind, answer="ok") == 1
        assert counted(exposition, "dialoog_commands_total", **kind, answer="late") == 1
        assert counted(exposition, "dialoog_commands_total", kind="rest", answer="refused") == 1
        assert counted(exposition, "dialoog_refusals_total") == 1
        assert counted(exposition, "dialoog_command_seconds_count") == 3
        assert counted(exposition, "dialoog_commit_seconds_count") >= 3
        assert counted(exposition, "dialoog_journal_entries_total") >= 3
        assert counted(exposition, "dialoog_wrong_codes_total") == 1
        assert counted(exposition, "dialoog_sockets", desk="seat") == 1
        assert counted(exposition, "dialoog_sockets", desk="facilitator") == 1
        assert counted(exposition, "dialoog_dialogues") == 1
        assert counted(exposition, "dialoog_messages_total", message="push") >= 2
        assert counted(exposition, "dialoog_sockets_shown_out_total", reason="not_ours") == 1
        assert counted(exposition, "dialoog_build_info", version=release(), database="sqlite") == 1
        fatma.disappears()
        eventually(lambda: counted(metrics(watched), "dialoog_sockets_left_total") == 1, what="who left")


def test_R15_no_metric_tells_who_or_what(calm: Server) -> None:
    with a_table(calm, title="Kanarietitel") as table:
        table.facilitator()
        fatma = table.seats("Kanarienaam")
        word = fatma.writes("Kanariewoorden", "introduction")
        fatma.sends("Kanariesoort")
        fatma.sends("remove_seat", seat="Kanarieplek")
        calm.asks("GET", "/d/KANARIE")
        exposition = metrics(calm)
        secret = (table.id, table.code, fatma.token, word, "127.0.0.1", str(calm.folder))
        assert [part for part in secret if part in exposition] == []
        assert "kanarie" not in exposition.lower()


def test_every_metric_is_explained_and_every_explained_one_is_there(calm: Server) -> None:
    with a_table(calm) as table:
        table.seats("Fatma").does("choose_language", lang="en")
        families = [f for f in text_string_to_metric_families(metrics(calm)) if f.name.startswith("dialoog")]
    there = {family.name + ("_total" if family.type == "counter" else "") for family in families}
    explained = {
        line.split("`")[1] for line in DOCS.read_text("utf-8").splitlines() if line.startswith("| `")
    }
    assert there == explained
