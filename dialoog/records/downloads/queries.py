"""Which files of a record were taken along, and which of them are old: what stood in them left the record since."""

import msgspec
from sqlalchemy import Connection, func, select

from dialoog.accounts.models import Person
from dialoog.db.pagination import Page, read_page
from dialoog.records.models import Audience, Download
from dialoog.records.publication import is_old

_download = Download.__table__.columns
is_news = Download.missing_sentences + Download.missing_names > Download.acknowledged
"""More is missing than when an organiser last looked."""


class ListedDownload(msgspec.Struct, frozen=True):
    """One line of the list; `at` is ms since 1970. `name` is None where no account took it, or the account is gone."""

    number: int
    at: int
    format: str
    audience: Audience
    taker: str
    times: int
    missing_sentences: int
    missing_names: int
    name: str | None

    @property
    def is_old(self) -> bool:
        return self.missing_sentences + self.missing_names > 0


class DownloadCounts(msgspec.Struct, frozen=True):
    """All downloads of a record, those that are old, and those of which an organiser does not know that yet."""

    downloads: int
    old: int
    news: int


def list_downloads(
    connection: Connection, dialogue: str, counts: DownloadCounts, number: int
) -> Page[ListedDownload]:
    """Page `number` (from 1): the old ones first, then the newest."""
    names = [name for name in ListedDownload.__struct_fields__ if name != "name"]
    query = (
        select(*(_download[name] for name in names), Person.name)
        .outerjoin(Person, Person.id == _download.person)
        .where(_download.dialogue == dialogue)
        .order_by(is_old.desc(), _download.number.desc())
    )
    return read_page(
        connection,
        counts.downloads,
        query,
        lambda row: msgspec.convert(row._mapping, ListedDownload),
        number,
    )


def count_downloads(connection: Connection, dialogue: str) -> DownloadCounts:
    query = select(func.count(), func.count().filter(is_old), func.count().filter(is_news)).where(
        _download.dialogue == dialogue
    )
    return DownloadCounts(*connection.execute(query).one())
