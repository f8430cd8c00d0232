"""R11: where nothing can be committed no phone says "bewaard", the console says so within 5 s, and the outboxes empty by themselves.

Real faults: a small disk that is full, a database that somebody else holds, files that nobody may write, a PostgreSQL
that stands still. A real console and a real phone look on in a browser; what somebody writes meanwhile is kept afterwards.
"""

import resource
import sqlite3
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from pathlib import Path
from random import Random

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.room import a_room
from tests.postgres import a_postgres, programs
from tests.reliability import runs
from tests.serving import Server, a_server

pytestmark = pytest.mark.browser
SECONDS = runs.sized("R11", short=6.0, long=20.0)
BETWEEN_LOOKS = 1.5
TOLD_WITHIN = 5.0
EMPTY_WITHIN = 15.0
SENTENCE = "Er kan nu niets bewaard worden."
WATCHES = """() => { window.keptAt = null; setInterval(() => {
    if (/(^|\\s)Bewaard\\./.test(document.body.innerText)) window.keptAt ??= Date.now(); }, 20); }"""
Fault = Callable[[Server], AbstractContextManager[None]]


def does(*command: str) -> bool:
    return subprocess.run(command, check=False, capture_output=True).returncode == 0


@contextmanager
def a_small_disk(folder: Path) -> Iterator[bool]:
    """Four megabytes of its own, where that may be mounted; False where it may not."""
    folder.mkdir(parents=True)
    mounted = does("mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(folder))
    try:
        yield mounted
    finally:
        if mounted:
            does("umount", "--lazy", str(folder))


@contextmanager
def may_write_nothing(server: Server) -> Iterator[None]:
    """The kernel refuses every byte that this process would write to a file."""
    assert server._process is not None
    soft, hard = resource.prlimit(server._process.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(server._process.pid, resource.RLIMIT_FSIZE, (0, hard))
    try:
        yield
    finally:
        resource.prlimit(server._process.pid, resource.RLIMIT_FSIZE, (soft, hard))


@contextmanager
def full(server: Server) -> Iterator[None]:
    """Not one byte is left, until somebody clears up."""
    if not server.folder.is_mount():
        with may_write_nothing(server):
            yield
        return
    filler = server.folder / "filler"
    with filler.open("wb", buffering=0) as file:
        for size in (65_536, 4096, 512, 1):
            with suppress(OSError):
                while file.write(bytes(size)):
                    pass
    try:
        yield
    finally:
        filler.unlink()


@contextmanager
def read_only(server: Server) -> Iterator[None]:
    """Also for who has the files open; where a container may not do that, the process may write nothing."""
    files = [str(server.folder / name) for name in ("dialoog.sqlite3", "dialoog.sqlite3-wal")]
    if does("chattr", "+i", *files):
        try:
            yield
        finally:
            assert does("chattr", "-i", *files)
    else:
        does("chattr", "-i", *files)
        with may_write_nothing(server):
            yield


@contextmanager
def locked(server: Server) -> Iterator[None]:
    holding = sqlite3.connect(server.folder / "dialoog.sqlite3", isolation_level=None)
    holding.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        holding.execute("ROLLBACK")
        holding.close()


def while_nothing_is_kept(browser: Browser, server: Server, fault: Fault, name: str, seed: int) -> None:
    """When it begins, between two looks of the server, and what is written meanwhile are the seed's."""
    chance = Random(seed)
    soup = f"Soep voor {chance.randint(2, 99)} buren."
    with a_room(browser, server) as room:
        els, fatma = room.console(), room.joins("Fatma")
        for device in (els, fatma):
            device.may_be_refused = True
        els.next("Begin de dialoog")
        els.next("Begin bij Fatma")
        fatma.has_the_word()
        fatma.is_done()
        els.next("Sluit de ronde af")
        expect(fatma.page.locator("textarea")).to_be_visible()
        fatma.page.evaluate(WATCHES)
        expect(els.page.locator(".trouble")).to_have_text("")
        before = els.big.bounding_box()
        time.sleep(chance.random() * BETWEEN_LOOKS)
        began = time.monotonic()
        with fault(server):
            expect(els.page.locator(".trouble")).to_contain_text(SENTENCE, timeout=TOLD_WITHIN * 1000)
            seconds_until_warned = time.monotonic() - began
            assert els.big.bounding_box() == before  # nothing moves
            fatma.page.locator("textarea").fill(soup)
            fatma.touches("Bewaar")
            fatma.says("Onderweg.")
            time.sleep(max(0.0, SECONDS - (time.monotonic() - began)))
            assert fatma.page.evaluate("window.keptAt") is None
            expect(els.page.locator(".trouble")).to_contain_text(SENTENCE)
            expect(els.page.locator(".lost")).to_have_count(0)  # it is not the line
        ended = time.monotonic()
        expect(fatma.page.locator("body")).to_contain_text(
            "Bewaard.", use_inner_text=True, timeout=EMPTY_WITHIN * 1000
        )
        emptied = time.monotonic() - ended
        expect(els.page.locator(".trouble")).to_have_text("", timeout=EMPTY_WITHIN * 1000)
        runs.tells(
            f"R11 {name}: the console said so after {seconds_until_warned:.1f} s, the outbox was empty {emptied:.1f} s after {SECONDS} s;"
            f" seed {seed}"
        )
        [written] = [words for words in els_words(server, room.links.dialogue) if words.startswith("Soep")]
        assert written == soup


def els_words(server: Server, dialogue: str) -> list[str]:
    """What is in the tables, as the engine of the house reads it."""
    from dialoog import settings
    from dialoog.db.engine import make_engine, read_transaction
    from dialoog.live import queries

    engine = make_engine(settings.settle(settings.from_environment(server.environment)).database)
    try:
        with read_transaction(engine) as connection:
            return [text.text for text in queries.texts(connection, dialogue).values()]
    finally:
        engine.dispose()


@pytest.mark.parametrize("fault", [full, locked, read_only], ids=lambda fault: fault.__name__)
def test_R11_nothing_is_called_kept_that_is_not(
    browser: Browser, tmp_path: Path, fault: Fault, seed: int
) -> None:
    with ExitStack() as stack:
        if fault is full:
            stack.enter_context(a_small_disk(tmp_path / "disk"))
        server = stack.enter_context(a_server(tmp_path / "disk"))
        while_nothing_is_kept(browser, server, fault, fault.__name__, seed)
        assert server.runs("verify").returncode == 0


@pytest.mark.skipif(programs() is None, reason="no PostgreSQL (on Debian: apt install postgresql)")
def test_R11_a_postgres_that_stands_still_keeps_nothing_either(
    browser: Browser, tmp_path: Path, seed: int
) -> None:
    with a_postgres() as postgres:

        @contextmanager
        def frozen(_: Server) -> Iterator[None]:
            postgres.freezes()
            try:
                yield
            finally:
                postgres.thaws()

        with a_server(tmp_path / "house", DIALOOG_DATABASE_URL=postgres.database()) as server:
            while_nothing_is_kept(browser, server, frozen, "frozen", seed)
