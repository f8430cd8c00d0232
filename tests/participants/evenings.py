"""A table with people whose own pages are opened: by their phone, and by a card."""

import re
from itertools import count
from typing import Any

from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from dialoog.db.engine import read_transaction
from dialoog.live.models import Dialogue
from dialoog.live.transport.rate_limits import TokenBuckets
from dialoog.rules.state import State
from tests.web.visits import Visitor, attribute, begin

_numbers = count()


class Table:
    """Fatma sits with a phone, Henk without; the first round is open. `console` holds the facilitator's cookie."""

    def __init__(self, app: Flask, **plan: str) -> None:
        self.app = app
        app.extensions["dialoog"].buckets = TokenBuckets(clock=count(step=60).__next__)
        organiser, self.fatma = Visitor(app), Visitor(app)
        self.links = organiser.sets_a_table(contact="Els, 0123 45 67 89", **plan)
        begin(self.fatma, self.links)
        with read_transaction(app.extensions["dialoog.engine"]) as connection:
            self.id = (
                connection.execute(select(Dialogue.id).order_by(Dialogue.created.desc())).scalars().first()
            )
        self.console = Visitor(app).holds("facilitator", self.id)
        self.asks(self.console, "take_seat", name="Henk")
        self.seats = {"Fatma": "s1", "Henk": "s2"}
        self.asks(self.console, "give_consent", seat="s2", words=True, name=True, contact=False)
        self.asks(self.fatma, "give_consent", words=True, name=True, contact=False)

    @property
    def state(self) -> State:
        return self.app.extensions["dialoog"].broadcaster(self.id).state()

    @property
    def page(self) -> str:
        return f"/mijn/{self.id}"

    def asks(self, who: Visitor, kind: str, **fields: Any) -> None:
        place = f"{self.id}.{'facilitator' if who is self.console else 's1'}"
        command = {"id": f"test-{next(_numbers):016}", "kind": kind, **fields}
        answer = who.browser.post(f"/live/command?place={place}", json=command)
        assert answer.json["answer"] == "ok", (kind, answer.json)

    def writes(self, text: str, *, keep: str | None = None) -> str:
        """Words of Fatma; gives their id."""
        word = f"words-{next(_numbers):016}"
        command = {"id": word, "kind": "write", "text": text, "word_kind": "experience"}
        answer = self.fatma.browser.post(
            f"/live/command?place={self.id}.s1", json=command | ({"keep": keep} if keep else {})
        )
        assert answer.json["answer"] == "ok", answer.json
        return word

    def writes_down(self, text: str) -> str:
        """Words of Henk, by the facilitator; gives their id."""
        word = f"words-{next(_numbers):016}"
        command = {"id": word, "kind": "write", "text": text, "word_kind": "experience", "seat": "s2"}
        answer = self.console.browser.post(f"/live/command?place={self.id}.facilitator", json=command)
        assert answer.json["answer"] == "ok", answer.json
        return word

    def closes(self) -> None:
        self.asks(self.console, "close_dialogue", reason="time")

    def cards(self) -> dict[int, str]:
        """Number → code, of a new sheet as it is printed."""
        self.console.sends(f"/leiden/{self.id}/kaarten")
        printed = self.console.opens(f"/leiden/{self.id}/kaarten/papier").text
        numbers = [int(number) for number in re.findall(r'class="card-number">\D*(\d+)<', printed)]
        codes = re.findall(r'class="card-code"><span dir="ltr">([A-Z0-9-]+)<', printed)
        return dict(zip(numbers, codes, strict=True))

    def gives(self, number: int, name: str) -> None:
        address = f"/leiden/{self.id}/kaarten"
        done = presses(
            self.console, address, f"{address}/{number}", **{f"card{number}-seat": self.seats.get(name, "")}
        )
        assert done.status_code == 303, done.text


def presses(visitor: Visitor, page: str, address: str, **fields: str) -> TestResponse:
    """Presses the button of the form with this address on that page: its hidden fields, and what is chosen."""
    return visitor.browser.post(address, data={**hidden_fields(visitor.opens(page).text, address), **fields})


def hidden_fields(page: str, address: str) -> dict[str, str]:
    [form] = re.findall(rf'<form [^>]*action="{re.escape(address)}".*?</form>', page, flags=re.DOTALL)
    tags = re.findall(r'<input [^>]*type="hidden"[^>]*>', form)
    return {attribute(tag, "name"): attribute(tag, "value") for tag in tags}
