"""Which zips somebody asked for, and how far they are."""

import msgspec
from sqlalchemy import Connection, select

from dialoog.records.models import Archive

_archive = Archive.__table__.columns
LAST = 10


class ArchiveInfo(msgspec.Struct, frozen=True):
    """Moments are ms since 1970."""

    id: str
    format: str
    neighbourhood: str
    since: str
    until: str
    state: str
    total: int
    done: int
    created: int
    expires: int


def archives_of(
    connection: Connection, organisation: str, person: str, archive: str | None = None
) -> list[ArchiveInfo]:
    """Those that this person asked for in this organisation, the newest first; or this one."""
    query = select(*(_archive[name] for name in ArchiveInfo.__struct_fields__)).where(
        _archive.organisation == organisation, _archive.person == person
    )
    if archive is not None:
        query = query.where(_archive.id == archive)
    rows = connection.execute(query.order_by(_archive.created.desc()).limit(LAST))
    return [msgspec.convert(row._mapping, ArchiveInfo) for row in rows]
