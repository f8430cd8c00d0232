"""What an organiser has to do, read from all evenings that they may see, and the evenings that were closed last."""

from datetime import date
from typing import Any

import msgspec
from sqlalchemy import (
    ColumnElement,
    Connection,
    ScalarSelect,
    Select,
    SQLColumnExpression,
    and_,
    case,
    func,
    or_,
    select,
)

from dialoog.accounts.policy import Scope
from dialoog.jobs.clock import DAY_MS
from dialoog.jobs.schedule import day_at
from dialoog.live.models import Dialogue, JournalRow, SeatName, Word
from dialoog.live.table_names import named_columns
from dialoog.records.downloads.queries import is_news
from dialoog.records.follow_up.models import Agreement
from dialoog.records.follow_up.questions.to_do import Why, first_of_each
from dialoog.records.looking_back.answers import to_ring
from dialoog.records.models import Audience, Download, Publication, Record, Sheet, Stage
from dialoog.records.publication import audience_of_record, stage_of_record
from dialoog.records.report_back.models import ReportBack
from dialoog.records.requests.queries import of_requests
from dialoog.records.search.models import SearchText, is_of_table
from dialoog.records.unused import looks_unused
from dialoog.rules.released import SEVEN_DAYS_MS

QUIET_MS = 6 * 3600 * 1000
"""A table at which nothing happened for so long is empty; longer ago than the longest pause of an evening."""
MOST = 20
"""Lines of one kind; what does not fit stands there once others are done."""
LAST_CLOSED = 3
SHOWN = ("dream", "experience", "possibility", "perspective")
"""Kinds of which one sentence stands below the evening that was closed last."""


class OpenEvening(msgspec.Struct, frozen=True):
    """A dialogue that nobody closed; `created` is ms since 1970."""

    id: str
    title: str
    neighbourhood: str
    facilitator: str
    lang: str
    date: str
    created: int
    unused: bool
    """Nobody sat down there, and nothing was written."""
    days_open: int = 0
    """Since the day on which it was held, or made where it has none."""


class ClosedEvening(msgspec.Struct, frozen=True):
    """A dialogue with a record; `held` is ms since 1970. With one sentence that somebody released, where the search has one."""

    id: str
    title: str
    theme: str
    neighbourhood: str
    lang: str
    held: int
    stage: Stage
    audience: Audience
    kind: str | None
    text: str | None
    text_lang: str | None
    name: str | None
    of_table: bool


class RecordToDo(msgspec.Struct, frozen=True):
    """A record that waits for an organiser; each of the following is one thing to do. Moments are in ms since 1970."""

    id: str
    title: str
    theme: str
    neighbourhood: str
    lang: str
    saved: int
    is_left: bool
    """It was saved more than seven days ago, and is still a concept."""
    review_ends: int | None
    """When its seven days ended, of one that may be settled."""
    lost_insights: int
    lost_sentences: int
    """Insights, and sentences of its sheet, that went."""
    is_named: bool
    """A text of the organiser's own names somebody who was erased."""
    waiting: int
    to_ring: int
    """Requests without an answer, and those whose asker did not hear it yet."""
    asked: int | None
    """When the oldest of both was written."""
    old_copies: int
    """Copies that became old without anybody having looked."""
    done: int
    """Its agreements that are done, where it is settled and nobody told back what became of it."""

    questions: int
    """Questions put to somebody that wait for an organiser; of the first of them the following, all None where there is none."""
    question: str | None
    """Its id."""
    question_text: str | None
    question_lang: str | None
    question_to: str | None
    question_day: str | None
    """The ISO date on which a reply is awaited."""
    question_why: Why | None
    to_ask: int
    """People who were asked what changed, got no mail and did not answer: they are rung."""

    @property
    def has_requests(self) -> bool:
        return self.waiting + self.to_ring > 0

    @property
    def is_to_edit(self) -> bool:
        return (
            self.is_left
            or self.review_ends is not None
            or self.is_named
            or self.lost_insights + self.lost_sentences > 0
        )


_dialogue = Dialogue.__table__.columns


def never_closed(connection: Connection, scope: Scope, today: str, now: int) -> list[OpenEvening]:
    """Evenings of before this ISO date, or without a date from more than a day ago, that are still open and at whose table nobody sits now;
    the oldest first."""
    computed = ("unused", "days_open")
    columns = [
        *named_columns(*(name for name in OpenEvening.__struct_fields__ if name not in computed)),
        looks_unused().label("unused"),
    ]
    is_over = ((Dialogue.date != "") & (Dialogue.date < today)) | (  # type: ignore[attr-defined]
        (Dialogue.date == "") & (Dialogue.created < now - DAY_MS)  # type: ignore[attr-defined]
    )
    query = select(*columns).where(
        Dialogue.closed.is_(None), Dialogue.erasing.is_(None), is_over, _last_entry() < now - QUIET_MS
    )
    query = scope.narrow(query, dialogue=Dialogue.id, organisation=Dialogue.owner)
    rows = connection.execute(query.order_by(Dialogue.created).limit(MOST))
    evenings = [msgspec.convert(row._mapping, OpenEvening, strict=False) for row in rows]
    open_ones = [msgspec.structs.replace(one, days_open=_days_since(one, today)) for one in evenings]
    return sorted(open_ones, key=lambda one: -one.days_open)


def _last_entry() -> ColumnElement[int]:
    """The moment of the newest entry of a dialogue's journal."""
    own = select(JournalRow.at).where(JournalRow.dialogue == Dialogue.id).correlate(Dialogue)
    newest = own.order_by(JournalRow.version.desc()).limit(1).scalar_subquery()
    return func.coalesce(newest, Dialogue.created)


def _days_since(evening: OpenEvening, today: str) -> int:
    made = day_at(evening.created)
    held = date.fromisoformat(evening.date) if evening.date else made
    return (date.fromisoformat(today) - held).days


def last_closed(connection: Connection, scope: Scope) -> list[ClosedEvening]:
    """The newest first."""
    of_plan = named_columns("id", "title", "theme", "neighbourhood", "lang")
    query = (
        select(*of_plan, Record.held, stage_of_record.label("stage"), audience_of_record.label("audience"))
        .add_columns(_one_sentence().label("word"))
        .join(Record, Record.dialogue == Dialogue.id)
        .outerjoin(Publication, Publication.dialogue == Dialogue.id)
        .where(Dialogue.erasing.is_(None))
    )
    query = scope.narrow(query, dialogue=Dialogue.id, organisation=Dialogue.owner)
    newest = query.order_by(Record.held.desc()).limit(LAST_CLOSED).subquery()
    of_newest = and_(
        SearchText.dialogue == newest.c.id, SearchText.word == newest.c.word, SearchText.is_original
    )
    with_sentence = (
        select(newest, SearchText.kind, Word.text, Word.lang.label("text_lang"), SeatName.name)
        .add_columns(is_of_table())
        .outerjoin(SearchText, of_newest)
        .outerjoin(Word, and_(Word.dialogue == newest.c.id, Word.id == SearchText.word))
        .outerjoin(SeatName, and_(SeatName.dialogue == newest.c.id, SeatName.id == SearchText.seat))
    )
    rows = connection.execute(with_sentence.order_by(newest.c.held.desc()))
    return [msgspec.convert(row._mapping, ClosedEvening) for row in rows]


def _one_sentence() -> ScalarSelect[str]:
    """Of what people want, saw and can do one released sentence; which says nothing about the others."""
    place = case({kind: place for place, kind in enumerate(SHOWN)}, value=SearchText.kind)
    of_kind = SearchText.dialogue == Dialogue.id, SearchText.is_original, SearchText.kind.in_(SHOWN)
    return select(SearchText.word).where(*of_kind).order_by(place, SearchText.word).limit(1).scalar_subquery()


def records_to_do(connection: Connection, scope: Scope, now: int) -> list[RecordToDo]:
    """Who asked to be taken out stands first, then copies that became old, then the records to edit; of each the oldest first."""
    requests = of_requests().subquery()
    copies = (
        select(Download.dialogue, func.count().label("old_copies"))
        .where(is_news)
        .group_by(Download.dialogue)
        .subquery()
    )
    reports = _reports_to_tell().subquery()
    unanswered = to_ring().subquery()
    put = first_of_each(day_at(now)).subquery()
    is_left = and_(stage_of_record == "concept", Record.saved < now - SEVEN_DAYS_MS)
    is_read = and_(Publication.stage == "review", Publication.review_ends <= now)
    columns: dict[str, SQLColumnExpression[Any]] = {
        **{one.name: one for one in named_columns("id", "title", "theme", "neighbourhood", "lang")},
        "saved": Record.__table__.c.saved,
        "is_left": is_left,
        "review_ends": case((is_read, Publication.review_ends)),
        "lost_insights": func.coalesce(Publication.lost_insights, 0),
        "lost_sentences": func.coalesce(Sheet.lost, 0),
        "is_named": func.coalesce(Publication.named_in, "") != "",
        **{name: func.coalesce(requests.c[name], 0) for name in ("waiting", "to_ring")},
        "asked": requests.c.asked,
        "old_copies": func.coalesce(copies.c.old_copies, 0),
        "done": func.coalesce(reports.c.done, 0),
        "questions": func.coalesce(put.c.questions, 0),
        "question": put.c.word,
        "question_text": put.c.text,
        "question_lang": put.c.lang,
        "question_to": put.c.organisation,
        "question_day": put.c.ask_on,
        "question_why": put.c.why,
        "to_ask": func.coalesce(unanswered.c.persons, 0),
    }
    query: Select[*tuple[Any, ...]] = (
        select(*(column.label(name) for name, column in columns.items()))
        .join(Record, Record.dialogue == Dialogue.id)
        .outerjoin(Publication, Publication.dialogue == Dialogue.id)
        .outerjoin(Sheet, Sheet.dialogue == Dialogue.id)
        .outerjoin(requests, requests.c.dialogue == Dialogue.id)
        .outerjoin(copies, copies.c.dialogue == Dialogue.id)
        .outerjoin(reports, reports.c.dialogue == Dialogue.id)
        .outerjoin(unanswered, unanswered.c.dialogue == Dialogue.id)
        .outerjoin(put, and_(put.c.dialogue == Dialogue.id, put.c.place == 1))
        .where(
            Dialogue.erasing.is_(None),
            or_(
                is_left,
                is_read,
                Publication.lost_insights > 0,
                Publication.named_in > "",
                Sheet.lost > 0,
                requests.c.asked.is_not(None),
                copies.c.old_copies > 0,
                reports.c.done > 0,
                unanswered.c.persons > 0,
                put.c.dialogue.is_not(None),
            ),
        )
    )
    query = scope.narrow(query, dialogue=Dialogue.id, organisation=Dialogue.owner)
    kind = case((requests.c.asked.is_not(None), 0), (copies.c.old_copies > 0, 1), else_=2)
    rows = connection.execute(query.order_by(kind, requests.c.asked, Record.saved, _dialogue.id).limit(MOST))
    return [msgspec.convert(dict(row._mapping), RecordToDo, strict=False) for row in rows]


def _reports_to_tell() -> Select[*tuple[Any, ...]]:
    """Per settled dialogue of which nobody told back what became of it, how many of its agreements are `done`."""
    was_told = select(ReportBack.number).where(
        ReportBack.dialogue == Agreement.dialogue, ReportBack.sent.is_not(None)
    )
    return (
        select(Agreement.dialogue, func.count().label("done"))
        .join(Publication, Publication.dialogue == Agreement.dialogue)
        .where(Agreement.outcome == "done", Publication.stage == "final", ~was_told.exists())
        .group_by(Agreement.dialogue)
    )
