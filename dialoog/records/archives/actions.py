"""Asking for a zip: what is to come into it, and the jobs that make and remove it, in one transaction."""

import secrets

import msgspec
from sqlalchemy import ColumnElement, Connection, func, insert, select

from dialoog.jobs.clock import DAY_MS
from dialoog.jobs.schedule import due_on, schedule
from dialoog.live.models import Dialogue
from dialoog.records.models import Archive, Record


class Wish(msgspec.Struct, frozen=True):
    """What somebody wants in a zip; empty: any. Days are ISO dates."""

    format: str
    language: str
    neighbourhood: str = ""
    since: str = ""
    until: str = ""


def matches(organisation: str, neighbourhood: str, since: str, until: str) -> list[ColumnElement[bool]]:
    """The dialogues of an organisation that come into such a zip; the query joins `Record`."""
    found = [Dialogue.owner == organisation, Dialogue.erasing.is_(None)]
    if neighbourhood:
        found.append(Dialogue.__table__.columns.neighbourhood == neighbourhood)
    if (first := due_on(since)) is not None:
        found.append(Record.held >= first)
    if (last := due_on(until)) is not None:
        found.append(Record.held < last + DAY_MS)
    return found


def ask(connection: Connection, organisation: str, person: str, wish: Wish, now: int) -> str | None:
    """The id of the zip: of the one that is being made for this person, where there is one. None where no record would come into it."""
    own = Archive.person == person, Archive.organisation == organisation
    being_made = select(Archive.id).where(*own, Archive.state == "making", Archive.expires > now)
    if (present := connection.execute(being_made.limit(1)).scalar()) is not None:
        return str(present)
    inside = matches(organisation, wish.neighbourhood, wish.since, wish.until)
    tables = Dialogue.__table__.join(Record, Record.dialogue == Dialogue.id)
    total = connection.execute(select(func.count()).select_from(tables).where(*inside)).scalar_one()
    if not total:
        return None
    archive, expires = secrets.token_urlsafe(9), now + DAY_MS
    values = {"id": archive, "organisation": organisation, "person": person, "total": total}
    times = {"created": now, "expires": expires}
    connection.execute(insert(Archive).values(**values, **times, **msgspec.structs.asdict(wish)))
    schedule(connection, "archive", archive, now, now)
    schedule(connection, "archive_removal", archive, expires, now)
    return archive
