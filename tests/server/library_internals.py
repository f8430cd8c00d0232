"""The internals of python-socketio, python-engineio, websockets, eventlet and gevent that each adapter relies on, with their owners and, for
a callable, its parameters. `test_library_contracts` holds the installed versions and the adapters against them."""

import inspect
from dataclasses import dataclass
from typing import Any

import engineio.socket
import eventlet
import eventlet.event
import gevent.hub
import gevent.pywsgi
import gevent.socket
import socketio
import socketio.packet
import websockets.frames
from eventlet import greenio, hubs, wsgi
from eventlet.hubs.hub import BaseHub
from flask import Flask
from websockets.protocol import Protocol, Side

from dialoog.live.transport.sockets import make_socketio
from dialoog.websocket.socketio_adapter import StrictPacket


@dataclass(frozen=True)
class Internal:
    """A member of `owner`; where that is a function of a library, an attribute that it reads or sets.

    `parameters` are those of a callable: what it is passed by position, in their order, then after `*` what it is passed by name.
    """

    owner: Any
    name: str
    parameters: str | None = None

    def is_as_relied_on(self) -> bool:
        if inspect.isfunction(self.owner):
            return self.name in self.owner.__code__.co_names
        if self.parameters is None or not hasattr(self.owner, self.name):
            return hasattr(self.owner, self.name)
        by_position, _, by_name = self.parameters.partition("*")
        parameters = inspect.signature(getattr(self.owner, self.name)).parameters
        passed = by_position.split() + by_name.split()
        left_out = [parameter for name, parameter in parameters.items() if name not in passed]
        return (
            list(parameters)[: len(by_position.split())] == by_position.split()
            and set(passed) <= set(parameters)
            and all(parameter.default is not parameter.empty or is_many(parameter) for parameter in left_out)
        )


def is_many(parameter: inspect.Parameter) -> bool:
    return parameter.kind in (parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD)


def a_server() -> Any:
    """As `make_socketio` makes it, which is what the adapter is given."""
    socketio_server = make_socketio("threading", ("http://localhost",))
    socketio_server.init_app(Flask(__name__))
    return socketio_server.server


SERVER = a_server()
HANDLER = wsgi.HttpProtocol
GEVENT = gevent.pywsgi.WSGIHandler

SOCKETIO = (
    Internal(SERVER, "eio"),
    Internal(SERVER, "manager"),
    Internal(SERVER, "environ"),
    Internal(SERVER, "reason"),
    Internal(SERVER, "handle_request", "environ start_response"),
    Internal(SERVER, "disconnect", "sid"),
    Internal(SERVER, "_handle_eio_connect", "eio_sid environ"),
    Internal(SERVER, "_handle_eio_message", "eio_sid data"),
    Internal(SERVER, "_handle_eio_disconnect", "eio_sid reason"),
    Internal(SERVER.reason, "CLIENT_DISCONNECT"),
    Internal(SERVER.reason, "SERVER_DISCONNECT"),
    Internal(SERVER.reason, "TRANSPORT_CLOSE"),
    Internal(SERVER.eio, "sockets"),
    Internal(SERVER.eio, "cors_allowed_origins"),
    Internal(SERVER.eio, "generate_id", ""),
    Internal(SERVER.manager, "rooms"),
    Internal(SERVER.manager, "server"),
    Internal(SERVER.manager, "connect", "sid namespace"),
    Internal(SERVER.manager, "is_connected", "sid namespace"),
    Internal(SERVER.manager, "is_pre_connected", "sid namespace"),
    Internal(SERVER.manager, "sid_from_eio_sid", "eio_sid namespace"),
    Internal(SERVER.manager, "eio_sid_from_sid", "sid namespace"),
    Internal(socketio.Manager, "emit", "self event data namespace room skip_sid callback to kwargs"),
    Internal(socketio.packet.Packet, "__init__", "self * encoded_packet"),
    Internal(socketio.packet.Packet, "decode", "self encoded_packet"),
    Internal(socketio.packet.Packet, "uses_binary_events"),
    Internal(socketio.packet.Packet, "json"),
    Internal(socketio.packet.Packet(), "packet_type"),
    Internal(socketio.packet.Packet(), "namespace"),
    Internal(StrictPacket(encoded_packet='20["a"]'), "data"),
    Internal(StrictPacket(encoded_packet='20["a"]'), "id"),
    *(Internal(socketio.packet, kind) for kind in ("CONNECT", "DISCONNECT", "EVENT", "ACK")),
)
ENGINEIO_SOCKET = (
    Internal(engineio.socket.Socket, "send", "self pkt"),
    Internal(engineio.socket.Socket, "close", "self wait abort reason"),
    Internal(engineio.socket.Socket.__init__, "closed"),
    Internal(engineio.socket.Socket.__init__, "sid"),
)
WEBSOCKETS = (
    Internal(websockets.frames.Frame, "serialize", "self * mask"),
    Internal(Protocol, "recv_frame", "self frame"),
    Internal(Protocol(Side.SERVER), "parser"),
    Internal(Protocol(Side.SERVER), "reader"),
    Internal(Protocol(Side.SERVER).reader, "buffer"),
)
EVENTLET = (
    Internal(HANDLER, "setup", "self"),
    Internal(HANDLER, "handle", "self"),
    Internal(HANDLER, "get_environ", "self"),
    Internal(HANDLER, "handle_one_response", "self"),
    Internal(HANDLER, "_read_request_line", "self"),
    Internal(HANDLER, "parse_request", "self"),
    Internal(HANDLER, "rbufsize"),
    Internal(HANDLER, "wbufsize"),
    Internal(HANDLER.setup, "connection"),
    Internal(HANDLER.setup, "rfile"),
    Internal(HANDLER.setup, "wfile"),
    Internal(HANDLER.handle_one_request, "environ"),
    Internal(HANDLER.handle_one_request, "headers"),
    Internal(HANDLER.handle_one_request, "raw_requestline"),
    Internal(HANDLER.handle_one_request, "close_connection"),
    Internal(HANDLER.handle_one_response, "WSGI_LOCAL"),
    Internal(HANDLER.handle_one_response, "already_handled"),
    Internal(greenio.GreenSocket.__init__, "fd"),
    Internal(
        wsgi,
        "server",
        "sock site * log environ protocol custom_pool debug log_output socket_timeout keepalive",
    ),
    Internal(wsgi, "WSGI_LOCAL"),
    Internal(eventlet.GreenPool, "__init__", "self size"),
    Internal(eventlet.GreenPool, "spawn", "self function args kwargs"),
    Internal(eventlet.GreenPool, "waitall", "self"),
    Internal(eventlet, "Timeout", "seconds"),
    Internal(eventlet, "sleep", "seconds"),
    Internal(eventlet, "spawn", "func args kwargs"),
    Internal(eventlet.greenlet, "GreenletExit"),
    Internal(eventlet.event.Event, "ready", "self"),
    Internal(eventlet.event.Event, "send", "self result"),
    Internal(eventlet.event.Event, "wait", "self"),
    Internal(hubs, "get_hub", ""),
    Internal(hubs, "notify_opened", "fd"),
    Internal(hubs, "trampoline", "fd * read write timeout timeout_exc"),
    Internal(BaseHub, "schedule_call_global", "self seconds cb"),
    Internal(BaseHub, "remove_descriptor", "self fileno"),
    Internal(BaseHub, "squelch_exception", "self fileno exc_info"),
    Internal(BaseHub, "squelch_generic_exception", "self exc_info"),
    Internal(BaseHub, "squelch_timer_exception", "self timer exc_info"),
)
GEVENT_NAMES = (
    Internal(GEVENT, "__init__", "self sock address server"),
    Internal(GEVENT, "read_requestline", "self"),
    Internal(GEVENT, "read_request", "self raw_requestline"),
    Internal(GEVENT, "MessageClass"),
    Internal(GEVENT, "handle_one_response", "self"),
    Internal(GEVENT, "_handle_client_error", "self ex"),
    Internal(GEVENT, "get_environ", "self"),
    Internal(GEVENT, "_connection_upgrade_requested", "self"),
    Internal(GEVENT, "ignored_socket_errors"),
    Internal(GEVENT.get_environ, "wsgi_input"),
    Internal(GEVENT.__init__, "socket"),
    Internal(GEVENT.__init__, "rfile"),
    Internal(GEVENT.read_request, "close_connection"),
    Internal(GEVENT.handle_one_request, "environ"),
    Internal(gevent.pywsgi.Input, "_discard", "self"),
    Internal(gevent.pywsgi.WSGIServer, "is_fatal_error", "self ex"),
    Internal(gevent.socket.socket, "_sock"),
    Internal(gevent.hub.Hub, "print_exception", "self context t v tb"),
)
TABLES = {
    "socketio_adapter.py": SOCKETIO + ENGINEIO_SOCKET,
    "websockets_adapter.py": WEBSOCKETS,
    "eventlet_adapter.py": EVENTLET,
    "gevent_adapter.py": GEVENT_NAMES,
}
