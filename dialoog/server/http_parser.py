"""The head of a request, before anything of ours sees it: what no client sends is refused in one word.

Two proxies that read one request differently make two of it, so whatever could be read in two ways is no request. Python's
own handler would answer with an echo of the line and the version it runs on, and would write both to the log (R15).

Nearly every head comes in one piece and has nothing odd in it: that is read here at once. Python's own way through it, as if
it were a letter, took a sixth of what a phone costs that comes in; any other head still goes that way.
"""

import re
from dataclasses import dataclass
from email.message import Message
from typing import Any

END = b"\r\n\r\n"
_ASKED = re.compile(rb"[A-Z]+ [\x21-\x7e]+ HTTP/\d\.\d\r\n")
_LINE = re.compile(rb"(GET|POST|HEAD) (/(?!/)[\x21-\x7e]*) HTTP/1\.1\r\n")
_FIELD = re.compile(rb"[!#$%&'*+.^`|~\w-]+:[\x20-\x7e\x80-\xff\t]*\r\n|\r\n")
_FIELDS = re.compile(rb"(?:[!#$%&'*+.^`|~\w-]+:[\x20-\x7e\x80-\xff\t]*\r\n){1,99}\r\n")
_HOST = re.compile(r"(?:[A-Za-z0-9._~!$&'()*+,;=%-]+|\[[0-9A-Fa-f:.]+\])(?::[0-9]*)?")
_ONCE = frozenset(("host", "content-length", "connection"))
_ODD = frozenset(("transfer-encoding", "expect"))
"""What may stand there once, and what is looked at in the longer way."""


@dataclass(frozen=True, slots=True)
class RequestHead:
    """A head as Python's own handler would have read it; `size` is how long its fields are, with the empty line."""

    command: str
    path: str
    headers: Message
    size: int

    @property
    def closes(self) -> bool:
        """No other request comes after this one."""
        return str(self.headers.get("Connection", "")).lower() == "close"


def plain(line: bytes, ahead: bytes) -> RequestHead | None:
    """The head of this first line and what came in after it; None where it is not all there, or has anything in it that
    deserves a longer look."""
    request_line, fields = _LINE.fullmatch(line), _FIELDS.match(ahead)
    if request_line is None or fields is None:
        return None
    headers, seen = Message(), set()
    for field in fields[0][:-4].decode("latin-1").split("\r\n"):
        name, _, value = field.partition(":")
        lower = name.lower()
        if (
            lower in _ODD
            or (lower in _ONCE and lower in seen)
            or (lower == "content-length" and not _is_a_number(value))
            or (lower == "host" and not _is_a_host(value))
        ):
            return None
        seen.add(lower)
        headers.set_raw(name, value.lstrip(" \t"))
    if "host" not in seen:
        return None
    return RequestHead(request_line[1].decode(), request_line[2].decode(), headers, fields.end())


def _is_a_number(value: str) -> bool:
    return value.lstrip(" \t").isdigit() and value.isascii()


def _is_a_host(value: str) -> bool:
    return _HOST.fullmatch(value.strip(" \t")) is not None


class AmbiguousRequest(ValueError):
    """A line within a head that could be two lines, or none, to another reader."""


def asks(line: bytes) -> None:
    """Raises Odd where the first line is not a method, an address and a version with one blank between them."""
    if _ASKED.fullmatch(line) is None:
        raise AmbiguousRequest


class LineByLine:
    """Stands where a head is read from, and raises Odd at the first line that is no field: what is wrong with it no parser
    would tell afterwards, since Python's takes a bare CR or LF for the end of a line and a blank for none."""

    def __init__(self, file: Any) -> None:
        self._file = file

    def readline(self, size: int = -1) -> bytes:
        line: bytes = self._file.readline(size)
        if _FIELD.fullmatch(line) is None:
            raise AmbiguousRequest
        return line


def strict(protocol: Any) -> Any:
    """The protocol class of the server, with a head that can be read in one way only."""

    class Strict(protocol):  # type: ignore[misc]
        error_message_format = "%(code)d\n"
        error_content_type = "text/plain; charset=utf-8"
        command: str | None = None
        rfile: Any
        headers: Any
        request_version, requestline = "HTTP/1.1", ""  # an answer needs them, to whatever was no request too

        def parse_request(self) -> bool:
            if self.reads_at_once():
                return True
            try:
                asks(self.raw_requestline)
                self.rfile = LineByLine(self.rfile)
                if not super().parse_request():
                    return False
                if ambiguous(self.headers):
                    raise AmbiguousRequest
            except AmbiguousRequest:
                self.close_connection = True
                self.send_error(400)
                return False
            return True

        def reads_at_once(self) -> bool:
            """Whether the head is all there and plain; it has been read then."""
            if not self.is_whole:
                return False
            file = self.head_file
            head = plain(self.raw_requestline, file.peek())
            if head is None:
                return False
            file.read(head.size)
            self.command, self.path, self.headers = head.command, head.path, head.headers
            self.request_version, self.close_connection = "HTTP/1.1", head.closes
            self.requestline = str(self.raw_requestline, "latin-1").rstrip("\r\n")
            return True

        def send_error(self, code: int, *_told: Any) -> None:
            super().send_error(code)

        def version_string(self) -> str:
            return "Dialoog"

        def log_message(self, *_told: Any) -> None:
            """Lines of requests hold codes and addresses."""

    return Strict


def ambiguous(headers: Any) -> bool:
    """Two lengths, two hosts or none, a length or a host that is no such thing, and a coding that is not `chunked`.

    RFC 9112 (3.2) would let a request of HTTP/1.0 go without a host. It too names one here: nobody of ours asks without, each machinery
    would put another name in its place, and every page is asked for by name."""
    lengths, hosts = headers.get_all("Content-Length", []), headers.get_all("Host", [])
    codings = headers.get_all("Transfer-Encoding", [])
    return (
        len(lengths) > 1
        or len(hosts) != 1
        or not _is_a_host(hosts[0])
        or not all(length.isascii() and length.isdigit() for length in lengths)
        or [coding.strip().lower() for coding in codings] not in ([], ["chunked"])
        or bool(lengths and codings)
    )
