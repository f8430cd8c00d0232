"""An organiser's forms and the mails that they cause, for tests that send odd strings through them."""

from email import message_from_bytes, policy
from random import Random

from flask import Flask
from sqlalchemy import select

from dialoog.accounts import account_links
from dialoog.accounts.models import Membership
from dialoog.db.engine import read_transaction, transaction
from dialoog.jobs.clock import wall_ms
from dialoog.jobs.mail_message import envelope_of
from dialoog.jobs.models import Mail
from tests.corpus.conftest import LONG
from tests.corpus.seen import Page
from tests.corpus.strings import SENDABLE
from tests.web.visits import Visitor

HEADERS = {
    "From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "Content-Type", "Content-Transfer-Encoding", "MIME-Version", "Content-Language",
}  # fmt: skip
SHEET = "/verslagen/linde/vouwblad"
TELL = "/verslagen/linde/terugvertellen"
ADDRESSES = {
    "a@voorbeeld.nl, b@voorbeeld.nl": None,
    "a@voorbeeld.nl\r\nBcc: b@voorbeeld.nl": None,
    "a@voorbeeld.nl\nb@voorbeeld.nl": None,
    "Els <els@voorbeeld.nl>": None,
    '"a b"@voorbeeld.nl': None,
    "a@b": None,
    "a@localhost": None,
    "a@[127.0.0.1]": None,
    "@": None,
    "fatma@": None,
    "a" * 65 + "@voorbeeld.nl": None,
    "é@voorbeeld.nl": None,
    "a@" + "b" * 300 + ".nl": None,
    "els@café.nl": "els@xn--caf-dma.nl",
    "els@xn--caf-dma.nl": "els@xn--caf-dma.nl",
    " els@voorbeeld.nl ": "els@voorbeeld.nl",
    "o'brien+wijk@voorbeeld.nl": "o'brien+wijk@voorbeeld.nl",
}
"""What is typed → to whom it is sent; None where it is no address."""


def form(visitor: Visitor, page: str, action: str) -> dict[str, str]:
    """What stands in the form of this page that goes to this address."""
    return next(one.fields for one in Page(visitor.opens(page).text).forms if (one.action or page) == action)


def guest(office: Flask) -> Visitor:
    """Who was invited, and did not make an account yet."""
    visitor = Visitor(office)
    with transaction(office.extensions["dialoog.engine"]) as connection:
        organisation = connection.execute(select(Membership.organisation)).scalars().first()
        token = account_links.create(
            connection, "invitation", wall_ms(), organisation=organisation, role="reader"
        )
    assert visitor.browser.post("/in", json={"token": token}).status_code == 200
    return visitor


def mails(office: Flask) -> list[Mail]:
    with read_transaction(office.extensions["dialoog.engine"]) as connection:
        return list(connection.execute(select(Mail.__table__)))  # type: ignore[arg-type]


def is_one_message(office: Flask, mail: Mail) -> None:
    """With our headers alone, for one recipient."""
    settings = office.extensions["dialoog.settings"]
    envelope = envelope_of(
        settings, id=mail.id, recipient=mail.recipient, subject=mail.subject or "", body=mail.body or "", language=mail.language, created=mail.created
    )  # fmt: skip
    message = message_from_bytes(envelope.content, policy=policy.default)
    assert set(message.keys()) == HEADERS, mail.subject
    assert message["To"].addresses[0].addr_spec == envelope.recipient, mail.recipient
    assert len(message["To"].addresses) == 1, mail.recipient
    assert message["Subject"] == mail.subject, mail.subject
    assert "/in#" in message.get_content() or mail.kind in ("address_changed", "request")  # type: ignore[attr-defined]


def sends_odd(
    visitor: Visitor,
    address: str,
    fields: dict[str, str],
    name: str,
    page: str,
    chance: Random,
    most: int = 8,
) -> list[str]:
    """Which odd strings in this field were neither refused nor kept, or broke the page that shows what was kept."""
    failures = []
    for odd in SENDABLE if LONG else chance.sample(SENDABLE, most):
        answer = visitor.browser.post(address, data={**fields, name: odd.typed})
        status = answer.status_code
        if status not in (303, 400, 413) or visitor.opens(page).status_code != 200:
            failures.append(f"{name} {odd.id}: {status}")
        elif status == 400 and not Page(answer.text).is_refusal:
            failures.append(f"{name} {odd.id}: no sentence at its field")
    return failures
