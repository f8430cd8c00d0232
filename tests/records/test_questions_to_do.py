"""What an organiser has to do about questions: replies that are late, who is to be told and rung, and reminders by mail (R17, V4)."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from flask import Flask
from sqlalchemy import Engine, func, insert, select, update

from dialoog.accounts.policy import Scope
from dialoog.backups.erasing_again import erase_again
from dialoog.db.engine import read_transaction, transaction
from dialoog.db.erasure_list import noted
from dialoog.jobs.models import Job
from dialoog.live.models import Contact, Dialogue
from dialoog.records.actions import hide_word
from dialoog.records.follow_up.questions import actions, reminders
from dialoog.records.follow_up.questions.models import Addressee, Question, Reply
from dialoog.records.follow_up.questions.queries import AddresseeInfo
from dialoog.records.follow_up.questions.to_do import TO_RING, ToDo, list_to_do
from dialoog.rules.state import Keep, Kind
from tests.records.evenings import Evening, an_engine, meerlinden
from tests.records.retained import write_journal
from tests.records.test_agreements import at
from tests.records.test_question_pages import app as app
from tests.records.test_question_pages import evening as held  # noqa: F401 - likewise
from tests.records.test_question_pages import organiser, puts
from tests.records.test_questions import BY, SETTINGS, asks, judges, mails, replies, word_of
from tests.web.visits import words_of

EVERYTHING = Scope(everything=True)


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = an_engine(tmp_path)
    yield engine
    engine.dispose()


@pytest.fixture
def evening(engine: Engine) -> Evening:
    evening = meerlinden(engine)
    evening.sees(Kind.QUESTION, "Wie beheert het plein?")
    evening.closes()
    with transaction(engine) as connection:
        connection.execute(insert(Contact).values(dialogue="linde", seat="s3", text="Bel 06 87654321"))
    return evening


def to_do(evening: Evening, day: str, scope: Scope = EVERYTHING, **more: Any) -> list[ToDo]:
    with read_transaction(evening.engine) as connection:
        return list_to_do(connection, scope, date.fromisoformat(day), **more)


def reminds(evening: Evening, day: str) -> None:
    """As the worker does once it planned: every job of this day."""
    for _page in reminders.plan_jobs(evening.engine, at(day)):
        pass
    with transaction(evening.engine) as connection:
        for subject in connection.execute(select(Job.subject).where(Job.kind == "question")).scalars().all():
            assert reminders.remind_step(SETTINGS, connection, subject, at(day)).done


def test_a_reply_is_late_from_the_day_after_with_whom_to_ring(evening: Evening) -> None:
    word = asks(evening)
    assert to_do(evening, BY) == []
    [one] = to_do(evening, "2026-12-21")
    assert (one.why, one.word, one.day, one.name, one.dial) == ("late", word, BY, "Wim", "0612345678")
    replies(evening, word, "interim", day="2026-12-22", until="2027-01-10")
    assert to_do(evening, "2027-01-10") == []
    assert [one.why for one in to_do(evening, "2027-01-11")] == ["late"]
    replies(evening, word, "no", "Geen geld.", "2027-01-12")
    assert to_do(evening, "2027-01-13") == [], "the asker has a week"


def test_who_could_not_be_mailed_is_to_be_told(evening: Evening) -> None:
    asks(evening, addressee=AddresseeInfo())
    [one] = to_do(evening, "2026-12-01")
    assert (one.why, one.name, one.phone) == ("tell", "Gemeente Meerlinden", None)


def test_of_the_whole_tables_reply_an_organiser_is_asked_and_an_asker_is_rung_after_a_week(
    evening: Evening,
) -> None:
    word, group = asks(evening), asks(evening, group=True)
    for one in (word, group):
        replies(evening, one, "yes", "Ja.", "2026-12-01")
    assert [(one.why, one.word) for one in to_do(evening, "2026-12-02")] == [("judge", group)]
    later = {one.word: one for one in to_do(evening, "2026-12-09")}
    assert (later[word].why, later[word].name, later[word].dial) == ("ring", "Samira", "0687654321")
    assert [one.word for one in to_do(evening, "2026-12-09", kinds=TO_RING)] == [word]
    evening.chooses(word, Keep.UNNAMED)
    [unnamed] = to_do(evening, "2026-12-09", kinds=TO_RING)
    assert (unnamed.name, unnamed.phone) == (None, None)
    evening.chooses(word, Keep.NAMED)
    with transaction(evening.engine) as connection:
        connection.execute(update(Dialogue).values(contacts_until="2026-12-01"))
    assert to_do(evening, "2026-12-09", kinds=TO_RING)[0].phone is None
    judges(evening, word, is_answer=True, day="2026-12-10")
    judges(evening, group, is_answer=True, day="2026-12-10")
    assert to_do(evening, "2027-12-09") == []


def test_of_another_organisation_of_a_hidden_question_and_of_an_erased_dialogue_nothing(
    evening: Evening,
) -> None:
    word = asks(evening)
    assert to_do(evening, "2026-12-21", Scope(organisations=frozenset({"elders"}))) == []
    with transaction(evening.engine) as connection:
        hide_word(connection, "linde", word, "els", "Een naam.", 1)
    assert to_do(evening, "2026-12-21") == []
    asks(evening, group=True)
    with transaction(evening.engine) as connection:
        connection.execute(update(Dialogue).values(erasing=1))
    assert to_do(evening, "2026-12-21") == []


def test_an_addressee_is_reminded_once_on_the_day_after(evening: Evening) -> None:
    word = asks(evening)
    for day in (BY, "2026-12-21", "2026-12-22"):
        reminds(evening, day)
    assert [one.subject for one in mails(evening)] == ["Een vraag van bewoners, voor u", "We wachten nog op uw antwoord"]  # fmt: skip
    assert "Uw antwoord zou er zijn op zondag 20 december 2026." in mails(evening)[1].body
    replies(evening, word, "interim", day="2026-12-22", until="2027-01-10")
    reminds(evening, "2027-01-10")
    assert len(mails(evening)) == 2
    reminds(evening, "2027-01-11")
    assert len(mails(evening)) == 3


def test_who_replied_withdrew_or_was_never_told_is_not_reminded(evening: Evening) -> None:
    word = asks(evening)
    replies(evening, word, "yes", "Ja.")
    asks(evening, group=True, settings=msgspec.structs.replace(SETTINGS, smtp_url=""))
    reminds(evening, "2026-12-21")
    assert len(mails(evening)) == 1
    with read_transaction(evening.engine) as connection:
        assert connection.execute(select(func.count()).where(Job.kind == "question")).scalar() == 0
    assert reminders.handlers(msgspec.structs.replace(SETTINGS, smtp_url="")) == {}
    assert reminders.handlers(SETTINGS).keys() == {"question"}


def test_home_and_the_call_list_name_it(app: Flask, held: Evening) -> None:  # noqa: F811 - the fixtures
    els, word = organiser(app), word_of(held)
    puts(els, word)
    [question] = [one.text for one in held.record.questions if one.id == word]
    assert question not in words_of(els.opens("/thuis"))
    yesterday = (date.today() - timedelta(days=1)).isoformat()  # noqa: DTZ011 - a day that is over anywhere
    with transaction(held.engine) as connection:
        connection.execute(update(Question).values(ask_on=yesterday))
    home, calls = els.opens("/thuis"), els.opens("/bellijst")
    assert question in words_of(home)
    assert "zou toen antwoorden" in words_of(home)
    assert f"/verslagen/linde/vragen#vraag-{word}" in home.text
    found = els.opens("/verslagen")
    assert 'href="/bellijst#vragen">1 vraag zonder antwoord' in found.text
    assert "zonder antwoord" not in els.opens("/verslagen?year=2026").text
    assert "Bel \u2068Wim\u2069" in words_of(calls)
    assert "Vraag wanneer het antwoord komt." in words_of(calls)
    assert question not in words_of(organiser(app, "Elders").opens("/thuis"))
    with transaction(held.engine) as connection:
        assert connection.execute(select(func.count()).select_from(Reply)).scalar() == 0


def test_R12_a_question_that_was_taken_back_is_so_again(evening: Evening) -> None:
    """Else the link of who was asked would open again, and how they are reached would be back."""
    word = asks(evening)
    with transaction(evening.engine) as connection:
        write_journal(connection, evening)
        actions.take_back(connection, "linde", word, at(BY))
        [taken_back] = noted(connection)
    asks(evening)
    with transaction(evening.engine) as connection:
        erase_again(connection, [taken_back._replace(at=at(BY) + 1)], SETTINGS.secret, at(BY) + 2)
        for table in (Question, Addressee):
            assert connection.execute(select(func.count()).select_from(table)).scalar() == 0
