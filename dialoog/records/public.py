"""Records that everybody may read: the list of them, the feed of the newest, and one."""

import msgspec
from sqlalchemy import Connection, case, func, select

from dialoog.db.pagination import Page, read_page
from dialoog.live.models import Dialogue
from dialoog.live.table_names import named_columns
from dialoog.records.document import Document
from dialoog.records.models import Publication, Record, RecordVersion
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


class FeedEntry(PublicRecord, frozen=True):
    """The same as a feed tells of it, without anybody's words: who follows a feed keeps what it brought, and a withdrawal would not reach
    them."""

    conclusion: str
    changed: int
    """When a choice of somebody or a decision of an organiser last changed it, in ms since 1970."""


FEED_SIZE = 30
_dialogue = Dialogue.__table__.columns
_tables = Dialogue.__table__.join(Record, Record.dialogue == Dialogue.id).join(
    Publication, Publication.dialogue == Dialogue.id
)
_is_listed = is_public & Dialogue.erasing.is_(None)
_newest = (
    select(
        _dialogue.id.label("dialogue"),
        *named_columns("title", "theme", "neighbourhood", "lang"),
        Record.held,
    )
    .select_from(_tables)
    .where(_is_listed)
    .order_by(Record.held.desc(), Dialogue.id)
)
_decided = select(func.max(RecordVersion.at)).where(RecordVersion.dialogue == Dialogue.id).scalar_subquery()


def list_public(connection: Connection, number: int) -> Page[PublicRecord]:
    """Page `number` (from 1), the newest first."""
    count = connection.execute(select(func.count()).select_from(_tables).where(_is_listed)).scalar_one()
    return read_page(
        connection, count, _newest, lambda row: msgspec.convert(row._mapping, PublicRecord), number
    )


def read_feed(connection: Connection) -> list[FeedEntry]:
    """The newest evenings first."""
    decided = func.coalesce(_decided, 0)
    changed = case((decided > Record.changed, decided), else_=Record.changed).label("changed")
    newest = _newest.add_columns(Publication.conclusion, changed).limit(FEED_SIZE)
    return [msgspec.convert(row._mapping, FeedEntry) for row in connection.execute(newest)]


def read_public(connection: Connection, dialogue: str) -> Document | None:
    """None alike for what is not public and what is not there."""
    head = find_head(connection, dialogue)
    return document_of(connection, head, "public") if head and head.is_public else None
