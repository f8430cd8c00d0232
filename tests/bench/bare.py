"""A server on the same listener and the same Socket.IO, with none of the work: what Dialoog is measured against.

`shout` sends so many bytes to everybody and then answers; `echo` only answers. No journal, no rules, no
database. Run as `python -m tests.bench.bare PORT`.
"""

import sys
from typing import Any

from dialoog import processes, server  # isort: skip  # makes the standard library cooperative, before Flask is there
from flask import Flask

from dialoog.live import sockets

ROOM = "everybody"


class _Nothing:
    """Stands where a house has its writer and its engine: there is nothing to finish here."""

    writer = engine = property(lambda self: self)

    def stop(self) -> None: ...
    def dispose(self) -> None: ...


def serve(port: int) -> None:
    app = Flask(__name__)
    socketio = sockets.make_socketio(server.ASYNC_MODE, (f"http://127.0.0.1:{port}",))
    socketio.init_app(app)

    @socketio.on("connect")
    def connect(_auth: Any = None) -> None: ...

    @socketio.on("shout")
    def shout(told: dict[str, int]) -> dict[str, str]:
        socketio.emit("push", {"filling": "x" * told["bytes"]})
        return {"answer": "ok"}

    @socketio.on("echo")
    def echo(_told: Any) -> dict[str, str]:
        return {"answer": "ok"}

    listener = processes.listener("127.0.0.1", port)
    server._settle_memory()
    print("ready", flush=True)
    server._serve_with_eventlet(listener, server._uncompressed(app.wsgi_app), _Nothing(), None)  # type: ignore[arg-type]


if __name__ == "__main__":
    serve(int(sys.argv[1]))
