"""Requests that no browser sends, byte by byte against a real server: one answer each, no echo, nothing in the log."""

import io
import re
import socket
from http.server import BaseHTTPRequestHandler
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialoog import heads
from tests.people import Table
from tests.serving import Server

HOST = b"Host: 127.0.0.1\r\n"
HIDDEN = b"GET /d HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"


def answers(server: Server, sent: bytes) -> tuple[list[int], bytes]:
    """The statuses of everything that comes back until the server closes or says nothing for two seconds."""
    with socket.create_connection(("127.0.0.1", server.port)) as line:
        line.settimeout(2)
        line.sendall(sent)
        heard = b""
        try:
            while piece := line.recv(65536):
                heard += piece
        except (TimeoutError, ConnectionResetError):
            pass
    return [int(status) for status in re.findall(rb"HTTP/1\.\d (\d{3})", heard)], heard


@pytest.mark.parametrize(
    "head",
    [
        b"Content-Length: 5\r\nContent-Length: 40\r\n\r\nhello",
        b"Content-Length: 45\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        b"Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n",
        b"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
        b"Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
        b"Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n",
        b"Content-Length: +5\r\n\r\nhello",
        b"Content-Length: -5\r\n\r\nhello",
        b"Content-Length: 5, 5\r\n\r\nhello",
        b"Content-Length : 5\r\n\r\nhello",
        b"X-Kanarie: a\r\n b\r\n\r\n",
        b"Host: elders.example\r\n\r\n",
        b"X-Kanarie: a\rTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        b"X-Kanarie: a\rb\r\n\r\n",
        b"X-Kanarie: a\r\r\n\r\n",
        b"X-Kanarie: a\nContent-Length: 5\r\n\r\nhello",
        b"X-Kanarie: a\n\n",
        b"X-Kanarie: a\r\n\n",
        b"X-Kanarie: a\0\r\n\r\n",
        b"X-Kanarie: a\x0b\r\n\r\n",
        b"X-Kanarie: a\x7f\r\n\r\n",
        b"X-Kana\xe9rie: a\r\n\r\n",
    ],
    ids=lambda head: head.split(b"\r\n\r\n")[0].decode("latin-1").replace("\r\n", " + "),
)
def test_a_request_that_can_be_read_in_two_ways_is_no_request(server: Server, head: bytes) -> None:
    statuses, heard = answers(server, b"POST /in HTTP/1.1\r\n" + HOST + head + HIDDEN)
    assert statuses == [400]
    assert b"<html" not in heard


@pytest.mark.parametrize(
    "line",
    [
        b"GET /d HTTP/1.1\n",
        b"GET /d\r HTTP/1.1\r\n",
        b"GET\x0b/d\x0bHTTP/1.1\r\n",
        b"GET\xa0/d\xa0HTTP/1.1\r\n",
        b"GET  /d HTTP/1.1\r\n",
        b" GET /d HTTP/1.1\r\n",
        b"GET /d HTTP/1.1 \r\n",
        b"GET /d\0 HTTP/1.1\r\n",
        b"GET /d\r\n",
    ],
    ids=repr,
)
def test_a_first_line_that_can_be_read_in_two_ways_is_no_request(server: Server, line: bytes) -> None:
    assert answers(server, line + HOST + b"\r\n" + HIDDEN)[0] == [400]


def test_a_head_that_ends_in_the_middle_is_no_request(server: Server) -> None:
    with socket.create_connection(("127.0.0.1", server.port), 10) as line:
        line.sendall(b"GET /healthz HTTP/1.1\r\n" + HOST)
        line.shutdown(socket.SHUT_WR)
        assert b" 200 " not in line.recv(65536)


@pytest.mark.parametrize(
    "sent",
    [
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00kanarie\r\n\r\n",
        b"GET /kanarie HTTP/kanarie\r\n\r\n",
        b"GET kanarie kanarie HTTP/1.1\r\n\r\n",
        b"GET /kanarie HTTP/1.1\r\n" + HOST + b"X-Kanarie: a\r\n" * 5000 + b"\r\n",
        b"GET /" + b"kanarie" * 10_000 + b" HTTP/1.1\r\n" + HOST + b"\r\n",
        b"GET / HTTP/1.1\r\n" + HOST + b"X: " + b"kanarie" * 10_000 + b"\r\n\r\n",
    ],
    ids=["http2", "tls", "version", "spaces", "headers", "line", "header"],
)
def test_R15_what_is_no_request_is_not_echoed_and_not_logged(server: Server, sent: bytes) -> None:
    before = len(server.output)
    _, heard = answers(server, sent)
    assert b"kanarie" not in heard
    assert b"Python" not in heard
    assert b"BaseHTTP" not in heard
    assert server.output[before:] == ""


def test_R15_a_connection_on_which_nothing_comes_is_no_fault(server: Server) -> None:
    before = len(server.output)
    for _ in range(2):  # what is to be said of the first is said before the second has ended
        with socket.create_connection(("127.0.0.1", server.port), 10) as line:
            assert line.recv(10) == b"", "it was let go of"
    assert "a task died" not in server.output[before:]


@pytest.mark.parametrize("length", [b"5 ", b"5\t", b"+5", b"", b"5, 5"])
def test_a_length_that_is_not_only_a_number_deserves_a_longer_look(length: bytes) -> None:
    line, fields = b"POST /in HTTP/1.1\r\n", b"Host: a\r\nContent-Length: %s\r\n\r\n"
    assert heads.plain(line, fields % b"5") is not None
    assert heads.plain(line, fields % length) is None


def test_a_line_break_in_an_address_makes_no_header(server: Server) -> None:
    statuses, heard = answers(server, b"GET /taal%0d%0aX-Kanarie:%201 HTTP/1.1\r\n" + HOST + b"\r\n")
    assert statuses == [404]
    assert b"x-kanarie" not in heard.split(b"\r\n\r\n")[0].lower()


def test_a_form_cannot_write_a_header(table: Table) -> None:
    sent = table.server.asks(
        "POST", "/taal", "lang=en&back=/d%0d%0aX-Kanarie:1", Content_Type="application/x-www-form-urlencoded"
    )
    assert (sent.status, sent.headers["location"]) == (303, "/")
    assert "x-kanarie" not in sent.headers


class Python(BaseHTTPRequestHandler):
    """Python's own way through a head."""

    protocol_version = "HTTP/1.1"
    read = False

    def __init__(self, line: bytes, fields: bytes) -> None:
        self.raw_requestline = line
        self.rfile = self.ahead = Ahead(fields)  # type: ignore[assignment]
        self.wfile = io.BytesIO()
        self.client_address = ("", 0)
        self.read = self.parse_request()

    def send_error(self, *_told: object) -> None: ...


class Ahead:
    """What came in, as a server that counts reads it."""

    def __init__(self, told: bytes) -> None:
        self.fp = io.BufferedReader(io.BytesIO(told))  # type: ignore[arg-type]

    def readline(self, size: int = -1) -> bytes:
        return self.fp.readline(size)


STRICT: Any = heads.strict(Python)


class AtOnce(STRICT):  # type: ignore[misc]
    is_whole = True


class LineByLine(STRICT):  # type: ignore[misc]
    is_whole = False


LINES = st.sampled_from(
    [
        "GET /d?code=a HTTP/1.1",
        "POST /in HTTP/1.1",
        "GET //in HTTP/1.1",
        "GET /é HTTP/1.1",
        "GET / HTTP/1.0",
        "PUT / HTTP/1.1",
        "GET /\r HTTP/1.1",
        "GET\x0c/ HTTP/1.1",
        "GET /",
        "",
    ]
)
NAMES = st.sampled_from(
    [
        "Host",
        "host",
        "X-A",
        "Cookie",
        "Connection",
        "Content-Length",
        "Transfer-Encoding",
        "Expect",
        "Content-Type",
        "X_A",
        "X A",
        "",
        " Host",
    ]
)
VALUES = st.one_of(
    st.sampled_from(
        [
            "a.example",
            "5",
            "+5",
            "5, 5",
            "close",
            "Keep-Alive",
            "chunked",
            "100-continue",
            " a\tb ",
            "é",
            "\x0b",
            "a\r\n b",
            "a\rHost: b",
            "a\nHost: b",
            "a\r",
            "\0",
            "multipart/form-data; boundary=a",
        ]
    ),
    st.text(st.characters(max_codepoint=255, exclude_characters="\r\n"), max_size=8),
)


@given(
    LINES,
    st.lists(st.tuples(NAMES, st.sampled_from([":", ": ", " :"]), VALUES), max_size=4),
    st.binary(max_size=5),
)
def test_a_head_that_is_read_at_once_is_read_as_python_reads_it(
    line: str, fields: list[tuple[str, str, str]], body: bytes
) -> None:
    first = (line + "\r\n").encode("latin-1")
    told = "".join("".join(field) + "\r\n" for field in fields).encode("latin-1") + b"\r\n"
    head, python = heads.plain(first, told + body), Python(first, told)
    if head is None:
        return
    assert python.read
    assert not heads.ambiguous(python.headers)
    assert (head.command, head.path, head.closes) == (python.command, python.path, python.close_connection)
    assert head.headers.items() == python.headers.items()
    assert told[head.size :] + body == body


ENDS = st.sampled_from(["\r\n", "\r\n", "\r\n", "\n", "\r", "\r\r\n", "\n\r", ""])


@given(
    LINES,
    ENDS,
    st.lists(st.tuples(NAMES, st.sampled_from([":", ": ", " :"]), VALUES, ENDS), max_size=4)
    | st.lists(st.tuples(NAMES, st.just(":"), VALUES, st.just("\r\n")), min_size=98, max_size=102),
    ENDS,
)
def test_both_ways_through_a_head_read_the_same(
    line: str, end: str, fields: list[tuple[str, str, str, str]], last: str
) -> None:
    """And whatever is read has nothing in it that another reader would take for the end of a line."""
    first = (line + end).encode("latin-1")
    told = ("".join("".join(field) for field in fields) + last).encode("latin-1")
    at_once, by_line = AtOnce(first, told), LineByLine(first, told)
    assert at_once.read == by_line.read
    if not at_once.read:
        return
    assert at_once.headers.items() == by_line.headers.items()
    assert (at_once.command, at_once.path, at_once.request_version, at_once.close_connection) == (
        by_line.command, by_line.path, by_line.request_version, by_line.close_connection,
    )  # fmt: skip
    assert at_once.ahead.fp.read() == by_line.ahead.fp.read()
    whole = first + b"".join(
        f"{name}: {value}\r\n".encode("latin-1") for name, value in at_once.headers.items()
    )
    assert not re.search(rb"\r(?!\n)|(?<!\r)\n|[\0\x0b\x7f]", whole)


@pytest.mark.parametrize("fields", [99, 100])
def test_both_ways_take_as_many_fields(fields: int) -> None:
    told = b"X-A: a\r\n" * fields + b"\r\n"
    assert [way(b"GET / HTTP/1.1\r\n", told).read for way in (AtOnce, LineByLine)] == [fields == 99] * 2


@pytest.mark.parametrize("left_out", range(1, 60, 7))
def test_a_head_of_which_more_is_to_come_is_not_read_at_once(left_out: int) -> None:
    told = b"Host: 127.0.0.1\r\nAccept-Language: nl\r\nUser-Agent: x\r\n\r\n"
    assert heads.plain(b"GET / HTTP/1.1\r\n", told) is not None
    assert heads.plain(b"GET / HTTP/1.1\r\n", told[:-left_out]) is None


def test_two_requests_in_one_piece_get_an_answer_each(server: Server) -> None:
    asked = b"GET /healthz HTTP/1.1\r\n" + HOST + b"\r\n"
    statuses, _ = answers(
        server, asked + asked + b"GET /nowhere HTTP/1.1\r\n" + HOST + b"Connection: close\r\n\r\n"
    )
    assert statuses == [200, 200, 404]
