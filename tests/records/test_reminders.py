"""Asking owners by mail at their day: once, who may be asked, and a link of which only a button answers (T23, C2, C8)."""

import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import msgspec
import pytest
from flask import Flask
from sqlalchemy import Engine, delete, func, insert, select, update
from werkzeug.test import TestResponse

from dialoog.db.engine import read_transaction, run_in_transaction, transaction
from dialoog.jobs.clock import DAY_MS, wall_ms
from dialoog.jobs.models import Job, Mail
from dialoog.jobs.schedule import TIME_ZONE
from dialoog.live.models import Contact, Dialogue
from dialoog.records.evening_rows import delete_mails
from dialoog.records.follow_up import reminders
from dialoog.records.follow_up.actions import Answer, answer_agreement
from dialoog.records.follow_up.agreements import AgreementInfo, list_agreements
from dialoog.records.follow_up.mails import Question, compose
from dialoog.records.follow_up.models import Agreement
from dialoog.rules import events as e
from dialoog.settings import Settings
from tests.jobs.working import works_off
from tests.participants.evenings import hidden_fields
from tests.records.evenings import Evening, meerlinden
from tests.records.retained import write_journal
from tests.web.visits import Visitor, running_app, words_of

ADDRESS = "/afspraak/antwoord"


@pytest.fixture
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    with running_app(tmp_path_factory.mktemp("asking")) as app:
        yield app


@pytest.fixture
def evening(app: Flask) -> Evening:
    """Its day is today, and Fatma can be reached by mail."""
    evening = meerlinden(app.extensions["dialoog.engine"])
    evening.closes()
    today = datetime.now(TIME_ZONE).date().isoformat()
    with transaction(evening.engine) as connection:
        write_journal(connection, evening)
        connection.execute(update(Dialogue).values(until="2999-01-01"))
        connection.execute(update(Agreement).values(due=today, ask_on=today))
        reach = "06 12345678 of fatma@linde.example"
        connection.execute(insert(Contact).values(dialogue="linde", seat="s1", text=reach))
    return evening


def works(app: Flask, moment: int | None = None, **changed: Any) -> None:
    """A worker that asks, and sends nothing; in the evening, so that today's hour has come."""
    own: Settings = app.extensions["dialoog.settings"]
    settings = msgspec.structs.replace(own, **{"smtp_url": "smtp://localhost", **changed})
    engine: Engine = app.extensions["dialoog.engine"]
    evening = datetime.now(TIME_ZONE).replace(hour=20, minute=0, second=0)
    now = moment or int(evening.timestamp()) * 1000
    works_off(engine, reminders.handlers(settings), now)


def mails(evening: Evening) -> list[Any]:
    with read_transaction(evening.engine) as connection:
        query = select(Mail.recipient, Mail.body, Mail.language, Mail.id).where(Mail.kind == "agreement")
        return list(connection.execute(query.order_by(Mail.created)).all())


def agreement(evening: Evening) -> AgreementInfo:
    with read_transaction(evening.engine) as connection:
        [one] = list_agreements(connection, "linde").values()
    return one


def answers(evening: Evening, *answer: Any) -> None:
    word = agreement(evening).word
    run_in_transaction(
        evening.engine,
        lambda connection: answer_agreement(connection, "linde", word, Answer(*answer), wall_ms()),
    )


def token_in(mail: Any) -> str:
    [token] = re.findall(r"/afspraak#([0-9a-f]{32})\n", mail.body)
    return str(token)


def opens(app: Flask, token: str, language: str = "nl") -> tuple[Visitor, TestResponse]:
    visitor = Visitor(app, language)
    fields = hidden_fields(visitor.opens("/afspraak").text, "/afspraak")
    return visitor, visitor.browser.post("/afspraak", data={**fields, "code": token})


def test_an_owner_is_asked_once_at_their_day_and_again_at_a_new_one(app: Flask, evening: Evening) -> None:
    morning = datetime.now(TIME_ZONE).replace(hour=5, minute=0)
    works(app, int(morning.timestamp()) * 1000)
    assert mails(evening) == [], "nobody is woken"
    works(app)
    works(app)
    [mail] = mails(evening)
    assert mail.recipient == "fatma@linde.example"
    assert "Een lange tafel dekken." in mail.body
    assert "Els, 06 00 00 00 00" in mail.body
    later = datetime.fromtimestamp(wall_ms() / 1000 + 20 * 86400, TIME_ZONE)
    answers(evening, "moved", later.date().isoformat())
    works(app, wall_ms() + 10 * DAY_MS)
    assert len(mails(evening)) == 1, "its day is still to come"
    works(app, int(later.replace(hour=20).timestamp()) * 1000)
    assert len(mails(evening)) == 2
    assert token_in(mails(evening)[1]) == token_in(mail), "the former link goes on"


def test_who_answered_or_was_not_reachable_by_mail_is_not_asked(app: Flask, evening: Evening) -> None:
    with transaction(evening.engine) as connection:
        connection.execute(update(Contact).values(text="06 12345678"))
    works(app)
    with transaction(evening.engine) as connection:
        connection.execute(update(Contact).values(text="fatma@linde.example"))
        connection.execute(update(Dialogue).values(contacts_until="2020-01-01"))
    works(app)
    with transaction(evening.engine) as connection:
        connection.execute(update(Dialogue).values(contacts_until=""))
        connection.execute(delete(Job).where(Job.kind == "agreement"))
    answers(evening, "done")
    works(app)
    assert mails(evening) == []


def test_C2_C8_with_consent_contact_or_person_the_mail_goes_too(app: Flask, evening: Evening) -> None:
    for act in (
        lambda: evening._append(e.ConsentGiven("s1", True, True, contact=False, aloud=False)),
        lambda: run_in_transaction(evening.engine, lambda connection: delete_mails(connection, "linde")),
        lambda: evening.erases("Fatma"),
    ):
        with transaction(evening.engine) as connection:
            connection.execute(update(Agreement).values(mailed_for=None))
            connection.execute(delete(Job).where(Job.kind == "agreement"))
        works(app)
        assert len(mails(evening)) == 1
        act()
        assert mails(evening) == []


def test_opening_the_link_answers_nothing_and_a_button_once(app: Flask, evening: Evening) -> None:
    works(app)
    visitor, opened = opens(app, token_in(mails(evening)[0]))
    assert opened.headers["Location"] == ADDRESS
    page = visitor.opens(ADDRESS)
    assert "Een lange tafel dekken." in words_of(page)
    for address in ("/afspraak", ADDRESS, "/afspraak/terug"):
        visitor.opens(address)
        visitor.browser.head(address)
    assert agreement(evening).outcome is None, "a scanner presses links"
    fields = hidden_fields(page.text, ADDRESS)
    for _pressed in range(2):
        assert visitor.browser.post(ADDRESS, data={**fields, "outcome": "done"}).status_code == 303
    assert agreement(evening).outcome == "done"
    assert "U antwoordde op" in words_of(visitor.opens(ADDRESS))
    past = visitor.browser.post(ADDRESS, data={**fields, "outcome": "moved", "moved_to": "2020-01-01"})
    assert (past.status_code, "Die dag is al voorbij." in words_of(past)) == (400, True)
    assert "Naar welke dag?" in words_of(visitor.browser.post(ADDRESS, data={**fields, "outcome": "moved"}))
    assert agreement(evening).outcome == "done"
    visitor.browser.post("/afspraak/terug", data=fields)
    assert agreement(evening).outcome is None


def test_after_ninety_days_it_says_whom_to_ring_and_a_wrong_one_opens_nothing(
    app: Flask, evening: Evening
) -> None:
    works(app)
    token = token_in(mails(evening)[0])
    _visitor, wrong = opens(app, "0" * 32)
    assert (wrong.status_code, "Deze link past niet." in words_of(wrong)) == (404, True)
    assert Visitor(app).opens(ADDRESS).status_code == 404
    visitor, _opened = opens(app, token)
    with transaction(evening.engine) as connection:
        connection.execute(update(Agreement).values(link_made=wall_ms() - 90 * DAY_MS))
    for page in (visitor.opens(ADDRESS), opens(app, token)[1]):
        assert page.status_code == 410
        assert "Bel \u2068Els, 06 00 00 00 00\u2069." in words_of(page)
    evening.erases("Fatma")
    assert visitor.opens(ADDRESS).status_code == 404


@pytest.mark.parametrize("language", ["en", "ar", "tr"])
def test_it_is_asked_in_the_language_of_its_owner(app: Flask, evening: Evening, language: str) -> None:
    with transaction(evening.engine) as connection:
        connection.execute(update(Agreement).values(lang=language))
    works(app)
    [mail] = mails(evening)
    assert mail.language == language
    assert "Hoe staat het ermee?" not in mail.body
    visitor, _opened = opens(app, token_in(mail), "")
    assert f'lang="{language}"' in visitor.opens(ADDRESS).text


def test_without_a_mail_server_nothing_waits(app: Flask, evening: Evening) -> None:
    works(app, smtp_url="")
    with read_transaction(evening.engine) as connection:
        assert connection.execute(select(func.count()).where(Job.kind == "agreement")).scalar() == 0


def test_who_reads_a_language_that_we_do_not_have_is_asked_in_dutch() -> None:
    question = Question(**dict.fromkeys(Question.__struct_fields__, "") | {"day": "2027-01-05"})
    subject, body = compose(question, "zz", date(2027, 1, 6))
    assert subject == "Hoe staat het met uw afspraak?"
    assert "dinsdag 5 januari 2027" in body
