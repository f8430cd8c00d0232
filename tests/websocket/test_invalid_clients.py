"""What no client of ours sends: it is refused or its socket is closed, and nobody else notices."""

import json
import socket
import threading
import time
from contextlib import suppress

import pytest
import socketio
import websocket

from tests.live.journals import journal
from tests.people import PATIENCE, Table, fresh_id
from tests.serving import Server
from tests.websocket.raw_client import Raw


def test_a_ticket_opens_one_socket_once(table: Table) -> None:
    fatma = table.seats("Fatma")
    ticket = fatma.ticket()
    first = socketio.Client(reconnection=False)
    first.connect(table.server.url, auth={"ticket": ticket}, transports=["websocket"], wait_timeout=PATIENCE)
    second = socketio.Client(reconnection=False)
    refused: list[object] = []
    second.on("connect_error", refused.append)
    with pytest.raises(socketio.exceptions.ConnectionError):
        second.connect(
            table.server.url, auth={"ticket": ticket}, transports=["websocket"], wait_timeout=PATIENCE
        )
    first.disconnect()
    assert refused[0]["message"] == "ticket"
    assert refused[0]["data"]["say"].endswith(".")


def test_R10_whoever_asks_for_tickets_without_end_is_told_to_wait(table: Table) -> None:
    fatma, desk = table.seats("Fatma"), {"desk": "seat"}
    identity = {"Authorization": f"Bearer {fatma.token}"}
    for _ in range(120):  # more than a slow machine is given anew meanwhile
        response = table.server.asks("POST", "/live/ticket", desk, **identity)
        if response.status != 200:
            break
    assert (response.status, response.json["answer"]) == (429, "later")


@pytest.mark.parametrize(
    "auth", ["", "{}", '{"ticket":"x"}', '{"ticket":5}', '{"ticket":"x","room":"other"}', "[]"]
)
def test_without_a_good_ticket_nobody_comes_in(server: Server, auth: str) -> None:
    raw = Raw(server).says(f"40{auth}")
    assert raw.hears().startswith("44")
    raw.closes()


STRANGE = (
    "",
    "x",
    "4",
    "4x",
    "49",
    "42",
    "42{}",
    "42[]",
    "42[5]",
    '42["command"]',
    '42["connect",{}]',
    '420["connect",{}]',
    '420["disconnect"]',
    '42/other,0["command",{}]',
    '430["x"]',
    '44{"message":"x"}',
    '451-["command",{"_placeholder":true,"num":0}]',
    '45999999-["command"]',
    "42" + "9" * 200 + '["command",{}]',
    '420["command",[NaN]]',
    '420["command",' + "[" * 9000 + "]" * 9000 + "]",
    '420["command",{"id":1' + "0" * 5000 + "}]",
    '420["command","' + "x" * 40_000 + '"]',
    "b4AAAA",
)


@pytest.mark.parametrize("packet", STRANGE, ids=lambda packet: packet[:24] or "empty")
def test_a_packet_that_is_no_message_closes_only_its_own_socket(table: Table, packet: str) -> None:
    fatma = table.seats("Fatma")
    before = journal(table)
    raw = Raw(table.server).enters(fatma)
    raw.says(packet)
    assert raw.was_closed()
    assert journal(table) == before
    assert fatma.sends("ask_help")["reason"]


def test_a_message_in_endless_fragments_closes_the_socket(table: Table) -> None:
    raw = Raw(table.server).enters(table.seats("Fatma"))
    raw.begins("42", *["x" * 8000] * 5)
    assert raw.was_closed()


def test_R10_fragments_of_nothing_count_as_packets_do(table: Table) -> None:
    """They would never make a message too long."""
    raw = Raw(table.server).enters(table.seats("Fatma"))
    raw.begins("42", *[""] * 1000)
    assert raw.was_closed()


def test_R10_who_was_shown_out_keeps_no_line(table: Table) -> None:
    """Answering pings would hold it for ever, and with each ticket one more."""
    console, fatma = table.facilitator(), table.seats("Fatma")
    raw = Raw(table.server).enters(fatma)
    console.does("remove_seat", seat=fatma.seat)
    assert raw.was_closed()


def test_R10_who_says_goodbye_keeps_no_line(table: Table) -> None:
    raw = Raw(table.server).enters(table.seats("Fatma"))
    raw.says("41")
    assert raw.was_closed()


def test_a_goodbye_of_the_websocket_is_answered(table: Table) -> None:
    """RFC 6455, 5.5.1: a browser would else take it for a line that broke."""
    raw = Raw(table.server).enters(table.seats("Fatma"))
    raw.socket.send_close()
    while (frame := raw.socket.recv_frame()).opcode != websocket.ABNF.OPCODE_CLOSE:
        assert frame.opcode == websocket.ABNF.OPCODE_TEXT
    raw.closes()


def test_bytes_close_the_socket(table: Table) -> None:
    raw = Raw(table.server).enters(table.seats("Fatma"))
    raw.socket.send_binary(b"\x00\x01")
    assert raw.was_closed()


@pytest.mark.parametrize(
    ("event", "reason"),
    [
        ('["dance",{}]', "unknown_message"),
        ('["command"]', "malformed"),
        ('["command",{},{}]', "malformed"),
        ('["command",null]', "malformed"),
        ('["command",{"id":"short","kind":"rest"}]', "malformed"),
        ('["command",{"id":"aaaaaaaaaaaaaaaa","kind":"open_table","steps":[]}]', "malformed"),
        ('["command",{"id":"aaaaaaaaaaaaaaaa","kind":"pass_turn","turn":1.5}]', "malformed"),
        ('["command",{"id":"aaaaaaaaaaaaaaaa","kind":"pass_turn","turn":1,"dialogue":"x"}]', "malformed"),
        ('["command",{"id":"aaaaaaaaaaaaaaaa","kind":"pass_turn","turn":1,"__proto__":{}}]', "malformed"),
    ],
)
def test_a_message_that_is_not_understood_gets_a_sentence(table: Table, event: str, reason: str) -> None:
    raw = Raw(table.server).enters(table.seats("Fatma"))
    raw.says(f"427{event}")
    answer = raw.hears_answer(7)
    assert (answer["answer"], answer["reason"]) == ("refused", reason)
    assert answer["say"].endswith(".")
    raw.closes()


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("a" * 281, "too_long"),
        ("👩‍👩‍👧‍👦" * 200, "too_long"),
        ("hallo\0", "bad_signs"),
        ("hallo\x07", "bad_signs"),
        (" \n\t ", "empty_text"),
        ("\u200d\u202e", "empty_text"),
    ],
)
def test_C5_a_text_that_cannot_be_kept_is_refused_with_a_sentence(
    table: Table, text: str, reason: str
) -> None:
    fatma = table.seats("Fatma")
    answer = fatma.sends("write", text=text, word_kind="introduction")
    assert (answer["answer"], answer["reason"]) == ("refused", reason)


def test_R4_a_text_is_kept_normalised_and_otherwise_as_it_was(table: Table) -> None:
    fatma = table.seats("Fatma")
    typed = "  Cafe\u0301 \u202e<b>مرحبا</b> 👩‍👩‍👧‍👦 {{7*7}}\r\n'; DROP TABLE words;--  "
    word = fatma.writes(typed, "introduction")
    text = fatma.reads(f"{word}.1")[f"{word}.1"]["text"]
    assert text == "Café <b>مرحبا</b> 👩‍👩‍👧‍👦 {{7*7}}\n'; DROP TABLE words;--"


def test_a_second_join_on_the_same_socket_is_refused(table: Table) -> None:
    fatma, henk = table.a_circle_of(2)
    raw = Raw(table.server).enters(fatma)
    raw.says("40" + json.dumps({"ticket": henk.ticket()}))
    while not (packet := raw.hears_but_pings()).startswith("44"):
        assert packet
    raw.says("421" + json.dumps(["command", {"id": fresh_id(), "kind": "choose_language", "lang": "en"}]))
    assert raw.hears_answer(1)["answer"] == "ok"
    raw.closes()
    assert journal(table)[-1]["seat"] == fatma.seat


def test_polling_and_other_origins_are_not_served(server: Server) -> None:
    assert server.asks("GET", "/socket.io/?EIO=4&transport=polling").status == 400
    for origin in ("https://elders.example", "null"):
        with pytest.raises(websocket.WebSocketBadStatusException):
            Raw(server, Origin=origin)
    raw = Raw(server, Origin=server.url)
    assert raw.opened["upgrades"] == []
    raw.closes()


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "127.0.0.1@evil.example", "["])
def test_a_socket_that_names_another_host_is_refused_as_every_page_is(server: Server, host: str) -> None:
    """No browser that comes to a page of ours names one; without Origin no other check would refuse it."""
    for address in ("/", "/healthz", "/live/documents?as=seat", "/nothing-here"):
        assert server.asks("GET", address, Host=host).status == 400
    with pytest.raises(websocket.WebSocketBadStatusException) as refused:
        Raw(server, host=host)
    assert refused.value.status_code == 400
    for own in (f"localhost:{server.port}", "127.0.0.1"):
        Raw(server, host=own).closes()


def test_R10_who_does_not_say_who_they_are_is_shown_out(server: Server) -> None:
    raw = Raw(server)
    with suppress(websocket.WebSocketConnectionClosedException, ConnectionError):
        assert raw.hears_but_pings() in ("", "1")
    raw.closes()


def test_a_hall_may_stand_at_the_door_in_the_same_instant(server: Server) -> None:
    """None of them is cut before it had the time to say who it is."""
    hall = [Raw(server) for _ in range(300)]
    for raw in hall:
        raw.says('40{"ticket":"none"}')
    assert {raw.hears_but_pings()[:2] for raw in hall} == {"44"}
    for raw in hall:
        raw.closes()


def test_R10_who_asks_on_without_waiting_lets_others_go_first(server: Server) -> None:
    many = 1500
    ended_at: list[float] = []
    with socket.create_connection(("127.0.0.1", server.port), 30) as line:

        def listens() -> None:
            heard = b""
            while heard.count(b"HTTP/1.1 200") < many and (piece := line.recv(1 << 20)):
                heard += piece
            ended_at.append(time.monotonic())

        listening = threading.Thread(target=listens)
        listening.start()
        line.sendall(b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n" * many)
        assert [server.asks("GET", "/healthz").status for _ in range(5)] == [200] * 5
        other = time.monotonic()
        listening.join(30)
    assert [other < end for end in ended_at] == [True]
