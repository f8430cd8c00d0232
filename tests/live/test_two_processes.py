"""Two processes on one PostgreSQL: whoever is at either sees, may and hears the same."""

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import psycopg2
import pytest
from sqlalchemy import update

from dialoog import settings
from dialoog.accounts.tokens import Identity, find
from dialoog.app import create_app
from dialoog.cli import setup
from dialoog.db.engine import make_engine, read_transaction, transaction
from dialoog.live.commands.requests import Accepted
from dialoog.live.journal.dialogue_clocks import wall_ms
from dialoog.live.journal.verify import verify_all
from dialoog.live.models import Dialogue
from dialoog.live.plan import Plan
from dialoog.live.protocol import commands
from dialoog.live.runtime import Runtime
from dialoog.live.tasks.consent_expiry import SEVEN_DAYS_MS, sweep_once
from dialoog.live.transport.rate_limits import FailureBudget
from dialoog.live.transport.shared_rate_limits import SharedFailureBudget, SharedTickets
from dialoog.rules.state import Kind
from tests.commands import execute, in_threads
from tests.live.journals import journal
from tests.people import Person, Table, a_table, fresh_id
from tests.postgres import Postgres, rows
from tests.serving import Server, a_server, eventually


@pytest.fixture(scope="module")
def two(postgres: Postgres, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, Server]]:
    folder = tmp_path_factory.mktemp("two")
    database = postgres.database()
    with (
        a_server(folder, DIALOOG_DATABASE_URL=database) as one,
        a_server(folder, DIALOOG_DATABASE_URL=database) as other,
    ):
        yield one, other
        assert "Traceback" not in one.output, one.output


@pytest.fixture
def here(two: tuple[Server, Server]) -> Iterator[Table]:
    with a_table(two[0]) as table:
        yield table


@pytest.fixture
def there(two: tuple[Server, Server], here: Table) -> Iterator[Table]:
    """The same dialogue, by way of the other process."""
    table = Table(two[1], here.links)
    yield table
    table.ends()


def test_R6_a_round_goes_to_and_fro_and_everybody_sees_it_at_once(here: Table, there: Table) -> None:
    facilitator, screen = here.facilitator(), there.screen()
    fatma, henk = here.seats("Fatma"), there.seats("Henk")
    facilitator.sees(lambda me: len(me.docs["desk"]["people"]) == 2, what="both people")
    facilitator.opens_round("introductions")
    facilitator.next()
    fatma.passes()
    facilitator.next()
    turn = henk.has_the_word()
    screen.sees(lambda me: me.floor.get("turn") == turn, 3, "whose turn it is")
    word = henk.writes("Ik woon hier.", "introduction")
    henk.is_done()
    facilitator.sees(lambda me: me.floor["phase"] == "offer", 3, "the second offer")
    screen.sees(lambda me: me.docs["table"] == fatma.docs["table"] == henk.docs["table"], 3, "the same table")
    assert henk.reads(f"{word}.1") != {}
    versions = [entry["version"] for entry in journal(here)]
    assert versions == list(range(1, len(versions) + 1))
    assert here.server.runs("verify").returncode == 0


def test_R3_sent_to_both_processes_at_once_it_happens_once(here: Table, there: Table) -> None:
    fatma = here.seats("Fatma")
    twin = Person(there, "seat", fatma.token)
    twin.connects()
    for lang in ("en", "tr", "ar", "nl", "en", "tr"):
        once = fresh_id()
        first, second = at_once(
            partial(fatma.sends, "choose_language", once, lang=lang),
            partial(twin.sends, "choose_language", once, lang=lang),
        )
        assert first == second
        assert first["answer"] == "ok"
        assert len([entry for entry in journal(here) if entry["id"] == once]) == 1
        fatma.sees(lambda me, lang=lang: me.docs["mine"]["me"]["lang"] == lang, what="the language")
        time.sleep(0.5)  # a seat may ask once a second


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """What each gave, when all were begun together."""
    with ThreadPoolExecutor(len(acts)) as people:
        return [done.result(20) for done in [people.submit(act) for act in acts]]


def test_a_ticket_of_one_process_opens_a_socket_on_the_other_once(here: Table, there: Table) -> None:
    fatma = here.seats("Fatma")
    ticket = fatma.ticket()
    twin = Person(there, "seat", fatma.token)
    assert twin.connects(ticket=ticket).connected
    twice = Person(here, "seat", fatma.token)
    with pytest.raises(Exception, match=r"(?s).*"):
        twice.connects(ticket=ticket)
    assert twice.refusal["message"] == "ticket"


def test_V3_the_desk_sees_who_is_connected_elsewhere(here: Table, there: Table) -> None:
    facilitator = here.facilitator()
    henk = there.seats("Henk")
    facilitator.sees(lambda me: henk.seat in me.present, what="Henk")
    henk.disappears()
    facilitator.sees(lambda me: henk.seat not in me.present, what="Henk's absence")


def test_who_is_removed_here_is_gone_there_within_a_second(here: Table, there: Table) -> None:
    facilitator = here.facilitator()
    henk = there.seats("Henk")
    facilitator.goes_to("introductions")
    facilitator.does("remove_seat", seat=henk.seat)
    eventually(lambda: henk.gone == "removed", 3, "being shown out")
    assert henk.sends_over_http("ask_help").json["answer"] == "refused"


def test_what_is_done_here_is_seen_there_long_before_the_pulse_would_tell(here: Table, there: Table) -> None:
    """The pulse makes good every five seconds what was missed: six times it would take half a minute."""
    facilitator, screen = here.facilitator(), there.screen()
    until = time.monotonic() + 12
    for theme in ("dark", "light") * 3:
        version = facilitator.does("theme_screen", theme=theme)
        screen.sees(lambda me, v=version: me.versions["table"] >= v, until - time.monotonic(), "the theme")


def test_R6_who_only_asks_over_http_sees_what_was_written_elsewhere(here: Table, there: Table) -> None:
    facilitator = here.facilitator()
    henk = there.seats("Henk")
    henk.disappears()
    facilitator.goes_to("introductions")
    [table] = [d for d in henk.fetches() if d["doc"] == "table"]
    assert table["sections"]["step"]["id"] == "introductions"


def test_R6_with_the_listening_cut_everybody_sees_it_all_the_same(
    here: Table, there: Table, postgres: Postgres
) -> None:
    facilitator = here.facilitator()
    henk = there.seats("Henk")
    assert postgres.cuts_listeners(here.server.database) == 2
    facilitator.goes_to("introductions")
    henk.sees(lambda me: me.docs["table"]["step"]["id"] == "introductions", 6, "the step")
    eventually(lambda: _listening(postgres, here.server.database) == 2, what="listening anew")


def _listening(postgres: Postgres, database: str) -> int:
    name = database.rpartition("/")[2]
    query = f"SELECT count(*) FROM pg_stat_activity WHERE application_name = 'dialoog listens' AND datname = '{name}'"
    return int(postgres.asks(query)[0][0])


def test_V3_of_a_killed_process_nobody_is_present_any_more(postgres: Postgres, tmp_path: Path) -> None:
    database = postgres.database()
    with (
        a_server(tmp_path, DIALOOG_DATABASE_URL=database) as one,
        a_server(tmp_path, DIALOOG_DATABASE_URL=database) as other,
        a_table(one) as table,
    ):
        facilitator = table.facilitator()
        henk = Table(other, table.links).seats("Henk")
        facilitator.sees(lambda me: henk.seat in me.present, what="Henk")
        other.is_killed()
        facilitator.sees(lambda me: henk.seat not in me.present, 25, "Henk's absence")


@pytest.fixture
def identity(postgres: Postgres, tmp_path: Path) -> tuple[str, Identity]:
    database = postgres.database()
    chosen = in_threads(
        settings.settle(settings.from_environment({}, folder=str(tmp_path), database_url=database))
    )
    links = setup.new_dialogue(chosen, Plan(title="Linde"), "check-in")
    engine = make_engine(database)
    with read_transaction(engine) as connection:
        console = find(connection, links.console.partition("#")[2])
    engine.dispose()
    assert console is not None
    return database, console


def test_a_ticket_lasts_a_minute_and_no_row_of_it_tells_what_it_was(identity: tuple[str, Identity]) -> None:
    database, console = identity
    engine, now = make_engine(database), [1_000_000.0]
    tickets = SharedTickets(engine, lambda: now[0])
    first, second = tickets.give(console), tickets.give(console)
    assert tickets.take(first) == console
    assert tickets.take(first) is None
    assert second.encode() not in str(rows(database, "SELECT * FROM tickets")).encode()
    now[0] += 61
    assert tickets.take(second) is None
    tickets.give(console)
    assert rows(database, "SELECT count(*) FROM tickets") == [(1,)]
    engine.dispose()


def test_wrong_codes_are_counted_over_all_processes_and_forgotten(identity: tuple[str, Identity]) -> None:
    database, _ = identity
    engine, now = make_engine(database), [1_000_000.0]
    one, other = (SharedFailureBudget(engine, "key", lambda: now[0]) for _ in range(2))
    for _ in range(FailureBudget.PER_ADDRESS):
        assert not other.is_exhausted("192.0.2.7")
        one.record_failure("192.0.2.7")
        now[0] += 0.01
    assert other.is_exhausted("192.0.2.7")
    assert not other.is_exhausted("192.0.2.8")
    assert "192.0.2.7" not in str(rows(database, "SELECT * FROM wrong_codes"))
    now[0] += FailureBudget.WINDOW_SECONDS + 1
    assert not one.is_exhausted("192.0.2.7")
    one.record_failure("192.0.2.8")
    assert rows(database, "SELECT count(*) FROM wrong_codes") == [(1,)]
    engine.dispose()


def closed_eight_days_ago(database: str) -> None:
    """Shifts everything that was ever kept in time, as if the evening had been then."""
    engine, ago = make_engine(database), SEVEN_DAYS_MS + 24 * 3600 * 1000
    with transaction(engine) as connection:
        connection.execute(update(Dialogue).values(closed=wall_ms() - ago))
    engine.dispose()


def test_C3_two_processes_that_sweep_at_once_blank_once(
    identity: tuple[str, Identity], tmp_path: Path
) -> None:
    """So nobody needs to be appointed: whoever comes second finds it done."""
    database, console = identity
    chosen = in_threads(
        settings.settle(settings.from_environment({}, folder=str(tmp_path), database_url=database))
    )
    runtimes: list[Runtime] = [create_app(chosen).extensions["dialoog"] for _ in range(2)]
    for runtime in runtimes:
        threading.Thread(target=runtime.writer.run, daemon=True).start()
    one = runtimes[0]
    for command in (
        commands.TakeSeat(id="seat-of-fatma-0001", name="Fatma"),
        commands.GiveConsent(id="her-consent-000001", seat="s1", words=True, name=True, contact=False),
        commands.Write(id="undecided-00000001", seat="s1", text="Dit is van mij.", word_kind=Kind.INTRODUCTION),
        commands.ConfirmWords(id="she-said-klopt-001", word="undecided-00000001"),
        commands.CloseDialogue(id="the-evening-ends-1", reason="time"),
    ):  # fmt: skip
        if isinstance(command, commands.CloseDialogue):
            step = one.broadcaster(console.dialogue).state().step_version
            assert isinstance(
                execute(one, console, commands.NextStep(id="the-first-step-01", step=step)), Accepted
            )
        assert isinstance(execute(one, console, command), Accepted), command
    closed_eight_days_ago(database)
    later = wall_ms() + 8 * 24 * 3600 * 1000
    for runtime in runtimes:
        runtime.writer.now = lambda: later
    holding = psycopg2.connect(database)
    with ThreadPoolExecutor(2) as both, holding, holding.cursor() as cursor:
        cursor.execute("SELECT 1 FROM dialogues FOR UPDATE")
        sweeping = [both.submit(sweep_once, runtime, later) for runtime in runtimes]
        waiting = (
            "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
        )
        eventually(lambda: len(rows(database, waiting)) == 2, what="both at the same dialogue")
        holding.rollback()
        assert [one.result(20) for one in sweeping] == [1, 1]
    holding.close()
    assert rows(database, "SELECT count(*) FROM journal WHERE command_id = 'house:blank-undecided'") == [(1,)]
    assert rows(database, "SELECT count(*) FROM words") == [(0,)]
    assert [lines for *_, lines in verify_all(one.engine)] == [[]]
    for runtime in runtimes:
        runtime.writer.stop()
        runtime.engine.dispose()


def test_T11_a_browser_that_came_in_there_is_ended_from_here_with_its_link(here: Table, there: Table) -> None:
    link = {"token": here.links.console.partition("#")[2]}
    mine, stolen = (at.server.asks("POST", "/in", link).token("facilitator") for at in (here, there))
    assert mine != stolen
    els, thief = here.by_link(f"#{mine}", "facilitator"), there.by_link(f"#{stolen}", "facilitator")
    els.does("end_links", desk="facilitator")
    eventually(lambda: thief.gone == "ended", 3, "being shown out")
    assert there.server.asks("POST", "/in", link).status == 401
    assert els.sends("blank_screen", on=True)["answer"] == "ok"
