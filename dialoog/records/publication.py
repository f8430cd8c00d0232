"""What an organiser decided about a record: reading it, its versions and hidden sentences.

A member of the organisation may read a record once it is settled and its audience is the organisation or wider; everybody once that is the
public. These two conditions stand here, as SQL for lists and for one record as properties of its head.
"""

from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, Row, SQLColumnExpression, and_, func, select

from dialoog.accounts.models import Person
from dialoog.accounts.policy import Resource
from dialoog.live import queries
from dialoog.live.models import Dialogue
from dialoog.records.models import (
    Audience,
    Download,
    HiddenWord,
    Publication,
    Record,
    RecordVersion,
    Stage,
)
from dialoog.records.report_back.models import ReportBack
from dialoog.records.report_back.queries import TextInfo
from dialoog.records.snapshot import Snapshot, decode

stage_of_record: SQLColumnExpression[str] = func.coalesce(Publication.stage, "concept")
audience_of_record: SQLColumnExpression[str] = func.coalesce(Publication.audience, "participants")
"""Where the query reads `Publication` by an outer join: of a record that no organiser touched those that it begins with."""


class PublicationInfo(msgspec.Struct, frozen=True, kw_only=True):
    """As it is now; the defaults are those of a record that no organiser touched. `review_ends` is ms since 1970."""

    stage: Stage = "concept"
    audience: Audience = "participants"
    review_ends: int | None = None
    introduction: str = ""
    conclusion: str = ""
    number: int = 0
    lost_insights: int = 0
    named_in: str = ""


class RecordHead(msgspec.Struct, frozen=True, kw_only=True):
    """All of a record but its texts and names: what one query reads. `snapshot` is whole, with hidden sentences, and None before the
    dialogue was closed, as are the moments `saved` and `changed` (ms since 1970)."""

    about: queries.DialogueInfo
    owner: str | None
    decided: PublicationInfo
    saved: int | None
    changed: int | None
    written: int | None
    """When an organiser wrote what stands above it now (ms since 1970); None where nothing does."""
    hidden: frozenset[str]
    """The ids of sentences that an organiser hid."""
    snapshot: Snapshot | None
    told: TextInfo | None
    """What was told back to who took part of what became of it; None before."""
    draft: TextInfo | None
    """What an organiser wrote to tell back, and did not send yet."""
    downloads: int
    """How many files of it were taken along, and how many of those are old: something of what stood in them went."""
    old_downloads: int

    @property
    def newest_text(self) -> TextInfo:
        """The draft, or where there is none what was told last."""
        return self.draft or self.told or TextInfo()

    @property
    def resource(self) -> Resource:
        """What the policy looks at where a record is asked for."""
        is_final, audience = self.decided.stage == "final", self.decided.audience
        published = is_final and audience in ("organisation", "public")
        return Resource(dialogue=self.about.id, organisation=self.owner, published=published)

    @property
    def is_public(self) -> bool:
        decided = self.decided
        return self.snapshot is not None and decided.stage == "final" and decided.audience == "public"


class VersionInfo(msgspec.Struct, frozen=True):
    """One line of the list of versions. `name` is None where the account is gone."""

    number: int
    at: int
    name: str | None
    stage: Stage
    audience: Audience
    introduction: str
    conclusion: str
    words: tuple[str, ...]
    """The ids of what stood in it."""


class Hidden(msgspec.Struct, frozen=True):
    """Why a sentence is hidden, since when (ms since 1970), and by whom; `by` is None where the account is gone."""

    reason: str
    at: int
    by: str | None


_publication, _versions = Publication.__table__.columns, RecordVersion.__table__.columns
_hidden_ids = (
    select(func.aggregate_strings(HiddenWord.word, " "))
    .where(HiddenWord.dialogue == Dialogue.id)
    .correlate(Dialogue)
    .scalar_subquery()
)
"""Ids have no spaces."""
_written = (
    select(func.min(_versions.at))
    .where(
        _versions.dialogue == Dialogue.id,
        _versions.introduction == _publication.introduction,
        _versions.conclusion == _publication.conclusion,
        _publication.introduction + _publication.conclusion != "",
    )
    .correlate(Dialogue, Publication)
    .scalar_subquery()
)
_told, _drafts = ReportBack.__table__.columns, ReportBack.__table__.alias("drafts")
_newest_told = (
    select(func.max(ReportBack.number))
    .where(ReportBack.dialogue == Dialogue.id, ReportBack.sent.is_not(None))
    .correlate(Dialogue)
    .scalar_subquery()
)
is_old: ColumnElement[bool] = Download.missing_sentences + Download.missing_names > 0
"""Whether something of what stood in a file left the record since."""
_downloads = select(func.count()).where(Download.dialogue == Dialogue.id).correlate(Dialogue)
is_published: ColumnElement[bool] = func.coalesce(
    and_(_publication.stage == "final", _publication.audience.in_(("organisation", "public"))), False
)
"""Whether the members of its organisation may read it. The query joins `Publication`, for records without a row by an outer join."""
is_public: ColumnElement[bool] = and_(_publication.stage == "final", _publication.audience == "public")


def publication(connection: Connection, dialogue: str) -> PublicationInfo:
    columns = [_publication[name] for name in PublicationInfo.__struct_fields__]
    row = connection.execute(select(*columns).where(_publication.dialogue == dialogue)).one_or_none()
    return PublicationInfo() if row is None else msgspec.convert(row._mapping, PublicationInfo)


def find_head(connection: Connection, dialogue: str) -> RecordHead | None:
    """None for a dialogue that is not there."""
    query = (
        queries.select_info()
        .add_columns(_hidden_ids.label("hidden"))
        .add_columns(_downloads.scalar_subquery().label("downloads"))
        .add_columns(_downloads.where(is_old).scalar_subquery().label("old_downloads"))
        .add_columns(_written.label("written"), Dialogue.owner, Record.saved, Record.changed, Record.document)
        .add_columns(
            *(_publication[name].label(f"decided_{name}") for name in PublicationInfo.__struct_fields__)
        )
        .add_columns(*(_told[name].label(f"told_{name}") for name in TextInfo.__struct_fields__))
        .add_columns(*(_drafts.c[name].label(f"draft_{name}") for name in TextInfo.__struct_fields__))
        .outerjoin(Record, Record.dialogue == Dialogue.id)
        .outerjoin(Publication, Publication.dialogue == Dialogue.id)
        .outerjoin(ReportBack, and_(_told.dialogue == Dialogue.id, _told.number == _newest_told))
        .outerjoin(_drafts, and_(_drafts.c.dialogue == Dialogue.id, _drafts.c.sent.is_(None)))
        .where(Dialogue.id == dialogue)
    )
    row = connection.execute(query).one_or_none()
    if row is None:
        return None
    decided = {name: getattr(row, f"decided_{name}") for name in PublicationInfo.__struct_fields__}
    return RecordHead(
        about=msgspec.convert(
            {name: getattr(row, name) for name in queries.DialogueInfo.__struct_fields__},
            queries.DialogueInfo,
        ),
        owner=row.owner,
        decided=PublicationInfo() if row.decided_stage is None else msgspec.convert(decided, PublicationInfo),
        saved=row.saved,
        changed=row.changed,
        written=row.written,
        hidden=frozenset((row.hidden or "").split()),
        told=_text(row, "told_"),
        draft=_text(row, "draft_"),
        snapshot=None if row.document is None else decode(row.document),
        downloads=row.downloads,
        old_downloads=row.old_downloads,
    )


def _text(row: Row[Any], prefix: str) -> TextInfo | None:
    fields = {name: getattr(row, prefix + name) for name in TextInfo.__struct_fields__}
    return None if fields["number"] is None else msgspec.convert(fields, TextInfo)


def versions(connection: Connection, dialogue: str) -> list[VersionInfo]:
    """The newest first."""
    names = [name for name in VersionInfo.__struct_fields__ if name != "name"]
    query = (
        select(*(_versions[name] for name in names), Person.name)
        .outerjoin(Person, Person.id == _versions.person)
        .where(_versions.dialogue == dialogue)
        .order_by(_versions.number.desc())
    )
    rows = connection.execute(query)
    return [msgspec.convert({**row._mapping, "words": tuple(row.words.split())}, VersionInfo) for row in rows]


def hidden_words(connection: Connection, dialogue: str) -> dict[str, Hidden]:
    """Word → why an organiser hid it, for them and for its owner."""
    query = (
        select(HiddenWord.word, HiddenWord.reason, HiddenWord.at, Person.name)
        .outerjoin(Person, Person.id == HiddenWord.person)
        .where(HiddenWord.dialogue == dialogue)
        .order_by(HiddenWord.at)
    )
    return {row.word: Hidden(row.reason, row.at, row.name) for row in connection.execute(query)}
