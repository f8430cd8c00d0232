"""Records that everybody may read: the list of them, and one."""

import msgspec
from sqlalchemy import Connection, func, select

from dialoog.db.pagination import Page, read_page
from dialoog.live.models import Dialogue
from dialoog.live.table_names import named_columns
from dialoog.records.document import Document
from dialoog.records.models import Publication, Record
from dialoog.records.publication import find_head, is_public
from dialoog.records.queries import document_of


class PublicRecord(msgspec.Struct, frozen=True):
    """One line of the list; `held` is ms since 1970. It counts nothing: what is not public would count too."""

    dialogue: str
    title: str
    theme: str
    neighbourhood: str
    lang: str
    held: int


_dialogue = Dialogue.__table__.columns
_columns = [
    _dialogue.id.label("dialogue"),
    *named_columns("title", "theme", "neighbourhood", "lang"),
]
_tables = Dialogue.__table__.join(Record, Record.dialogue == Dialogue.id).join(
    Publication, Publication.dialogue == Dialogue.id
)
_is_listed = is_public & Dialogue.erasing.is_(None)


def list_public(connection: Connection, number: int) -> Page[PublicRecord]:
    """Page `number` (from 1), the newest first."""
    count = connection.execute(select(func.count()).select_from(_tables).where(_is_listed)).scalar_one()
    query = select(*_columns, Record.held).select_from(_tables).where(_is_listed)
    ordered = query.order_by(Record.held.desc(), Dialogue.id)
    return read_page(
        connection, count, ordered, lambda row: msgspec.convert(row._mapping, PublicRecord), number
    )


def read_public(connection: Connection, dialogue: str) -> Document | None:
    """None alike for what is not public and what is not there."""
    head = find_head(connection, dialogue)
    return document_of(connection, head, "public") if head and head.is_public else None
