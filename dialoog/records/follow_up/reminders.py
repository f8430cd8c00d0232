"""Reminders: asking owners by mail at their day, as jobs of the worker: one for each agreement and day, so that nobody is asked twice.

Only who said that they may be approached is asked, and gave a mail address; all others stand on the call list. Where no mail server is
set there are no such jobs.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial

from sqlalchemy import Connection, Engine, Row, and_, select, update

from dialoog.accounts import tokens
from dialoog.jobs import outbox
from dialoog.jobs.planner import AT_ONCE, Find, morning_of, plan_pages
from dialoog.jobs.schedule import day_at
from dialoog.jobs.worker import Handler, Progress
from dialoog.live.journal.contacts import is_in_time
from dialoog.live.models import Contact, Dialogue, SeatName, Word
from dialoog.live.table_names import named_columns
from dialoog.records.follow_up import links, mails
from dialoog.records.follow_up.mails import Question
from dialoog.records.follow_up.models import Agreement
from dialoog.settings import Settings

STALE_DAYS = 30
"""Who was not asked for so long, since nobody could send mail or nothing ran, is rung instead."""
_plan = Dialogue.__table__.columns


def handlers(settings: Settings) -> dict[str, Handler]:
    if not outbox.is_configured(settings):
        return {}
    return {"agreement": Handler(partial(ask_step, settings), lambda _engine: None, plan_jobs)}


def plan_jobs(engine: Engine, now: int) -> Iterator[None]:
    """A job for everybody whose day has come, at ten o'clock of today."""
    return plan_pages(engine, "agreement", find_due(now), morning_of(now), now)


def ask_step(settings: Settings, connection: Connection, subject: str, now: int) -> Progress:
    """Of an agreement that was answered or went since, of a person who may not be approached any more, and of one who was asked for
    this day, nothing happens."""
    identifier, _, day = subject.partition(":")
    today = day_at(now)
    row = _lock(connection, identifier, day, today)
    recipient = outbox.address_in(row.reach) if row else None
    if row is None or recipient is None:
        return Progress(done=True)
    token = links.token_of(settings.secret, identifier)
    question = Question(
        name=row.name or "",
        text=row.text,
        day=row.moved_to or row.due,
        title=row.title,
        sender=row.organisation or row.facilitator,
        contact=row.contact,
        address=f"{settings.url}/afspraak#{token}",
    )
    subject_line, body = mails.compose(question, row.lang, today)
    outbox.write(
        connection,
        kind="agreement",
        recipient=recipient,
        subject=subject_line,
        body=body,
        organisation=row.owner,
        cause=identifier,
        now=now,
        language=row.lang,
    )
    values = {"mailed_for": day, "link_hash": tokens.hash_of(token), "link_made": now}
    connection.execute(update(Agreement).where(Agreement.id == identifier).values(**values))
    return Progress(done=True)


def find_due(now: int) -> Find:
    """Who is to be asked by mail on this day, or was to be before."""
    return partial(_find_due, day_at(now))


def _find_due(today: date, connection: Connection, after: str) -> list[tuple[str, str | None]]:
    oldest = (today - timedelta(days=STALE_DAYS)).isoformat()
    query = (
        select(Agreement.id, Agreement.ask_on)
        .join(Contact, and_(Contact.dialogue == Agreement.dialogue, Contact.seat == Agreement.seat))
        .where(
            Agreement.ask_on.between(oldest, today.isoformat()),
            Agreement.mailed_for.is_distinct_from(Agreement.ask_on),
            Contact.text.contains("@"),
            Agreement.id > after,
        )
        .order_by(Agreement.id)
        .limit(AT_ONCE)
    )
    return [(row.id, f"{row.id}:{row.ask_on}") for row in connection.execute(query)]


def _lock(connection: Connection, identifier: str, day: str, today: date) -> Row[tuple[object, ...]] | None:
    query = (
        select(
            Agreement.due,
            Agreement.moved_to,
            Agreement.lang,
            Word.text,
            SeatName.name,
            Contact.text.label("reach"),
            Dialogue.owner,
            *named_columns("title", "organisation", "facilitator", "contact"),
        )
        .join(Dialogue, Dialogue.id == Agreement.dialogue)
        .join(Word, and_(Word.dialogue == Agreement.dialogue, Word.id == Agreement.word))
        .join(Contact, and_(Contact.dialogue == Agreement.dialogue, Contact.seat == Agreement.seat))
        .outerjoin(SeatName, and_(SeatName.dialogue == Agreement.dialogue, SeatName.id == Agreement.seat))
        .where(
            Agreement.id == identifier,
            Agreement.ask_on == day,
            Agreement.mailed_for.is_distinct_from(day),
            Dialogue.erasing.is_(None),
            is_in_time(today.isoformat()),
        )
        .with_for_update(of=Agreement)
    )
    return connection.execute(query).one_or_none()
