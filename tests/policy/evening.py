"""An installation with two dialogues and everybody who may come to it, brought to one state, for the matrix of rights.

Whatever could leak has a canary in it: `CANARIES` says which letter of the table stands for which. `held.evening("running")`
is held once, and taken back to how it was after each test that spoils it.
"""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from dialoog.accounts import tokens
from dialoog.accounts.models import Token
from dialoog.accounts.tokens import Identity
from dialoog.app import create_app
from dialoog.db import migrations
from dialoog.db.engine import make_engine, read_transaction, transaction
from dialoog.live.commands import translate
from dialoog.live.commands.open_dialogue import Links, set_up
from dialoog.live.commands.requests import Accepted
from dialoog.live.plan import Plan
from dialoog.live.protocol import commands
from dialoog.live.transport.rate_limits import FailureBudget, TokenBuckets
from dialoog.records.actions import save
from dialoog.settings import Settings
from tests.commands import execute, in_threads
from tests.rules.steps import HARVEST_SOON

KEY = "sleutel-voor-de-matrix"
SECRET = "s" * 32
STATES = ("open", "running", "turn", "harvest", "closed", "gone")
"""`turn`: as running, while Fatma has the word. `gone`: the dialogue was taken out of the database."""

ROLES = (
    "nobody", "ended", "joining", "own", "same", "waiting", "removed", "away", "left", "elsewhere", "scribe",
    "facilitator", "screen", "leads_elsewhere", "organiser", "program",
)  # fmt: skip
"""own: Fatma. same: Henk, of her table. waiting: asked to come in. elsewhere: seat and desk of another dialogue.
organiser: a browser with the set-up key. program: the same key sent by itself. ended: tokens that were revoked."""

NAMES = {"own": "Fatmakanarie", "same": "Henkkanarie", "away": "Annakanarie", "left": "Leokanarie",
         "removed": "Ritakanarie", "waiting": "Wimkanarie"}  # fmt: skip
TEXTS = {"own": "Fatmasgeheim", "same": "Henksgeheim", "away": "Annasgeheim", "left": "Leosgeheim",
         "removed": "Ritasgeheim"}  # fmt: skip
RELEASED, SHOWN = "Voorhetverslag", "Ophetscherm"
PLAN = {"title": "Titelkanarie", "theme": "Themakanarie", "expectation": "Verwachtingkanarie",
        "facilitator": "Leiderkanarie", "organisation": "Bewaarkanarie", "contact": "Belkanarie"}  # fmt: skip
OTHER_PLAN = {name: line.replace("kanarie", "elders") for name, line in PLAN.items()}
OTHER_NAME, OTHER_TEXT = "Buurtelders", "Woordelders"


def canaries(role: str, code: str) -> dict[str, set[str]]:
    """Letter of the table → what it stands for, seen from this role."""
    return {
        "t": {PLAN["title"]},
        "p": set(PLAN.values()) - {PLAN["title"]},
        "c": {code},
        "n": {NAMES[role]} if role in NAMES else set(),
        "N": {name for owner, name in NAMES.items() if owner != role},
        "w": ({TEXTS[role]} if role in TEXTS else set()) | ({RELEASED} if role == "same" else set()),
        "W": {text for owner, text in TEXTS.items() if owner != role},
        "r": {RELEASED} if role != "same" else set(),
        "s": {SHOWN},
        "E": {*OTHER_PLAN.values(), OTHER_NAME, OTHER_TEXT},
    }


def seen_in(text: str, role: str, code: str) -> str:
    return "".join(sign for sign, told in canaries(role, code).items() if any(one in text for one in told))


@dataclass
class Evening:
    """`tokens` are by role; `links` and `elsewhere` the two dialogues."""

    app: Flask
    links: Links
    elsewhere: Links
    tokens: dict[str, dict[str, str]]
    seats: dict[str, str]
    words: dict[str, str]
    folded: Any = None
    """The state in which it was held; of an evening that is gone, its last one."""
    said: Any = field(default_factory=count)

    @property
    def house(self) -> Any:
        return self.app.extensions["dialoog"]

    def browser(self, role: str) -> FlaskClient:
        """With the cookies of this role; the program sends its key itself."""
        browser = self.app.test_client()
        for purpose, token in self.tokens.get(role, {}).items():
            if role == "program":
                browser.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {token}"
            else:
                browser.set_cookie(f"dialoog-{purpose}", token)
        return browser

    def does(self, identity: Identity, kind: str, **fields: Any) -> Accepted:
        asked = commands.parse({"id": f"evening-{next(self.said):016}", "kind": kind, **fields})
        outcome = execute(self.house, identity, asked)
        assert isinstance(outcome, Accepted), (kind, outcome)
        return outcome

    def state(self) -> Any:
        return self.house.broadcaster(self.links.dialogue).state()

    @property
    def file(self) -> Path:
        return Path(self.house.settings.folder) / "dialoog.sqlite3"

    def forgets(self) -> None:
        """The process knows nothing any more of what it folded and made, as after a restart."""
        vars(self.house.state_cache)["_known"].clear()
        self.house.broadcasters.clear()

    def ends(self, role: str) -> None:
        """The token of this role is revoked."""
        ended = [tokens.hash_of(token) for token in self.tokens[role].values()]
        with transaction(self.house.engine) as connection:
            connection.execute(update(Token).where(Token.hash.in_(ended)).values(revoked=1))

    def grows_old(self, role: str, days: int) -> None:
        """The token of this role was made so many days ago."""
        made = time.time_ns() // 1_000_000 - days * tokens.DAY_MS
        hashes = [tokens.hash_of(token) for token in self.tokens[role].values()]
        with transaction(self.house.engine) as connection:
            connection.execute(update(Token).where(Token.hash.in_(hashes)).values(made=made))

    def kept(self) -> str:
        """Everything that is in the database, as text: whoever changed nothing leaves this as it was."""
        with read_transaction(self.house.engine) as connection:
            return "\n".join(connection.connection.driver_connection.iterdump())


@contextmanager
def at_work(folder: Path) -> Iterator[Flask]:
    app = create_app(in_threads(Settings(folder=str(folder), secret=SECRET)))
    house = app.extensions["dialoog"]
    house.buckets = TokenBuckets(clock=count(step=60).__next__)  # how much one may ask is another test's
    house.start(house.writer.run)
    try:
        yield app
    finally:
        house.writer.stop()
        house.engine.dispose()


class Held(ExitStack):
    """Evenings that were held once, by state; whatever a test does to one is taken back before the next looks at it."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.folder = folder
        self.made: dict[str, tuple[Evening, str, sqlite3.Connection]] = {}

    @contextmanager
    def evening(self, state: str) -> Iterator[Evening]:
        if state not in self.made:
            prepare(self.folder / state)
            held = hold(self.enter_context(at_work(self.folder / state)), state)
            first = self.enter_context(closing(sqlite3.connect(":memory:")))
            with closing(sqlite3.connect(held.file)) as kept:
                kept.backup(first)
            self.made[state] = (held, held.kept(), first)
        held, kept_at_first, first = self.made[state]
        held.house.budget = FailureBudget()
        try:
            yield held
        finally:
            if held.kept() != kept_at_first:
                with closing(sqlite3.connect(held.file)) as kept:
                    first.backup(kept)
                held.forgets()


def prepare(folder: Path) -> None:
    folder.mkdir()
    engine = make_engine(f"sqlite:///{folder / 'dialoog.sqlite3'}")
    migrations.upgrade(engine)
    with transaction(engine) as connection:
        tokens.store(connection, KEY, "setup")
    engine.dispose()


def hold(app: Flask, state: str) -> Evening:
    house = app.extensions["dialoog"]
    here = set_up(house.engine, house.settings, Plan(**PLAN), HARVEST_SOON, save)
    there = set_up(house.engine, house.settings, Plan(**OTHER_PLAN), HARVEST_SOON, save)
    held = Evening(app, here, there, {}, {}, {})
    lead, lead_there = _desk(here), _desk(there)
    _give_links(held)
    for role in ("own", "same", "away", "left", "removed"):
        _sits(held, role)
    _sits(held, "elsewhere")
    held.does(lead, "order_circle", seats=list(held.state().circle))
    _write(held)
    held.does(lead, "set_away", seat=held.seats["away"])
    held.does(seat_of(held, "left"), "leave")
    held.does(lead, "remove_seat", seat=held.seats["removed"])
    made = held.does(lead, "hand_over", desk="scribe").token
    assert made
    held.tokens["scribe"] = {"scribe": made}
    held.does(lead_there, "order_circle", seats=[held.seats["elsewhere"]])
    if state != "open":
        held.does(lead, "next_step", step=held.state().step_version)
        _sits(held, "waiting")
    if state in ("turn", "gone"):
        held.does(lead, "begin_turn", after=held.state().round.last)
        assert held.state().speaking.seat == held.seats["own"]
    if state in ("harvest", "closed"):
        held.does(lead, "force_close", round=held.state().round.id, reason="time")
        held.does(lead, "next_step", step=held.state().step_version)
    if state == "closed":
        held.does(lead, "close_dialogue", reason="time")
    held.folded = held.state()
    if state == "gone":
        with transaction(house.engine) as connection:
            connection.exec_driver_sql("DELETE FROM dialogues WHERE id = ?", (here.dialogue,))
    return held


def seat_of(held: Evening, role: str) -> Identity:
    return _identity(held, held.tokens[role]["seat"])


def _identity(held: Evening, token: str) -> Identity:
    with read_transaction(held.house.engine) as connection:
        found = tokens.find(connection, token)
    assert found is not None
    return found


def _desk(links: Links) -> Identity:
    return Identity("facilitator", links.dialogue, None, tokens.hash_of(links.console.partition("#")[2]))


def _give_links(held: Evening) -> None:
    here = {name: getattr(held.links, name).partition("#")[2] for name in ("console", "screen", "join")}
    held.tokens.update(
        nobody={},
        joining={"join": here["join"]},
        facilitator={"facilitator": here["console"]},
        screen={"screen": here["screen"]},
        leads_elsewhere={"facilitator": held.elsewhere.console.partition("#")[2]},
        organiser={"setup": KEY},
        program={"setup": KEY},
    )
    with transaction(held.house.engine) as connection:
        ended = {
            "facilitator": tokens.create(connection, "facilitator", held.links.dialogue),
            "seat": tokens.create(connection, "seat", held.links.dialogue, "s1"),
            "setup": tokens.create(connection, "setup"),
        }
        for token in ended.values():
            connection.execute(update(Token).where(Token.hash == tokens.hash_of(token)).values(revoked=1))
    held.tokens["ended"] = ended


def _sits(held: Evening, role: str) -> None:
    at = held.elsewhere if role == "elsewhere" else held.links
    door = commands.TakeSeat(id=f"sit-down-{role:_>12}", name=NAMES.get(role, OTHER_NAME))
    outcome = held.house.writer.execute(translate.join_request(SECRET, at.dialogue, door))
    assert isinstance(outcome, Accepted)
    assert outcome.token
    assert outcome.seat
    held.tokens[role], held.seats[role] = {"seat": outcome.token}, outcome.seat
    held.does(seat_of(held, role), "give_consent", words=True, name=True, contact=False)


def _write(held: Evening) -> None:
    lead = _desk(held.links)
    for role, text in TEXTS.items():
        held.words[role] = _writes(held, role, role, text)
    held.words["released"] = _writes(held, "same", "released", RELEASED, keep="named")
    held.words["shown"] = _writes(held, "same", "shown", SHOWN, ticked=True)
    held.does(lead, "show_words", word=held.words["shown"])
    held.words["elsewhere"] = _writes(held, "elsewhere", "elsewhere", OTHER_TEXT)


def _writes(held: Evening, role: str, what: str, text: str, **more: Any) -> str:
    word = f"words-{what:_>16}"
    asked = commands.parse({"id": word, "kind": "write", "text": text, "word_kind": "experience", **more})
    assert isinstance(execute(held.house, seat_of(held, role), asked), Accepted)
    return word
