"""An installation in this process and tables laid in it, to send thousands of odd things to in a short time.

The buckets and the budget for wrong codes go by a clock that runs fast, so that nobody is told to wait; everything else
is as it is served.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import select

from dialoog.accounts import authentication, tokens
from dialoog.db.engine import Base, read_transaction
from dialoog.live import queries
from dialoog.live.commands.open_dialogue import open_dialogue
from dialoog.live.plan import Plan
from dialoog.live.protocol.messages import Answer
from dialoog.live.transport import command_intake
from dialoog.live.transport.rate_limits import FailureBudget, TokenBuckets
from dialoog.planning.programmes import template
from tests.people import fresh_id
from tests.web.visits import Visitor, running_app

Json = dict[str, Any]


@contextmanager
def quick_app(folder: Path) -> Iterator[Flask]:
    with running_app(folder) as app:
        hours = count(step=3600)
        runtime = app.extensions["dialoog"]
        runtime.buckets = TokenBuckets(clock=lambda: float(next(hours)))
        runtime.failure_budget = FailureBudget(clock=lambda: float(next(hours)))
        yield app


class Laid:
    """One dialogue and the tokens of its desks and people."""

    def __init__(self, app: Flask, programme: str = "90", **plan: str) -> None:
        runtime = app.extensions["dialoog"]
        planned = Plan(**{"title": "Wijkdialoog", **plan})
        links = open_dialogue(
            runtime.engine, runtime.settings, planned, template(programme, planned.theme), runtime.save
        )
        self.adopts(app, links.console, links.screen)

    def adopts(self, app: Flask, console: str, screen: str) -> None:
        """Takes the table that these links lead to."""
        self.app, self.runtime = app, app.extensions["dialoog"]
        self.tokens = {"facilitator": console.partition("#")[2], "screen": screen.partition("#")[2]}
        self.client = app.test_client(use_cookies=False)
        with read_transaction(self.runtime.engine) as connection:
            identity = tokens.find(connection, self.tokens["facilitator"])
            assert identity is not None
            about = queries.dialogue_info(connection, identity.dialogue)
        assert about is not None
        self.id, self.code = about.id, about.code

    def seats(self, name: str) -> str:
        """Somebody with a phone sits down; gives the seat, which is also the name of their token."""
        visitor = Visitor(self.app)
        sent = visitor.sends(f"/d/{self.code}", name=name, words="y", name_too="y", lang="nl")
        assert sent.status_code == 303, sent.text
        self.tokens[name] = visitor.token("seat")
        me: str = self.document("mine", name)["me"]["seat"]
        self.tokens[me] = self.tokens[name]
        return me

    def asks(self, who: str, command: Json | bytes, lang: str = "nl") -> tuple[int, Json]:
        """One command over HTTP; gives status and answer."""
        body = command if isinstance(command, bytes) else json.dumps(command, ensure_ascii=False).encode()
        response = self.client.post(f"/live/command?as={_desk(who)}", data=body, headers=self.as_(who, lang))
        answer: Json = response.get_json()
        return response.status_code, answer

    @contextmanager
    def straight_in(self, who: str, lang: str = "nl") -> Iterator[Callable[[Any], Answer]]:
        """Hands over what a socket or a body held, past the wire: the same door for both, and a hundred times quicker."""
        with self.app.test_request_context(headers=self.as_(who, lang)):
            identity = authentication.identity_without_place(_desk(who))
            assert identity is not None
            yield lambda message: command_intake.execute(self.runtime, identity, message)[0]

    def does(self, who: str, kind: str, **fields: Any) -> str:
        """A command that must be accepted; gives its id."""
        command = {"id": fields.pop("id", None) or fresh_id(), "kind": kind, **fields}
        _, answer = self.asks(who, command)
        assert answer["answer"] == "ok", (command, answer)
        id: str = command["id"]
        return id

    def document(self, doc: str, who: str) -> Json:
        response = self.client.get(f"/live/documents?as={_desk(who)}", headers=self.as_(who))
        [sections] = [push["sections"] for push in response.get_json()["documents"] if push["doc"] == doc]
        document_sections: Json = sections
        return document_sections

    def reads(self, who: str, *references: str) -> Json:
        query = {"as": _desk(who), "ids": ",".join(references)}
        words: Json = self.client.get("/live/words", query_string=query, headers=self.as_(who)).get_json()[
            "words"
        ]
        return words

    def goes_to(self, step: str) -> None:
        """The facilitator presses the big button until this step is open, and closes each round early."""
        for _ in range(60):
            if self.document("table", "facilitator")["step"]["id"] == step:
                return
            desk = self.document("desk", "facilitator")
            act, queue = desk["act"], desk["queue"]
            if queue and not queue["closed"]:
                self.does("facilitator", "force_close", round=queue["round"], reason="time")
                continue
            button = {"kind": "skip_silence"} if act["silence"] else act["primary"]
            self.does("facilitator", **button)
        raise AssertionError(step)

    def as_(self, who: str, lang: str = "nl") -> dict[str, str]:
        return {"Authorization": f"Bearer {self.tokens[who]}", "Accept-Language": lang}


DESKS = ("facilitator", "scribe", "screen")


def _desk(who: str) -> str:
    return who if who in DESKS else "seat"


def rows(app: Flask) -> dict[str, list[tuple[Any, ...]]]:
    """Everything that is stored, table by table."""
    with read_transaction(app.extensions["dialoog.engine"]) as connection:
        return {
            name: sorted(map(tuple, connection.execute(select(table))), key=repr)
            for name, table in Base.metadata.tables.items()
        }
