"""Mails in the outbox of a database, and a worker that sends them to a mail server of the tests' own."""

from typing import Any

from sqlalchemy import Engine, select

from dialoog.db.engine import read_transaction, transaction
from dialoog.jobs import mail_delivery, outbox
from dialoog.jobs.models import Mail
from dialoog.jobs.queries import MailRow, list_mails
from dialoog.settings import Settings, from_environment
from tests.jobs.mail_server import MailServer
from tests.jobs.working import TODAY, Clock, works_off

LINDE = "linde"


def settings_for(server: MailServer, url: str = "smtp://127.0.0.1") -> Settings:
    environment = {
        "DIALOOG_SMTP_URL": f"{url}:{server.port}",
        "DIALOOG_MAIL_FROM": "Buurthuis De Linde <post@linde.example>",
        "DIALOOG_PUBLIC_URL": "https://dialoog.example.org",
    }
    return from_environment(environment)


def written(engine: Engine, recipient: str = "fatma@linde.example", **changed: Any) -> str:
    fields = {
        "kind": "invitation",
        "recipient": recipient,
        "subject": "Uitnodiging",
        "body": "Dag Fatma,\n\nKom je ook?\n",
        "organisation": LINDE,
        "cause": "evening",
        "now": TODAY,
    }
    with transaction(engine) as connection:
        return outbox.write(connection, **{**fields, **changed})


def mail(engine: Engine, id: str) -> Any:
    with read_transaction(engine) as connection:
        return connection.execute(select(Mail.__table__).where(Mail.id == id)).one_or_none()


def listed(engine: Engine, state: str | None = None) -> list[MailRow]:
    with read_transaction(engine) as connection:
        return list_mails(connection, LINDE, state, 1).lines


def works(engine: Engine, settings: Settings, clock: Clock | None = None) -> None:
    """Until nothing is due."""
    works_off(engine, mail_delivery.handlers(settings), clock or Clock(engine))


def retried(engine: Engine, id: str, recipient: str | None = None) -> bool:
    with transaction(engine) as connection:
        return outbox.retry(connection, id, TODAY, recipient)
