"""Handing a mail to a mail server over SMTP. The worker alone does so; no process that serves pages imports this.

Beyond this machine the line is encrypted and the server's certificate checked, or nothing is sent. What a server answers is never
shown or logged but for its code: it may repeat an address.
"""

import re
import smtplib
import ssl
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from dialoog.jobs.mail_message import Envelope, own_host
from dialoog.settings import LOCAL_HOSTS, Settings, is_loopback

TIMEOUT_SECONDS = 20.0
PORTS = {"smtp": 587, "smtps": 465}
OK, START_CONTENT = (250, 251), 354


class Deferred(smtplib.SMTPException):
    """The server does not take it now: it is full, or wants to see us again. Nothing was sent."""

    def __init__(self, code: int) -> None:
        self.smtp_code = code


class Refused(Exception):
    """The server never takes this mail: there is no such mailbox, or it refuses what the mail says."""

    def __init__(self, code: int) -> None:
        self.smtp_code = code


class Unconfirmed(Exception):
    """The line broke after the whole mail was handed over and before the server said that it has it."""


class Unencrypted(smtplib.SMTPException):
    """The server offers no encryption, so it gets neither the password nor a mail."""


@dataclass(frozen=True, slots=True)
class MailServer:
    host: str
    port: int
    user: str
    password: str
    is_encrypted: bool
    """From the first byte (smtps); otherwise it becomes so by STARTTLS, but on this machine."""

    @property
    def is_local(self) -> bool:
        return self.host in LOCAL_HOSTS or is_loopback(self.host)


def mail_server(settings: Settings) -> MailServer:
    url = urlsplit(settings.smtp_url)
    return MailServer(
        url.hostname or "",
        url.port or PORTS[url.scheme],
        unquote(url.username or ""),
        unquote(url.password or ""),
        url.scheme == "smtps",
    )


def send(settings: Settings, envelope: Envelope) -> None:
    """Raises `Refused` where it never will be taken, `Unconfirmed` where nobody knows, and otherwise OSError or SMTPException, after
    which it was not sent."""
    smtp = _connect(mail_server(settings), own_host(settings))
    try:
        _hand_over(smtp, envelope)
        with suppress(OSError, smtplib.SMTPException):
            smtp.quit()
    finally:
        smtp.close()


def _connect(server: MailServer, own_name: str) -> smtplib.SMTP:
    context = ssl.create_default_context()
    if server.is_encrypted:
        smtp: smtplib.SMTP = smtplib.SMTP_SSL(
            server.host, server.port, own_name, timeout=TIMEOUT_SECONDS, context=context
        )
    else:
        smtp = smtplib.SMTP(server.host, server.port, own_name, timeout=TIMEOUT_SECONDS)
    try:
        smtp.ehlo_or_helo_if_needed()
        if not server.is_encrypted and not server.is_local:
            if not smtp.has_extn("starttls"):
                raise Unencrypted
            smtp.starttls(context=context)
            smtp.ehlo_or_helo_if_needed()
        if server.user:
            smtp.login(server.user, server.password)
    except BaseException:
        smtp.close()
        raise
    return smtp


def _hand_over(smtp: smtplib.SMTP, envelope: Envelope) -> None:
    code, _ = smtp.mail(envelope.sender)
    if code not in OK:
        raise Deferred(code)  # our own sender is refused: a setting, not this mail
    _check(smtp.rcpt(envelope.recipient)[0], OK)
    _check(smtp.docmd("DATA")[0], (START_CONTENT,))
    content = re.sub(rb"(?m)^\.", b"..", envelope.content)
    smtp.send(content if content.endswith(b"\r\n") else content + b"\r\n")
    try:
        smtp.send(b".\r\n")
        code, _ = smtp.getreply()
    except (OSError, smtplib.SMTPException) as lost:
        raise Unconfirmed from lost
    _check(code, OK)


def _check(code: int, expected: tuple[int, ...]) -> None:
    if code in expected:
        return
    raise Refused(code) if 500 <= code < 600 else Deferred(code)
