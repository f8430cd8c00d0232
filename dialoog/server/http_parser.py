"""Refuses an ambiguous head of a request before any handler sees it.

Two proxies that read one request differently make two of it, so a head that could be read in two ways is answered with 400. Python
reads the head; the checks here come before, during and after it. Its own answer to a bad request would echo the request line and the
version of Python, and would log both (R15).
"""

import re
from typing import Any

END = b"\r\n\r\n"
_REQUEST_LINE = re.compile(rb"[A-Z]+ [\x21-\x7e]+ HTTP/\d\.\d\r\n")
_FIELD_LINE = re.compile(rb"[!#$%&'*+.^`|~\w-]+:[\x20-\x7e\x80-\xff\t]*\r\n|\r\n")
_HOST = re.compile(r"(?:[A-Za-z0-9._~!$&'()*+,;=%-]+|\[[0-9A-Fa-f:.]+\])(?::[0-9]*)?")


class AmbiguousRequest(ValueError):
    """Another reader could take a part of the head for something else."""


def check_request_line(line: bytes) -> None:
    """Raises `AmbiguousRequest` where the line is not a method, an address and a version with one space between them."""
    if _REQUEST_LINE.fullmatch(line) is None:
        raise AmbiguousRequest


class FieldLines:
    """Reads the lines of a head from a file and raises `AmbiguousRequest` at the first one that is no field. Afterwards nobody could
    tell: Python's parser takes a bare CR or LF for the end of a line, and a space for none."""

    def __init__(self, file: Any) -> None:
        self._file = file

    def readline(self, size: int = -1) -> bytes:
        line: bytes = self._file.readline(size)
        if _FIELD_LINE.fullmatch(line) is None:
            raise AmbiguousRequest
        return line


def is_ambiguous(headers: Any) -> bool:
    """Whether there are two lengths, two hosts or none, a length or a host that is no such thing, or a coding other than `chunked`.

    RFC 9112 (3.2) lets a request of HTTP/1.0 go without a host. It has to name one here too: no client of ours leaves it out, each
    server would put another name in its place, and every page is asked for by name."""
    lengths, hosts = headers.get_all("Content-Length", []), headers.get_all("Host", [])
    codings = headers.get_all("Transfer-Encoding", [])
    return (
        len(lengths) > 1
        or len(hosts) != 1
        or _HOST.fullmatch(hosts[0].strip(" \t")) is None
        or not all(length.isascii() and length.isdigit() for length in lengths)
        or [coding.strip().lower() for coding in codings] not in ([], ["chunked"])
        or bool(lengths and codings)
    )


def strict_handler(handler: Any) -> Any:
    """The server's class that handles requests, made to refuse ambiguous ones and to say and log nothing of its own."""

    class StrictHandler(handler):  # type: ignore[misc]
        error_message_format = "%(code)d\n"
        error_content_type = "text/plain; charset=utf-8"
        command: str | None = None
        rfile: Any
        headers: Any
        request_version, requestline = "HTTP/1.1", ""  # an error is answered with them before they are read

        def parse_request(self) -> bool:
            try:
                check_request_line(self.raw_requestline)
                self.rfile = FieldLines(self.rfile)
                if not super().parse_request():
                    return False
                if is_ambiguous(self.headers):
                    raise AmbiguousRequest
            except AmbiguousRequest:
                self.close_connection = True
                self.send_error(400)
                return False
            return True

        def send_error(self, code: int, *_message: Any) -> None:
            super().send_error(code)

        def version_string(self) -> str:
            return "Dialoog"

        def log_message(self, *_message: Any) -> None:
            """Logs nothing: request lines hold codes and addresses."""

    return StrictHandler
