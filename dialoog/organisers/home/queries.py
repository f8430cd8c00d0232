"""What an organiser has to do, read from all evenings that they may see, and the evenings that were closed last."""

from datetime import date, datetime

import msgspec
from sqlalchemy import Connection, case, func, or_, select

from dialoog.accounts.policy import Scope
from dialoog.jobs.schedule import TIME_ZONE
from dialoog.live.models import Dialogue
from dialoog.records.downloads.queries import is_news
from dialoog.records.follow_up.models import Agreement
from dialoog.records.models import Download, Publication, Record, Sheet
from dialoog.records.report_back.models import ReportBack
from dialoog.rules.released import SEVEN_DAYS_MS

DAY_MS = 24 * 3600 * 1000
MOST = 20
"""Lines of one kind; what does not fit stands there once others are done."""
LAST_CLOSED = 3


class OpenEvening(msgspec.Struct, frozen=True):
    """A dialogue that nobody closed; `created` is ms since 1970."""

    id: str
    title: str
    neighbourhood: str
    facilitator: str
    lang: str
    date: str
    created: int
    days_open: int = 0
    """Since the day on which it was held, or made where it has none."""


class ClosedEvening(msgspec.Struct, frozen=True):
    """A dialogue with a record; `held` is ms since 1970."""

    id: str
    title: str
    theme: str
    neighbourhood: str
    lang: str
    held: int


class RecordToEdit(msgspec.Struct, frozen=True):
    """A record that waits for an organiser: still a concept, or with insights or sentences of its sheet that went. `saved` is ms since
    1970."""

    id: str
    title: str
    theme: str
    neighbourhood: str
    lang: str
    saved: int
    lost_insights: int
    lost_sentences: int
    review_ends: int | None
    """When its seven days ended, of one that may be settled."""


class ReportToTell(msgspec.Struct, frozen=True):
    """A settled record of which nobody told back what became of it, though so many of its agreements are done."""

    id: str
    title: str
    theme: str
    neighbourhood: str
    lang: str
    done: int


class OldCopies(msgspec.Struct, frozen=True):
    """A dialogue of which copies became old, without anybody having looked: how many, and what it is called."""

    id: str
    title: str
    theme: str
    copies: int


_dialogue = Dialogue.__table__.columns


def never_closed(connection: Connection, scope: Scope, today: str, now: int) -> list[OpenEvening]:
    """Evenings of before this ISO date, or without a date from more than a day ago, that are still open; the oldest first."""
    columns = [_dialogue[name] for name in OpenEvening.__struct_fields__ if name != "days_open"]
    is_over = ((Dialogue.date != "") & (Dialogue.date < today)) | (  # type: ignore[attr-defined]
        (Dialogue.date == "") & (Dialogue.created < now - DAY_MS)  # type: ignore[attr-defined]
    )
    query = select(*columns).where(Dialogue.closed.is_(None), Dialogue.erasing.is_(None), is_over)
    query = scope.narrow(query, dialogue=Dialogue.id, organisation=Dialogue.owner)
    rows = connection.execute(query.order_by(Dialogue.created).limit(MOST))
    evenings = [msgspec.convert(row._mapping, OpenEvening) for row in rows]
    open_ones = [msgspec.structs.replace(one, days_open=_days_since(one, today)) for one in evenings]
    return sorted(open_ones, key=lambda one: -one.days_open)


def _days_since(evening: OpenEvening, today: str) -> int:
    made = datetime.fromtimestamp(evening.created // 1000, TIME_ZONE).date()
    held = date.fromisoformat(evening.date) if evening.date else made
    return (date.fromisoformat(today) - held).days


def last_closed(connection: Connection, scope: Scope) -> list[ClosedEvening]:
    """The newest first."""
    names = [name for name in ClosedEvening.__struct_fields__ if name != "held"]
    query = (
        select(*(_dialogue[name] for name in names), Record.held)
        .join(Record, Record.dialogue == Dialogue.id)
        .where(Dialogue.erasing.is_(None))
    )
    query = scope.narrow(query, dialogue=Dialogue.id, organisation=Dialogue.owner)
    rows = connection.execute(query.order_by(Record.held.desc()).limit(LAST_CLOSED))
    return [msgspec.convert(row._mapping, ClosedEvening) for row in rows]


def records_to_edit(connection: Connection, scope: Scope, now: int) -> list[RecordToEdit]:
    """Concepts of evenings that were closed more than seven days ago, records that lay open for seven days, and those that lost an
    insight or a sentence of their sheet; the oldest first."""
    names = ("id", "title", "theme", "neighbourhood", "lang")
    lost_insights = func.coalesce(Publication.lost_insights, 0)
    lost_sentences = func.coalesce(Sheet.lost, 0)
    is_left = (func.coalesce(Publication.stage, "concept") == "concept") & (
        Record.saved < now - SEVEN_DAYS_MS
    )
    is_read = (Publication.stage == "review") & (Publication.review_ends <= now)
    review_ends = case((is_read, Publication.review_ends))
    query = (
        select(
            *(_dialogue[name] for name in names),
            Record.saved,
            lost_insights.label("lost_insights"),
            lost_sentences.label("lost_sentences"),
            review_ends.label("review_ends"),
        )
        .join(Record, Record.dialogue == Dialogue.id)
        .outerjoin(Publication, Publication.dialogue == Dialogue.id)
        .outerjoin(Sheet, Sheet.dialogue == Dialogue.id)
        .where(Dialogue.erasing.is_(None), or_(is_left, is_read, lost_insights > 0, lost_sentences > 0))
    )
    query = scope.narrow(query, dialogue=Dialogue.id, organisation=Dialogue.owner)
    rows = connection.execute(query.order_by(Record.saved, Dialogue.id).limit(MOST))
    return [msgspec.convert(row._mapping, RecordToEdit) for row in rows]


def reports_to_tell(connection: Connection, scope: Scope) -> list[ReportToTell]:
    """The oldest evening first."""
    columns = [_dialogue[name] for name in ReportToTell.__struct_fields__ if name != "done"]
    was_told = select(ReportBack.number).where(
        ReportBack.dialogue == Dialogue.id, ReportBack.sent.is_not(None)
    )
    query = (
        select(*columns, func.count().label("done"))
        .join(Agreement, Agreement.dialogue == Dialogue.id)
        .join(Publication, Publication.dialogue == Dialogue.id)
        .where(
            Dialogue.erasing.is_(None),
            Agreement.outcome == "done",
            Publication.stage == "final",
            ~was_told.exists(),
        )
        .group_by(*columns, _dialogue.created)
    )
    query = scope.narrow(query, dialogue=Dialogue.id, organisation=Dialogue.owner)
    rows = connection.execute(query.order_by(_dialogue.created, _dialogue.id).limit(MOST))
    return [msgspec.convert(row._mapping, ReportToTell) for row in rows]


def old_copies(connection: Connection, scope: Scope) -> list[OldCopies]:
    """By title."""
    names = ("id", "title", "theme")
    columns = [_dialogue[name] for name in names]
    query = (
        select(*columns, func.count().label("copies"))
        .join(Download, Download.dialogue == Dialogue.id)
        .where(Dialogue.erasing.is_(None), is_news)
        .group_by(*columns)
    )
    query = scope.narrow(query, dialogue=Dialogue.id, organisation=Dialogue.owner)
    rows = connection.execute(query.order_by(_dialogue.title, _dialogue.id).limit(MOST))
    return [msgspec.convert(row._mapping, OldCopies) for row in rows]
