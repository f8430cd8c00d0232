"""There are two ways through a head, at once and line by line: both read the same, and nothing that another reader would take for
something else. Nothing here is sent."""

import io
import re
from http.server import BaseHTTPRequestHandler
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialoog.server import http_parser

HOST = b"Host: 127.0.0.1\r\n"


def test_a_host_may_be_an_address_of_ipv6() -> None:
    assert http_parser.plain(b"GET / HTTP/1.1\r\n", b"Host: [::1]:8000\r\n\r\n") is not None


@pytest.mark.parametrize("length", [b"5 ", b"5\t", b"+5", b"", b"5, 5"])
def test_a_length_that_is_not_only_a_number_deserves_a_longer_look(length: bytes) -> None:
    line, fields = b"POST /in HTTP/1.1\r\n", b"Host: a\r\nContent-Length: %s\r\n\r\n"
    assert http_parser.plain(line, fields % b"5") is not None
    assert http_parser.plain(line, fields % length) is None


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

    @property
    def head_file(self) -> io.BufferedReader:
        return self.ahead.fp

    def send_error(self, *_told: object) -> None: ...


class Ahead:
    """What came in, as a server that counts reads it."""

    def __init__(self, told: bytes) -> None:
        self.fp = io.BufferedReader(io.BytesIO(told))  # type: ignore[arg-type]

    def readline(self, size: int = -1) -> bytes:
        return self.fp.readline(size)


STRICT: Any = http_parser.strict(Python)


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


ITS_HOST = st.sampled_from(["Host: a.example\r\n", "Host: a.example\r\n", "Host: é\r\n", ""])
"""Most have one: without it nothing else would be looked at."""


@given(
    LINES,
    ITS_HOST,
    st.lists(st.tuples(NAMES, st.sampled_from([":", ": ", " :"]), VALUES), max_size=4),
    st.binary(max_size=5),
)
def test_a_head_that_is_read_at_once_is_read_as_python_reads_it(
    line: str, host: str, fields: list[tuple[str, str, str]], body: bytes
) -> None:
    first = (line + "\r\n").encode("latin-1")
    told = (
        host.encode("latin-1")
        + "".join("".join(field) + "\r\n" for field in fields).encode("latin-1")
        + b"\r\n"
    )
    head, python = http_parser.plain(first, told + body), Python(first, told)
    if head is None:
        return
    assert python.read
    assert not http_parser.ambiguous(python.headers)
    assert (head.command, head.path, head.closes) == (python.command, python.path, python.close_connection)
    assert head.headers.items() == python.headers.items()
    assert told[head.size :] + body == body


ENDS = st.sampled_from(["\r\n", "\r\n", "\r\n", "\n", "\r", "\r\r\n", "\n\r", ""])


@given(
    LINES,
    ENDS,
    ITS_HOST,
    st.lists(st.tuples(NAMES, st.sampled_from([":", ": ", " :"]), VALUES, ENDS), max_size=4)
    | st.lists(st.tuples(NAMES, st.just(":"), VALUES, st.just("\r\n")), min_size=97, max_size=102),
    ENDS,
)
def test_both_ways_through_a_head_read_the_same(
    line: str, end: str, host: str, fields: list[tuple[str, str, str, str]], last: str
) -> None:
    """And whatever is read has nothing in it that another reader would take for the end of a line."""
    first = (line + end).encode("latin-1")
    told = (host + "".join("".join(field) for field in fields) + last).encode("latin-1")
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
    told = HOST + b"X-A: a\r\n" * (fields - 1) + b"\r\n"
    assert [way(b"GET / HTTP/1.1\r\n", told).read for way in (AtOnce, LineByLine)] == [fields == 99] * 2


@pytest.mark.parametrize("left_out", range(1, 60, 7))
def test_a_head_of_which_more_is_to_come_is_not_read_at_once(left_out: int) -> None:
    told = b"Host: 127.0.0.1\r\nAccept-Language: nl\r\nUser-Agent: x\r\n\r\n"
    assert http_parser.plain(b"GET / HTTP/1.1\r\n", told) is not None
    assert http_parser.plain(b"GET / HTTP/1.1\r\n", told[:-left_out]) is None
