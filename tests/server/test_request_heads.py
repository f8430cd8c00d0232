"""A head of a request is read as Python reads it, or it is refused: nothing that is read would be something else to another reader.
Nothing here is sent."""

import io
import re
from http.server import BaseHTTPRequestHandler
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialoog.server import http_parser

HOST = b"Host: 127.0.0.1\r\n"


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

    def __init__(self, sent: bytes) -> None:
        self.fp = io.BufferedReader(io.BytesIO(sent))  # type: ignore[arg-type]

    def readline(self, size: int = -1) -> bytes:
        return self.fp.readline(size)


Strict: Any = http_parser.strict_handler(Python)


def test_a_host_may_be_an_address_of_ipv6() -> None:
    assert Strict(b"GET / HTTP/1.1\r\n", b"Host: [::1]:8000\r\n\r\n").read


@pytest.mark.parametrize("length", [b"5 ", b"5\t", b"+5", b"", b"5, 5", b"-5", b"5_0", b"\xb2"])
def test_a_length_that_is_not_only_a_number_is_refused(length: bytes) -> None:
    line, fields = b"POST /in HTTP/1.1\r\n", b"Host: a\r\nContent-Length: %s\r\n\r\n"
    assert Strict(line, fields % b"5").read
    assert not Strict(line, fields % length).read


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
def test_a_head_that_is_read_is_read_as_python_reads_it(
    line: str, host: str, fields: list[tuple[str, str, str]], body: bytes
) -> None:
    first = (line + "\r\n").encode("latin-1")
    sent = (
        host.encode("latin-1")
        + "".join("".join(field) + "\r\n" for field in fields).encode("latin-1")
        + b"\r\n"
    )
    head, python = Strict(first, sent + body), Python(first, sent + body)
    if not head.read:
        return
    assert python.read
    assert not http_parser.is_ambiguous(python.headers)
    assert (head.command, head.path, head.request_version, head.close_connection) == (
        python.command, python.path, python.request_version, python.close_connection,
    )  # fmt: skip
    assert head.headers.items() == python.headers.items()
    assert head.ahead.fp.read() == body


ENDS = st.sampled_from(["\r\n", "\r\n", "\r\n", "\n", "\r", "\r\r\n", "\n\r", ""])


@given(
    LINES,
    ENDS,
    ITS_HOST,
    st.lists(st.tuples(NAMES, st.sampled_from([":", ": ", " :"]), VALUES, ENDS), max_size=4)
    | st.lists(st.tuples(NAMES, st.just(":"), VALUES, st.just("\r\n")), min_size=97, max_size=102),
    ENDS,
)
def test_nothing_that_is_read_is_the_end_of_a_line_to_another_reader(
    line: str, end: str, host: str, fields: list[tuple[str, str, str, str]], last: str
) -> None:
    first = (line + end).encode("latin-1")
    sent = (host + "".join("".join(field) for field in fields) + last).encode("latin-1")
    head = Strict(first, sent)
    if not head.read:
        return
    assert head.ahead.fp.read() == sent[sent.index(b"\r\n\r\n") + 4 :]
    whole = first + b"".join(f"{name}: {value}\r\n".encode("latin-1") for name, value in head.headers.items())
    assert not re.search(rb"\r(?!\n)|(?<!\r)\n|[\0\x0b\x7f]", whole)


@pytest.mark.parametrize("fields", [99, 100])
def test_a_head_has_at_most_99_fields(fields: int) -> None:
    sent = HOST + b"X-A: a\r\n" * (fields - 1) + b"\r\n"
    assert Strict(b"GET / HTTP/1.1\r\n", sent).read == (fields == 99)


@pytest.mark.parametrize("missing", range(1, 60, 7))
def test_a_head_that_ends_in_the_middle_is_refused(missing: int) -> None:
    sent = b"Host: 127.0.0.1\r\nAccept-Language: nl\r\nUser-Agent: x\r\n\r\n"
    assert Strict(b"GET / HTTP/1.1\r\n", sent).read
    assert not Strict(b"GET / HTTP/1.1\r\n", sent[:-missing]).read
