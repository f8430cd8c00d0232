"""Reading gatherings: one table, all of an evening, evenings to come and all of them; and who leads each.

A list has an evening once, by its first table; who was asked for one table finds that one.
"""

from typing import Any

import msgspec
from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    ScalarSelect,
    Select,
    SQLColumnExpression,
    and_,
    exists,
    func,
    or_,
    select,
)  # fmt: skip
from sqlalchemy.orm import aliased

from dialoog.accounts import account_links
from dialoog.accounts.models import AccountLink, Assignment, Person
from dialoog.accounts.policy import Resource, Scope
from dialoog.db.pagination import Page, read_page
from dialoog.live.models import Dialogue
from dialoog.live.plan import Plan
from dialoog.live.table_names import at_table
from dialoog.planning.models import Gathering


class GatheringInfo(Plan, frozen=True, kw_only=True):
    """A table of a planned evening; `closed` is when its dialogue was closed, `code` the one to join by. Moments are in ms since 1970.
    `leader` is how people call who leads, else who was asked to lead. Of the whole evening: how many tables it has, and how many of those
    were opened, are closed, have nobody who leads."""

    id: str
    owner: str
    evening: str
    number: int
    is_first: bool
    tables: int
    opened: int
    ended: int
    unled: int
    leader: str
    end: str
    screen_lang: str
    programme: str
    dialogue: str | None
    code: str | None
    closed: int | None
    cancelled: int | None
    changed: int

    @property
    def name(self) -> str:
        """What it is about, else what it is called, with the table where there are several."""
        return at_table(self.theme or self.title, self.number if self.tables > 1 else 0, self.lang)

    @property
    def language(self) -> str:
        """Of the screen at this table."""
        return self.screen_lang or self.lang

    @property
    def state(self) -> str:
        """cancelled, closed, open (its table was opened) or planned."""
        if self.cancelled:
            return "cancelled"
        if self.dialogue is None:
            return "planned"
        return "closed" if self.closed else "open"

    @property
    def evening_state(self) -> str:
        """As `state`, of all tables together: open while one of them is, and closed once those that were opened are."""
        if self.cancelled:
            return "cancelled"
        if not self.opened:
            return "planned"
        return "closed" if self.ended == self.opened else "open"


class Helper(msgspec.Struct, frozen=True):
    """Who leads an evening or takes its minutes: with an account (`id` is the person's), or by a link alone (`id` is the link's)."""

    id: str
    name: str
    role: str
    has_account: bool


_gathering = Gathering.__table__.columns
_table, _its_dialogue = aliased(Gathering), aliased(Dialogue)


def _count(*conditions: ColumnElement[bool]) -> ScalarSelect[int]:
    """Of the tables of the same evening."""
    query = select(func.count()).select_from(_table)
    query = query.outerjoin(_its_dialogue, _its_dialogue.id == _table.dialogue)
    return query.where(_table.evening == Gathering.evening, *conditions).scalar_subquery()


def _leader(table: Any) -> ColumnElement[str]:
    asked = select(func.min(Person.name)).join(Assignment, Assignment.person == Person.id)
    by_link = select(func.min(AccountLink.name)).where(AccountLink.purpose == "evening")
    return func.coalesce(
        func.nullif(table.facilitator, ""),
        asked.where(Assignment.gathering == table.id, Assignment.role == "facilitator").scalar_subquery(),
        by_link.where(AccountLink.gathering == table.id, AccountLink.role == "facilitator").scalar_subquery(),
        "",
    )


_computed: dict[str, SQLColumnExpression[Any]] = {
    "closed": Dialogue.closed,
    "code": Dialogue.code,
    "is_first": ~exists().where(_table.evening == Gathering.evening, _table.number < Gathering.number),
    "tables": _count(),
    "opened": _count(_table.dialogue.is_not(None)),
    "ended": _count(_its_dialogue.closed.is_not(None)),
    "unled": _count(_leader(_table) == ""),
    "leader": _leader(Gathering),
}
_columns: list[SQLColumnExpression[Any]] = [
    (_computed[name] if name in _computed else _gathering[name]).label(name)
    for name in GatheringInfo.__struct_fields__
]


def _select(*columns: SQLColumnExpression[Any]) -> Select[*tuple[Any, ...]]:
    return select(*columns).select_from(Gathering).outerjoin(Dialogue, Dialogue.id == Gathering.dialogue)


def gathering(connection: Connection, identifier: str) -> GatheringInfo | None:
    row = connection.execute(_select(*_columns).where(Gathering.id == identifier)).one_or_none()
    return _info(row) if row else None


def _info(row: Row[Any]) -> GatheringInfo:
    return msgspec.convert(row._mapping, GatheringInfo)


def tables_of(connection: Connection, evening: str) -> list[GatheringInfo]:
    """All tables of an evening, by number."""
    query = _select(*_columns).where(Gathering.evening == evening).order_by(Gathering.number)
    return [_info(row) for row in connection.execute(query)]


def resource_of(connection: Connection, identifier: str) -> Resource:
    """What the policy looks at; for a gathering that is not there one that nobody's organisation has."""
    owner = connection.execute(select(Gathering.owner).where(Gathering.id == identifier)).scalar()
    return Resource(gathering=identifier if owner else None, organisation=owner)


def coming(connection: Connection, scope: Scope, today: str, limit: int) -> list[GatheringInfo]:
    """Those of today (an ISO date) and later that were not cancelled, the next one first."""
    query = _in_scope(scope, *_columns).where(_gathering.date >= today, Gathering.cancelled.is_(None))
    rows = connection.execute(query.order_by(_gathering.date, _gathering.start, Gathering.id).limit(limit))
    return [_info(row) for row in rows]


def list_gatherings(connection: Connection, scope: Scope, number: int) -> Page[GatheringInfo]:
    """Page `number` (from 1) of all in the scope, the latest day first."""
    count = connection.execute(_in_scope(scope, func.count())).scalar_one()
    query = _in_scope(scope, *_columns)
    ordered = query.order_by(_gathering.date.desc(), _gathering.start.desc(), Gathering.id)
    return read_page(connection, count, ordered, _info, number)


def _in_scope(scope: Scope, *columns: SQLColumnExpression[Any]) -> Select[*tuple[Any, ...]]:
    """Of an evening all of which may be seen, its first table alone."""
    own_table = and_(
        Gathering.id.in_(sorted(scope.gatherings)), Gathering.owner.not_in(sorted(scope.organisations))
    )
    query = _select(*columns).where(or_(_computed["is_first"], own_table))
    return scope.narrow(query, gathering=Gathering.id, organisation=Gathering.owner)


def helpers(connection: Connection, identifier: str) -> list[Helper]:
    """Who leads first, then who takes the minutes."""
    query = (
        select(Person.id, Person.name, Assignment.role)
        .join(Assignment, Assignment.person == Person.id)
        .where(Assignment.gathering == identifier)
    )
    with_account = [Helper(*row, has_account=True) for row in connection.execute(query)]
    by_link = [
        Helper(link.id, link.name, link.role or "facilitator", has_account=False)
        for link in account_links.links_to(connection, identifier)
    ]
    return sorted([*with_account, *by_link], key=lambda one: (one.role, one.name))
