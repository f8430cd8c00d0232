"""What of a dialogue lies under the ids of its planned evening: who leads it by which link, and mails about it.

By name, since planning lies beside records.
"""

import sqlalchemy
from sqlalchemy import Connection, Select, delete, select, update

from dialoog.accounts.models import AccountLink, Assignment
from dialoog.jobs import outbox
from dialoog.jobs.models import Mail
from dialoog.live.journal import contacts
from dialoog.records.follow_up.models import Agreement
from dialoog.records.follow_up.questions.models import Question
from dialoog.rules.state import State

_gatherings = sqlalchemy.table("gatherings", sqlalchemy.column("id"), sqlalchemy.column("dialogue"))


def delete_evening(connection: Connection, dialogue: str) -> None:
    delete_mails(connection, dialogue)
    evening = _evening_of(dialogue)
    connection.execute(delete(AccountLink).where(AccountLink.gathering.in_(evening)))
    connection.execute(delete(Assignment).where(Assignment.gathering.in_(evening)))
    connection.execute(delete(_gatherings).where(_gatherings.c.dialogue == dialogue))


def delete_mails(connection: Connection, dialogue: str) -> None:
    """Every mail that was written for this dialogue, its evening or a link to that."""
    for cause in _causes(connection, dialogue):
        outbox.forget(connection, cause)


def cause_of(dialogue: str, seat: str) -> str:
    """The cause of mails to one person at the table."""
    return f"{dialogue}:{seat}"


def forget_unreachable(connection: Connection, dialogue: str, state: State) -> None:
    """Mails to who may be approached no more, and their addresses, go with that choice and with the person (C2, C8)."""
    seats = (seat for seat in state.seats.values() if not contacts.may_be_reached(seat))
    outbox.forget(connection, *(cause_of(dialogue, seat.id) for seat in seats))


def delete_mails_about(connection: Connection, dialogue: str, name: str, contact: str) -> None:
    """Of those mails the ones that go to this address of a person, or have this name in them."""
    for cause in _causes(connection, dialogue):
        outbox.forget_about(connection, cause, name, contact)


def _causes(connection: Connection, dialogue: str) -> list[str]:
    """The ids for which mails about this dialogue were written."""
    to_people = select(Mail.cause).where(Mail.cause.startswith(cause_of(dialogue, ""), autoescape=True))
    links = select(AccountLink.id).where(AccountLink.gathering.in_(_evening_of(dialogue)))
    return [
        dialogue,
        *connection.execute(_evening_of(dialogue)).scalars(),
        *connection.execute(links).scalars(),
        *connection.execute(to_people.distinct()).scalars(),
        *connection.execute(select(Agreement.id).where(Agreement.dialogue == dialogue)).scalars(),
        *connection.execute(select(Question.id).where(Question.dialogue == dialogue)).scalars(),
    ]


def delete_addresses(connection: Connection, dialogue: str) -> None:
    """Those to which links of the evening went; the links go on."""
    of_evening = AccountLink.gathering.in_(_evening_of(dialogue))
    connection.execute(
        update(AccountLink).where(of_evening, AccountLink.email.is_not(None)).values(email=None)
    )


def delete_links(connection: Connection, dialogue: str) -> None:
    """Those of the evening, which have the names of who leads it or takes its minutes."""
    connection.execute(delete(AccountLink).where(AccountLink.gathering.in_(_evening_of(dialogue))))


def _evening_of(dialogue: str) -> Select[tuple[str]]:
    return select(_gatherings.c.id).where(_gatherings.c.dialogue == dialogue)
