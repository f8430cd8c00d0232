"""Erasing a person who asked for it by voice or letter (C8, C10): through the named contact, in one action, logged.

The rules decide, as in the room: for another only where the seat has no device (T13). Its own device erases it there; a device that is
lost is ended at the console first.
"""

import secrets
from typing import Literal

from sqlalchemy import Connection

from dialoog.db.engine import read_transaction, run_in_transaction
from dialoog.live import queries
from dialoog.live.commands.requests import Accepted, AlreadyApplied, CommandRequest, Rejected
from dialoog.live.journal import contacts
from dialoog.live.runtime import Runtime
from dialoog.records import evening_rows
from dialoog.records.requests.actions import forget_person
from dialoog.rules import commands
from dialoog.rules.state import By, Desk
from dialoog.telemetry.logging import log

How = Literal["voice", "letter"]


class NotErased(Exception):
    """The rules refuse it: the seat has a device, or there is none of that id. Nothing was changed."""


class TryAgain(Exception):
    """Nothing could be written now."""


def erase_person(runtime: Runtime, dialogue: str, seat: str, how: How) -> str:
    """Blanks words and name, takes contact, and deletes mails and requests that name or reach this person. Returns the name that was there, for the one
    page that confirms it. They go first: who dies in between does it again."""
    person = runtime.broadcaster(dialogue).state().seats.get(seat)
    if person is None or (person.device and not person.erased):
        raise NotErased
    with read_transaction(runtime.engine) as connection:
        name = queries.names(connection, dialogue).get(seat, "")
        contact = contacts.read_contacts(connection, dialogue).get(seat, "")
    run_in_transaction(
        runtime.engine,
        lambda connection: _forget_beside_journal(connection, dialogue, name, contact),
    )
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


def _forget_beside_journal(connection: Connection, dialogue: str, name: str, contact: str) -> None:
    evening_rows.delete_mails_about(connection, dialogue, name, contact)
    forget_person(connection, dialogue, name, contact)
