"""An installation with two dialogues and everybody who may come to it, brought to one state, for the matrix of rights.

Whatever could leak has a canary in it: `canaries` says which letter of the table stands for which. `evenings.evening("running")`
is prepared once, and restored after each test that changes it.
"""

import sqlite3
import time
from dataclasses import dataclass, field
from functools import cached_property
from itertools import count
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from dialoog.accounts import tokens
from dialoog.accounts.models import Token
from dialoog.accounts.tokens import Identity
from dialoog.db.engine import read_transaction, transaction
from dialoog.jobs.clock import DAY_MS
from dialoog.live.cards import create_sheet
from dialoog.live.commands import translate
from dialoog.live.commands.open_dialogue import Links, open_dialogue
from dialoog.live.commands.requests import Accepted
from dialoog.live.plan import Plan
from dialoog.live.protocol import commands
from dialoog.records.saving import save
from tests.accounts.people import create_organisation
from tests.commands import execute
from tests.policy.accounts import ORGANISATION, OTHER_ORGANISATION, QUESTIONS, sign_in_people
from tests.policy.canaries import (
    NAMES,
    OTHER_NAME,
    OTHER_PLAN,
    OTHER_TEXT,
    PLAN,
    REACHES,
    RELEASED,
    SHOWN,
    TEXTS,
)
from tests.rules.steps import HARVEST_SOON
from tests.web.visits import cookie

KEY = "sleutel-voor-de-matrix"
SECRET = "s" * 32
STATES = ("open", "running", "turn", "harvest", "closed", "gone")
"""`turn`: as running, while Fatma has the word. `gone`: the dialogue was taken out of the database."""

ROLES = (
    "nobody", "ended", "joining", "own", "same", "waiting", "removed", "away", "left", "elsewhere", "scribe",
    "facilitator", "screen", "leads_elsewhere", "key_holder", "program", "organiser", "member", "organises_elsewhere", "leader", "minute_taker",
)  # fmt: skip
"""own: Fatma. same: Henk, of her table. waiting: asked to come in. elsewhere: seat and desk of another dialogue.
key_holder: a browser with the set-up key. program: the same key sent by itself. ended: tokens that were revoked. organiser and member
are signed in and of the organisation whose dialogue it is, organises_elsewhere of that of the other dialogue. leader and minute_taker were asked for one evening that is planned: by a link, and with an account that
belongs nowhere."""

ELSEWHERE = ("elsewhere", "leads_elsewhere")
DESKS = {
    "facilitator": "facilitator", "leads_elsewhere": "facilitator", "scribe": "scribe", "screen": "screen",
}  # fmt: skip
"""Roles that have a desk, with it; the others ask as a seat."""


@dataclass
class Evening:
    """`tokens` are by role; `links` and `elsewhere` the two dialogues."""

    app: Flask
    links: Links
    elsewhere: Links
    tokens: dict[str, dict[str, str]]
    seats: dict[str, str]
    words: dict[str, str]
    prepared_state: Any = None
    """Its state once prepared; of an evening that is gone, its last one."""
    accounts: dict[str, str] = field(default_factory=dict)
    """What stands in addresses of accounts: the ids of the member, of the member's session, of an invitation."""
    command_numbers: Any = field(default_factory=count)
    _dumped: tuple[int, str] = (-1, "")

    @property
    def runtime(self) -> Any:
        return self.app.extensions["dialoog"]

    def place(self, role: str, *, own_dialogue: bool = False) -> str:
        """What a page of the first dialogue shows this role, or one of its own: seat or desk, and to who has neither the seat of Fatma."""
        links = self.elsewhere if own_dialogue and role in ELSEWHERE else self.links
        return f"{links.dialogue}.{DESKS.get(role) or self.seats.get(role) or self.seats['own']}"

    def browser(self, role: str) -> FlaskClient:
        """With the cookies of this role; the program sends its key itself."""
        browser = self.app.test_client()
        for purpose, token in self.tokens.get(role, {}).items():
            if role == "program":
                browser.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {token}"
            else:
                links = self.elsewhere if role in ELSEWHERE else self.links
                name = (
                    purpose
                    if purpose in ("setup", "session") or purpose.startswith("evening-")
                    else f"{purpose}-{links.dialogue}"
                )
                browser.set_cookie(cookie(self.app, name), token)
        return browser

    def does(self, identity: Identity, kind: str, **fields: Any) -> Accepted:
        command = commands.parse({"id": f"evening-{next(self.command_numbers):016}", "kind": kind, **fields})
        outcome = execute(self.runtime, identity, command)
        assert isinstance(outcome, Accepted), (kind, outcome)
        return outcome

    def state(self) -> Any:
        return self.runtime.broadcaster(self.links.dialogue).state()

    @property
    def file(self) -> Path:
        return Path(self.runtime.settings.folder) / "dialoog.sqlite3"

    def clear_caches(self) -> None:
        """The process has no folded states and no broadcasters any more, as after a restart."""
        vars(self.runtime.state_cache)["_states"].clear()
        self.runtime.broadcasters.clear()

    def revoke(self, role: str) -> None:
        """The token of this role is revoked."""
        hashes = [tokens.hash_of(token) for token in self.tokens[role].values()]
        with transaction(self.runtime.engine) as connection:
            connection.execute(update(Token).where(Token.hash.in_(hashes)).values(revoked=1))

    def age(self, role: str, days: int) -> None:
        """Dates the token of this role so many days back."""
        created = time.time_ns() // 1_000_000 - days * DAY_MS
        hashes = [tokens.hash_of(token) for token in self.tokens[role].values()]
        with transaction(self.runtime.engine) as connection:
            connection.execute(update(Token).where(Token.hash.in_(hashes)).values(made=created))

    def dump(self) -> str:
        """The whole database as text, to see whether anything was written. It takes as long as the request, so it is written anew only
        after somebody committed."""
        [version] = self._watch.execute("PRAGMA data_version").fetchone()
        if version != self._dumped[0]:
            self._dumped = version, "\n".join(self._watch.iterdump())
        return self._dumped[1]

    @cached_property
    def _watch(self) -> sqlite3.Connection:
        """A connection that writes nothing: to it the version of the data is that of others' commits."""
        return sqlite3.connect(self.file, check_same_thread=False)

    def close(self) -> None:
        self._watch.close()


SEED = "matrix-made-this-table"
"""What the browser has that made the first dialogue."""


def prepare_evening(app: Flask, state: str) -> Evening:
    runtime = app.extensions["dialoog"]
    with transaction(runtime.engine) as connection:
        owners = [
            create_organisation(connection, ORGANISATION),
            create_organisation(connection, OTHER_ORGANISATION, "municipality"),
        ]
    here = open_dialogue(runtime.engine, runtime.settings, Plan(**PLAN), HARVEST_SOON, save, owners[0], SEED)
    there = open_dialogue(runtime.engine, runtime.settings, Plan(**OTHER_PLAN), HARVEST_SOON, save, owners[1])
    evening = Evening(app, here, there, {}, {}, {})
    lead, lead_there = _desk(here), _desk(there)
    _give_links(evening)
    evening.accounts = sign_in_people(runtime, evening.tokens, owners, here.dialogue)
    for role in ("own", "same", "away", "left", "removed"):
        _take_seat(evening, role)
    _take_seat(evening, "elsewhere")
    evening.seats["without a phone"] = evening.does(lead, "take_seat", name="Zondertoestel").seat or ""
    evening.does(lead, "order_circle", seats=list(evening.state().circle))
    _write_all(evening)
    evening.does(lead, "set_away", seat=evening.seats["away"])
    evening.does(seat_of(evening, "left"), "leave")
    evening.does(lead, "remove_seat", seat=evening.seats["removed"])
    scribe_token = evening.does(lead, "hand_over", desk="scribe").token
    assert scribe_token
    evening.tokens["scribe"] = {"scribe": scribe_token}
    evening.does(lead_there, "order_circle", seats=[evening.seats["elsewhere"]])
    if state != "open":
        _open_next_step(evening)
        _take_seat(evening, "waiting")
    if state in ("turn", "gone"):
        evening.does(lead, "begin_turn", after=evening.state().round.last)
        assert evening.state().speaking.seat == evening.seats["own"]
    if state in ("harvest", "closed"):
        evening.does(lead, "force_close", round=evening.state().round.id, reason="time")
        _open_next_step(evening)
    if state == "closed":
        for what in QUESTIONS:
            _write(evening, "same", what, "Wie helpt met brieven?", word_kind="question", keep="named")
        evening.does(lead, "close_dialogue", reason="time")
    evening.prepared_state = evening.state()
    if state == "gone":
        with transaction(runtime.engine) as connection:
            connection.exec_driver_sql("DELETE FROM dialogues WHERE id = ?", (here.dialogue,))
    return evening


def seat_of(evening: Evening, role: str) -> Identity:
    return _identity(evening, evening.tokens[role]["seat"])


def _identity(evening: Evening, token: str) -> Identity:
    with read_transaction(evening.runtime.engine) as connection:
        identity = tokens.find(connection, token)
    assert identity is not None
    return identity


def _desk(links: Links) -> Identity:
    return Identity("facilitator", links.dialogue, None, tokens.hash_of(links.console.partition("#")[2]))


def _give_links(evening: Evening) -> None:
    here = {name: getattr(evening.links, name).partition("#")[2] for name in ("console", "screen", "join")}
    evening.tokens.update(
        nobody={},
        joining={"join": here["join"]},
        facilitator={"facilitator": here["console"]},
        screen={"screen": here["screen"]},
        leads_elsewhere={"facilitator": evening.elsewhere.console.partition("#")[2]},
        key_holder={"setup": KEY},
        program={"setup": KEY},
    )
    with transaction(evening.runtime.engine) as connection:
        create_sheet(connection, SECRET, evening.links.dialogue)
        revoked_tokens = {
            "facilitator": tokens.create(connection, "facilitator", evening.links.dialogue),
            "seat": tokens.create(connection, "seat", evening.links.dialogue, "s1"),
            "setup": tokens.create(connection, "setup"),
        }
        for token in revoked_tokens.values():
            connection.execute(update(Token).where(Token.hash == tokens.hash_of(token)).values(revoked=1))
    evening.tokens["ended"] = revoked_tokens


def _take_seat(evening: Evening, role: str) -> None:
    at = evening.elsewhere if role == "elsewhere" else evening.links
    command = commands.TakeSeat(id=f"sit-down-{role:_>12}", name=NAMES.get(role, OTHER_NAME))
    outcome = evening.runtime.writer.execute(translate.join_request(SECRET, at.dialogue, command))
    assert isinstance(outcome, Accepted)
    evening.tokens[role], evening.seats[role] = {"seat": str(outcome.token)}, str(outcome.seat)
    evening.does(seat_of(evening, role), "give_consent", words=True, name=True, contact=role in REACHES,
                 reach=REACHES.get(role, ""))  # fmt: skip


def _open_next_step(evening: Evening) -> None:
    """Opening a step takes words off the screen (T20); here they are shown again."""
    lead = _desk(evening.links)
    evening.does(lead, "next_step", step=evening.state().step_version)
    evening.does(lead, "show_words", word=evening.words["shown"])


def _write_all(evening: Evening) -> None:
    lead = _desk(evening.links)
    for role, text in TEXTS.items():
        evening.words[role] = _write(evening, role, role, text)
    evening.words["released"] = _write(evening, "same", "released", RELEASED, keep="named")
    evening.words["shown"] = _write(evening, "same", "shown", SHOWN, ticked=True)
    evening.does(lead, "show_words", word=evening.words["shown"])
    evening.words["elsewhere"] = _write(evening, "elsewhere", "elsewhere", OTHER_TEXT)


def _write(evening: Evening, role: str, what: str, text: str, **more: Any) -> str:
    word = f"words-{what:_>16}"
    command = commands.parse({"id": word, "kind": "write", "text": text, "word_kind": "experience", **more})
    assert isinstance(execute(evening.runtime, seat_of(evening, role), command), Accepted)
    return word
