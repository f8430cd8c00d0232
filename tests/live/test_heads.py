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
        b"Host: elders.example\r\n\r\n",
    ],
    ids=lambda head: head.split(b"\r\n\r\n")[0].decode().replace("\r\n", " + "),
)
def test_a_request_that_can_be_read_in_two_ways_is_no_request(server: Server, head: bytes) -> None:
    statuses, heard = answers(server, b"POST /in HTTP/1.1\r\n" + HOST + head + HIDDEN)
    assert statuses == [400]
    assert b"<html" not in heard


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
