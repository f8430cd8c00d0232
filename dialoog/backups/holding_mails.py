"""Holding, in a restored database, every mail that may have been sent since its backup, so that nobody is written to twice unasked.

That is what waits in the outbox, and what the worker would write today since nothing says any more that it wrote it. Each stands with the
mails that failed, as perhaps sent: an organiser looks, and sends it again or not. A mail that is sent late is asked after; one that comes
twice costs trust.
"""

from collections.abc import Iterator

from sqlalchemy import Connection, update

from dialoog.jobs import outbox
from dialoog.jobs.models import Job, Mail
from dialoog.jobs.planner import AT_ONCE, MORNING, Find
from dialoog.live import queries
from dialoog.records.follow_up import reminders
from dialoog.records.follow_up.questions import reminders as question_reminders
from dialoog.records.looking_back import invitations
from dialoog.settings import Settings

ERROR = "Restored"
MORNING_MS = MORNING.hour * 3600 * 1000


def hold(connection: Connection, settings: Settings, now: int) -> None:
    if outbox.is_configured(settings):
        _write_what_was_due(connection, settings, now)
    waiting = update(Mail).where(Mail.state == "waiting")
    connection.execute(waiting.values(state="failed", maybe_twice=True, begun=None, error=ERROR))
    open_jobs = update(Job).where(Job.kind == "mail", Job.state.in_(("waiting", "running")))
    connection.execute(open_jobs.values(state="done", holder=None, lease=None, ended=now))


def _write_what_was_due(connection: Connection, settings: Settings, now: int) -> None:
    """As the worker did or would have done until today; before the hour at which it writes, until yesterday."""
    until = now - MORNING_MS
    for subject in _subjects(connection, reminders.find_due(until)):
        reminders.ask_step(settings, connection, subject, now)
    for subject in _subjects(connection, question_reminders.find_late(until)):
        question_reminders.remind_step(settings, connection, subject, now)
    for dialogue in _subjects(connection, invitations.find_due(until)):
        invitations.ask(settings, queries.state(connection, dialogue), connection, dialogue, now)


def _subjects(connection: Connection, find: Find) -> Iterator[str]:
    last = ""
    while page := find(connection, last):
        yield from (subject for _id, subject in page if subject is not None)
        if len(page) < AT_ONCE:
            return
        last = page[-1][0]
