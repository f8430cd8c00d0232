"""One socket as docs/protocol.md has it: Socket.IO 4 on Engine.IO 4, over a bare websocket.

Only what the protocol uses: connect with a ticket, send one message and have it acknowledged, read what
comes. A reader that hears nothing for as long as two pulses takes the server for gone.
"""

import json
import socket
import ssl
import threading
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from wsproto import ConnectionType, WSConnection
from wsproto.events import (
    AcceptConnection,
    CloseConnection,
    Event,
    Ping,
    RejectConnection,
    Request,
    TextMessage,
)
from wsproto.utilities import ProtocolError

from dialoog.simulator.tls import in_turn

PATH = "/socket.io/?EIO=4&transport=websocket"
SILENT_SECONDS = 12.0
"""Two pulses were missed (docs/protocol.md)."""


class ConnectionLost(Exception):
    """There is no connection, or there is none any more."""


class NotLetIn(Exception):
    """The server refused the socket; the text is what it said."""


class WebSocketClient:
    """An open, admitted socket. One thread reads, any thread sends."""

    def __init__(self, url: str, auth: dict[str, Any]) -> None:
        self._lock = threading.Lock()
        self._asked = 0
        self._text = ""
        self._socket = _connect(url)
        self._web = WSConnection(ConnectionType.CLIENT)
        self._events = self._read_events()
        try:
            self._shake_hands(url)
            self._write("40" + json.dumps(auth))
            self._wait_until_admitted()
        except (OSError, ProtocolError) as error:
            self.drop()
            raise ConnectionLost(str(error)) from error
        except (ConnectionLost, NotLetIn):
            self.drop()
            raise

    def ask(self, message: str, content: Any) -> int:
        """Sends one message; the number comes back with its acknowledgement."""
        with self._lock:
            self._asked += 1
            number = self._asked
        self._write(f"42{number}" + json.dumps([message, content], ensure_ascii=False))
        return number

    def read(self) -> Iterator[tuple[str, Any]]:
        """What comes in: `("answer", (number, answer))` and `(message, content)`; ends by raising Lost."""
        try:
            for packet in self._packets():
                yield from _told(packet)
        except (OSError, ProtocolError) as error:
            raise ConnectionLost(str(error)) from error

    def drop(self) -> None:
        """Ends as a phone does whose battery died: without a word."""
        try:
            self._socket.shutdown(socket.SHUT_RDWR)
        except OSError:
            return  # it was gone already
        finally:
            self._socket.close()

    def _shake_hands(self, url: str) -> None:
        origin = f"{urlsplit(url).scheme}://{urlsplit(url).netloc}"
        request = Request(
            host=urlsplit(url).netloc, target=PATH, extra_headers=[(b"Origin", origin.encode())]
        )
        self._socket.sendall(self._web.send(request))
        event = next(self._events)
        if isinstance(event, RejectConnection):
            raise ConnectionLost(f"the server answered {event.status_code}")
        if not isinstance(event, AcceptConnection):
            raise ConnectionLost("this is no websocket")

    def _wait_until_admitted(self) -> None:
        for packet in self._packets():
            if packet.startswith("40"):
                return
            if packet.startswith("44"):
                raise NotLetIn(packet[2:])

    def _packets(self) -> Iterator[str]:
        """Whole text messages, with pings answered."""
        for event in self._events:
            if not isinstance(event, TextMessage):
                continue
            self._text += event.data
            if not event.message_finished:
                continue
            packet, self._text = self._text, ""
            if packet == "2":
                self._write("3")
            elif packet == "1":
                raise ConnectionLost("the server closed the connection")
            else:
                yield packet

    def _read_events(self) -> Iterator[Event]:
        while True:
            data = self._socket.recv(65536)
            if not data:
                raise ConnectionLost("the connection ended")
            self._web.receive_data(data)
            for event in self._web.events():
                if isinstance(event, Ping):
                    with self._lock:
                        self._socket.sendall(self._web.send(event.response()))
                elif isinstance(event, CloseConnection):
                    raise ConnectionLost("the connection was closed")
                else:
                    yield event

    def _write(self, packet: str) -> None:
        try:
            with self._lock:
                self._socket.sendall(self._web.send(TextMessage(packet)))
        except (OSError, ProtocolError) as error:
            raise ConnectionLost(str(error)) from error


def _connect(url: str) -> socket.socket:
    where = urlsplit(url)
    secure = where.scheme == "https"
    try:
        opened = socket.create_connection((where.hostname or "", where.port or (443 if secure else 80)), 10)
        opened.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if secure:
            context = in_turn(ssl.create_default_context())
            opened = context.wrap_socket(opened, server_hostname=where.hostname)
    except OSError as error:
        raise ConnectionLost(str(error)) from error
    opened.settimeout(SILENT_SECONDS)
    return opened


def _told(packet: str) -> Iterator[tuple[str, Any]]:
    if packet.startswith("41"):
        raise ConnectionLost("the server let go")
    if packet[:2] not in ("42", "43"):
        return
    number, bracket, rest = packet[2:].partition("[")
    content = json.loads(bracket + rest)
    if packet.startswith("43"):
        yield "answer", (int(number), content[0] if content else None)
    else:
        yield content[0], content[1] if len(content) > 1 else None
