"""Reminding an addressee by mail on the day after a reply was awaited, as jobs of the worker: one for each question and day. Where no mail
server is set there are no such jobs: who is late stands on the call list.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import Connection, Engine, and_, select, update

from dialoog.db.engine import read_transaction, retry_while_locked, transaction
from dialoog.jobs import outbox
from dialoog.jobs.schedule import TIME_ZONE, schedule
from dialoog.jobs.worker import Handler, Progress
from dialoog.records.follow_up.actions import today_at
from dialoog.records.follow_up.questions import mails
from dialoog.records.follow_up.questions.models import Addressee, Question
from dialoog.records.follow_up.reminders import HOUR, PLANNED_AT_ONCE, STALE_DAYS
from dialoog.settings import Settings


def handlers(settings: Settings) -> dict[str, Handler]:
    if not outbox.is_configured(settings):
        return {}
    return {"question": Handler(partial(remind_step, settings), lambda _engine: None, plan_jobs)}


def plan_jobs(engine: Engine, now: int) -> Iterator[None]:
    """A job for everybody whose reply is late, at ten o'clock of today."""
    today, last = today_at(now), ""
    due = int(datetime.combine(today, HOUR, TIME_ZONE).timestamp()) * 1000
    oldest, until = ((today - timedelta(days=days)).isoformat() for days in (STALE_DAYS, 1))
    while True:
        query = (
            select(Question.id, Question.ask_on)
            .join(Addressee, and_(Addressee.dialogue == Question.dialogue, Addressee.word == Question.word))
            .where(
                Question.ask_on.between(oldest, until),
                Question.told_at.is_not(None),
                Question.reminded_for.is_distinct_from(Question.ask_on),
                Addressee.mail != "",
                Question.id > last,
            )
            .order_by(Question.id)
            .limit(PLANNED_AT_ONCE)
        )
        with read_transaction(engine) as connection:
            page = [(row.id, row.ask_on) for row in connection.execute(query)]
        if page:
            retry_while_locked(partial(_schedule, engine, page, max(due, now), now))
        yield
        if len(page) < PLANNED_AT_ONCE:
            return
        last = page[-1][0]


def remind_step(settings: Settings, connection: Connection, subject: str, now: int) -> Progress:
    """Of a question that was replied to, moved or withdrawn since, and of one that was reminded of for this day, nothing happens."""
    identifier, _, day = subject.partition(":")
    waits = (
        Question.id == identifier,
        Question.ask_on == day,
        Question.ask_on < today_at(now).isoformat(),
        Question.reminded_for.is_distinct_from(day),
    )
    if connection.execute(update(Question).where(*waits).values(reminded_for=day)).rowcount:
        mails.tell(connection, settings, identifier, now, "late")
    return Progress(done=True)


def _schedule(engine: Engine, page: list[tuple[str, str]], due: int, now: int) -> None:
    with transaction(engine) as connection:
        for identifier, day in page:
            schedule(connection, "question", f"{identifier}:{day}", due, now)
