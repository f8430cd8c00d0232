"""Reminding an addressee by mail on the day after a reply was awaited, as jobs of the worker: one for each question and day. Where no mail
server is set there are no such jobs: who is late stands on the call list.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial

from sqlalchemy import Connection, Engine, and_, select, update

from dialoog.jobs import outbox
from dialoog.jobs.planner import AT_ONCE, Find, morning_of, plan_pages
from dialoog.jobs.schedule import day_at
from dialoog.jobs.worker import Handler, Progress
from dialoog.records.follow_up.questions import mails
from dialoog.records.follow_up.questions.models import Addressee, Question
from dialoog.records.follow_up.reminders import STALE_DAYS
from dialoog.settings import Settings


def handlers(settings: Settings) -> dict[str, Handler]:
    if not outbox.is_configured(settings):
        return {}
    return {"question": Handler(partial(remind_step, settings), lambda _engine: None, plan_jobs)}


def plan_jobs(engine: Engine, now: int) -> Iterator[None]:
    """A job for everybody whose reply is late, at ten o'clock of today."""
    return plan_pages(engine, "question", find_late(now), morning_of(now), now)


def remind_step(settings: Settings, connection: Connection, subject: str, now: int) -> Progress:
    """Of a question that was replied to, moved or withdrawn since, and of one that was reminded of for this day, nothing happens."""
    identifier, _, day = subject.partition(":")
    waits = (
        Question.id == identifier,
        Question.ask_on == day,
        Question.ask_on < day_at(now).isoformat(),
        Question.reminded_for.is_distinct_from(day),
    )
    if connection.execute(update(Question).where(*waits).values(reminded_for=day)).rowcount:
        mails.mail_addressee(connection, settings, identifier, now, "late")
    return Progress(done=True)


def find_late(now: int) -> Find:
    """Whose reply is late on this day, and who was not reminded of it."""
    return partial(_find_late, day_at(now))


def _find_late(today: date, connection: Connection, after: str) -> list[tuple[str, str | None]]:
    oldest, until = ((today - timedelta(days=days)).isoformat() for days in (STALE_DAYS, 1))
    query = (
        select(Question.id, Question.ask_on)
        .join(Addressee, and_(Addressee.dialogue == Question.dialogue, Addressee.word == Question.word))
        .where(
            Question.ask_on.between(oldest, until),
            Question.told_at.is_not(None),
            Question.reminded_for.is_distinct_from(Question.ask_on),
            Addressee.mail != "",
            Question.id > after,
        )
        .order_by(Question.id)
        .limit(AT_ONCE)
    )
    return [(row.id, f"{row.id}:{row.ask_on}") for row in connection.execute(query)]
