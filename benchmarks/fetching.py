"""What the loop of the phones waits while somebody fetches a large zip, as fast as this machine gives it, beside the same server at rest."""

import http.client
import os
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from sqlalchemy import insert

from benchmarks.figures import Line, Series, series
from benchmarks.servers import on_one_core
from dialoog.accounts import actions, sessions
from dialoog.accounts.models import Membership, Person
from dialoog.db.engine import make_engine, transaction
from dialoog.jobs.clock import wall_ms
from dialoog.records.archives import files
from dialoog.records.archives.actions import DAY_MS
from dialoog.records.models import Archive
from dialoog.web.cookies import own_prefix
from tests.serving import Server

MEGABYTES = 200
ROUNDS, SECONDS = 10, 2.0
Window = tuple[float, float]


def fetching() -> list[Line]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        server = Server(folder)
        server.program = ("benchmarks.lagging", str(folder / "lag"))
        with on_one_core():
            server.starts()
        try:
            cookie = _fill(server, folder)
            calm, busy = list[Window](), list[Window]()
            for _ in range(ROUNDS):
                calm.append(_window(lambda: time.sleep(SECONDS)))
                busy.append(_window(lambda: _fetch(server, cookie, time.monotonic() + SECONDS)))
        finally:
            server.is_killed()
        lines = [tuple(map(float, line.split())) for line in (folder / "lag").read_text().splitlines()]
    found = []
    for at, what in ((1, "lag"), (2, "processor of the loop between two looks")):
        took, beside = ([line[at] for line in lines if _is_in(line[0], windows)] for windows in (busy, calm))
        found += [
            Line(f"{what}, while a zip is fetched", series(took), series(beside), "at rest"),
            Line("the same, p99", series(took).at_p99(), series(beside).at_p99(), "at rest"),
            Line("the same, longest", longest(took), longest(beside), "at rest"),
        ]
    return found


def longest(values: list[float]) -> Series:
    return replace(series(values), median=max(values))


def _window(act: Callable[[], object]) -> Window:
    began = time.monotonic()
    act()
    return began, time.monotonic()


def _is_in(at: float, windows: list[Window]) -> bool:
    return any(began <= at <= ended for began, ended in windows)


def _fetch(server: Server, cookie: str, until: float) -> None:
    """All of it, again and again."""
    while time.monotonic() < until:
        connection = http.client.HTTPConnection(server.host, server.port, timeout=30)
        connection.request("GET", "/verslagen/zip/archive00001/bestand", headers={"Cookie": cookie})
        response = connection.getresponse()
        assert response.status == 200, response.status
        while response.read(1 << 18):
            if time.monotonic() > until:
                break
        connection.close()


def _fill(server: Server, folder: Path) -> str:
    """An organiser and a zip that is ready; the cookie of a browser in which they are signed in."""
    engine, now = make_engine(server.database), wall_ms()
    with transaction(engine) as connection:
        organisation = actions.add_organisation(connection, "De Linde", "collective", now)
        person = {"id": "els", "name": "Els", "login": "els", "created": now}
        connection.execute(insert(Person).values(**person))
        connection.execute(
            insert(Membership).values(person="els", organisation=organisation, role="organiser", created=now)
        )
        token = sessions.create(connection, "els", "Firefox", now)
        connection.execute(
            insert(Archive).values(
                id="archive00001", organisation=organisation, person="els", format="pdf", language="nl", neighbourhood="", since="", until="",
                state="ready", total=1, done=1, last="", created=now, expires=now + DAY_MS,
            )
        )  # fmt: skip
    engine.dispose()
    path = files.path_of(str(folder), "archive00001")
    path.parent.mkdir(mode=0o700)
    path.write_bytes(os.urandom(1 << 20) * MEGABYTES)
    secret = (folder / "secret").read_text().strip()
    return f"{own_prefix(secret, https=False)}-session={token}"
