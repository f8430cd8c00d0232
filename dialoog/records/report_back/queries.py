"""Reading what was told back: the organiser's text, as a draft and as it was sent, and the list of all that was sent."""

import msgspec
from sqlalchemy import Connection, select

from dialoog.accounts.models import Person
from dialoog.records.report_back.models import ReportBack

_columns = ReportBack.__table__.columns


class TextInfo(msgspec.Struct, frozen=True, kw_only=True):
    """One text; the defaults are those of a text that nobody wrote yet. Moments are ms since 1970."""

    number: int = 0
    introduction: str = ""
    closing: str = ""
    at: int = 0
    sent: int | None = None
    copy: int | None = None


class SentText(msgspec.Struct, frozen=True):
    """One line of the list of what was sent. `name` is None where the account is gone."""

    sent: int
    copy: int | None
    name: str | None


_text = select(*(_columns[name] for name in TextInfo.__struct_fields__))


def newest_text(connection: Connection, dialogue: str) -> TextInfo:
    """The draft, or where there is none what was sent last."""
    query = _text.where(_columns.dialogue == dialogue).order_by(_columns.number.desc()).limit(1)
    row = connection.execute(query).one_or_none()
    return TextInfo() if row is None else msgspec.convert(row._mapping, TextInfo)


def is_told(connection: Connection, dialogue: str) -> bool:
    return bool(last_told(connection, dialogue))


def last_told(connection: Connection, dialogue: str) -> list[int]:
    """The numbers of the two texts that were sent last, the newest first."""
    query = select(_columns.number).where(_columns.dialogue == dialogue, _columns.sent.is_not(None))
    return list(connection.execute(query.order_by(_columns.number.desc()).limit(2)).scalars())


def list_sent(connection: Connection, dialogue: str) -> list[SentText]:
    """The newest first."""
    query = (
        select(_columns.sent, _columns.copy, Person.name)
        .outerjoin(Person, Person.id == _columns.person)
        .where(_columns.dialogue == dialogue, _columns.sent.is_not(None))
        .order_by(_columns.number.desc())
    )
    return [msgspec.convert(row._mapping, SentText) for row in connection.execute(query)]
