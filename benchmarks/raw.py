"""The floor: one prebuilt frame written to raw sockets, one after the other. Run as `python -m benchmarks.raw PORT`.

Whoever connects is written to; a line `<bytes>` from anybody makes it write one frame of so many bytes to all. There
is no websocket and nothing waits for anything, so that nothing in Python can be faster.
"""

import selectors
import socket
import sys

from dialoog.websocket.frames import text_frame


def serve(port: int) -> None:
    listener = socket.create_server(("127.0.0.1", port), backlog=1024)
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    waiting = selectors.DefaultSelector()
    waiting.register(listener, selectors.EVENT_READ)
    lines: list[socket.socket] = []
    print("ready", flush=True)
    while True:
        for key, _ in waiting.select():
            if key.fileobj is listener:
                line, _ = listener.accept()
                waiting.register(line, selectors.EVENT_READ)
                lines.append(line)
                continue
            line = key.fileobj  # type: ignore[assignment]
            if data := line.recv(64):
                frame = text_frame('42["push",{"filling":"' + "x" * int(data) + '"}]')
                for one in lines:
                    one.send(frame)
            else:
                waiting.unregister(line)
                lines.remove(line)
                line.close()


if __name__ == "__main__":
    serve(int(sys.argv[1]))
