"""A mail is sent once, or shown as not sent; its text is gone once it is sent, and everything with what it was written for."""

import threading

import pytest
from sqlalchemy import Engine, select, update

from dialoog.db.engine import make_engine, read_transaction, transaction
from dialoog.jobs import mail_delivery, outbox, queue, smtp
from dialoog.jobs.clock import DAY_MS
from dialoog.jobs.models import Job, Mail
from dialoog.jobs.queries import count_open_mails, list_mails
from dialoog.jobs.queue import LEASE_MS, MOST_TRIES
from dialoog.jobs.worker import Worker
from dialoog.settings import Settings
from tests.jobs.mail_server import MailServer
from tests.jobs.mails import LINDE, listed, mail, retried, settings_for, works, written
from tests.jobs.rows import job_of
from tests.jobs.working import TODAY, Clock

MINUTE = 60_000


def test_R17_a_mail_is_sent_once_and_its_text_is_deleted(
    engine: Engine, mail_server: MailServer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", "dialoog")
    id = written(engine)
    assert [row.can_be_retried for row in listed(engine, "waiting")] == [True]
    works(engine, settings_for(mail_server))
    works(engine, settings_for(mail_server))
    [received] = mail_server.received
    assert received.recipients == ["fatma@linde.example"]
    assert received.message.get_content() == "Dag Fatma,\r\n\r\nKom je ook?\r\n"
    row = mail(engine, id)
    assert (row.state, row.subject, row.body, row.sent, row.tries) == ("sent", None, None, TODAY, 1)
    assert (row.begun, row.maybe_twice, row.error) == (None, False, None)
    assert [(one.recipient, one.can_be_retried) for one in listed(engine, "sent")] == [
        ("fatma@linde.example", False)
    ]
    assert not retried(engine, id), "there is nothing left to send"
    assert "a mail was sent" in caplog.text
    assert "fatma" not in caplog.text.lower()


def test_a_mail_of_what_was_not_committed_is_never_sent(engine: Engine, mail_server: MailServer) -> None:
    with engine.begin() as connection:
        outbox.write(
            connection, kind="invitation", recipient="a@b.example", subject="x", body="x",
            organisation=None, cause="x", now=TODAY,
        )  # fmt: skip
        connection.rollback()
    works(engine, settings_for(mail_server))
    assert mail_server.received == []


@pytest.mark.parametrize("answers", ["answers", "content_answers"])
def test_R17_a_mail_that_is_refused_for_good_fails_at_once_and_goes_to_a_corrected_address(
    engine: Engine, mail_server: MailServer, answers: str, caplog: pytest.LogCaptureFixture
) -> None:
    getattr(mail_server, answers).append("550 <fatma@linde.example> is unknown here")
    id = written(engine)
    works(engine, settings_for(mail_server))
    [row] = listed(engine, "failed")
    assert (row.error, row.tries, row.can_be_retried) == ("Refused 550", 1, True)
    assert "a mail was refused for good" in caplog.text
    assert "unknown here" not in caplog.text
    works(engine, settings_for(mail_server), Clock(engine, TODAY + 10 * MINUTE))
    assert mail_server.received == [], "it is not tried again by itself"
    assert retried(engine, id, "Fatma@Linde2.example")
    assert [one.error for one in listed(engine, "waiting")] == [None]
    works(engine, settings_for(mail_server))
    assert mail_server.received[0].recipients == ["Fatma@linde2.example"]
    assert mail(engine, id).state == "sent"


def test_R17_a_mail_that_is_deferred_is_tried_again_after_a_pause(
    engine: Engine, mail_server: MailServer
) -> None:
    mail_server.answers.extend(["451 try later", "452 full"])
    id, clock = written(engine), Clock(engine)
    for tries, (code, pause) in enumerate((("451", 1), ("452", 2)), start=1):
        works(engine, settings_for(mail_server), clock)
        row = mail(engine, id)
        assert (row.state, row.error, row.tries, row.maybe_twice) == (
            "waiting", f"Deferred {code}", tries, False,
        )  # fmt: skip
        works(engine, settings_for(mail_server), clock)
        clock.moment += pause * MINUTE
    works(engine, settings_for(mail_server), clock)
    assert mail(engine, id).state == "sent"
    assert len(mail_server.received) == 1


def test_R17_while_the_mail_server_is_away_mails_wait_and_then_fail_until_somebody_mends_it(
    engine: Engine, mail_server: MailServer
) -> None:
    away = MailServer()
    id, clock = written(engine), Clock(engine)
    for _ in range(MOST_TRIES):
        works(engine, settings_for(away), clock)
        clock.moment += 6 * 60 * MINUTE
    row = mail(engine, id)
    assert (row.state, row.error, row.tries) == ("failed", "ConnectionRefusedError", MOST_TRIES)
    assert row.body is not None
    with read_transaction(engine) as connection:
        assert count_open_mails(connection) == {"waiting": 0, "failed": 1}
        assert list_mails(connection, LINDE, "failed", 1).count == 1
        assert list_mails(connection, "eik", None, 1).count == 0
    with transaction(engine) as connection:  # dialoog worker --retry-failed
        assert outbox.reopen_failed(connection) == 1
        assert queue.retry_failed(connection, clock.moment) == 1
    works(engine, settings_for(mail_server), clock)
    assert mail(engine, id).state == "sent"
    assert len(mail_server.received) == 1


def test_R17_a_mail_whose_worker_died_is_sent_again_and_marked(
    engine: Engine, mail_server: MailServer
) -> None:
    id = written(engine)
    with transaction(engine) as connection:
        assert queue.claim(connection, ["mail"], "who died", TODAY) is not None
        connection.execute(update(Mail).values(begun=TODAY, tries=1))
    assert not retried(engine, id), "it is being sent"
    works(engine, settings_for(mail_server), Clock(engine, TODAY + LEASE_MS))
    row = mail(engine, id)
    assert (row.state, row.maybe_twice, row.tries, len(mail_server.received)) == ("sent", True, 2, 1)


def test_R17_a_mail_that_nobody_confirms_is_sent_once_more_and_no_third_time(
    engine: Engine, mail_server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(smtp, "TIMEOUT_SECONDS", 0.3)
    mail_server.holds = True
    id, clock = written(engine), Clock(engine)
    works(engine, settings_for(mail_server), clock)
    row = mail(engine, id)
    assert (row.state, row.error, row.maybe_twice, row.begun) == ("waiting", "Unconfirmed", True, None)
    clock.moment += MINUTE
    works(engine, settings_for(mail_server), clock)
    row = mail(engine, id)
    assert (row.state, row.error, row.maybe_twice) == ("failed", "Unconfirmed", True)
    clock.moment += DAY_MS
    works(engine, settings_for(mail_server), clock)
    assert len(mail_server.received) == 2
    first, second = mail_server.received
    assert first.content == second.content, "a mail program shows it once"


def test_R17_a_retry_while_the_worker_ends_its_job_is_not_lost(
    engine: Engine, mail_server: MailServer
) -> None:
    """The mail failed, and its job is still running until the write-ahead log is empty."""
    mail_server.answers.append("550 no")
    id = written(engine)
    clock, handler = Clock(engine), mail_delivery.handlers(settings_for(mail_server))["mail"]
    retries = iter([True])

    def finish(made: Engine) -> None:
        if next(retries, False):
            assert retried(made, id)
        handler.finish(made)

    slow = mail_delivery.Handler(handler.step, finish, note_failure=handler.note_failure)
    worker = Worker(engine, {"mail": slow}, clock)
    assert worker.run_once()
    assert worker.run_once()
    assert mail(engine, id).state == "sent"


def test_R17_two_workers_send_each_mail_once(database: str, mail_server: MailServer) -> None:
    first = make_engine(database)
    recipients = [f"buur{n}@linde.example" for n in range(12)]
    for recipient in recipients:
        written(first, recipient)
    engines = [first, make_engine(database)]
    threads = [threading.Thread(target=works, args=(each, settings_for(mail_server))) for each in engines]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(one.recipients[0] for one in mail_server.received) == sorted(recipients)
    assert {row.state for row in listed(first)} == {"sent"}
    for each in engines:
        each.dispose()


def test_what_is_forgotten_is_deleted_in_every_state_and_nothing_else(
    engine: Engine, mail_server: MailServer
) -> None:
    mail_server.answers.append("550 no")
    causes = {"evening": written(engine, cause="evening"), "other": written(engine, cause="other")}
    works(engine, settings_for(mail_server))
    waiting = written(engine, cause="evening")
    with transaction(engine) as connection:
        assert outbox.forget(connection, "evening") == 2
    assert [mail(engine, one) for one in (causes["evening"], waiting)] == [None, None]
    assert mail(engine, causes["other"]).state == "sent"
    works(engine, settings_for(mail_server))
    assert len(mail_server.received) == 1, "what was forgotten is not sent"


def test_a_mail_is_deleted_thirty_days_after_it_was_written(engine: Engine, mail_server: MailServer) -> None:
    id = written(engine)
    works(engine, settings_for(mail_server))
    works(engine, settings_for(mail_server), Clock(engine, TODAY + outbox.KEPT_DAYS * DAY_MS - 1))
    assert mail(engine, id) is not None
    works(engine, settings_for(mail_server), Clock(engine, TODAY + outbox.KEPT_DAYS * DAY_MS))
    assert mail(engine, id) is None


def test_without_a_mail_server_mails_wait_and_are_deleted_on_their_day_all_the_same(engine: Engine) -> None:
    id = written(engine)
    assert not outbox.is_configured(Settings())
    works(engine, Settings())
    assert mail(engine, id).state == "waiting"
    works(engine, Settings(), Clock(engine, TODAY + outbox.KEPT_DAYS * DAY_MS))
    assert mail(engine, id) is None


def test_a_list_of_mails_is_of_one_organisation_and_cut_into_pages(engine: Engine) -> None:
    ids = [written(engine, now=TODAY + n) for n in range(5)]
    written(engine, organisation="eik")
    with read_transaction(engine) as connection:
        pages = [list_mails(connection, LINDE, "waiting", number, 2) for number in (1, 2, 3)]
    assert [row.id for page in pages for row in page.lines] == ids[::-1]


def test_R17_no_job_names_an_address(engine: Engine) -> None:
    id = written(engine)
    with read_transaction(engine) as connection:
        keys = set(connection.execute(select(Job.key)).scalars())
        assert job_of(connection, f"mail:{id}") is not None
    assert keys == {f"mail:{id}", f"mail_retention:{id}"}
