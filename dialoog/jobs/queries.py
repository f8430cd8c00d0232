"""Reading jobs and mails: what is planned, what failed, and how many there are in each state."""

from collections.abc import Collection
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, Row, Select, and_, func, select

from dialoog.db.pagination import PAGE_SIZE, Page, read_first_page, read_page
from dialoog.jobs.models import Job, Mail

OPEN_STATES = ("waiting", "running", "failed")


def count_open(connection: Connection) -> dict[str, int]:
    """How many jobs wait, run or failed."""
    query = select(Job.state, func.count()).where(Job.state.in_(OPEN_STATES)).group_by(Job.state)
    counts = {row[0]: row[1] for row in connection.execute(query)}
    return {state: counts.get(state, 0) for state in OPEN_STATES}


def overdue_seconds(connection: Connection, now: int) -> float:
    """For how long the earliest job that waits or was begun should have been done; `now` is in ms since 1970. It rises where no
    worker runs, and where one died with its job."""
    unfinished = Job.state.in_(("waiting", "running"))
    earliest = connection.execute(select(func.min(Job.due)).where(unfinished)).scalar()
    return 0.0 if earliest is None else max(0.0, (now - earliest) / 1000)


class MailRow(msgspec.Struct, frozen=True):
    """One mail as an organiser may see it: never what it says. Moments are in ms since 1970; `error` is a type of fault, and the code
    of the mail server where it gave one."""

    id: str
    kind: str
    recipient: str
    language: str
    cause: str
    state: str
    tries: int
    maybe_twice: bool
    error: str | None
    created: int
    sent: int | None
    can_be_retried: bool
    """Its text is still there, and it is not being sent at this moment."""


_mails = select(
    *(getattr(Mail, name) for name in MailRow.__struct_fields__[:-1]),
    and_(Mail.state != "sent", Mail.body.is_not(None), Mail.begun.is_(None)).label("can_be_retried"),
)


def list_mails(
    connection: Connection, organisation: str, state: str | None, number: int, size: int = PAGE_SIZE
) -> Page[MailRow]:
    """Page `number` (from 1) of the mails of one organisation, in one state or all, the newest first."""
    count = connection.execute(
        select(func.count()).select_from(Mail).where(_of(organisation, state))
    ).scalar_one()
    return read_page(connection, count, _ordered(_mails.where(_of(organisation, state))), _mail, number, size)


def newest_mails(connection: Connection, organisation: str, state: str, size: int) -> Page[MailRow]:
    """The newest mails of one organisation in one state."""
    return read_first_page(connection, _ordered(_mails.where(_of(organisation, state))), _mail, size)


def mails_by_cause(connection: Connection, organisation: str, causes: Collection[str]) -> dict[str, MailRow]:
    """The newest mail of this organisation that was written for each of these."""
    query = _mails.where(_of(organisation, None), Mail.cause.in_(causes))
    return {row.cause: row for row in reversed(_rows(connection, query))}


def mails_of(connection: Connection, causes: Collection[str], kind: str) -> dict[str, MailRow]:
    """Recipient → the newest mail of this kind that was written for one of these."""
    query = _mails.where(Mail.cause.in_(causes), Mail.kind == kind)
    return {row.recipient: row for row in reversed(_rows(connection, query))}


def mail(connection: Connection, organisation: str, identifier: str) -> MailRow | None:
    """None where it is another organisation's, or gone."""
    return next(iter(_rows(connection, _mails.where(_of(organisation, None), Mail.id == identifier))), None)


def _rows(connection: Connection, query: Select[*tuple[Any, ...]]) -> list[MailRow]:
    return [_mail(row) for row in connection.execute(_ordered(query))]


def _ordered(query: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    return query.order_by(Mail.created.desc(), Mail.id)


def _mail(row: Row[*tuple[Any, ...]]) -> MailRow:
    return msgspec.convert(dict(row._mapping), MailRow, strict=False)


def count_open_mails(connection: Connection) -> dict[str, int]:
    """How many mails of the whole installation wait or failed."""
    query = select(Mail.state, func.count()).where(Mail.state != "sent").group_by(Mail.state)
    counts = {row[0]: row[1] for row in connection.execute(query)}
    return {state: counts.get(state, 0) for state in ("waiting", "failed")}


def _of(organisation: str, state: str | None) -> ColumnElement[bool]:
    of_organisation = Mail.organisation == organisation
    return of_organisation if state is None else and_(of_organisation, Mail.state == state)
