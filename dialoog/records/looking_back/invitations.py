"""Inviting to look back, as a job of the worker: three months after an evening, who may be approached and said how, each once.

Where that was erased by then nobody is asked, and nobody later. Without a mail server the people stand on the organiser's list all the same.
"""

from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from typing import Final

from sqlalchemy import Connection, Engine, Row, insert, literal, select

from dialoog.accounts import tokens
from dialoog.db.engine import read_transaction
from dialoog.jobs import outbox
from dialoog.jobs.clock import DAY_MS
from dialoog.jobs.models import Job
from dialoog.jobs.planner import AT_ONCE, Find, morning_of, plan_pages
from dialoog.jobs.schedule import day_at, key_of
from dialoog.jobs.worker import Handler, Progress, Step
from dialoog.live import queries
from dialoog.live.journal.contacts import is_in_time, may_be_reached, read_contacts
from dialoog.live.models import Dialogue
from dialoog.live.table_names import named_columns
from dialoog.records.evening_rows import cause_of
from dialoog.records.looking_back import links, mails
from dialoog.records.looking_back.answers import list_answers
from dialoog.records.looking_back.models import LookingBack
from dialoog.records.models import Record
from dialoog.rules.state import State
from dialoog.settings import Settings
from dialoog.telemetry.logging import log

KIND: Final = "looking_back"
WEEKS = 13
"""Three months, on the same day of the week."""
STALE_DAYS = 30
"""An evening that was longer ago, since nothing ran, is not asked about any more."""
_plan = Dialogue.__table__.columns


def handlers(settings: Settings) -> dict[str, Handler]:
    return {KIND: Handler(partial(ask_step, settings), lambda _engine: None, plan_jobs)}


def asking_day(held: int) -> str:
    """The ISO date on which people are asked about an evening that was held at this moment, in ms since 1970."""
    return (day_at(held) + timedelta(weeks=WEEKS)).isoformat()


def plan_jobs(engine: Engine, now: int) -> Iterator[None]:
    """A job for every evening whose day has come, at ten o'clock of today."""
    return plan_pages(engine, KIND, find_due(now), morning_of(now), now)


def ask_step(settings: Settings, connection: Connection, dialogue: str, now: int) -> Progress:
    """Reads the journal outside of the transaction, since folding a long one takes longer than the phones can wait."""
    if _lock(connection, dialogue, now) is None:
        return Progress(done=True)
    engine = connection.engine

    def read() -> Step:
        with read_transaction(engine) as reading:
            return partial(ask, settings, queries.state(reading, dialogue))

    return Progress(outside=read)


def ask(settings: Settings, state: State, connection: Connection, dialogue: str, now: int) -> Progress:
    row = _lock(connection, dialogue, now)
    if row is None:
        return Progress(done=True)
    contacts = read_contacts(connection, dialogue)
    names = queries.names(connection, dialogue)
    there = {one.seat for one in list_answers(connection, dialogue)}
    invited = 0
    for seat, reach in contacts.items():
        person = state.seats.get(seat)
        if person is None or not may_be_reached(person) or seat in there or not reach:
            continue
        invited += 1
        recipient = outbox.address_in(reach) if outbox.is_configured(settings) else None
        token = links.token_of(settings.secret, dialogue, seat)
        if recipient is not None:
            question = mails.Question(
                name=names.get(seat, ""),
                title=row.title,
                held=day_at(row.held),
                sender=row.organisation or row.facilitator,
                contact=row.contact,
                address=f"{settings.url}/veranderd#{token}",
            )
            subject, body = mails.compose(question, person.lang)
            outbox.write(
                connection,
                kind=KIND,
                recipient=recipient,
                subject=subject,
                body=body,
                organisation=row.owner,
                cause=cause_of(dialogue, seat),
                now=now,
                language=person.lang,
            )
        values = {"dialogue": dialogue, "seat": seat, "asked_at": now, "lang": person.lang}
        connection.execute(
            insert(LookingBack).values(
                **values, is_mailed=recipient is not None, link_hash=tokens.hash_of(token)
            )
        )
    return Progress(
        done=True,
        report=lambda: log.info("people were asked what changed", dialogue=dialogue, contacts=invited),
    )


def find_due(now: int) -> Find:
    """The evenings that are asked about on this day, or were to be before."""
    return partial(_find_due, now)


def _find_due(now: int, connection: Connection, after: str) -> list[tuple[str, str | None]]:
    """Dialogues without a job; what was held in today's hours may be a day early."""
    latest = now - WEEKS * 7 * DAY_MS + DAY_MS
    was_planned = select(Job.key).where(Job.key == literal(key_of(KIND, "")).concat(Record.dialogue))
    query = (
        select(Record.dialogue, Record.held)
        .join(Dialogue, Dialogue.id == Record.dialogue)
        .where(
            Record.held.between(latest - STALE_DAYS * DAY_MS, latest),
            Dialogue.erasing.is_(None),
            Record.dialogue > after,
            ~was_planned.exists(),
        )
        .order_by(Record.dialogue)
        .limit(AT_ONCE)
    )
    today = day_at(now).isoformat()
    return [
        (row.dialogue, row.dialogue if asking_day(row.held) <= today else None)
        for row in connection.execute(query)
    ]


def _lock(connection: Connection, dialogue: str, now: int) -> Row[tuple[object, ...]] | None:
    """None where nobody may be asked any more, or the evening was not held so long ago."""
    today = day_at(now).isoformat()
    query = (
        select(
            Record.held,
            Dialogue.owner,
            *named_columns("title", "organisation", "facilitator", "contact"),
        )
        .join(Dialogue, Dialogue.id == Record.dialogue)
        .where(
            Record.dialogue == dialogue,
            Dialogue.erasing.is_(None),
            is_in_time(today),
        )
        .with_for_update(of=Record)
    )
    row = connection.execute(query).one_or_none()
    return row if row is not None and asking_day(row.held) <= today else None
