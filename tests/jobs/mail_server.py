"""A mail server of the tests' own, on loopback: it keeps what it is given, and answers what a test wants."""

import asyncio
import ssl
import subprocess
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword

from tests.serving import free_port

NAME = "mail.dialoog.test"


@dataclass(frozen=True)
class Received:
    recipients: list[str]
    content: bytes
    is_encrypted: bool
    user: str

    @property
    def message(self) -> EmailMessage:
        return message_from_bytes(self.content, policy=policy.default)  # type: ignore[return-value]


class MailServer:
    """`answers` are given to the next recipients, and `content_answers` to the next mails; then all is taken. `holds` keeps the answer to
    a mail back that it has already."""

    def __init__(self) -> None:
        self.port = free_port()
        self.received: list[Received] = []
        self.answers: deque[str] = deque()
        self.content_answers: deque[str] = deque()
        self.user, self.password = "", ""
        self.holds = False
        self.users = 0
        self._lock = threading.Lock()

    async def handle_RCPT(self, _smtp: Any, _session: Any, envelope: Any, address: str, _options: Any) -> str:  # noqa: N802
        if self.answers and not (answer := self.answers.popleft()).startswith("250"):
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, smtp: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        user = session.auth_data.login.decode() if session.auth_data else ""
        if self.content_answers:
            return self.content_answers.popleft()
        with self._lock:
            self.received.append(
                Received(
                    list(envelope.rcpt_tos),
                    envelope.content,
                    smtp.transport.get_extra_info("ssl_object") is not None,
                    user,
                )
            )
        while self.holds:
            await asyncio.sleep(0.02)
        return "250 OK"

    def authenticate(
        self, _server: SMTP, _session: Any, _envelope: Any, _mechanism: str, data: Any
    ) -> AuthResult:
        self.users += 1
        given = isinstance(data, LoginPassword) and (data.login.decode(), data.password.decode())
        return AuthResult(success=given == (self.user, self.password), handled=False, auth_data=data)


@contextmanager
def a_mail_server(
    *, certificate: Path | None = None, is_encrypted: bool = False, user: str = "", password: str = ""
) -> Iterator[MailServer]:
    """With a certificate it offers STARTTLS, or speaks TLS from the first byte (`is_encrypted`)."""
    server = MailServer()
    server.user, server.password = user, password
    context = None
    if certificate is not None:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(certificate, certificate.with_suffix(".key"))
    controller = Controller(
        server,
        hostname="127.0.0.1",
        port=server.port,
        ssl_context=context if is_encrypted else None,
        tls_context=None if is_encrypted else context,
        authenticator=server.authenticate if user else None,
        auth_require_tls=False,
    )
    controller.start()
    try:
        yield server
    finally:
        server.holds = False
        controller.stop()


def make_certificate(folder: Path) -> Path:
    """For `NAME`; its key lies beside it."""
    certificate = folder / "mail.crt"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
         "-days", "2", "-subj", f"/CN={NAME}", "-addext", f"subjectAltName=DNS:{NAME}",
         "-keyout", str(certificate.with_suffix(".key")), "-out", str(certificate)],
        check=True, capture_output=True,
    )  # fmt: skip
    return certificate
