"""The server dies, stops, or cannot write: nothing that was called kept is lost, and everybody goes on."""

import sqlite3
import time
from pathlib import Path

from sqlalchemy import Connection

from dialoog.db.engine import make_engine, run_in_transaction
from dialoog.live.commands.execute import execute
from dialoog.live.commands.requests import Accepted, CommandRequest
from dialoog.live.commands.translate import translate
from dialoog.live.commands.unit_of_work import UnitOfWork
from dialoog.live.journal.state_cache import StateCache
from dialoog.live.protocol.commands import TakeSeat
from dialoog.records.saving import save
from dialoog.rules.state import By, Desk
from tests.live.journals import journal
from tests.people import Table, a_table, fresh_id
from tests.serving import Server, a_server, eventually


def test_R1_killed_in_the_middle_of_a_turn_everybody_goes_on(tmp_path: Path) -> None:
    with a_server(tmp_path) as server, a_table(server) as table:
        facilitator = table.facilitator()
        fatma, henk = table.a_circle_of(2)
        facilitator.opens_round("introductions")
        turn = facilitator.next()
        assert fatma.has_the_word() == turn
        word = fatma.writes("Net voor het donker", "introduction")
        began = facilitator.floor["began"]
        server.is_killed()
        eventually(lambda: not fatma.connected, what="the lost line")
        server.starts()
        for person in (facilitator, fatma, henk):
            person.connects()
        assert fatma.has_the_word() == turn
        assert fatma.floor["began"] == began
        assert fatma.docs["mine"]["words"][0]["id"] == word
        once = fresh_id()
        passed = fatma.sends("pass_turn", once, turn=turn)
        assert passed["answer"] == "ok"
        server.is_killed()
        server.starts()
        fatma.connects()
        assert fatma.sends("pass_turn", once, turn=turn) == passed
        facilitator.connects()
        facilitator.sees(lambda me: me.versions["desk"] >= passed["version"], what="her pass")
        facilitator.next()
        henk.connects()
        henk.is_done()
        versions = [entry["version"] for entry in journal(table)]
        assert versions == list(range(1, len(versions) + 1))
        proof = server.runs("verify")
        assert proof.returncode == 0, proof.stdout


def test_a_stop_is_quick_and_clean_and_loses_nothing(tmp_path: Path) -> None:
    with a_server(tmp_path) as server, a_table(server) as table:
        fatma = table.seats("Fatma")
        version = fatma.does("choose_language", lang="en")
        started = time.monotonic()
        assert server.stops() == 0
        assert time.monotonic() - started < 5
        assert "Traceback" not in server.output
        server.starts()
        fatma.connects()
        assert fatma.docs["mine"]["me"]["lang"] == "en"
        assert len(journal(table)) == version


def test_R11_while_nothing_can_be_written_the_answer_is_later_and_afterwards_it_is_kept(
    tmp_path: Path,
) -> None:
    with a_server(tmp_path) as server, a_table(server) as table:
        fatma = table.seats("Fatma")
        once = fresh_id()
        locked = sqlite3.connect(tmp_path / "dialoog.sqlite3", isolation_level=None)
        locked.execute("BEGIN IMMEDIATE")
        answer = fatma.sends("choose_language", once, lang="en")
        assert answer["answer"] == "later"
        assert answer["say"].endswith(".")
        assert server.asks("GET", "/healthz").status == 200
        locked.execute("ROLLBACK")
        locked.close()
        assert fatma.sends("choose_language", once, lang="en")["answer"] == "ok"


def test_R11_the_desks_hear_that_nothing_is_kept_and_nobody_else_does(tmp_path: Path) -> None:
    with a_server(tmp_path) as server, a_table(server) as table:
        console, fatma = table.facilitator(), table.seats("Fatma")
        locked = sqlite3.connect(tmp_path / "dialoog.sqlite3", isolation_level=None)
        locked.execute("BEGIN IMMEDIATE")
        eventually(lambda: console.troubled, what="being told")
        assert fatma.sends("choose_language", lang="en")["answer"] == "later"
        assert not fatma.troubled, "what came before this answer"
        locked.execute("ROLLBACK")
        locked.close()
        eventually(lambda: not console.troubled, what="being told that it is over")


def test_R6_what_another_process_writes_is_pushed_within_a_pulse(table: Table) -> None:
    fatma = table.seats("Fatma")
    engine = make_engine(table.server.database)

    def write(
        connection: Connection,
    ) -> None:  # this process is no server, and no server learns of its commit
        state = StateCache().refresh(engine, table.id)
        batch = UnitOfWork(
            connection, (table.server.folder / "secret").read_text(), save, states={table.id: state}
        )
        message = TakeSeat(id=fresh_id(), name="Henk")
        translated = translate(message, By(Desk.SEAT))
        request = CommandRequest(table.id, message.id, bytes(32), None, *translated)
        assert isinstance(execute(batch, request, time.time_ns() // 1_000_000), Accepted)
        batch.flush()

    run_in_transaction(engine, write)
    engine.dispose()
    fatma.sees(lambda me: len(me.docs["table"]["circle"]) == 2, 7, "who came in elsewhere")


def test_the_links_that_new_prints_work(server: Server) -> None:
    printed = dict(
        line.split(": ", 1)
        for line in server.runs("new", "--title", "Linde").stdout.splitlines()
        if ": " in line
    )
    token = printed["console"].partition("#")[2]
    assert server.asks("POST", "/in", {"token": token}).json["go"].startswith("/leiden/")
    assert server.asks("GET", f"/d/{printed['code']}").status == 200
