"""`dialoog worker` and a mail server, each a real one: what is killed between them, and what of a mail is left on the disk or in the log."""

import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from typing import Any

import pytest
from sqlalchemy import Connection, select

from dialoog.db.engine import make_engine, read_transaction, run_in_transaction
from dialoog.jobs import outbox
from dialoog.jobs.clock import wall_ms
from dialoog.jobs.forgetting import empty_log
from dialoog.jobs.models import Mail
from tests import migrated
from tests.jobs.mail_server import MailServer, a_mail_server
from tests.jobs.worker_process import WorkerProcess, lease_ends
from tests.reliability.test_r14_erased import left_on_disk
from tests.serving import Server, eventually

ADDRESS, SUBJECT, BODY = "fatmauitgewist@linde.example", "Uitgewist onderwerp", "Uitgewist één woord van mij"
MAILS = 6
USER, PASSWORD = "lindekanarie", "geheimkanarie"


@pytest.fixture
def server() -> Iterator[MailServer]:
    with a_mail_server(user=USER, password=PASSWORD) as made:
        yield made


def installed(folder: Path, server: MailServer, password: str = PASSWORD) -> Server:
    """A folder with settings, in which nobody serves."""
    made = Server(
        folder,
        DIALOOG_SMTP_URL=f"smtp://{USER}:{password}@127.0.0.1:{server.port}",
        DIALOOG_MAIL_FROM="post@linde.example",
    )
    migrated.copy_into(folder)
    return made


def written(installation: Server, recipient: str = ADDRESS) -> None:
    engine = make_engine(installation.database)

    def write(connection: Connection) -> None:
        outbox.write(
            connection, kind="invitation", recipient=recipient, subject=SUBJECT, body=BODY,
            organisation="linde", cause="evening", now=wall_ms(),
        )  # fmt: skip

    run_in_transaction(engine, write)
    engine.dispose()


def mails(installation: Server) -> Sequence[Any]:
    engine = make_engine(installation.database)
    with read_transaction(engine) as connection:
        rows = connection.execute(select(Mail.__table__)).all()
    engine.dispose()
    return rows


def mail(installation: Server) -> Any:
    [row] = mails(installation)
    return row


def test_R17_a_worker_that_is_killed_between_sending_and_noting_sends_it_twice_and_says_so(
    tmp_path: Path, server: MailServer
) -> None:
    installation = installed(tmp_path, server)
    written(installation)
    server.holds = True
    with WorkerProcess(installation):
        eventually(lambda: server.received, 30, "the mail")
    assert (mail(installation).state, mail(installation).body) == ("waiting", BODY)
    server.holds = False
    lease_ends(installation)
    with WorkerProcess(installation) as worker:
        eventually(lambda: mail(installation).state == "sent", 30, "its sending")
        assert worker.stops() == 0
    first, second = server.received
    assert first.message["Message-ID"] == second.message["Message-ID"]
    assert (mail(installation).maybe_twice, mail(installation).tries) == (True, 2)
    assert mail(installation).body is None
    assert "Traceback" not in worker.output


def test_R17_of_many_mails_none_is_lost_and_at_most_one_for_each_kill_is_sent_twice_and_says_so(
    tmp_path: Path, server: MailServer
) -> None:
    """Killed after every second mail that the server has: while it is sent, noted, or claimed."""
    installation, random = installed(tmp_path, server), Random(17)
    people = [f"buur{n}@linde.example" for n in range(MAILS)]
    for address in people:
        written(installation, address)
    kills = 0
    while any(row.state != "sent" for row in mails(installation)):
        received = len(server.received)
        with WorkerProcess(installation) as worker:
            eventually(
                lambda before=received: (
                    len(server.received) >= before + 2
                    or all(row.state == "sent" for row in mails(installation))
                ),
                30,
                "two more mails",
            )
            time.sleep(random.random() * 0.05)
            worker.is_killed()
        kills += 1
        assert kills < 3 * MAILS
        lease_ends(installation)
    rows = {row.recipient: row for row in mails(installation)}
    times = Counter(one.recipients[0] for one in server.received)
    assert times.keys() == rows.keys() == set(people)
    marked = {address for address, row in rows.items() if row.maybe_twice}
    assert {address for address, count in times.items() if count > 1} <= marked
    assert max(times.values()) <= 2
    assert len(marked) <= kills
    assert "Traceback" not in worker.output


def test_R14_the_text_of_a_mail_is_gone_from_the_disk_once_it_is_sent_and_the_address_once_it_is_forgotten(
    tmp_path: Path, server: MailServer
) -> None:
    installation = installed(tmp_path, server)
    written(installation)
    assert {one.partition(" in ")[0] for one in left_on_disk(installation, ADDRESS, SUBJECT, BODY)} == {
        ADDRESS, SUBJECT, BODY,
    }  # fmt: skip
    with WorkerProcess(installation):
        eventually(lambda: mail(installation).state == "sent", 30, "its sending")
        eventually(lambda: not left_on_disk(installation, SUBJECT, BODY), 10, "forgetting on disk")
        assert left_on_disk(installation, ADDRESS) == {f"{ADDRESS} in utf-8", f"{ADDRESS} in latin-1"}
        engine = make_engine(installation.database)
        assert run_in_transaction(engine, lambda connection: outbox.forget(connection, "evening")) == 1
        empty_log(engine)
        assert left_on_disk(installation, ADDRESS, SUBJECT, BODY) == set()
        engine.dispose()
    assert server.received[0].user == USER


def test_R15_no_log_has_the_password_the_address_or_a_word_of_a_mail_that_cannot_be_sent(
    tmp_path: Path, server: MailServer
) -> None:
    installation = installed(tmp_path, server, password="verkeerdekanarie")
    written(installation)
    with WorkerProcess(installation) as worker:
        eventually(lambda: "is tried again" in worker.output, 30, "the refusal of the password")
        assert worker.stops() == 0
    assert mail(installation).error == "SMTPAuthenticationError 535"
    assert "kind=mail times=1 error=SMTPAuthenticationError" in worker.output
    assert "code=535" in worker.output
    secrets = ("kanarie", "fatma", "linde.example", "Uitgewist", "onderwerp")
    assert [one for one in secrets if one.lower() in worker.output.lower()] == []
    assert "Traceback" not in worker.output
