"""All contact with the internals of python-socketio and python-engineio, behind a few names of our own.

No other module reads a private or undocumented attribute of either library. tests/server/test_library_contracts.py names every
internal that is used here, with the signature that is relied on, and finds a use of one anywhere else.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Any, Protocol

from socketio import Manager, Server
from socketio.packet import ACK, CONNECT, DISCONNECT, EVENT, Packet

from dialoog.websocket.frames import ProtocolError
from dialoog.websocket.packets import Json

CLIENT_DISCONNECT: str = Server.reason.CLIENT_DISCONNECT
SERVER_DISCONNECT: str = Server.reason.SERVER_DISCONNECT
TRANSPORT_CLOSE: str = Server.reason.TRANSPORT_CLOSE
NAMESPACE = "/"
"""The only namespace; a packet that names another one is refused."""
RESERVED_EVENTS = ("connect", "disconnect", "*")
"""Names of events that run the server's own handlers; after `*` the next argument would be taken for the sender."""
Handler = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
"""A WSGI application."""


class Connection(Protocol):
    """What stands in Engine.IO's table of sockets. `send`, `close` and `closed` are what Engine.IO itself uses of one."""

    sid: str
    closed: bool

    def write(self, framed: bytes) -> None: ...

    def send(self, packet: Any) -> None: ...

    def close(self, wait: bool = True, abort: bool = False, reason: str | None = None) -> None: ...


class SocketIOServer:
    """A Socket.IO server whose connections are ours. `eio_sid` names a connection, `sid` the client on it."""

    def __init__(self, server: Any) -> None:
        self._server = server
        self._eio = server.eio
        self._manager = server.manager
        self.receive: Callable[[str, str], None] = server._handle_eio_message
        """Handles one packet of this connection's client; raises what its handlers raise."""
        self.allowed_origins: Collection[str] = self._eio.cors_allowed_origins
        self.new_eio_sid: Callable[[], str] = self._eio.generate_id

    def handle_requests_with(self, handler: Handler) -> None:
        """Gives every request to Socket.IO's path to `handler` in place of Engine.IO's own."""
        self._server.handle_request = handler

    @property
    def client_manager(self) -> Any:
        """The client manager that it was made with."""
        return self._manager

    @property
    def connection_count(self) -> int:
        return len(self._eio.sockets)

    def connection(self, eio_sid: str | None) -> Any:
        """The `Connection` of this name, or None where it has ended."""
        return self._eio.sockets.get(eio_sid)

    def add(self, connection: Connection, environ: dict[str, Any]) -> None:
        """Registers a connection whose handshake succeeded; its client has still to send CONNECT."""
        self._eio.sockets[connection.sid] = connection
        self._server._handle_eio_connect(connection.sid, environ)

    def remove(self, eio_sid: str, reason: str) -> None:
        """Unregisters a connection and runs the disconnect handler of its client, where that was connected."""
        self._eio.sockets.pop(eio_sid, None)
        self._server._handle_eio_disconnect(eio_sid, reason)

    def environ(self, eio_sid: str) -> dict[str, Any] | None:
        """What `add` was given, or None where the connection has ended."""
        environ: dict[str, Any] | None = self._server.environ.get(eio_sid)
        return environ

    def sid_of(self, eio_sid: str) -> str | None:
        """The client on this connection, which may still be connecting."""
        sid: str | None = self._manager.sid_from_eio_sid(eio_sid, NAMESPACE)
        return sid

    def connected_sid_of(self, eio_sid: str) -> str | None:
        """The client on this connection, once its connect handler has accepted it and until it leaves."""
        sid: str | None = self._manager.sid_from_eio_sid(eio_sid, NAMESPACE)
        return sid if self._manager.is_connected(sid, NAMESPACE) else None

    def finish_connecting(self, eio_sid: str) -> bool:
        """Registers a client as connected whose connect handler failed half-way, so that `remove` forgets it like any other:
        Socket.IO would keep its names for ever. False where nobody is half-way."""
        sid = self.sid_of(eio_sid)
        if sid is None or not self._manager.is_pre_connected(sid, NAMESPACE):
            return False
        self._manager.connect(sid, NAMESPACE)
        return True

    def disconnect(self, sid: str) -> None:
        """Disconnects the client and closes its connection; does nothing where it has left."""
        connection = self.connection(self._manager.eio_sid_from_sid(sid, NAMESPACE))
        self._server.disconnect(sid)
        if connection is not None:
            connection.close(reason=SERVER_DISCONNECT)


class RoomManager(Manager):  # type: ignore[misc]
    """Socket.IO's client manager, with the packet of a plain broadcast encoded once and handed to `send_packets`. What is not
    plain (a callback, leaving somebody out, several rooms) the library does itself."""

    def emit(
        self, event: str, data: Any, namespace: str, room: Any = None, skip_sid: Any = None,
        callback: Any = None, to: Any = None, **more: Any,
    ) -> None:  # fmt: skip
        to = to or room
        plain = callback is None and skip_sid is None and isinstance(to, str | None)
        if not plain or namespace != NAMESPACE or namespace not in self.rooms:
            super().emit(event, data, namespace, None, skip_sid, callback, to, **more)
            return
        members = self.rooms[namespace].get(to)
        self.send_packets([encode_event(event, data)], list(members.values()) if members else ())

    def send_packets(self, packets: Sequence[str], eio_sids: Collection[str]) -> None:
        """Sends the same packets to each of these connections."""
        raise NotImplementedError

    def connections(self, eio_sids: Collection[str]) -> list[Any]:
        """The `Connection`s of these names that have not ended."""
        sockets = self.server.eio.sockets
        return [sockets[eio_sid] for eio_sid in eio_sids if eio_sid in sockets]


def encode_event(event: str, data: Any) -> str:
    """A packet that asks for no acknowledgement, as `StrictPacket.encode` writes it in a third of the time."""
    return f"{EVENT}{Json.dumps([event, data])}"


def encode_ack(number: int, data: Any) -> str:
    """The acknowledgement of the packet with this number."""
    return f"{ACK}{number}{Json.dumps([data])}"


def decode_event(text: str) -> tuple[int, list[Any]]:
    """The number of an event's packet, and its arguments with the event's name first. Raises `ProtocolError`, ValueError, TypeError or
    msgspec's errors for a packet that no client of ours sends."""
    packet = StrictPacket(encoded_packet=text)
    return packet.id, packet.data


class StrictPacket(Packet):  # type: ignore[misc]
    """Only text, only our one namespace, only what a client may send; decoding refuses the rest."""

    uses_binary_events = False
    json = Json

    def decode(self, encoded_packet: Any) -> int:
        if not isinstance(encoded_packet, str) or encoded_packet[:1] not in "012":
            raise ProtocolError
        attachments = super().decode(encoded_packet)
        if attachments or self.namespace is not None:
            raise ProtocolError
        if self.packet_type == EVENT:
            arguments = self.data
            if not isinstance(arguments, list) or not arguments or not isinstance(arguments[0], str):
                raise ProtocolError
            if arguments[0] in RESERVED_EVENTS or self.id is None:
                raise ProtocolError
        elif self.packet_type not in (CONNECT, DISCONNECT):
            raise ProtocolError
        return 0
