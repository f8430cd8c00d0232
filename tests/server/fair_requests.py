"""The server as it is shipped, but for Python's collector, which stands still. It tells with each page how many requests had
their turn in one round of the loop at most, and of how many connections something is still in memory:
`python -m tests.server.fair_requests serve ...`.
"""

import gc
import time
from io import BufferedReader
from typing import Any, NoReturn

from dialoog.server import main  # isort: skip  # first: it makes the standard library cooperative
from flask import Flask, Response

from dialoog import app as application
from dialoog.cli import commands

MOST, KEPT = "X-Most", "X-Kept"


create = application.create_app


def counting(settings: Any) -> Flask:
    app, this_round, most = create(settings), 0, 0

    @app.before_request
    def count() -> None:
        nonlocal this_round, most
        this_round += 1
        most = max(most, this_round)

    @app.after_request
    def tell(answer: Response) -> Response:
        answer.headers[MOST] = str(most)
        answer.headers[KEPT] = str(sum(isinstance(one, BufferedReader) for one in gc.get_objects()))
        return answer

    def goes_around() -> NoReturn:
        nonlocal this_round
        while True:
            this_round = 0
            time.sleep(0)

    app.extensions["dialoog"].start(goes_around)
    return app


if __name__ == "__main__":
    gc.set_threshold = lambda *_: gc.disable()
    gc.collect = lambda *_: 0
    assert main.ASYNC_MODE
    application.create_app = counting
    commands.main()
