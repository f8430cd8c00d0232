"""What no client of ours sends over a socket: answered and forgotten, or its own socket is closed; nobody else notices."""

import re
import time
from collections.abc import Iterator
from itertools import cycle
from typing import Any

import pytest

from tests.corpus import packets
from tests.corpus.conftest import LONG, SEED
from tests.corpus.strings import SENDABLE, a_few
from tests.live.journals import journal
from tests.people import Person, Table, a_table, fresh_id
from tests.serving import PATIENCE, Json, Server, a_server
from tests.websocket.raw_client import Raw


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with a_server(tmp_path_factory.mktemp("packets")) as running:
        yield running
        assert "Traceback" not in running.output
        assert re.findall(r"Z error .*|.*failed.*", running.output) == []


@pytest.fixture(scope="module")
def table(server: Server) -> Iterator[Table]:
    with a_table(server) as laid:
        laid.seats("Henk")
        yield laid


@pytest.fixture(scope="module")
def others(table: Table) -> Iterator[Person]:
    """One after the other: a token gets thirty tickets at once, and then one a second."""
    return cycle([table.seats(f"Buur {n}") for n in range(8)])


@pytest.fixture
def somebody(others: Iterator[Person]) -> Person:
    return next(others)


@pytest.fixture(autouse=True)
def nobody_else_notices(table: Table, others: Iterator[Person]) -> Iterator[None]:
    henk = table.people["Henk"]
    before = journal(table)
    yield
    assert journal(table) == before
    assert henk.connected
    assert henk.fetches() != []


def test_there_are_as_many_as_promised() -> None:
    assert packets.count() >= 150


@pytest.mark.parametrize("name", packets.CLOSED)
def test_what_is_no_packet_closes_its_own_socket(table: Table, somebody: Person, name: str) -> None:
    raw = Raw(table.server).enters(somebody)
    raw.says(packets.CLOSED[name])
    assert raw.was_closed()


@pytest.mark.parametrize("name", packets.FRAMES)
def test_what_is_no_frame_closes_its_own_socket(table: Table, somebody: Person, name: str) -> None:
    raw = Raw(table.server).enters(somebody)
    raw.socket.sock.sendall(packets.FRAMES[name])
    assert raw.was_closed()


def test_what_is_no_message_of_ours_gets_a_sentence_and_the_socket_stays_usable(
    table: Table, somebody: Person
) -> None:
    raw = Raw(table.server).enters(somebody)
    for number, (name, (message, reason)) in enumerate(packets.ANSWERED.items()):
        answer = raw.says(f"42{number}{message}").hears_answer(number)
        assert (answer["answer"], answer["reason"]) == ("refused", reason), name
        assert answer["say"].endswith("Laad de pagina opnieuw."), name
    raw.closes()


@pytest.mark.parametrize("ack", ["0", "007", "9" * 99, "12345678901234567890"])
def test_an_answer_carries_the_number_that_was_asked(table: Table, somebody: Person, ack: str) -> None:
    raw = Raw(table.server).enters(somebody)
    answer = raw.says(f'42{ack}["dance"]').hears_answer(int(ack))
    assert answer["reason"] == packets.UNKNOWN
    raw.closes()


@pytest.mark.parametrize("name", packets.NOT_LET_IN)
def test_without_a_ticket_in_its_one_form_nobody_is_let_in(server: Server, name: str) -> None:
    raw = Raw(server).says(f"40{packets.NOT_LET_IN[name]}")
    assert raw.hears_but_pings().startswith("44{")
    raw.closes()


@pytest.mark.parametrize("name", packets.NO_CONNECT)
def test_what_is_no_connect_closes_the_socket(server: Server, name: str) -> None:
    assert Raw(server).says(packets.NO_CONNECT[name]).was_closed()


def test_R4_R15_odd_strings_over_a_socket_are_kept_or_refused_and_stand_in_no_log(server: Server) -> None:
    """The same sentence, the same socket, and not a word of it in what the server says to its log."""
    with a_table(server) as laid:
        fatma, els = laid.seats("Fatma"), laid.facilitator()
        some = [
            odd for odd in (SENDABLE if LONG else a_few(SEED, each=4)) if len(odd.typed.encode()) < 30_000
        ]
        for odd in some:
            fate = odd.as_words()
            answer = says(els, text=odd.typed, word_kind="introduction", seat=fatma.seat)
            assert (answer["answer"], answer.get("reason", "")) == (
                "refused" if fate.reason else "ok",
                fate.reason,
            ), odd.id
        assert els.connected
        mine = fatma.sees(lambda me: me.docs["mine"]["words"], what="what was written down")
        assert mine
        assert not any(odd.typed in server.output for odd in SENDABLE if len(odd.typed) > 12)


def says(somebody: Person, **fields: Any) -> Json:
    """Who is told `later` waits and sends it again, as an outbox does."""
    id = fresh_id()
    until = time.monotonic() + PATIENCE
    while (answer := somebody.sends("write", id, **fields))["answer"] == "later" and time.monotonic() < until:
        time.sleep(0.2)
    return answer
