"""One dialogue in an installation without a server, in this very process: what is sent is kept, and whatever may fail can be made to."""

from typing import Any

import pytest
from flask import Flask

from dialoog.accounts.tokens import Identity, find
from dialoog.cli import setup
from dialoog.db.engine import read_transaction
from dialoog.live.commands.requests import Accepted, Outcome
from dialoog.live.plan import Plan
from dialoog.live.protocol import commands
from dialoog.live.push.broadcaster import Broadcaster
from dialoog.live.runtime import Runtime
from tests.commands import execute
from tests.people import fresh_id


class Room:
    """One dialogue of an installation without a server; what is sent is kept instead."""

    def __init__(self, app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
        self.app = app
        self.runtime: Runtime = app.extensions["dialoog"]
        runtime = self.runtime
        self.sent: list[tuple[str, Any, str]] = []
        monkeypatch.setattr(
            runtime.socketio, "emit", lambda event, message, to: self.sent.append((event, message, to))
        )
        links = setup.new_dialogue(runtime.settings, Plan(title="Linde"), "check-in")
        self.id = links.dialogue
        with read_transaction(runtime.engine) as connection:
            console = find(connection, links.console.partition("#")[2])
        assert console is not None
        self.console: Identity = console

    @property
    def table(self) -> Broadcaster:
        return self.runtime.broadcaster(self.id)

    def somebody_sits(self, name: str = "Fatma") -> int:
        outcome = self.tries(commands.TakeSeat(id=fresh_id(), name=name))
        assert isinstance(outcome, Accepted), outcome
        return outcome.version

    def tries(self, wire: commands.Command) -> Outcome:
        return execute(self.runtime, self.console, wire)

    def pushed(self, doc: str) -> list[int]:
        """The versions of this document that went to everybody who has it."""
        return [
            message.version
            for event, message, to in self.sent
            if event == "push" and message.doc == doc and to.startswith(doc)
        ]
