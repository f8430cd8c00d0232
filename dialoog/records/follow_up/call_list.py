"""The call list of the week: every agreement whose day comes within it, or has passed, with whom to ring; and what callers wrote down lately.

A name that its owner keeps out of the record is not told here either, nor a number with it: that person answers by mail or on their own
page. Mail addresses are never shown.
"""

import re
from datetime import date, timedelta
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, Row, Select, and_, case, func, select

from dialoog.accounts.policy import Scope
from dialoog.db.pagination import Page, read_first_page, read_page
from dialoog.live.journal.contacts import is_in_time
from dialoog.live.models import Contact, Dialogue, SeatName, Word
from dialoog.live.table_names import named
from dialoog.records.follow_up.agreements import AgreementInfo
from dialoog.records.follow_up.models import Agreement
from dialoog.records.models import HiddenWord

WEEK_DAYS = 7
PAGE_SIZE = 50
LATELY_DAYS = 14
"""So long what was written down on the phone stands on the page, to be put right."""
PHONE = re.compile(r"(?<![\w@.])(?:\+|00)?\(?\d[\d ()./-]{6,18}\d(?![\w@])")
_columns, _plan = Agreement.__table__.columns, Dialogue.__table__.columns


class Call(msgspec.Struct, frozen=True):
    """A line: the agreement, its words, whose it is and where it was made. `name` is None where it may not be told. `has_mail`: its owner is
    asked by mail."""

    agreement: AgreementInfo
    text: str
    lang: str
    name: str | None
    phone: str | None
    has_mail: bool
    title: str
    neighbourhood: str

    @property
    def dial(self) -> str:
        """The number as a link has it."""
        return re.sub(r"[^\d+]", "", self.phone or "")


def list_calls(
    connection: Connection, scope: Scope, today: date, number: int, size: int = PAGE_SIZE
) -> Page[Call]:
    """Page `number` (from 1) of who is to be rung until a week from today, the earliest day first."""
    count = connection.execute(_in_scope(scope, func.count()).where(_is_due(today))).scalar_one()
    ordered = _select(scope, today).where(_is_due(today)).order_by(Agreement.ask_on, Agreement.id)
    return read_page(connection, count, ordered, _call, number, size)


def first_calls(connection: Connection, scope: Scope, today: date, size: int) -> Page[Call]:
    """Who is to be rung first."""
    ordered = _select(scope, today).where(_is_due(today)).order_by(Agreement.ask_on, Agreement.id)
    return read_first_page(connection, ordered, _call, size)


def _is_due(today: date) -> ColumnElement[bool]:
    last = (today + timedelta(days=WEEK_DAYS)).isoformat()
    return and_(Agreement.ask_on != "", Agreement.ask_on <= last)


def list_written_down(connection: Connection, scope: Scope, since: int, today: date) -> list[Call]:
    """What callers wrote down since this moment, the newest first."""
    query = _select(scope, today).where(Agreement.caller.is_not(None), Agreement.at >= since)
    rows = connection.execute(query.order_by(Agreement.at.desc(), Agreement.id).limit(PAGE_SIZE))
    return [_call(row) for row in rows]


def find_call(connection: Connection, scope: Scope, identifier: str, today: date) -> Call | None:
    row = connection.execute(_select(scope, today).where(Agreement.id == identifier)).one_or_none()
    return None if row is None else _call(row)


def phone_in(reach: str) -> str | None:
    """The first telephone number in what somebody typed about how to be reached."""
    found = PHONE.search(reach)
    return found[0].strip() if found and sum(sign.isdigit() for sign in found[0]) >= 8 else None


def _in_scope(scope: Scope, *columns: Any) -> Select[*tuple[Any, ...]]:
    """Of words that an organiser hid nothing is asked."""
    of_words = and_(HiddenWord.dialogue == Agreement.dialogue, HiddenWord.word == Agreement.word)
    query = (
        select(*columns)
        .select_from(Agreement)
        .join(Dialogue, Dialogue.id == Agreement.dialogue)
        .where(Dialogue.erasing.is_(None), ~select(HiddenWord.word).where(of_words).exists())
    )
    return scope.narrow(query, dialogue=Dialogue.id, organisation=Dialogue.owner)


def _select(scope: Scope, today: date) -> Select[*tuple[Any, ...]]:
    """With texts and names: of each agreement one row."""
    agreement = (_columns[name] for name in AgreementInfo.__struct_fields__)
    query = _in_scope(
        scope,
        *agreement,
        Word.text,
        Word.lang.label("written_in"),
        SeatName.name,
        case((is_in_time(today.isoformat()), Contact.text)).label("reach"),
        named(_plan.title),
        named(_plan.neighbourhood),
    )
    return (
        query.join(Word, and_(Word.dialogue == Agreement.dialogue, Word.id == Agreement.word))
        .outerjoin(SeatName, and_(SeatName.dialogue == Agreement.dialogue, SeatName.id == Agreement.seat))
        .outerjoin(Contact, and_(Contact.dialogue == Agreement.dialogue, Contact.seat == Agreement.seat))
    )


def _call(row: Row[Any]) -> Call:
    fields = {name: row._mapping[name] for name in AgreementInfo.__struct_fields__}
    agreement = msgspec.convert(fields, AgreementInfo)
    reach = row.reach or ""
    return Call(
        agreement,
        row.text,
        row.written_in,
        name=row.name if agreement.is_named else None,
        phone=phone_in(reach) if agreement.is_named else None,
        has_mail="@" in reach,
        title=row.title,
        neighbourhood=row.neighbourhood,
    )
