"""The worker beside a server: what people were told would be erased is gone from the disk, and nobody at a table waits for it."""

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from random import Random

import pytest
import socketio
from sqlalchemy import insert

from dialoog.cli import setup, worker_process
from dialoog.db.engine import make_engine, run_in_transaction
from dialoog.live.models import Word
from tests import migrated, postgres
from tests.jobs.worker_process import (
    WorkerProcess,
    count,
    day_comes,
    is_erased,
    is_there,
    kill,
    lease_ends,
    workers_of,
)
from tests.people import Table, a_table
from tests.reliability.test_r14_erased import left_on_disk
from tests.serving import Server, a_server, eventually

TABLES = (
    "contacts", "cards", "agreements", "looking_back", "addressees", "question_replies", "questions", "search_keys", "search_texts", "search_states", "words", "translations", "seats", "tokens", "removal_requests",
    "hidden_words", "sheets", "report_backs", "theme_words", "record_versions", "publications", "record_downloads", "records", "journal", "dialogues",
)  # fmt: skip
VACUUMED = "SELECT relname FROM pg_stat_user_tables WHERE last_vacuum IS NOT NULL ORDER BY relname"
WORDS, OTHER_WORDS, NAME = "Uitgewist één woord van mij", "Uitgewist langs de vaart", "Fatmauitgewist"
REACH = "fatma@uitgewist.example"
PLAN = {
    "title": "Titeluitgewist", "theme": "Themauitgewist", "facilitator": "Elsuitgewist", "contact": "Beluitgewist",
}  # fmt: skip


@pytest.fixture(params=["sqlite", "postgres"])
def server(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Server]:
    """It keeps no worker beside itself."""
    made = Server(tmp_path, DIALOOG_WORKER="0")
    if request.param == "postgres":
        made.environment["DIALOOG_DATABASE_URL"] = request.getfixturevalue("postgres").database()
    else:
        migrated.copy_into(tmp_path)
    try:
        yield made.starts()
    finally:
        made.is_killed()


def an_evening(server: Server, *, closed: bool = True) -> Table:
    """Fatma told something, once; who closes it saves the record."""
    table = Table(server, server.sets_up("check-in", **PLAN))
    els, fatma = table.facilitator(), table.seats(NAME)
    word = fatma.writes(WORDS, "introduction", ticked=True, keep="named")
    fatma.does("give_consent", words=True, name=True, contact=True, reach=REACH)
    fatma.does("translate_words", word=word, lang="en", text=OTHER_WORDS)
    if closed:
        els.does("close_dialogue", reason="time")
        table.ends()
    return table


def test_R14_on_its_day_nothing_of_a_dialogue_is_left_on_the_disk(tmp_path: Path) -> None:
    erased = (WORDS, OTHER_WORDS, NAME, REACH, *PLAN.values())
    with a_server(tmp_path, DIALOOG_WORKER="0") as server:
        table = an_evening(server)
        assert {one.partition(" in ")[0] for one in left_on_disk(server, *erased)} == set(erased)
        with WorkerProcess(server) as worker:
            eventually(lambda: "the worker started" in worker.output, 20, "its start")
            time.sleep(1)
            assert count(server, "words", table.id) == 1, "not a day before"
            day_comes(server, table.id)
            eventually(lambda: is_erased(server, table.id), 20, "its erasing")
            assert left_on_disk(server, *erased) == set()
            assert left_on_disk(server, table.code, table.links.console.partition("#")[2]) == set()
            assert (
                f"the erasing of a dialogue began dialogue={table.id} words=2 names=1 entries="
                in worker.output
            )
            assert worker.output.count(f"a dialogue was erased on its day dialogue={table.id}") == 1
            assert worker.stops() == 0
            assert "the worker stopped" in worker.output
        assert left_on_disk(server, *erased) == set()
        assert [count(server, name, table.id) for name in TABLES] == [0] * len(TABLES)
        proof = server.runs("verify")
        assert (proof.returncode, proof.stdout) == (0, "There is no dialogue yet.\n")


def test_R14_on_postgresql_its_rows_are_gone_and_vacuum_went_over_them(
    postgres: postgres.Postgres, tmp_path: Path
) -> None:
    database = postgres.database()
    with a_server(tmp_path, DIALOOG_DATABASE_URL=database) as server:
        table = an_evening(server)
        day_comes(server, table.id)
        with WorkerProcess(server):
            eventually(lambda: is_erased(server, table.id), 20, "its erasing")
        assert [count(server, name, table.id) for name in TABLES] == [0] * len(TABLES)
        eventually(
            lambda: (
                postgres.asks(VACUUMED, database.rpartition("/")[2])
                == [(name,) for name in sorted((*TABLES, "search_vocabulary", "themes"))]
            ),
            what="VACUUM of each",
        )
        assert left_on_disk(server, WORDS, NAME) == set(), "in the log"


def test_R14_who_is_at_the_table_on_its_day_is_shown_out_and_nobody_comes_in_again(server: Server) -> None:
    table = an_evening(server, closed=False)
    with a_table(server) as another:
        henk = another.seats("Henk")
        els, fatma = table.facilitator(), table.people[NAME]
        ticket = fatma.ticket()
        day_comes(server, table.id)
        with WorkerProcess(server):
            eventually(lambda: is_erased(server, table.id), 20, "its erasing")
            with suppress(socketio.exceptions.BadNamespaceError):  # shown out before the test looked
                answer = fatma.sends("choose_language", lang="en")
                assert (answer["answer"], answer["reason"]) == ("refused", "unknown_dialogue")
            for person in (els, fatma):
                eventually(
                    lambda person=person: person.gone == "ended" and not person.connected, 8, "its end"
                )
            assert fatma.sends_over_http("choose_language", lang="en").status == 401
            assert server.asks("POST", "/in", {"token": table.links.console.partition("#")[2]}).status == 401
            assert server.asks("GET", f"/d/{table.code}").status == 404
            with pytest.raises(socketio.exceptions.ConnectionError):
                fatma.connects(ticket=ticket)
            assert fatma.refusal == {"message": "ticket", "data": {"say": fatma.refusal["data"]["say"]}}
            assert henk.does("choose_language", lang="en")
            assert henk.connected
    assert [count(server, name, table.id) for name in TABLES] == [0] * len(TABLES)
    assert "Traceback" not in server.output
    assert server.runs("verify").returncode == 0


def test_R17_a_worker_that_is_killed_again_and_again_erases_all_of_it(server: Server) -> None:
    random = Random(17)
    table = an_evening(server)
    _many_words(server, table.id, 600)
    entries = count(server, "journal", table.id)
    day_comes(server, table.id)
    kills = 0
    while not is_erased(server, table.id):
        with WorkerProcess(server, rows=4) as worker:
            begun = count(server, "tokens", table.id) == 0
            if kills == 0:
                eventually(lambda: count(server, "words", table.id) < 590, 30, "the middle of the first try")
            else:
                time.sleep(0.8 + random.random())
            worker.is_killed()
        kills += 1
        assert kills < 60
        left = {name: count(server, name, table.id) for name in TABLES}
        if begun:
            assert left["tokens"] == 0
        if left["journal"] < entries:
            assert (left["words"], left["translations"], left["seats"]) == (0, 0, 0)
        proof = server.runs("verify")
        assert proof.returncode == 0, proof.stdout
        assert server.asks("GET", f"/d/{table.code}").status == 404
        lease_ends(server)
        if kills >= 3:
            with WorkerProcess(server):
                eventually(lambda: is_erased(server, table.id), 20, "its end")
    assert kills >= 2
    assert [count(server, name, table.id) for name in TABLES] == [0] * len(TABLES)
    assert "Traceback" not in (server.folder / "worker.txt").read_text()


@pytest.mark.seconds  # the writer waits two seconds for the file, longer than a worker has it that gets a processor
def test_R8_while_a_large_dialogue_is_erased_another_table_is_never_told_later(server: Server) -> None:
    large = an_evening(server)
    _many_words(server, large.id, 3000)
    with a_table(server) as another:
        els = another.facilitator()
        day_comes(server, large.id)
        answers = []
        with WorkerProcess(server):
            while not is_erased(server, large.id):
                theme = "dark" if len(answers) % 2 else "light"
                answers.append(els.sends("theme_screen", theme=theme)["answer"])
                time.sleep(0.06)
                assert len(answers) < 600
    assert set(answers) <= {"ok", "late"}


def _many_words(server: Server, dialogue: str, many: int) -> None:
    engine = make_engine(server.database)
    rows = [
        {"dialogue": dialogue, "id": f"more-{n:06}", "lang": "nl", "text": WORDS, "salt": b"x" * 16}
        for n in range(many)
    ]
    run_in_transaction(engine, lambda connection: connection.execute(insert(Word), rows))
    engine.dispose()


def test_on_sqlite_serve_keeps_a_worker_beside_it_that_ends_with_it(tmp_path: Path) -> None:
    with a_server(tmp_path, DIALOOG_WORKER="1") as server:
        table = an_evening(server)
        day_comes(server, table.id)
        [first] = eventually(lambda: workers_of(server), 20, "the start of a worker")
        eventually(lambda: is_erased(server, table.id), 20, "the erasing")
        assert server.stops() == 0
        eventually(lambda: not is_there(first), 10, "the end of the worker")
        server.starts()
        [second] = eventually(lambda: workers_of(server), 20, "the start of another")
        server.is_killed()
        eventually(lambda: not is_there(second), 10, "the end of the worker of a server that was killed")
        assert "Traceback" not in server.output


def test_a_worker_that_died_is_started_again(tmp_path: Path) -> None:
    with a_server(tmp_path, DIALOOG_WORKER="1") as server:
        [first] = eventually(lambda: workers_of(server), 20, "the start of a worker")
        kill(first)
        eventually(lambda: "the worker ended and is started again" in server.output, 10, "that line")
        assert server.asks("GET", "/readyz").status == 200


@pytest.mark.parametrize("end", ["SIGTERM", "SIGINT", "closed"])
def test_a_worker_beside_a_server_ends_cleanly(tmp_path: Path, end: str) -> None:
    """With nobody's abort in the log, whoever ends it and however."""
    with a_server(tmp_path, DIALOOG_WORKER="0") as server:
        log = tmp_path / "beside.txt"
        with log.open("wb") as output:
            worker = subprocess.Popen(
                [*setup.OURSELVES, "worker", "--beside"],
                env=server.environment, stdin=subprocess.PIPE, stdout=output, stderr=output,
            )  # fmt: skip
        eventually(lambda: "the worker started" in log.read_text(), 20, "its start")
        assert worker.stdin is not None
        if end == "closed":
            worker.stdin.close()
        else:
            worker.send_signal(getattr(signal, end))
        assert worker.wait(10) == 0
        worker.stdin.close()
        assert log.read_text().splitlines()[-1].endswith("the worker stopped")


def test_a_worker_that_cannot_be_started_is_tried_again(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """No memory or no process to spare for a moment must not leave a server without a worker for good."""
    starts, pauses = [], []

    class Done(Exception):
        pass

    def start(folder: str) -> None:
        starts.append(folder)
        raise BlockingIOError(11, "Resource temporarily unavailable")

    def sleep(seconds: float) -> None:
        pauses.append(seconds)
        if len(starts) == 3:
            raise Done

    monkeypatch.setattr(worker_process, "start_worker", start)
    with pytest.raises(Done):
        worker_process.keep_running("folder", sleep)
    assert pauses == [worker_process.DELAY_SECONDS, *[worker_process.PAUSE_SECONDS] * 3]
    assert caplog.text.count("the worker could not be started") == 3


def test_what_the_program_starts_is_itself_wherever_somebody_stands(tmp_path: Path) -> None:
    (tmp_path / "dialoog").mkdir()
    (tmp_path / "dialoog" / "__init__.py").write_text("print('another one')")
    (tmp_path / "dialoog" / "__main__.py").write_text("")
    started = subprocess.run(
        [*setup.OURSELVES, "worker", "--help"], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert started.stdout.startswith("Usage: dialoog worker")
    assert "another one" not in started.stdout + started.stderr


def test_R14_a_ticket_from_before_the_erasing_opens_nothing_after_it(server: Server) -> None:
    """Even where the worker died at the first step, and where this process still remembers the table."""
    table = an_evening(server, closed=False)
    fatma = table.people[NAME]
    ticket = fatma.ticket()
    fatma.disappears()
    day_comes(server, table.id)
    with WorkerProcess(server, rows=0) as worker:
        eventually(lambda: count(server, "tokens", table.id) == 0, 20, "the first step")
        pushes, ends = [], []
        client = socketio.Client(reconnection=False, handle_sigint=False)
        client.on("push", pushes.append)
        client.on("gone", ends.append)
        try:
            client.connect(server.url, auth={"ticket": ticket, "have": {}}, transports=["websocket"])
            eventually(lambda: ends == [{"reason": "ended"}] and not client.connected, 8, "its end")
        except socketio.exceptions.ConnectionError:
            assert ends == []  # several processes share their tickets, and look the token up when one is used
        assert pushes == []
        worker.is_killed()
    assert count(server, "words", table.id) == 1


def test_the_worker_knows_nothing_of_the_machinery_that_serves() -> None:
    """It blocks where it waits, as plain Python does."""
    loaded = (
        "import sys\nfrom click.testing import CliRunner\nfrom dialoog.cli import commands, setup, worker_process\n"
        "print([n for n in sys.modules if n.partition('.')[0] in ('eventlet', 'gevent', 'socketio', 'engineio')])"
    )
    process = subprocess.run([sys.executable, "-c", loaded], capture_output=True, text=True, check=True)
    assert process.stdout == "[]\n"
