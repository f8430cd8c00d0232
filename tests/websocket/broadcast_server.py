"""A server of our own Socket.IO with nothing behind it, for tests of sending: `python -m tests.websocket.broadcast_server WAY PORT`.

WAY is `direct`, or `stock` for Socket.IO's own manager. To `shout` with `{count, bytes}` it sends everybody so many numbered messages of so many bytes, in one
go, and then answers; to `echo` it only answers, and to `count` with how many tasks write to somebody who takes nothing in.
"""

import sys
from collections.abc import Callable
from typing import Any

from dialoog.server import main  # isort: skip  # makes the standard library cooperative, before Flask is there
from flask import Flask, request
from socketio import Manager

from benchmarks.bare import listening
from dialoog.live.transport import sockets
from dialoog.server import eventlet_adapter
from dialoog.websocket.connection import ConnectionRegistry
from dialoog.websocket.handshake import Handshake
from dialoog.websocket.socketio_adapter import SocketIOServer


def serve(way: str, port: int) -> None:
    app = Flask(__name__)
    if way == "stock":
        sockets.BroadcastManager = Manager  # type: ignore[misc]
    socketio = sockets.make_socketio(main.ASYNC_MODE, (f"http://127.0.0.1:{port}",))
    socketio.init_app(app)
    connections, bound = ConnectionRegistry(), set[str]()
    handshake = Handshake(
        socketio,
        connections,
        bound.__contains__,
        lambda _eio_sid, _packet: False,
        lambda _sid: None,
        lambda host: host.startswith("127.0.0.1:"),
    )
    SocketIOServer(socketio.server).handle_requests_with(handshake)

    @socketio.on("connect")
    def connect(_auth: Any = None) -> None:
        bound.add(request.sid)  # type: ignore[attr-defined]

    @socketio.on("shout")
    def shout(message: dict[str, int]) -> dict[str, str]:
        for number in range(message["count"]):
            socketio.emit("push", {"number": number, "filling": "é" * (message["bytes"] // 2)})
        return {"answer": "ok"}

    @socketio.on("echo")
    def echo(_message: Any) -> dict[str, str]:
        return {"answer": "ok"}

    writing: list[object] = []

    def write(task: Callable[..., None], *arguments: Any) -> None:
        writing.append(task)
        try:
            task(*arguments)
        finally:
            writing.remove(task)

    connections.start = lambda *arguments: socketio.start_background_task(write, *arguments)

    @socketio.on("count")
    def count(_message: Any) -> dict[str, int]:
        return {"writing": len(writing)}

    socketio.start_background_task(connections.watch, socketio.sleep)
    eventlet_adapter.accept_connections(listening(port, kernel_bytes=32_768), app.wsgi_app)


if __name__ == "__main__":
    serve(sys.argv[1], int(sys.argv[2]))
