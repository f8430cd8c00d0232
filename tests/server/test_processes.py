"""Several `dialoog serve` on one PostgreSQL, each a process of its own: one dies, and the evening goes on at the others."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.live.journals import journal
from tests.people import a_table
from tests.postgres import Postgres
from tests.server.scraped_metrics import counted, metrics_at
from tests.serving import Server, eventually, free_port

Both = tuple[Server, Server]


@pytest.fixture
def both(postgres: Postgres, tmp_path: Path) -> Iterator[Both]:
    address = postgres.empty_database()
    here, there = (
        Server(tmp_path, DIALOOG_DATABASE_URL=address, DIALOOG_METRICS_PORT=str(free_port()))
        for _ in range(2)
    )
    try:
        yield here.starts(), there.starts()
    finally:
        here.is_killed()
        there.is_killed()


def test_R1_one_after_the_other_is_killed_and_the_evening_goes_on(both: Both) -> None:
    here, there = both
    assert here.setup_key
    with a_table(here) as table:
        facilitator = table.facilitator()
        fatma, henk = table.a_circle_of(2)
        facilitator.opens_round("introductions")
        turn = facilitator.next()
        for killed, stays in ((here, there), (there, here)):
            killed.is_killed()
            for person in (facilitator, fatma, henk):
                eventually(lambda person=person: not person.connected, what="the end of the line")
                person.server = stays
                person.connects()
            assert stays.asks("GET", f"/d/{table.code}").status == 200
            killed.starts()
        fatma.does("pass_turn", turn=turn)
        facilitator.sees(lambda me: me.floor["phase"] != "turn", what="her pass")
        facilitator.next()
        henk.is_done()
        versions = [entry["version"] for entry in journal(table)]
        assert versions == list(range(1, len(versions) + 1))
    assert here.runs("verify").returncode == 0
    assert "Traceback" not in here.output


def test_each_of_them_tells_its_own_numbers_and_so_does_who_takes_its_place(both: Both) -> None:
    here, there = both
    with a_table(here) as table:
        table.facilitator()
        people = table.a_circle_of(2)
        table.server = there
        people += [table.seats("Samira")]
        expositions = [numbers(server) for server in both]
        assert [counted(one, "dialoog_sockets", desk="seat") for one in expositions] == [2, 1]
        assert sum(counted(one, "dialoog_journal_entries_total") for one in expositions) >= 2 * len(people)
        before = [began(server) for server in both]
        there.is_killed()
        there.starts()
        assert began(here) == before[0]
        assert began(there) > before[1]


def numbers(server: Server) -> str:
    return metrics_at(server.environment["DIALOOG_METRICS_PORT"])


def began(server: Server) -> float:
    """When its process began, as it says itself."""
    return counted(numbers(server), "process_start_time_seconds")
