"""A mail as bytes: plain text in UTF-8 with the headers that a mail server and a reader need, and none that tracks anybody.

The same mail is the same bytes at every try: a mail program that gets it twice shows it once, by its `Message-ID`.
"""

import ipaddress
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from email_validator import validate_email
from sqlalchemy import Connection

from dialoog.settings import Settings

TIME_ZONE = ZoneInfo("Europe/Amsterdam")
Composer = Callable[[Connection, str, str], str | None]
"""What a mail says as it is sent, from its cause and its language."""


@dataclass(frozen=True, slots=True)
class Envelope:
    """What is handed to a mail server."""

    sender: str
    recipient: str
    content: bytes


def envelope_of(
    settings: Settings, *, id: str, recipient: str, subject: str, body: str, language: str, created: int
) -> Envelope:
    name, sender = parseaddr(settings.mail_from)
    address = validate_email(
        recipient, check_deliverability=False, globally_deliverable=False, allow_smtputf8=False
    ).ascii_email
    assert address is not None  # since only the domain may have other letters, which it writes as xn--
    message = EmailMessage(policy=SMTP)
    message["From"] = Address(name, addr_spec=sender)
    message["To"] = Address(addr_spec=address)
    message["Subject"] = subject
    message["Date"] = format_datetime(datetime.fromtimestamp(created // 1000, UTC).astimezone(TIME_ZONE))
    message["Message-ID"] = f"<mail.{id}@{own_host(settings)}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(body, charset="utf-8", cte="quoted-printable")
    message["Content-Language"] = language  # after the content, which takes every Content- header away
    return Envelope(sender, address, message.as_bytes())


def own_host(settings: Settings) -> str:
    """The name of this installation, as mail writes it: a number in brackets."""
    host = urlsplit(settings.url).hostname or "localhost"
    try:
        number = ipaddress.ip_address(host)
    except ValueError:
        return host
    return f"[IPv6:{number}]" if number.version == 6 else f"[{number}]"
