"""An evening held in this very process: Fatma joined by the form and said how she can be reached."""

from flask import Flask

from dialoog.accounts.tokens import Identity, find
from dialoog.cli import setup
from dialoog.db.engine import read_transaction
from dialoog.live.commands.requests import Accepted, Outcome
from dialoog.live.journal.contacts import read_contacts
from dialoog.live.plan import Plan
from dialoog.live.protocol import commands
from dialoog.rules.state import Status
from tests.commands import execute
from tests.people import fresh_id
from tests.web.visits import Visitor

REACH = "06 12 34 56 78"


class Evening:
    """Fatma joined by the form and said how she can be reached."""

    def __init__(self, app: Flask) -> None:
        self.app, self.runtime = app, app.extensions["dialoog"]
        self.links = setup.new_dialogue(self.runtime.settings, Plan(title="Linde"), "check-in")
        self.id = self.links.dialogue
        self.fatma = Visitor(app)
        self.joins(self.fatma, "Fatma", contact="y", reach=f" {REACH}\n")
        with read_transaction(self.runtime.engine) as connection:
            self.console = find(connection, self.links.console.partition("#")[2])
            self.seat = find(connection, self.fatma.token("seat"))

    def joins(self, visitor: Visitor, name: str, **fields: str) -> int:
        return visitor.sends(
            f"/d/{self.links.code}", name=name, words="y", name_too="y", **fields
        ).status_code

    def chooses(
        self, identity: Identity | None = None, *, id: str = "", contact: bool = True, **fields: str
    ) -> Outcome:
        message = commands.GiveConsent(id=id or fresh_id(), words=True, name=True, contact=contact, **fields)
        return execute(self.runtime, identity or self.seat, message)

    def closes(self) -> None:
        state = self.runtime.broadcaster(self.id).state()
        if state.status is not Status.RUNNING:
            execute(self.runtime, self.console, commands.NextStep(id=fresh_id(), step=state.step_version))
        outcome = execute(self.runtime, self.console, commands.CloseDialogue(id=fresh_id(), reason="time"))
        assert isinstance(outcome, Accepted), outcome

    @property
    def contacts(self) -> dict[str, str]:
        with read_transaction(self.runtime.engine) as connection:
            return dict(read_contacts(connection, self.id))
