"""A TLS line on which one thread reads while others write.

OpenSSL does not allow both on one line at the same instant, and up to Python 3.12 `ssl` lets threads do so: such a line
ends now and then, as if the server had closed it. Here they take turns, and nobody keeps the turn while it waits.
"""

import selectors
import socket
import ssl
import threading
from collections.abc import Callable
from typing import Any


class InTurn(ssl.SSLSocket):
    """As any other, but that `recv` and `send`, and so `sendall`, are never at work at once."""

    _turn: threading.Lock
    _patience: float | None

    def __new__(cls, *arguments: Any, **more: Any) -> "InTurn":
        made = super().__new__(cls)
        made._turn, made._patience = threading.Lock(), None
        return made

    def settimeout(self, value: float | None) -> None:
        self._patience = value
        super().settimeout(value)

    def gettimeout(self) -> float | None:
        return self._patience

    def shutdown(self, how: int) -> None:
        with self._turn:
            super().shutdown(how)

    def recv(self, buflen: int = 1024, flags: int = 0) -> bytes:
        heard: bytes = self._when_it_may(super().recv, buflen, flags)
        return heard

    def send(self, data: Any, flags: int = 0) -> int:
        sent: int = self._when_it_may(super().send, data, flags)
        return sent

    def _when_it_may(self, act: Callable[..., Any], *arguments: Any) -> Any:
        """Raises TimeoutError where it could not be done within the line's timeout, OSError where the line was closed."""
        while True:
            try:
                with self._turn:
                    socket.socket.settimeout(self, 0)
                    return act(*arguments)
            except ssl.SSLWantReadError:
                waits_for = selectors.EVENT_READ
            except ssl.SSLWantWriteError:
                waits_for = selectors.EVENT_WRITE
            try:
                self._wait(waits_for)
            except ValueError as gone:
                raise OSError("the line was closed") from gone

    def _wait(self, what: int) -> None:
        """By `poll`: whoever waits by epoll hears nothing of a line that is closed in the moment in which it ends."""
        with selectors.PollSelector() as waiting:
            waiting.register(self, what)
            if not waiting.select(self._patience):
                raise TimeoutError("nothing came or went in time")


def in_turn(context: ssl.SSLContext) -> ssl.SSLContext:
    """The same context; the lines that it makes take turns from now on."""
    context.sslsocket_class = InTurn
    return context
