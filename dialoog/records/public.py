"""Records that everybody may read: the list of them, and one."""

import msgspec
from sqlalchemy import Connection, func, select

from dialoog.live.models import Dialogue
from dialoog.records.document import Document
from dialoog.records.models import Publication, Record
from dialoog.records.publication import find_head, is_public
from dialoog.records.queries import PAGE_SIZE, document_of


class PublicRecord(msgspec.Struct, frozen=True):
    """One line of the list; `held` is ms since 1970. It counts nothing: what is not public would count too."""

    dialogue: str
    title: str
    theme: str
    neighbourhood: str
    lang: str
    held: int


class PublicPage(msgspec.Struct, frozen=True):
    """One page of the list. `lines` is empty for a `number` that is no page; `pages` is at least 1."""

    lines: list[PublicRecord]
    number: int
    pages: int


_dialogue = Dialogue.__table__.columns
_columns = [
    _dialogue.id.label("dialogue"),
    *(_dialogue[name] for name in ("title", "theme", "neighbourhood", "lang")),
]
_tables = Dialogue.__table__.join(Record, Record.dialogue == Dialogue.id).join(
    Publication, Publication.dialogue == Dialogue.id
)
_is_listed = is_public & Dialogue.erasing.is_(None)


def list_public(connection: Connection, number: int) -> PublicPage:
    """Page `number` (from 1), the newest first."""
    counted = select(func.count()).select_from(_tables).where(_is_listed)
    pages = max(1, -(-connection.execute(counted).scalar_one() // PAGE_SIZE))
    if not 1 <= number <= pages:
        return PublicPage([], number, pages)
    query = select(*_columns, Record.held).select_from(_tables).where(_is_listed)
    query = query.order_by(Record.held.desc(), Dialogue.id).limit(PAGE_SIZE).offset((number - 1) * PAGE_SIZE)
    lines = [msgspec.convert(row._mapping, PublicRecord) for row in connection.execute(query)]
    return PublicPage(lines, number, pages)


def read_public(connection: Connection, dialogue: str) -> Document | None:
    """None alike for what is not public and what is not there."""
    head = find_head(connection, dialogue)
    return document_of(connection, head, "public") if head and head.is_public else None
