"""What one process asks PostgreSQL in order to follow what others write: little, and never too little."""

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Engine, delete, event, func, select
from sqlalchemy.exc import DBAPIError, IntegrityError

from dialoog import settings
from dialoog.accounts.tokens import Identity, create, find
from dialoog.app import create_app
from dialoog.cli import setup
from dialoog.db import postgres as our_postgres
from dialoog.db.engine import connect_for_query, make_engine, read_transaction, transaction
from dialoog.live import queries
from dialoog.live.commands.requests import Accepted
from dialoog.live.models import Dialogue
from dialoog.live.plan import Plan
from dialoog.live.protocol import commands
from dialoog.live.protocol.messages import Have
from dialoog.live.push.notifier import PROCESS
from dialoog.live.push.presence import BoundSocket
from dialoog.live.runtime import Runtime
from dialoog.live.tasks import cluster, heartbeat
from dialoog.rules.state import Kind
from tests.commands import execute, in_threads
from tests.people import fresh_id
from tests.postgres import Postgres


class Elsewhere:
    """Another process on the same database, and three dialogues that it writes in."""

    def __init__(self, chosen: settings.Settings) -> None:
        self.runtime: Runtime = create_app(chosen).extensions["dialoog"]
        threading.Thread(target=self.runtime.writer.run, daemon=True).start()
        self.consoles = []
        for title in ("Linde", "Eik", "Els"):
            links = setup.new_dialogue(chosen, Plan(title=title), "check-in")
            with read_transaction(self.runtime.engine) as connection:
                console = find(connection, links.console.partition("#")[2])
            assert console is not None
            self.consoles.append(console)

    def does(self, console: Identity, wire: commands.Command) -> int:
        outcome = execute(self.runtime, console, wire)
        assert isinstance(outcome, Accepted), outcome
        return outcome.version

    def seats(self, console: Identity, name: str) -> int:
        return self.does(console, commands.TakeSeat(id=fresh_id(), name=name))

    def tells(self) -> list[str]:
        """What the others hear of it, from somebody they do not know."""
        state_cache = self.runtime.state_cache
        return [f"elsewhere {c.dialogue} {state_cache.get(c.dialogue).version}" for c in self.consoles]


@pytest.fixture
def chosen(postgres: Postgres, tmp_path: Path) -> settings.Settings:
    fields = {"folder": str(tmp_path), "database_url": postgres.database()}
    return in_threads(settings.settle(settings.from_environment({}, **fields)))


@pytest.fixture
def elsewhere(chosen: settings.Settings) -> Iterator[Elsewhere]:
    other = Elsewhere(chosen)
    yield other
    other.runtime.writer.stop()
    other.runtime.engine.dispose()


@pytest.fixture
def app(chosen: settings.Settings, elsewhere: Elsewhere) -> Flask:
    return create_app(chosen)


@pytest.fixture
def runtime(app: Flask, elsewhere: Elsewhere, monkeypatch: pytest.MonkeyPatch) -> Iterator[Runtime]:
    """This process, with a console open at each of the three dialogues."""
    here: Runtime = app.extensions["dialoog"]
    monkeypatch.setattr(here.socketio, "emit", lambda *_, **__: None)
    for console in elsewhere.consoles:
        here.presence.enter(BoundSocket(f"sid-{console.dialogue}", console))
        here.notifier.listen(console.dialogue)
        here.broadcaster(console.dialogue).push(lambda _: None)
    yield here
    here.engine.dispose()


@contextmanager
def asked(runtime: Runtime) -> Iterator[list[str]]:
    """The statements that go to the database meanwhile."""
    statements: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        statements.append(statement)

    event.listen(runtime.engine, "before_cursor_execute", note)
    yield statements
    event.remove(runtime.engine, "before_cursor_execute", note)


def rings(runtime: Runtime, console: Identity) -> bool:
    return runtime.notifier._events[console.dialogue].is_set()


def test_what_others_wrote_in_several_dialogues_is_read_in_one_question(
    runtime: Runtime, elsewhere: Elsewhere
) -> None:
    for console in elsewhere.consoles:
        elsewhere.seats(console, "Fatma")
        elsewhere.seats(console, "Henk")
    with asked(runtime) as statements:
        cluster._follow_versions(runtime, elsewhere.tells())
    assert len(statements) == 1
    for console in elsewhere.consoles:
        assert runtime.state_cache.get(console.dialogue).version == 3
        assert list(runtime.state_cache.get(console.dialogue).state.seats) == ["s1", "s2"]
        assert rings(runtime, console)


def test_what_is_known_already_is_asked_for_by_nobody(runtime: Runtime, elsewhere: Elsewhere) -> None:
    [console, *_] = elsewhere.consoles
    version = elsewhere.seats(console, "Fatma")
    cluster._follow_versions(runtime, elsewhere.tells())
    with asked(runtime) as statements:
        cluster._follow_versions(runtime, elsewhere.tells())
        cluster._follow_versions(runtime, [f"{PROCESS} {console.dialogue} {version + 1}", "what is this", ""])
    assert statements == []


def test_R6_what_somebody_fetched_first_is_pushed_to_the_others_all_the_same(
    runtime: Runtime, elsewhere: Elsewhere
) -> None:
    [console, *_] = elsewhere.consoles
    elsewhere.seats(console, "Fatma")
    runtime.broadcaster(console.dialogue).documents(BoundSocket("", console), Have(), lambda _: None)
    cluster._follow_versions(runtime, elsewhere.tells())
    assert rings(runtime, console)


def test_R6_whoever_asks_sees_what_was_written_elsewhere_before_any_signal_comes(
    runtime: Runtime, elsewhere: Elsewhere
) -> None:
    """A phone that was told "bewaard" by one process may ask the other a moment later."""
    [console, *_] = elsewhere.consoles
    version = elsewhere.seats(console, "Fatma")
    table = runtime.broadcaster(console.dialogue)
    assert [push.version for push in table.documents(BoundSocket("", console), Have(), lambda _: None)] == [
        version,
        version,
    ]
    assert elsewhere.seats(console, "Henk") == version + 1
    assert table.state().version == version + 1


@pytest.mark.parametrize("moment", range(8))
def test_T14_a_screen_whose_code_is_renewed_while_its_page_is_made_shows_the_new_one_or_comes_anew(
    app: Flask, runtime: Runtime, elsewhere: Elsewhere, moment: int
) -> None:
    """Renewed before whichever question that the page asks. It comes anew where it says an older version than the table's."""
    [console, *_] = elsewhere.consoles
    with transaction(runtime.engine) as connection:
        token = create(connection, "screen", console.dialogue)
    renewed: list[int] = []
    questions = iter(range(100))

    def renew(*_: object) -> None:
        if next(questions) == moment:
            renewed.append(elsewhere.does(console, commands.RenewCode(id=fresh_id())))

    event.listen(runtime.engine, "before_cursor_execute", renew)
    page = (
        app.test_client()
        .get(f"/scherm/{console.dialogue}", headers={"Authorization": f"Bearer {token}"})
        .text
    )
    event.remove(runtime.engine, "before_cursor_execute", renew)
    shown, version = (re.findall(rf'data-{what}="([^"]+)"', page)[0] for what in ("code", "code-version"))
    with read_transaction(runtime.engine) as connection:
        about = queries.dialogue_info(connection, console.dialogue)
    assert about is not None
    assert shown == about.code or int(version) < max(renewed)


def test_R6_a_signal_that_was_lost_is_made_good_by_the_pulse(runtime: Runtime, elsewhere: Elsewhere) -> None:
    for console in elsewhere.consoles[:2]:
        elsewhere.seats(console, "Fatma")
    with asked(runtime) as statements:
        heartbeat.catch_up(runtime)
    assert len(statements) == 2
    assert [rings(runtime, console) for console in elsewhere.consoles] == [True, True, False]
    assert runtime.state_cache.get(elsewhere.consoles[0].dialogue).version == 2


def test_a_push_reads_no_words_that_nobody_here_is_shown(runtime: Runtime, elsewhere: Elsewhere) -> None:
    """The phones are elsewhere, and the desk here has references."""
    [console, *_] = elsewhere.consoles
    dialogue = console.dialogue
    elsewhere.seats(console, "Fatma")
    for command in (
        commands.GiveConsent(id=fresh_id(), seat="s1", words=True, name=True, contact=False),
        commands.Write(id=fresh_id(), seat="s1", text="Dit is van mij.", word_kind=Kind.INTRODUCTION),
    ):
        elsewhere.does(console, command)
    cluster._follow_versions(runtime, elsewhere.tells())
    with asked(runtime) as statements:
        runtime.broadcaster(dialogue).push(lambda _: None)
    assert [" ".join(statement.split()).partition(" FROM ")[2][:5] for statement in statements] == ["seats"]
    phone = BoundSocket("phone", Identity("seat", dialogue, "s1", b"hers"))
    [_, mine] = runtime.broadcaster(dialogue).documents(phone, Have(), lambda _: None)
    assert b"Dit is van mij." in bytes(mine.sections["words"])


@pytest.fixture
def engine(postgres: Postgres) -> Iterator[Engine]:
    opened = make_engine(postgres.database())
    yield opened
    opened.dispose()


def test_R1_a_connection_that_was_asked_one_thing_still_takes_back_what_fails(engine: Engine) -> None:
    """Each comes from the pool as new, whoever had it before."""
    with connect_for_query(engine) as connection:
        assert connection.execute(select(func.count()).select_from(Dialogue)).scalar() == 0

    def twice() -> None:
        with transaction(engine) as connection:
            for _ in range(2):
                connection.execute(Dialogue.__table__.insert().values(id="linde", code="AAAAAAA", created=1))

    with pytest.raises(IntegrityError):
        twice()
    with read_transaction(engine) as connection:
        assert connection.execute(select(func.count()).select_from(Dialogue)).scalar() == 0
    with transaction(engine) as connection:
        connection.execute(Dialogue.__table__.insert().values(id="linde", code="AAAAAAA", created=1))
    with connect_for_query(engine) as connection:
        assert connection.execute(select(func.count()).select_from(Dialogue)).scalar() == 1


def test_who_reads_writes_nothing_and_sees_one_moment(engine: Engine) -> None:
    with read_transaction(engine) as connection:
        assert connection.exec_driver_sql("SHOW transaction_isolation").scalar() == "repeatable read"
        with pytest.raises(DBAPIError, match="read-only"):
            connection.execute(delete(Dialogue))


def test_a_connection_that_died_while_it_rested_is_noticed(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    with connect_for_query(engine) as connection:
        own = connection.exec_driver_sql("SELECT pg_backend_pid()").scalar()
    other = make_engine(str(engine.url.render_as_string(hide_password=False)))
    with connect_for_query(other) as connection:
        connection.exec_driver_sql(f"SELECT pg_terminate_backend({own})")
    other.dispose()
    monkeypatch.setattr(our_postgres, "IDLE_SECONDS", 0.0)
    with connect_for_query(engine) as connection:
        assert connection.exec_driver_sql("SELECT pg_backend_pid()").scalar() != own
