"""Who leads which evening by an account, or takes its minutes, and when that ends.

A guest, whose organisation is another than that of the evening, is one until the end of the day on which it was closed.
Gatherings and dialogues lie above accounts, so their tables are named here as tokens name theirs.
"""

from collections.abc import Iterable
from datetime import datetime, time

from sqlalchemy import ColumnElement, Connection, column, delete, or_, select, table

from dialoog.accounts.models import Assignment, Membership
from dialoog.accounts.policy import Assigned
from dialoog.accounts.tokens import Identity
from dialoog.jobs.clock import wall_ms
from dialoog.jobs.schedule import TIME_ZONE, day_at

_gatherings = table("gatherings", column("id"), column("owner"), column("dialogue"))
_dialogues = table("dialogues", column("id"), column("closed"))


def assignments_of(connection: Connection, person: str) -> tuple[Assigned, ...]:
    """What this person may act as now."""
    is_member = (
        select(Membership.person)
        .where(Membership.person == person, Membership.organisation == _gatherings.c.owner)
        .exists()
    )
    query = (
        select(Assignment.gathering, Assignment.role)
        .join(_gatherings, _gatherings.c.id == Assignment.gathering)
        .outerjoin(_dialogues, _dialogues.c.id == _gatherings.c.dialogue)
        .where(Assignment.person == person, or_(is_member, _lasts()))
    )
    return tuple(
        Assigned(gathering, "scribe" if role == "scribe" else "facilitator", person)
        for gathering, role in connection.execute(query)
    )


def lasts(connection: Connection, gathering: str) -> bool:
    """Whether this planned evening is there, and is not closed on a day before this one."""
    query = (
        select(_gatherings.c.id)
        .outerjoin(_dialogues, _dialogues.c.id == _gatherings.c.dialogue)
        .where(_gatherings.c.id == gathering, _lasts())
    )
    return connection.execute(query).first() is not None


def end_assignment(connection: Connection, gathering: str, person: str) -> bool:
    """Whether there was one; also where a restored backup has it again."""
    own = Assignment.gathering == gathering, Assignment.person == person
    return connection.execute(delete(Assignment).where(*own)).rowcount > 0


def without_ended_guests(connection: Connection, identities: Iterable[Identity]) -> list[Identity]:
    """These desks without those of guests whose evening was closed on a day before this one."""
    own = list(identities)
    guests = {identity.dialogue for identity in own if identity.guest}
    if not guests:
        return own
    query = select(_dialogues.c.id).where(_dialogues.c.id.in_(guests), _lasts())
    lasting = set(connection.execute(query).scalars())
    return [identity for identity in own if not identity.guest or identity.dialogue in lasting]


def end(connection: Connection, organisation: str, person: str) -> None:
    """Of all evenings of this organisation."""
    evenings = select(_gatherings.c.id).where(_gatherings.c.owner == organisation)
    of_person = delete(Assignment).where(Assignment.person == person)
    connection.execute(of_person.where(Assignment.gathering.in_(evenings)))


def _lasts() -> ColumnElement[bool]:
    """Whether the dialogue is open, or was closed today."""
    midnight = datetime.combine(day_at(wall_ms()), time(), TIME_ZONE)
    return or_(_dialogues.c.closed.is_(None), _dialogues.c.closed >= int(midnight.timestamp()) * 1000)
