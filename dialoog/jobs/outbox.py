"""The outbox: a mail is written in the transaction that causes it, so that it is neither lost nor sent of what never happened.

The worker sends it (`mail_delivery`) and then deletes its subject and body; a month after it was written all of it goes. Where no
mail server is set nobody calls `write`: pages show the same link to hand over.
"""

import re
import secrets
import unicodedata

from email_validator import EmailNotValidError, validate_email
from sqlalchemy import Connection, and_, delete, insert, select, update

from dialoog.jobs.clock import DAY_MS
from dialoog.jobs.mentions import mentions
from dialoog.jobs.models import Job, Mail
from dialoog.jobs.schedule import key_of, schedule
from dialoog.settings import LANGUAGES, Settings

KEPT_DAYS = 30
"""That long an organiser sees to whom it was sent."""
SUBJECT_SIGNS = 200
COMPOSED_LATER = ""
"""The body of a mail that is composed at the moment at which it is sent, from what then holds."""
ADDRESS = re.compile(r"[^\s<>(),;:]+@[^\s<>(),;:]+\.[^\s<>(),;:.]+")


class InvalidAddress(ValueError):
    """This is no address of a mailbox; whoever types one is told so before anything is written."""


def is_configured(settings: Settings) -> bool:
    """Whether mail can be sent at all."""
    return bool(settings.smtp_url)


def write(
    connection: Connection,
    *,
    kind: str,
    recipient: str,
    subject: str,
    body: str,
    organisation: str | None,
    cause: str,
    now: int,
    language: str = LANGUAGES[0],
) -> str:
    """Writes a mail that is sent within seconds after the commit; its id. Raises `InvalidAddress`."""
    mail = secrets.token_urlsafe(16)
    values = {
        "kind": kind,
        "recipient": normalise_address(recipient),
        "subject": one_line(subject),
        "body": plain_text(body),
        "language": language,
        "organisation": organisation,
        "cause": cause,
        "created": now,
    }
    connection.execute(insert(Mail).values(id=mail, **values))
    schedule(connection, "mail", mail, now, now)
    schedule(connection, "mail_retention", mail, now + KEPT_DAYS * DAY_MS, now)
    return mail


def retry(connection: Connection, mail: str, now: int, recipient: str | None = None) -> bool:
    """Sends it again, with all its tries, to `recipient` where the address was wrong. False where its text is gone, since it was
    sent, and where it is being sent at this moment. Raises `InvalidAddress`."""
    changed: dict[str, object] = {"state": "waiting", "tries": 0, "error": None}
    if recipient is not None:
        changed |= {"recipient": normalise_address(recipient), "maybe_twice": False}
    can_be_sent = and_(Mail.id == mail, Mail.body.is_not(None), Mail.begun.is_(None), Mail.state != "sent")
    if connection.execute(update(Mail).where(can_be_sent).values(**changed)).rowcount == 0:
        return False
    reopened = update(Job).where(Job.key == key_of("mail", mail))
    values = {"state": "waiting", "due": now, "tries": 0, "holder": None, "lease": None, "ended": None}
    if connection.execute(reopened.values(**values)).rowcount == 0:
        schedule(connection, "mail", mail, now, now)
    return True


def reopen_failed(connection: Connection) -> int:
    """Lets every mail wait again whose job failed for good; the caller lets those jobs be tried again."""
    failed = select(Job.subject).where(Job.kind == "mail", Job.state == "failed")
    again = update(Mail).where(Mail.state == "failed", Mail.id.in_(failed.scalar_subquery()))
    return connection.execute(again.values(state="waiting")).rowcount


def forget(connection: Connection, *causes: str) -> int:
    """Deletes every mail that was written for these, whatever its state; how many there were. Where people were promised that it is
    gone, the caller empties the write-ahead log after the commit (`forgetting`)."""
    return connection.execute(delete(Mail).where(Mail.cause.in_(causes))).rowcount if causes else 0


def hand_over(connection: Connection, organisation: str, *causes: str) -> None:
    """Its organisers see what becomes of the mails that were written for these, and no others do any more."""
    of_causes = update(Mail).where(Mail.cause.in_(causes))
    connection.execute(of_causes.values(organisation=organisation))


def forget_about(connection: Connection, cause: str, name: str, recipient: str) -> int:
    """Deletes of those the ones in whose text this name stands, whatever its capitals, and those to this address."""
    rows = connection.execute(
        select(Mail.id, Mail.recipient, Mail.subject, Mail.body).where(Mail.cause == cause)
    )
    found = [
        row.id
        for row in rows
        if (recipient and row.recipient.casefold() == recipient.strip().casefold())
        or mentions(f"{row.subject or ''}\n{row.body or ''}", name)
    ]
    return connection.execute(delete(Mail).where(Mail.id.in_(found))).rowcount


def normalise_address(text: str) -> str:
    """Raises `InvalidAddress`. It asks nobody whether the address exists. Before the @ only letters that every mail server knows."""
    try:
        return validate_email(
            text, check_deliverability=False, globally_deliverable=False, allow_smtputf8=False
        ).normalized
    except EmailNotValidError:
        raise InvalidAddress from None


def address_in(reach: str) -> str | None:
    """The mail address in what somebody typed about how to be reached, such as beside a phone number; None where there is none."""
    found = ADDRESS.search(reach)
    try:
        return normalise_address(found[0]) if found else None
    except InvalidAddress:
        return None


def one_line(text: str) -> str:
    """For a header: whatever could end the line is a space."""
    return _without_controls(" ".join(text.split()))[:SUBJECT_SIGNS]


def plain_text(text: str) -> str:
    """For a body: lines end in one way, and no sign steers a terminal or cannot be stored."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(_without_controls(line.replace("\t", " ")).rstrip() for line in lines)


def _without_controls(text: str) -> str:
    return "".join(
        "\ufffd" if category == "Cs" else sign
        for sign in text
        if (category := unicodedata.category(sign)) not in ("Cc", "Zl", "Zp")
    )
