"""What goes before the words of a dialogue do: on one day how people can be reached, on a later one their names.

Contacts are rows of their own. Names are what the journal commits to, so that their end is a fact of it: the record then says
"Iemand aan tafel", a phone and a console show no name, and the chain still verifies.
"""

from functools import partial
from typing import Any

from sqlalchemy import Connection, Select, delete, exists, func, select, update

from dialoog.db.erasure_list import Erased, note
from dialoog.jobs.worker import Handler, Progress, Step
from dialoog.live.commands.execute import execute
from dialoog.live.commands.requests import Accepted, CommandRequest
from dialoog.live.commands.unit_of_work import UnitOfWork
from dialoog.live.journal.state_cache import StateCache
from dialoog.live.models import Contact, Dialogue, SeatName
from dialoog.records import evening_rows
from dialoog.records.follow_up import agreements
from dialoog.records.follow_up.questions.rows import forget_enterers
from dialoog.records.looking_back import answers
from dialoog.records.models import RemovalRequest
from dialoog.records.retention import forget_on_disk
from dialoog.records.retention_days import plan_by_day, wait_for
from dialoog.records.saving import save
from dialoog.rules import commands
from dialoog.rules.state import By, Desk
from dialoog.telemetry.logging import log

_plan = Dialogue.__table__.columns


def erase_contacts(connection: Connection, dialogue: str, now: int) -> Progress:
    """Deletes how people can be reached, mails to them, and the addresses to which links of the evening went."""
    if (early := _wait(connection, dialogue, _plan.contacts_until, now)) is not None:
        return early
    contacts = erase_contacts_now(connection, dialogue)
    note(connection, Erased(now, "contacts", dialogue))
    return Progress(done=True, report=partial(_report_contacts, dialogue, contacts))


def erase_contacts_now(connection: Connection, dialogue: str) -> int:
    """Whatever the day; how many could be reached."""
    contacts = connection.execute(delete(Contact).where(Contact.dialogue == dialogue)).rowcount
    requests = update(RemovalRequest).where(RemovalRequest.dialogue == dialogue)
    connection.execute(requests.values(reach=None))
    evening_rows.delete_mails(connection, dialogue)
    evening_rows.delete_addresses(connection, dialogue)
    return contacts


def erase_names(connection: Connection, dialogue: str, now: int) -> Progress:
    """Reads the journal outside of the transaction, since folding a long one takes longer than the phones can wait."""
    if (early := _wait(connection, dialogue, _plan.names_until, now)) is not None:
        return early
    engine, cache = connection.engine, StateCache()

    def read() -> Step:
        cache.refresh(engine, dialogue)
        return partial(_append_end_of_names, cache)

    return Progress(outside=read)


def _append_end_of_names(cache: StateCache, connection: Connection, dialogue: str, now: int) -> Progress:
    """An entry of the journal, as the writer of the phones makes one: it finds the newer version before its next command, and every
    page within a pulse."""
    batch = UnitOfWork(connection, secret="", save=save)  # this command makes no token
    batch.load(cache, [(dialogue, "", None)])
    cached = batch.states.get(dialogue)
    if cached is None:
        return Progress(done=True)
    names = connection.execute(_count(SeatName, dialogue)).scalar_one()
    request = CommandRequest(
        dialogue=dialogue,
        id=f"house:erase-names-{cached.version}",  # no client can send such an id
        mac=bytes(32),
        by=By(Desk.HOUSE),
        command=commands.EraseNames(),
    )
    outcome = execute(batch, request, now)
    batch.flush()
    connection.execute(delete(SeatName).where(SeatName.dialogue == dialogue))
    requests = update(RemovalRequest).where(RemovalRequest.dialogue == dialogue)
    connection.execute(requests.values(text=None, wish=None))
    evening_rows.delete_links(connection, dialogue)
    agreements.forget_callers(connection, dialogue)
    answers.forget_callers(connection, dialogue)
    forget_enterers(connection, dialogue)
    if not isinstance(outcome, Accepted):
        return Progress(done=True)
    return Progress(
        done=True,
        report=lambda: log.info(
            "the names of a dialogue were erased on their day", dialogue=dialogue, names=names
        ),
    )


HANDLERS = {
    "contact_retention": Handler(
        step=erase_contacts,
        finish=forget_on_disk,
        plan=partial(
            plan_by_day,
            "contact_retention",
            _plan.contacts_until,
            exists().where(Contact.dialogue == Dialogue.id),
        ),
    ),
    "name_retention": Handler(
        step=erase_names,
        finish=forget_on_disk,
        plan=partial(
            plan_by_day, "name_retention", _plan.names_until, exists().where(SeatName.dialogue == Dialogue.id)
        ),
    ),
}
"""Somebody may give a name or a number after the day: it goes within the hour."""


def _wait(connection: Connection, dialogue: str, column: Any, now: int) -> Progress | None:
    """None once the day has come. A dialogue that is erased as a whole needs nothing of this."""
    locked = select(column.label("day"), Dialogue.erasing).where(Dialogue.id == dialogue).with_for_update()
    row = connection.execute(locked).one_or_none()
    if row is None or row.erasing is not None:
        return Progress(done=True)
    return wait_for(row.day, now)


def _count(table: Any, dialogue: str) -> Select[Any]:
    return select(func.count()).select_from(table).where(table.dialogue == dialogue)


def _report_contacts(dialogue: str, contacts: int) -> None:
    log.info(
        "how people of a dialogue can be reached was erased on its day",
        dialogue=dialogue,
        contacts=contacts,
    )
