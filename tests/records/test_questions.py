"""Questions that somebody outside was asked to answer: a reply date that is fair, every reply kept, and the asker who judges (C8, C9, R14)."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest
from sqlalchemy import Engine, func, insert, select, update

from dialoog.backups.erasing_again import erase_again
from dialoog.db.engine import read_transaction, run_in_transaction, transaction
from dialoog.db.erasure_list import noted
from dialoog.jobs.models import Job, Mail
from dialoog.live.models import Contact, Dialogue
from dialoog.records.evening_rows import delete_mails
from dialoog.records.follow_up.actions import NotADay, NotTheirs, NotThere
from dialoog.records.follow_up.questions import actions, links, retention
from dialoog.records.follow_up.questions.actions import Asking, NewReply, NotNow, NotYetWritten
from dialoog.records.follow_up.questions.models import Addressee, Reply
from dialoog.records.follow_up.questions.queries import (
    AddresseeInfo,
    QuestionInfo,
    find_addressee,
    questions_of,
)
from dialoog.rules import events as e
from dialoog.rules.state import Keep, Kind
from dialoog.settings import Settings
from tests.accounts.people import create_organisation
from tests.records.evenings import Evening, an_engine, meerlinden
from tests.records.retained import write_journal
from tests.records.test_agreements import at

WIM = AddresseeInfo("Wim", "wim@meerlinden.example", "06 12345678")
ASKED, BY = "2026-11-30", "2026-12-20"
SETTINGS = Settings(folder="", secret="s" * 32, smtp_url="smtp://localhost")


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
    return evening


def word_of(evening: Evening, *, group: bool = False) -> str:
    return next(
        word.id
        for word in evening.state.words.values()
        if word.kind is Kind.QUESTION and (word.seat is None) is group
    )


def asks(evening: Evening, day: str = ASKED, *, group: bool = False, settings: Settings = SETTINGS, **asking: Any) -> str:  # fmt: skip
    """Lays the question before somebody; gives its word."""
    word, state = word_of(evening, group=group), evening.state
    asked = Asking(**{"organisation": "Gemeente Meerlinden", "reply_by": BY, "addressee": WIM} | asking)
    run_in_transaction(
        evening.engine,
        lambda connection: actions.ask(connection, settings, "linde", word, state, asked, at(day)),
    )
    return word


def replies(evening: Evening, word: str, kind: Any, text: str = "", day: str = "2026-12-01", enterer: str | None = None, lang: str = "nl", settings: Settings = SETTINGS, **more: str) -> bool:  # fmt: skip
    new = NewReply(kind, text, lang, **more)
    return run_in_transaction(
        evening.engine,
        lambda connection: actions.reply(
            connection, settings, "linde", word, evening.state, new, at(day), enterer
        ),
    )


def judges(evening: Evening, word: str, *, is_answer: bool, day: str = "2026-12-05", **more: Any) -> bool:
    return run_in_transaction(
        evening.engine,
        lambda connection: actions.judge(
            connection, SETTINGS, "linde", word, at(day), is_answer=is_answer, **more
        ),
    )


def question(evening: Evening, word: str) -> QuestionInfo:
    with read_transaction(evening.engine) as connection:
        return questions_of(connection, "linde")[word]


def mails(evening: Evening, kind: str = "question") -> list[Any]:
    with read_transaction(evening.engine) as connection:
        query = select(Mail.recipient, Mail.subject, Mail.body, Mail.language).where(Mail.kind == kind)
        return list(connection.execute(query.order_by(Mail.created)).all())


def test_an_addressee_is_mailed_in_the_transaction_that_asks_and_no_name_goes_along(evening: Evening) -> None:
    word = asks(evening)
    [mail] = mails(evening)
    assert mail.recipient == "wim@meerlinden.example"
    assert "Wie helpt met brieven?" in mail.body
    assert "zondag 20 december 2026" in mail.body
    assert "Samira" not in mail.body
    asked = question(evening, word)
    assert (asked.seat, asked.state, asked.ask_on, asked.told_at) == ("s3", "asked", BY, at(ASKED))
    token = links.token_of(SETTINGS.secret, asked.id)
    assert f"/vraag#{token}\n" in mail.body
    assert links.opens(SETTINGS.secret, token) == asked.id
    assert links.opens("another", token) is None
    assert links.opens(SETTINGS.secret, "") is None


def test_without_a_mail_server_or_an_address_an_organiser_has_to_tell(evening: Evening) -> None:
    word = asks(evening, settings=msgspec.structs.replace(SETTINGS, smtp_url=""))
    assert question(evening, word).is_to_tell
    run_in_transaction(
        evening.engine, lambda connection: actions.note_told(connection, "linde", word, at("2026-12-01"))
    )
    assert not question(evening, word).is_to_tell
    other = asks(evening, group=True, addressee=AddresseeInfo("Jo"))
    assert question(evening, other).is_to_tell
    assert mails(evening) == []


def test_a_reply_is_late_the_day_after_and_not_while_an_interim_date_runs(evening: Evening) -> None:
    word = asks(evening)
    assert not question(evening, word).is_late(date(2026, 12, 20))
    assert question(evening, word).is_late(date(2026, 12, 21))
    for day, reason in (("2026-11-30", "past"), ("", "missing"), ("2199-01-01", "far")):
        with pytest.raises(NotADay) as refused:
            replies(evening, word, "interim", until=day)
        assert refused.value.reason == reason
    assert replies(evening, word, "interim", "We zoeken het uit.", "2026-12-22", until="2027-01-10")
    assert not replies(evening, word, "interim", "We zoeken het uit.", "2026-12-23", until="2027-01-10")
    assert not question(evening, word).is_late(date(2027, 1, 10))
    assert question(evening, word).is_late(date(2027, 1, 11))
    assert (question(evening, word).reply_by, question(evening, word).state) == (BY, "asked")


def test_every_reply_is_kept_and_the_asker_judges_the_newest(evening: Evening) -> None:
    word = asks(evening)
    replies(evening, word, "interim", "Even geduld.", until="2026-12-24")
    replies(evening, word, "no", "Daar is geen geld voor.", "2026-12-03")
    assert question(evening, word).state == "replied"
    assert not question(evening, word).is_late(date(2028, 1, 1)), "the asker has the word"
    with pytest.raises(NotNow):
        replies(evening, word, "interim", until="2026-12-30")
    assert judges(evening, word, is_answer=False, remark="Waarom niet?")
    for again in ("", "Waarom niet?"):
        assert not judges(evening, word, is_answer=False, remark=again), "the same again"
    again = question(evening, word)
    assert (again.state, again.ask_on, again.told_at) == ("asked", "2027-01-02", at("2026-12-05"))
    assert [one.subject for one in mails(evening)] == ["Een vraag van bewoners, voor u", "Een vraag van bewoners staat weer open"]  # fmt: skip
    assert "Waarom niet?" in mails(evening)[1].body
    assert judges(evening, word, is_answer=False, remark="En een deel?", day="2026-12-06")
    assert "En een deel?" in mails(evening)[2].body
    assert question(evening, word).ask_on == "2027-01-02", "no longer time for it"
    replies(evening, word, "yes", "Het mag toch.", "2026-12-10")
    assert judges(evening, word, is_answer=True, day="2026-12-11")
    done = question(evening, word)
    assert (done.state, done.ask_on) == ("closed", "")
    assert [(one.kind, one.is_answer) for one in done.replies] == [("interim", None), ("no", False), ("yes", True)]  # fmt: skip
    with pytest.raises(NotNow):
        replies(evening, word, "no", "Toch niet.", "2026-12-12")
    assert judges(evening, word, is_answer=False, day="2026-12-12"), "on second thoughts"
    assert question(evening, word).state == "asked"


def test_C2_the_asker_is_told_that_a_reply_came_once_and_reads_neither_text_in_the_mail(
    evening: Evening,
) -> None:
    reach = "06 12345678 of samira@linde.example"
    with transaction(evening.engine) as connection:
        connection.execute(insert(Contact).values(dialogue="linde", seat="s3", text=reach))
        connection.execute(update(Dialogue).values(until="2027-01-01"))
    word, group = asks(evening), asks(evening, group=True)
    replies(evening, word, "interim", "Even geduld.", until="2026-12-24")
    replies(evening, group, "no", "Geen geld.")
    assert mails(evening, "reply") == [], "nobody has the word yet, and of the table's question everybody has"
    replies(evening, word, "no", "Geen geld.", "2026-12-03")
    replies(evening, word, "no", "Echt geen geld.", "2026-12-04")
    [mail] = mails(evening, "reply")
    assert (mail.recipient, mail.subject) == ("samira@linde.example", "Er is een antwoord op uw vraag")
    assert "Dag Samira," in mail.body
    assert "Gemeente Meerlinden heeft geantwoord." in mail.body
    assert "/mijn/linde\n" in mail.body
    for text in ("brieven", "geld", "samira@"):
        assert text not in mail.body, text
    judges(evening, word, is_answer=False)
    replies(evening, word, "yes", "Het mag toch.", "2026-12-10")
    assert len(mails(evening, "reply")) == 2
    evening._append(e.ConsentGiven("s3", True, True, contact=False, aloud=False))
    assert mails(evening, "reply") == []


@pytest.mark.parametrize("why", ["no mail server", "no address", "after the day of contacts"])
def test_C2_who_cannot_be_mailed_finds_the_reply_on_their_own_page_alone(evening: Evening, why: str) -> None:
    reach = "06 12345678" if why == "no address" else "samira@linde.example"
    until = "2026-12-01" if why == "after the day of contacts" else "2027-01-01"
    with transaction(evening.engine) as connection:
        connection.execute(insert(Contact).values(dialogue="linde", seat="s3", text=reach))
        connection.execute(update(Dialogue).values(contacts_until=until))
    word = asks(evening)
    settings = msgspec.structs.replace(SETTINGS, smtp_url="") if why == "no mail server" else SETTINGS
    replies(evening, word, "no", "Geen geld.", "2026-12-03", settings=settings)
    assert question(evening, word).state == "replied"
    assert mails(evening, "reply") == []


def test_nobody_judges_what_was_not_replied(evening: Evening) -> None:
    word = asks(evening)
    with pytest.raises(NotNow):
        judges(evening, word, is_answer=True)
    replies(evening, word, "interim", until="2026-12-24")
    with pytest.raises(NotNow):
        judges(evening, word, is_answer=True)


def test_a_letter_is_entered_with_its_date_and_who_entered_it(evening: Evening) -> None:
    word = asks(evening, addressee=AddresseeInfo("Wim"))
    for written in ("", "2026-12-02", "gisteren"):
        with pytest.raises(NotYetWritten):
            replies(evening, word, "partly", "Een deel kan.", enterer="Els", written=written)
    assert question(evening, word).replies == ()
    replies(evening, word, "partly", "Een deel kan.", enterer="Els", written="2026-11-30")
    [one] = question(evening, word).replies
    assert (one.written, one.enterer, one.organisation) == ("2026-11-30", "Els", "Gemeente Meerlinden")
    assert not question(evening, word).is_to_tell


def test_another_addressee_gets_a_link_of_its_own_and_the_former_mail_goes(evening: Evening) -> None:
    word = asks(evening)
    first = question(evening, word).id
    asks(evening, addressee=msgspec.structs.replace(WIM, phone="06 87654321"))
    assert question(evening, word).id == first, "a number changes nothing for the addressee"
    assert len(mails(evening)) == 1
    replies(evening, word, "no", "Wij gaan hier niet over.")
    asks(evening, "2026-12-02", organisation="Woonstichting", addressee=AddresseeInfo("Jo", "jo@wonen.example"))  # fmt: skip
    assert question(evening, word).id != first
    assert [one.recipient for one in mails(evening)] == ["jo@wonen.example"]
    assert [one.organisation for one in question(evening, word).replies] == ["Gemeente Meerlinden"]
    with read_transaction(evening.engine) as connection:
        assert links.find(connection, first) is None
        with pytest.raises(NotNow):
            actions.take_back(connection, "linde", word, at(BY))


def test_only_a_question_of_the_record_is_asked(evening: Evening, engine: Engine) -> None:
    insight = next(word.id for word in evening.state.words.values() if word.kind is Kind.INSIGHT)
    asking = Asking("De gemeente", BY)
    with transaction(engine) as connection, pytest.raises(NotThere):
        actions.ask(connection, SETTINGS, "linde", insight, evening.state, asking, at(ASKED))


def test_a_municipality_never_says_for_a_resident_that_it_is_an_answer(evening: Evening) -> None:
    word, group = asks(evening), asks(evening, group=True)
    with transaction(evening.engine) as connection:
        owner = create_organisation(connection, "Gemeente", "municipality")
        connection.execute(update(Dialogue).values(owner=owner))
    for one in (word, group):
        replies(evening, one, "yes", "Ja.")
    with pytest.raises(NotTheirs):
        judges(evening, word, is_answer=True, judge="Ruud")
    assert judges(evening, word, is_answer=False, judge="Ruud")
    assert judges(evening, group, is_answer=True, judge="Ruud"), "nobody else is there to ask"
    replies(evening, word, "yes", "Echt.", "2026-12-06")
    assert judges(evening, word, is_answer=True, day="2026-12-07"), "the asker does"


def test_C8_replies_and_addressee_go_with_the_words(evening: Evening) -> None:
    word, group = asks(evening), asks(evening, group=True)
    replies(evening, word, "no", "Geen geld.")
    first = question(evening, word).id
    evening.chooses(word, Keep.UNNAMED)
    assert not question(evening, word).is_named
    assert len(question(evening, word).replies) == 1
    evening.withdraws(word)
    with read_transaction(evening.engine) as connection:
        assert questions_of(connection, "linde").keys() == {group}
        assert connection.execute(select(Addressee.word)).scalars().all() == [group]
        assert connection.execute(select(func.count()).select_from(Reply)).scalar() == 0
        assert links.find(connection, first) is None
    assert [one.body.count("Wie beheert het plein?") for one in mails(evening)] == [1]
    with pytest.raises(NotThere):
        replies(evening, word, "yes", "Ja.")
    run_in_transaction(evening.engine, lambda connection: delete_mails(connection, "linde"))
    assert mails(evening) == []


def test_R14_how_an_addressee_is_reached_goes_on_its_day(evening: Evening, tmp_path: Path) -> None:
    word = asks(evening)
    identifier, last = question(evening, word).id, "2027-03-20"
    assert question(evening, word).ends == last
    with transaction(evening.engine) as connection:
        write_journal(connection, evening)
        assert not retention.erase_step(connection, identifier, at("2027-03-19")).done
        assert find_addressee(connection, "linde", word) == WIM
        assert retention.erase_step(connection, identifier, at(last)).done
        assert find_addressee(connection, "linde", word) == AddresseeInfo()
        erased = noted(connection)
    assert mails(evening) == []
    assert [(one.kind, one.subject) for one in erased] == [("addressee", identifier)]
    asks(evening, "2027-03-21", reply_by="2027-04-01")
    with read_transaction(evening.engine) as connection:
        due = select(Job.due).where(
            Job.kind == "addressee_retention", Job.subject == question(evening, word).id
        )
        assert connection.execute(due).scalar() is not None
    with transaction(evening.engine) as connection:
        newer = {one._replace(subject=question(evening, word).id) for one in erased}
        erase_again(connection, newer, "s" * 32, at(last))
        assert connection.execute(select(func.count()).select_from(Addressee)).scalar() == 0
