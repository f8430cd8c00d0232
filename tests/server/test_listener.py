"""The listener as phones need it, whichever machinery serves: nothing held back, nothing compressed, frames whole."""

import socket

from dialoog.server.listener import KEPT_BYTES
from dialoog.server.listener import open_listener as listen_at
from tests.serving import Server
from tests.websocket.raw_client import Raw


def test_what_is_written_goes_at_once_and_little_is_kept_for_who_reads_nothing() -> None:
    listener = listen_at("127.0.0.1", 0)
    calling = socket.create_connection(listener.getsockname())
    taken, _ = listener.accept()
    assert taken.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
    assert taken.getsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF) <= 2 * KEPT_BYTES
    for one in (taken, calling, listener):
        one.close()


def test_compression_is_never_agreed_on(server: Server) -> None:
    raw = Raw(server, **{"Sec-WebSocket-Extensions": "permessage-deflate; client_max_window_bits"})
    assert "sec-websocket-extensions" not in {name.lower() for name in raw.socket.getheaders()}
    raw.closes()
