"""How people can be reached: rows beside the journal, written in the transaction of the choice that allows it (C2).

The journal holds the choice alone. A row goes with the choice, with the person and with the dialogue.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    Delete,
    Insert,
    and_,
    bindparam,
    delete,
    func,
    insert,
    or_,
    select,
)

from dialoog.live.models import Contact, Dialogue, SeatName
from dialoog.rules import events as e
from dialoog.rules.events import Event
from dialoog.rules.state import Seat, State

LONGEST = 120
_dialogue: BindParameter[str] = bindparam("of")
_seat: BindParameter[str] = bindparam("which")
_plan = Dialogue.__table__.columns
_delete = delete(Contact).where(Contact.dialogue == _dialogue, Contact.seat == _seat)
_insert = insert(Contact)
Statement = tuple[Insert | Delete, dict[str, Any]]


def build_statements(dialogue: str, events: tuple[Event, ...], reach: str | None) -> Iterator[Statement]:
    """The statements that these events cause. `reach` None leaves what is there for as long as the choice is on; empty removes it."""
    for event in events:
        match event:
            case e.ConsentGiven():
                if event.contact and reach is None:
                    continue
                yield _delete, {"of": dialogue, "which": event.seat}
                if event.contact and reach:
                    yield _insert, {"dialogue": dialogue, "seat": event.seat, "text": reach}
            case e.SeatErased():
                yield _delete, {"of": dialogue, "which": event.seat}
            case _:
                pass


def erases_contact(before: State, events: tuple[Event, ...], reach: str | None) -> bool:
    """Whether these events can remove or replace one; that of an erased person is a text among others."""
    return any(
        isinstance(event, e.ConsentGiven)
        and may_be_reached(before.seats.get(event.seat))
        and not (event.contact and reach is None)
        for event in events
    )


def may_be_reached(seat: Seat | None) -> bool:
    return seat is not None and not seat.erased and seat.consent is not None and seat.consent.contact


def is_in_time(today: str) -> ColumnElement[bool]:
    """Whether what a dialogue knows of how people are reached may still be used on this ISO date. The query joins `Dialogue`."""
    last_day = func.coalesce(func.nullif(_plan.contacts_until, ""), _plan.until)
    return or_(last_day == "", last_day > today)


def read_contacts(connection: Connection, dialogue: str) -> Mapping[str, str]:
    """Seat → how that person can be reached."""
    query = select(Contact.seat, Contact.text).where(Contact.dialogue == dialogue)
    return {row.seat: row.text for row in connection.execute(query)}


def read_names_and_contacts(connection: Connection, dialogue: str) -> tuple[dict[str, str], dict[str, str]]:
    """Seat → call name, without erased seats, and seat → how that person can be reached, in one query."""
    same_seat = and_(Contact.dialogue == SeatName.dialogue, Contact.seat == SeatName.id)
    query = select(SeatName.id, SeatName.name, Contact.text).outerjoin(Contact, same_seat)
    rows = connection.execute(query.where(SeatName.dialogue == dialogue)).all()
    return {row.id: row.name for row in rows}, {row.id: row.text for row in rows if row.text is not None}


def verify_contacts(connection: Connection, dialogue: str, state: State) -> Iterator[str]:
    """Yields who can be reached without having that choice on."""
    for seat in sorted(read_contacts(connection, dialogue)):
        if not may_be_reached(state.seats.get(seat)):
            yield f"contact of {seat}: it is there, though nobody may reach this person"
