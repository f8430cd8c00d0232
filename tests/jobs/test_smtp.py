"""The line to a mail server: encrypted and to the right one, or nothing passes."""

import socket
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from tests.jobs.mail_server import NAME, MailServer, a_mail_server, make_certificate
from tests.jobs.mails import mail, settings_for, works, written


def trusted(monkeypatch: pytest.MonkeyPatch, folder: Path, *, trust: bool = True) -> Path:
    """A certificate for a name beyond this machine, which leads here."""
    certificate, find = make_certificate(folder), socket.getaddrinfo
    if trust:
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    here = {NAME: "127.0.0.1"}
    monkeypatch.setattr(
        socket, "getaddrinfo", lambda host, *more, **named: find(here.get(host, host), *more, **named)
    )
    return certificate


def sent_over(url: str, server: MailServer, engine: Engine) -> Any:
    id = written(engine)
    works(engine, settings_for(server, url))
    return mail(engine, id)


@pytest.mark.parametrize("scheme", ["smtp", "smtps"])
def test_beyond_this_machine_the_line_is_encrypted_before_a_password_passes(
    tmp_path: Path, engine_on_sqlite: Engine, monkeypatch: pytest.MonkeyPatch, scheme: str
) -> None:
    certificate = trusted(monkeypatch, tmp_path)
    with a_mail_server(
        certificate=certificate, is_encrypted=scheme == "smtps", user="linde", password="p@ss:wo/rd"
    ) as server:
        row = sent_over(f"{scheme}://linde:p%40ss%3Awo%2Frd@{NAME}", server, engine_on_sqlite)
    assert (row.state, row.error) == ("sent", None)
    [received] = server.received
    assert (received.is_encrypted, received.user) == (True, "linde")


@pytest.mark.parametrize("scheme", ["smtp", "smtps"])
def test_a_certificate_that_nobody_vouches_for_gets_no_mail(
    tmp_path: Path, engine_on_sqlite: Engine, monkeypatch: pytest.MonkeyPatch, scheme: str
) -> None:
    certificate = trusted(monkeypatch, tmp_path, trust=False)
    with a_mail_server(certificate=certificate, is_encrypted=scheme == "smtps") as server:
        row = sent_over(f"{scheme}://{NAME}", server, engine_on_sqlite)
    assert (row.state, row.error, server.received) == ("waiting", "SSLCertVerificationError", [])


def test_a_server_beyond_this_machine_that_offers_no_encryption_gets_neither_password_nor_mail(
    tmp_path: Path, engine_on_sqlite: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    trusted(monkeypatch, tmp_path)
    with a_mail_server(user="linde", password="geheim") as server:
        row = sent_over(f"smtp://linde:geheim@{NAME}", server, engine_on_sqlite)
    assert (row.state, row.error, server.received, server.users) == ("waiting", "Unencrypted", [], 0)


def test_a_domain_with_other_letters_is_written_as_mail_servers_know_it(
    mail_server: MailServer, engine_on_sqlite: Engine
) -> None:
    id = written(engine_on_sqlite, "post@bücher.example")
    works(engine_on_sqlite, settings_for(mail_server))
    assert mail_server.received[0].recipients == ["post@xn--bcher-kva.example"]
    assert mail(engine_on_sqlite, id).recipient == "post@bücher.example"
