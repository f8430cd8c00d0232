"""How the worker does the jobs of mails: it sends one outside of any transaction, then notes what became of it and deletes the text.

Whoever dies between sending and noting leaves a mail that may be sent twice; it is marked so. Thirty days after it was written a mail
is deleted, sent or not.
"""

import smtplib
from collections.abc import Mapping
from functools import partial

from sqlalchemy import Connection, Engine, Row, delete, or_, select, update

from dialoog.db.engine import connect_for_query
from dialoog.jobs.forgetting import empty_log
from dialoog.jobs.mail_message import Composer, Envelope, envelope_of
from dialoog.jobs.models import Mail
from dialoog.jobs.outbox import COMPOSED_LATER, plain_text
from dialoog.jobs.smtp import Refused, Unconfirmed, send
from dialoog.jobs.worker import Handler, Progress, Step
from dialoog.settings import Settings
from dialoog.telemetry.logging import log


def handlers(settings: Settings, composers: Mapping[str, Composer] | None = None) -> dict[str, Handler]:
    """Where no mail server is set mails wait, and are deleted on their day all the same. `composers`: what mails of a kind say that are
    composed as they are sent."""
    found = {"mail_retention": Handler(delete_step, forget_on_disk)}
    if settings.smtp_url:
        step = partial(_begin, settings, composers or {})
        found["mail"] = Handler(step, forget_on_disk, note_failure=note_failure, is_irreversible=False)
    return found


def _begin(
    settings: Settings, composers: Mapping[str, Composer], connection: Connection, mail: str, now: int
) -> Progress:
    """Notes that a try begins; where an earlier one ended without a word it may have been sent already. A mail that has nothing to say
    any more is deleted."""
    row = connection.execute(select(Mail.__table__).where(Mail.id == mail).with_for_update()).one_or_none()
    if row is None or row.state != "waiting" or row.body is None:
        return Progress(done=True)
    body: str | None = row.body
    if body == COMPOSED_LATER and row.kind in composers:
        composed = composers[row.kind](connection, row.cause, row.language)
        body = None if composed is None else plain_text(composed)
    if body is None:
        return delete_step(connection, mail, now)
    envelope = envelope_of(
        settings,
        id=row.id,
        recipient=row.recipient,
        subject=row.subject or "",
        body=body,
        language=row.language,
        created=row.created,
    )
    maybe_twice = row.maybe_twice or row.begun is not None
    begun = update(Mail).where(Mail.id == mail)
    connection.execute(begun.values(begun=now, tries=row.tries + 1, maybe_twice=maybe_twice))
    return Progress(outside=partial(_send, settings, envelope, row, maybe_twice))


def _send(settings: Settings, envelope: Envelope, row: Row[tuple[object, ...]], maybe_twice: bool) -> Step:
    """What is to be noted. A mail of which nobody knows twice whether it came is not sent a third time."""
    try:
        send(settings, envelope)
    except Refused as error:
        return partial(_note_failed, row.kind, error)
    except Unconfirmed as error:
        if maybe_twice:
            return partial(_note_failed, row.kind, error)
        raise
    return partial(_note_sent, row.kind)


def _note_sent(kind: str, connection: Connection, mail: str, now: int) -> Progress:
    values = {"state": "sent", "subject": None, "body": None, "begun": None, "error": None, "sent": now}
    connection.execute(update(Mail).where(Mail.id == mail).values(**values))
    return Progress(done=True, report=lambda: log.info("a mail was sent", kind=kind))


def _note_failed(kind: str, error: Exception, connection: Connection, mail: str, _now: int) -> Progress:
    values = {"state": "failed", "begun": None, "error": describe(error)}
    connection.execute(update(Mail).where(Mail.id == mail).values(**values))
    return Progress(
        done=True, report=lambda: log.warning("a mail was refused for good", kind=kind, fault=error)
    )


def note_failure(connection: Connection, mail: str, error: Exception, is_last: bool) -> None:
    """In the transaction that notes the fault of its job."""
    values: dict[str, object] = {"error": describe(error), "begun": None}
    if is_last:
        values["state"] = "failed"
    if not isinstance(
        error, OSError | smtplib.SMTPException
    ):  # after those it was not sent; after others nobody knows
        values["maybe_twice"] = or_(Mail.maybe_twice, Mail.begun.is_not(None))
    connection.execute(update(Mail).where(Mail.id == mail, Mail.state == "waiting").values(**values))


def describe(error: Exception) -> str:
    """The type of the fault and the code of the server; never its text, in which addresses stand."""
    code = getattr(error, "smtp_code", None)
    return type(error).__name__ if code is None else f"{type(error).__name__} {code}"


def delete_step(connection: Connection, mail: str, _now: int) -> Progress:
    connection.execute(delete(Mail).where(Mail.id == mail))
    return Progress(done=True)


def forget_on_disk(engine: Engine) -> None:
    """SQLite overwrites what is deleted; its write-ahead log is emptied here. On PostgreSQL a VACUUM removes the former rows."""
    if engine.dialect.name == "postgresql":
        with connect_for_query(engine) as connection:
            connection.exec_driver_sql("VACUUM mails")
        return
    empty_log(engine)
