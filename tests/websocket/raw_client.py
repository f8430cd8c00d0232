"""A bare websocket, to say what no client of ours would say. Nothing of ours is used on the wire."""

import json
import socket
import time
from contextlib import suppress
from typing import Any

import websocket

from tests.people import Person
from tests.serving import Server

PATIENCE = 20.0
AFTER_A_PING = 3.0


class Raw:
    def __init__(self, server: Server, line: Any = None, host: str | None = None, **headers: str) -> None:
        """`line` is a connection of its own, where its buffers matter; `host` is named in place of the server's own."""
        self.socket = websocket.create_connection(
            f"ws://127.0.0.1:{server.port}/socket.io/?EIO=4&transport=websocket",
            timeout=8,
            header=[f"{name}: {value}" for name, value in headers.items()],
            suppress_origin=True,
            host=host,
            **({"socket": line} if line else {}),
        )
        self.opened = json.loads(self.hears()[1:])

    def says(self, packet: str) -> "Raw":
        self.socket.send(packet)
        return self

    def begins(self, packet: str, *more: str) -> "Raw":
        """A message in fragments, of which the last never comes. The server may have enough before all are sent."""
        frame = websocket.ABNF.create_frame
        with suppress(BrokenPipeError, ConnectionResetError):
            self.socket.send_frame(frame(packet, websocket.ABNF.OPCODE_TEXT, fin=0))
            for piece in more:
                self.socket.send_frame(frame(piece, websocket.ABNF.OPCODE_CONT, fin=0))
        return self

    def enters(self, person: Person) -> "Raw":
        """CONNECT with a ticket, and everything up to the documents."""
        self.says("40" + json.dumps({"ticket": person.ticket()}))
        assert self.hears_but_pings().startswith("40{")
        return self

    def hears(self) -> str:
        packet = self.socket.recv()
        return packet if isinstance(packet, str) else packet.decode("latin1")

    def hears_but_pings(self, within: float = PATIENCE) -> str:
        """What comes next, or "" where the socket was closed; pings alone are no answer for ever."""
        until = time.monotonic() + within
        while (packet := self.hears()) == "2":
            assert time.monotonic() < until, f"nothing but pings in {within} s"
            self.says("3")
        return packet

    def hears_answer(self, to: int) -> Any:
        """The acknowledgement with this number, past whatever is pushed."""
        while not (packet := self.hears_but_pings()).startswith(f"43{to}["):
            assert packet, "the socket was closed"
        return json.loads(packet.removeprefix(f"43{to}"))[0]

    def was_closed(self) -> bool:
        """Whether the server closes this socket instead of answering. A ping says nothing yet: it may have been on its way
        before anything was asked. Nobody answers it, so that the end comes of itself two seconds after we stop to wait."""
        until = float("inf")
        try:
            while (left := until - time.monotonic()) > 0:
                self.socket.settimeout(min(8, left))
                packet = self.hears()
                if packet in ("", "1"):
                    return True
                if packet == "2":
                    until = time.monotonic() + AFTER_A_PING
            return False
        except (websocket.WebSocketConnectionClosedException, ConnectionError):
            return True
        except websocket.WebSocketTimeoutException:
            return False
        finally:
            self.closes()

    def closes(self) -> None:
        self.socket.close()
        self.socket.shutdown()


def has_ended(far: socket.socket) -> bool:
    """Whether the other side ended this connection: all that was sent is read first."""
    far.settimeout(0.2)
    try:
        while far.recv(65536):
            pass
    except TimeoutError:
        return False
    except ConnectionResetError:
        pass
    return True
