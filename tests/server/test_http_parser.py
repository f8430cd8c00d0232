"""Requests that no browser sends, byte by byte against a real server: one answer each, no echo, nothing in the log."""

import re
import socket

import pytest

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
    assert "background task failed" not in server.output[before:]


@pytest.mark.parametrize("version", [b"1.1", b"1.0"])
@pytest.mark.parametrize(
    "hosts",
    [
        b"",
        b"Host:\r\n",
        b"Host: \t\r\n",
        HOST + HOST,
        HOST + b"host: 127.0.0.1\r\n",
        b"Host: 127.0.0.1, 127.0.0.1\r\n",
        b"Host: 127.0.0.1 127.0.0.1\r\n",
        b"Host: http://127.0.0.1\r\n",
        b"Host: 127.0.0.1/d\r\n",
        b"Host: somebody@127.0.0.1\r\n",
        b"Host: 127.0.0.1:port\r\n",
        b"Host: 127.0.0.1:80:80\r\n",
        b"Host: [::1\r\n",
        b"Host: 127.0.0.1\xe9\r\n",
    ],
    ids=repr,
)
def test_a_request_that_does_not_name_one_host_is_no_request(
    server: Server, hosts: bytes, version: bytes
) -> None:
    """RFC 9112, 3.2; one of HTTP/1.0 without a host could go on there, and may not here."""
    request = b"GET /healthz HTTP/%s\r\nX-A: a\r\n%s\r\n" % (version, hosts)
    assert answers(server, request + HIDDEN)[0] == [400]


@pytest.mark.parametrize("host", [b"127.0.0.1", b"localhost:80", b" 127.0.0.1:8000\t"])
@pytest.mark.parametrize("version", [b"1.1", b"1.0"])
def test_a_request_that_names_one_host_is_answered(server: Server, host: bytes, version: bytes) -> None:
    request = b"GET /healthz HTTP/%s\r\nHost:%s\r\nConnection: close\r\n\r\n" % (version, host)
    assert answers(server, request)[0] == [200]


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


def test_two_requests_in_one_piece_get_an_answer_each(server: Server) -> None:
    request = b"GET /healthz HTTP/1.1\r\n" + HOST + b"\r\n"
    statuses, _ = answers(
        server, request + request + b"GET /nowhere HTTP/1.1\r\n" + HOST + b"Connection: close\r\n\r\n"
    )
    assert statuses == [200, 200, 404]
