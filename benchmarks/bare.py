"""A server on such a listener with Flask-SocketIO as it comes, on lines of Engine.IO's own, and none of the work: what Dialoog is
measured against.

`shout` sends so many bytes to everybody and then answers; `echo` only answers. No journal, no rules, no
database. Run as `python -m benchmarks.bare PORT`.
"""

from dialoog.server import main  # isort: skip  # makes the standard library cooperative, before anything else is there
import os
import socket
import sys
from pathlib import Path
from typing import Any

import eventlet.wsgi
from flask import Flask

from dialoog.live.transport import sockets
from dialoog.server.process import tune_garbage_collection


def serve(port: int) -> None:
    app = Flask(__name__)
    socketio = sockets.make_socketio(main.ASYNC_MODE, (f"http://127.0.0.1:{port}",))
    socketio.init_app(app)

    @socketio.on("connect")
    def connect(_auth: Any = None) -> None: ...

    @socketio.on("shout")
    def shout(message: dict[str, int]) -> dict[str, str]:
        socketio.emit("push", {"filling": "x" * message["bytes"]})
        return {"answer": "ok"}

    @socketio.on("echo")
    def echo(_told: Any) -> dict[str, str]:
        return {"answer": "ok"}

    take(app.wsgi_app, port)


def take(site: main.WsgiApp, port: int) -> None:
    """Serves as Dialoog does: without a delay for small packets, and without compression."""

    def plain(environ: dict[str, Any], start_response: Any) -> Any:
        environ.pop("HTTP_SEC_WEBSOCKET_EXTENSIONS", None)
        return site(environ, start_response)

    with Path(os.devnull).open("w") as quiet:
        eventlet.wsgi.server(
            listening(port), plain, log=quiet, max_size=20_000, debug=False, log_output=False
        )


def listening(port: int, kernel_bytes: int | None = None) -> socket.socket:
    """`kernel_bytes`: how much the kernel holds of what is sent to one socket."""
    listener = socket.create_server(("127.0.0.1", port), backlog=1024)
    if kernel_bytes:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, kernel_bytes)
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    tune_garbage_collection()
    print("ready", flush=True)
    return listener


if __name__ == "__main__":
    serve(int(sys.argv[1]))
