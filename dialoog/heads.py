"""The head of a request, before anything of ours sees it: what no client sends is refused in one word.

Two proxies that read one request differently make two of it, so whatever could be read in two ways is no request. Python's
own handler would answer with an echo of the line and the version it runs on, and would write both to the log (R15).
"""

from typing import Any


def strict(protocol: Any) -> Any:
    """The protocol class of the server, with a head that can be read in one way only."""

    class Strict(protocol):  # type: ignore[misc]
        error_message_format = "%(code)d\n"
        error_content_type = "text/plain; charset=utf-8"

        def parse_request(self) -> bool:
            if not super().parse_request():
                return False
            if ambiguous(self.headers):
                self.close_connection = True
                self.send_error(400)
                return False
            return True

        def send_error(self, code: int, *_told: Any) -> None:
            super().send_error(code)

        def version_string(self) -> str:
            return "Dialoog"

        def log_message(self, *_told: Any) -> None:
            """Lines of requests hold codes and addresses."""

    return Strict


def ambiguous(headers: Any) -> bool:
    """Two lengths, two hosts, a length that is no number, a coding that is not `chunked`."""
    lengths, hosts = headers.get_all("Content-Length", []), headers.get_all("Host", [])
    codings = headers.get_all("Transfer-Encoding", [])
    return (
        len(lengths) > 1
        or len(hosts) > 1
        or not all(length.isascii() and length.isdigit() for length in lengths)
        or [coding.strip().lower() for coding in codings] not in ([], ["chunked"])
        or bool(lengths and codings)
    )
