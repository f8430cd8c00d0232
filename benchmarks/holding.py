"""For how long a page holds the loop of the phones: the longest round of the loop while it is made, beside the 10 ms that are allowed.

The archive of `archive.py`, and beside it one evening with a long record. `python -m benchmarks.holding serve ...` is the server as it
is shipped, which also goes round its loop without rest, and says at /healthz how long the longest round was since it was last asked: in
ms of a processor, which other programs do not change.
"""

import http.client
import random
import re
import tempfile
import time
from pathlib import Path
from typing import Any, NoReturn

if __name__ == "__main__":
    from dialoog.server import main  # first: it makes the standard library cooperative
from flask import Flask, Response, request
from sqlalchemy import Engine, update

from benchmarks import archive
from benchmarks.figures import Line, Series, series
from dialoog import app as application
from dialoog.accounts import sessions
from dialoog.cli import commands
from dialoog.db.engine import make_engine, transaction
from dialoog.jobs.clock import wall_ms
from dialoog.live.models import Dialogue
from dialoog.rules.state import Keep
from dialoog.settings import Settings
from dialoog.web.cookies import own_prefix
from tests.accounts.people import create_member, create_organisation
from tests.records.evenings import Evening
from tests.records.retained import write_journal
from tests.serving import Said, Server, said_over

SENTENCES = 800
"""Of the long record."""
ROUNDS = 15
ALLOWED = Series(10.0, 10.0, 10.0, 1)
LONGEST = "X-Longest-Round"
PAGES = {
    "the list": "/verslagen",
    "the list of a neighbourhood": "/verslagen?neighbourhood=Wijk+3",
    "a search": "/verslagen?q=eenzame+kinderen",
    "a record": "/verslagen/linde",
    "its sentences": "/verslagen/linde/zinnen",
    "managing it": "/verslagen/linde/beheren",
    "the form of a zip": "/verslagen/zip",
}


def holding() -> list[Line]:
    """Each page opened for the first time since the start, and then again and again; at last the long record as a file."""
    with tempfile.TemporaryDirectory() as folder:
        server = Server(Path(folder), DIALOOG_WORKER="0", PYTHONPATH=str(Path(__file__).parents[1]))
        server.program = ("benchmarks.holding",)
        try:
            server.starts()
            cookies = _fill(server)
            server.stops()
            server.starts()
            first = {name: _hold(server, cookies, path) for name, path in PAGES.items()}
            again = {
                name: [_hold(server, cookies, path) for _ in range(ROUNDS)] for name, path in PAGES.items()
            }
            again["taking it along"] = [_hold_of_file(server, cookies) for _ in range(ROUNDS)]
        finally:
            server.is_killed()
    again["any of them, opened first"] = list(first.values())
    longest = max(held for all_of_it in again.values() for held in all_of_it)
    lines = [Line(f"held by {name}", series(held), ALLOWED, "allowed") for name, held in again.items()]
    return [*lines, Line("the longest of all", Series(longest, longest, longest, 1), ALLOWED, "allowed")]


def _fill(server: Server) -> str:
    """The cookie of an organiser whose organisation has all of it."""
    engine = make_engine(server.database)
    archive.fill(engine, random.Random(11))
    _fill_long_record(engine)
    with transaction(engine) as connection:
        organisation = create_organisation(connection, "De Linde")
        person = create_member(connection, organisation, "Els")
        connection.execute(update(Dialogue).values(owner=organisation))
        token = sessions.create(connection, person, "Firefox", wall_ms())
    engine.dispose()
    secret = (server.folder / "secret").read_text().strip()
    return f"{own_prefix(secret, https=False)}-session={token}"


def _fill_long_record(engine: Engine) -> None:
    evening = Evening(engine)
    for seat in range(60):
        evening.sits(f"Buur {seat}")
    evening.opens("experiences")
    for number in range(SENTENCES):
        evening.says(
            f"Buur {number % 60}", f"Ik bracht drie weken soep, en toen nog {number}.", keep=Keep.NAMED
        )
    evening.closes()
    with transaction(engine) as connection:
        write_journal(connection, evening)


def _hold(server: Server, cookies: str, path: str) -> float:
    """In ms, while this page is made and sent."""
    _ask(server, "GET", "/healthz")
    answer = _ask(server, "GET", path, Cookie=cookies)
    assert answer.status == 200, path
    return _longest(server)


def _hold_of_file(server: Server, cookies: str) -> float:
    page = _ask(server, "GET", "/verslagen/linde", Cookie=cookies)
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page.text)
    assert token is not None
    own = "; ".join([cookies, *(f"{name}={value}" for name, value in page.cookies.items())])
    body = f"csrf_token={token[1]}&format=json"
    _ask(server, "GET", "/healthz")
    answer = _ask(
        server,
        "POST",
        "/verslagen/linde/bestand",
        body,
        Cookie=own,
        Content_Type="application/x-www-form-urlencoded",
    )
    assert answer.status == 200, answer.status
    return _longest(server)


def _ask(server: Server, method: str, path: str, body: str | None = None, **headers: str) -> Said:
    """The first search waits for a process that reads dictionaries."""
    connection = http.client.HTTPConnection(server.host, server.port, timeout=60)
    return said_over(connection, method, path, body, headers)


def _longest(server: Server) -> float:
    return float(_ask(server, "GET", "/healthz").headers[LONGEST.lower()])


def _watched(settings: Settings, create: Any = application.create_app) -> Flask:
    app, longest = create(settings), 0.0

    def tell(response: Response) -> Response:
        nonlocal longest
        if request.path == "/healthz":
            response.headers[LONGEST] = str(longest * 1000)
            longest = 0.0
        return response

    def go_round() -> NoReturn:
        nonlocal longest
        before = time.thread_time()
        while True:
            time.sleep(0)
            now = time.thread_time()
            longest, before = max(longest, now - before), now

    app.after_request(tell)
    app.extensions["dialoog"].start(go_round)
    return app


if __name__ == "__main__":
    assert main.ASYNC_MODE
    application.create_app = _watched
    commands.main()
