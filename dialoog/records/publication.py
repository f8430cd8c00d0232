"""What an organiser decided about a record: reading it, its versions and hidden sentences.

A member of the organisation may read a record once it is settled and its audience is the organisation or wider; everybody once that is the
public. These two conditions stand here, as SQL for lists and as a question about one record.
"""

from collections.abc import Iterable, Mapping

import msgspec
from sqlalchemy import ColumnElement, Connection, and_, func, select

from dialoog.accounts.models import Person
from dialoog.accounts.policy import Resource
from dialoog.live import queries
from dialoog.records.models import (
    Audience,
    HiddenWord,
    Publication,
    Record,
    RecordVersion,
    Stage,
)
from dialoog.records.snapshot import Snapshot, decode


class PublicationInfo(msgspec.Struct, frozen=True, kw_only=True):
    """As it is now; the defaults are those of a record that no organiser touched. `review_ends` is ms since 1970."""

    stage: Stage = "concept"
    audience: Audience = "participants"
    review_ends: int | None = None
    introduction: str = ""
    conclusion: str = ""
    number: int = 0
    lost_insights: int = 0


class VersionInfo(msgspec.Struct, frozen=True):
    """One line of the list of versions. `name` is None where the account is gone."""

    number: int
    at: int
    name: str | None
    stage: Stage
    audience: Audience
    introduction: str
    conclusion: str


class Hidden(msgspec.Struct, frozen=True):
    """Why a sentence is hidden, since when (ms since 1970), and by whom; `by` is None where the account is gone."""

    reason: str
    at: int
    by: str | None


_publication, _versions = Publication.__table__.columns, RecordVersion.__table__.columns
is_published: ColumnElement[bool] = func.coalesce(
    and_(_publication.stage == "final", _publication.audience.in_(("organisation", "public"))), False
)
"""Whether the members of its organisation may read it. The query joins `Publication`, for records without a row by an outer join."""
is_public: ColumnElement[bool] = and_(_publication.stage == "final", _publication.audience == "public")


def publication(connection: Connection, dialogue: str) -> PublicationInfo:
    columns = [_publication[name] for name in PublicationInfo.__struct_fields__]
    row = connection.execute(select(*columns).where(_publication.dialogue == dialogue)).one_or_none()
    return PublicationInfo() if row is None else msgspec.convert(row._mapping, PublicationInfo)


def record_resource(connection: Connection, dialogue: str) -> Resource:
    """What the policy looks at where a record is asked for."""
    published = select(is_published).where(_publication.dialogue == dialogue)
    return msgspec.structs.replace(
        queries.resource_of(connection, dialogue), published=bool(connection.execute(published).scalar())
    )


def snapshot(connection: Connection, dialogue: str) -> Snapshot | None:
    """All of it, with hidden sentences; None where there is no record."""
    document = connection.execute(select(Record.document).where(Record.dialogue == dialogue)).scalar()
    return None if document is None else decode(document)


def versions(connection: Connection, dialogue: str) -> list[VersionInfo]:
    """The newest first."""
    names = [name for name in VersionInfo.__struct_fields__ if name != "name"]
    query = (
        select(*(_versions[name] for name in names), Person.name)
        .outerjoin(Person, Person.id == _versions.person)
        .where(_versions.dialogue == dialogue)
        .order_by(_versions.number.desc())
    )
    return [msgspec.convert(row._mapping, VersionInfo) for row in connection.execute(query)]


def hidden_words(connection: Connection, dialogue: str) -> dict[str, Hidden]:
    """Word → why an organiser hid it, for them and for its owner."""
    query = (
        select(HiddenWord.word, HiddenWord.reason, HiddenWord.at, Person.name)
        .outerjoin(Person, Person.id == HiddenWord.person)
        .where(HiddenWord.dialogue == dialogue)
        .order_by(HiddenWord.at)
    )
    return {row.word: Hidden(row.reason, row.at, row.name) for row in connection.execute(query)}


def hidden_of(hidden: Mapping[str, Hidden], words: Iterable[str]) -> dict[str, Hidden]:
    """Of the hidden sentences those among `words`, such as somebody's own."""
    return {word: hidden[word] for word in words if word in hidden}
