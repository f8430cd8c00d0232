"""Erasing a person who asked for it by voice or letter (C8, C10): through the named contact, in one action, logged.

The rules decide, as in the room: for another only where the seat has no device (T13). Its own device erases it there; a device that is
lost is ended at the console first.
"""

import secrets
from typing import Literal

from dialoog.db.engine import read_transaction
from dialoog.live import queries
from dialoog.live.commands.requests import Accepted, AlreadyApplied, CommandRequest, Rejected
from dialoog.live.runtime import Runtime
from dialoog.rules import commands
from dialoog.rules.state import By, Desk
from dialoog.telemetry.logging import log

How = Literal["voice", "letter"]


class NotErased(Exception):
    """The rules refuse it: the seat has a device, or there is none of that id. Nothing was changed."""


class TryAgain(Exception):
    """Nothing could be written now."""


def erase_person(runtime: Runtime, dialogue: str, seat: str, how: How) -> str:
    """Blanks words and name, with all that names or reaches this person (`records.saving`). Returns the name that was there, for the one
    page that confirms it."""
    person = runtime.broadcaster(dialogue).state().seats.get(seat)
    if person is None or (person.device and not person.erased):
        raise NotErased
    with read_transaction(runtime.engine) as connection:
        name = queries.names(connection, dialogue).get(seat, "")
    outcome = runtime.writer.execute(
        CommandRequest(
            dialogue=dialogue,
            id=secrets.token_urlsafe(16),
            mac=bytes(32),
            by=By(Desk.FACILITATOR),
            command=commands.EraseSeat(seat),
        )
    )
    if isinstance(outcome, Accepted):
        log.info("a person was erased on request", dialogue=dialogue, kind=how)
        return name
    if isinstance(outcome, AlreadyApplied):
        return name
    raise NotErased if isinstance(outcome, Rejected) else TryAgain
