"""The same dialogue on PostgreSQL: kept, locked, lost and found again, and never a standstill for who does not ask it."""

import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import psycopg2
import pytest

from dialoog.db.engine import connect_for_query, make_engine
from dialoog.live.tasks.storage_health import probe_commit
from tests.live.journals import journal
from tests.people import Table, a_table, fresh_id
from tests.postgres import Postgres, a_postgres
from tests.serving import Server, a_server, eventually


@pytest.fixture(scope="module")
def server(postgres: Postgres, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with a_server(tmp_path_factory.mktemp("server"), DIALOOG_DATABASE_URL=postgres.database()) as running:
        yield running
        assert "Traceback" not in running.output, running.output


@pytest.fixture(scope="module")
def fragile_postgres() -> Iterator[Postgres]:
    """One that may be killed or stopped; whoever does it starts it again."""
    with a_postgres() as ours:
        yield ours


@pytest.fixture
def fragile_table(fragile_postgres: Postgres, tmp_path: Path) -> Iterator[Table]:
    """A table on it, at a server of its own."""
    with (
        a_server(tmp_path, DIALOOG_DATABASE_URL=fragile_postgres.database()) as server,
        a_table(server) as table,
    ):
        yield table


@pytest.fixture
def table(server: Server) -> Iterator[Table]:
    with a_table(server) as laid:
        yield laid


def test_a_round_is_held_and_proven_on_postgresql(table: Table) -> None:
    facilitator = table.facilitator()
    fatma, henk = table.a_circle_of(2)
    facilitator.opens_round("introductions")
    facilitator.next()
    word = fatma.writes("Ik woon hier.", "introduction")
    fatma.passes()
    facilitator.next()
    henk.is_done()
    facilitator.sees(lambda me: me.floor["phase"] == "offer", what="the second offer")
    assert fatma.reads(f"{word}.1")[f"{word}.1"]["text"] == "Ik woon hier."
    versions = [entry["version"] for entry in journal(table)]
    assert versions == list(range(1, len(versions) + 1))
    proof = table.server.runs("verify")
    assert proof.returncode == 0, proof.stdout


def test_R3_the_same_command_again_is_answered_the_same(table: Table) -> None:
    fatma, once = table.seats("Fatma"), fresh_id()
    first = fatma.sends("choose_language", once, lang="en")
    assert first["answer"] == "ok"
    assert fatma.sends("choose_language", once, lang="en") == first
    assert fatma.sends("choose_language", once, lang="tr")["reason"] == "same_id"


def test_who_waits_for_postgresql_holds_up_nobody_else(table: Table) -> None:
    """psycopg2 would otherwise wait within C, and every phone of this process with it."""
    fatma = table.seats("Fatma")
    holding = psycopg2.connect(table.server.database)
    with holding, holding.cursor() as cursor:
        cursor.execute("SELECT 1 FROM dialogues WHERE id = %s FOR UPDATE", (table.id,))
        answered = threading.Event()

        def changes() -> None:
            fatma.does("choose_language", lang="en")
            answered.set()

        asking = threading.Thread(target=changes)
        asking.start()
        for _ in range(10):
            assert table.server.asks("GET", "/static/icon.svg").status == 200
        assert not answered.is_set()
    asking.join(10)
    holding.close()
    assert answered.is_set()


def test_R11_who_holds_a_row_too_long_makes_it_later_and_not_lost(table: Table) -> None:
    fatma, once = table.seats("Fatma"), fresh_id()
    holding = psycopg2.connect(table.server.database)
    with holding, holding.cursor() as cursor:
        cursor.execute("SELECT 1 FROM dialogues WHERE id = %s FOR UPDATE", (table.id,))
        assert fatma.sends("choose_language", once, lang="en")["answer"] == "later"
    holding.close()
    assert fatma.sends("choose_language", once, lang="en")["answer"] == "ok"
    assert len([entry for entry in journal(table) if entry["id"] == once]) == 1


def test_R1_R11_postgresql_killed_and_back_everybody_goes_on(
    fragile_postgres: Postgres, fragile_table: Table
) -> None:
    facilitator = fragile_table.facilitator()
    fatma, _ = fragile_table.a_circle_of(2)
    facilitator.opens_round("introductions")
    turn = facilitator.next()
    word = fatma.writes("Net voor het donker", "introduction")
    fragile_postgres.kill9()
    once = fresh_id()
    assert fatma.sends("pass_turn", once, turn=turn)["answer"] == "later"
    assert fragile_table.server.asks("GET", f"/d/{fragile_table.code}").status == 503
    fragile_postgres.starts()
    assert fatma.does("pass_turn", once, turn=turn)
    fatma.sees(lambda me: [w["id"] for w in me.docs["mine"]["words"]] == [word], what="her words")
    assert fragile_table.server.runs("verify").returncode == 0
    assert "Traceback" not in fragile_table.server.output


def test_R11_postgresql_that_stands_still_makes_it_later(
    fragile_postgres: Postgres, fragile_table: Table
) -> None:
    fatma, once = fragile_table.seats("Fatma"), fresh_id()
    fragile_postgres.freezes()
    answers: list[str] = []

    def changes() -> None:
        answers.append(fatma.sends("choose_language", once, lang="en")["answer"])

    asking = threading.Thread(target=changes)
    asking.start()
    assert fragile_table.server.asks("GET", "/static/icon.svg").status == 200
    asking.join(9)
    fragile_postgres.thaws()
    asking.join(20)
    assert answers == ["later"]
    eventually(lambda: fatma.sends("choose_language", once, lang="en")["answer"] == "ok", 20, "an answer")
    assert len([entry for entry in journal(fragile_table) if entry["id"] == once]) == 1


def test_R11_while_postgresql_stands_still_the_desk_is_told_and_its_line_stays(
    fragile_postgres: Postgres, fragile_table: Table
) -> None:
    """A client that misses a pulse looks for the server, finds none that answers, and says "Geen verbinding" instead."""
    facilitator = fragile_table.facilitator()
    eventually(lambda: facilitator.pulses, what="a pulse")
    fragile_postgres.freezes()
    heard = len(facilitator.pulses)
    eventually(lambda: facilitator.troubled, what="being told")
    eventually(lambda: len(facilitator.pulses) >= heard + 3, 20, "three pulses")
    fragile_postgres.thaws()
    eventually(lambda: not facilitator.troubled, 20, "being told that it is over")
    assert facilitator.connected


def test_R11_where_postgresql_may_only_be_read_the_desk_is_told(
    fragile_postgres: Postgres, fragile_table: Table
) -> None:
    """A word in its log alone goes in there too."""
    facilitator = fragile_table.facilitator()
    fragile_postgres.only_reads()
    eventually(lambda: facilitator.troubled, what="being told")
    assert fragile_table.server.asks("GET", "/readyz").text.strip() == "writing"
    fragile_postgres.writes_again()
    eventually(lambda: not facilitator.troubled, what="being told that it is over")


def test_R11_the_look_whether_anything_can_be_kept_goes_to_the_disk(postgres: Postgres) -> None:
    engine = make_engine(postgres.database())
    with connect_for_query(engine) as connection:
        for _ in range(3):
            written = connection.exec_driver_sql("SELECT pg_current_wal_insert_lsn()").scalar()
            probe_commit(engine)
            flushed = "SELECT pg_current_wal_flush_lsn() > %s"
            assert connection.exec_driver_sql(flushed, (written,)).scalar()
    engine.dispose()


def test_two_that_start_at_once_make_the_tables_and_the_key_once(postgres: Postgres, tmp_path: Path) -> None:
    empty = postgres.empty_database()
    both = [Server(tmp_path, DIALOOG_DATABASE_URL=empty) for _ in range(2)]
    command = [sys.executable, "-m", "dialoog", "new"]
    starting = [
        subprocess.Popen(
            command,
            env=one.environment,
            cwd=tmp_path,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        for one in both
    ]
    outputs = [process.communicate(timeout=60)[0] for process in starting]
    assert [process.returncode for process in starting] == [0, 0], outputs
    assert "".join(outputs).count("Set-up key of this installation") == 1


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("mysql://dialoog:hemelblauw@127.0.0.1/dialoog", "no address that Dialoog knows"),
        ("hemelblauw", "no address that Dialoog knows"),
        ("postgresql://dialoog:hemelblauw@127.0.0.1:1/dialoog", "PostgreSQL lets nobody in"),
    ],
)
def test_a_wrong_address_is_said_in_one_sentence_without_its_password(
    tmp_path: Path, address: str, sentence: str
) -> None:
    process = Server(tmp_path, DIALOOG_DATABASE_URL=address).runs("verify")
    assert process.returncode == 1
    assert sentence in process.stderr
    assert "Traceback" not in process.stderr
    assert "hemelblauw" not in process.stderr
