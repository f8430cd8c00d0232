"""Three months on, who may be reached is asked what changed: once, answered by a button alone, and told as far as each lets it be told."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import delete, insert, update
from werkzeug.test import TestResponse

from dialoog.backups.erasing_again import erase_again
from dialoog.db import erasure_list
from dialoog.db.engine import read_transaction, transaction
from dialoog.db.erasure_models import Erasure
from dialoog.jobs.clock import DAY_MS, wall_ms
from dialoog.live.models import Dialogue
from dialoog.organisers.privacy.personal_data import everything_about
from dialoog.records.actions import choose_audience
from dialoog.records.earlier_retention import erase_contacts_now
from dialoog.records.looking_back import mails
from dialoog.records.looking_back.actions import take_back
from dialoog.records.looking_back.answers import forget_callers
from dialoog.records.looking_back.models import LookingBack
from dialoog.records.own_texts import own_texts_naming
from dialoog.rules import events as e
from dialoog.rules.state import Keep, Kind
from tests.participants.evenings import presses
from tests.records.tellers import HELD, MAIL, NOTE, PAGE, PUBLIC, THEN, Later, pdf_of
from tests.records.test_pdf import drawn_text
from tests.web.visits import Visitor, running_app, words_of

LINK, ANSWER, OWN = "/veranderd", "/veranderd/antwoord", "/mijn/linde/veranderd"
CALLS, WRITE_DOWN = "/verslagen/linde/veranderd", "/verslagen/linde/veranderd/s2"
SENTENCE = "Ik ken nu drie buren bij naam."


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Later]:
    with running_app(tmp_path, smtp_url="smtp://127.0.0.1:9", mail_from="post@linde.example") as app:
        yield Later(app)


def says(visitor: Visitor, address: str = ANSWER, **fields: str) -> TestResponse:
    return visitor.sends(address, **{"amount": "much", "text": SENTENCE, "keep": "named", **fields})


def test_after_thirteen_weeks_who_said_how_to_be_reached_is_asked_and_nobody_twice(office: Later) -> None:
    office.works(THEN - timedelta(days=1))
    assert office.answers() == {}
    for _time in range(2):
        office.works()
    [mail] = office.mailed()
    assert (mail.recipient, mail.cause) == (MAIL, "linde:s1")
    for text in ("Dag Fatma,", "Wat is er veranderd?", "12 november 2026", "Niets is ook een antwoord."):
        assert text in mail.body, text
    assert {seat: one.is_mailed for seat, one in office.answers().items()} == {"s1": True, "s2": False}
    office.works(THEN + timedelta(days=1))
    assert len(office.mailed()) == 1


def test_an_evening_that_is_long_over_is_not_asked_about(office: Later) -> None:
    office.works(THEN + timedelta(days=32))
    assert office.answers() == {}


def test_without_a_mail_server_they_stand_on_the_list(office: Later) -> None:
    office.works(smtp_url="")
    assert office.mailed() == []
    assert [one.is_mailed for one in office.answers().values()] == [False, False]


def test_R14_once_contacts_are_gone_nobody_is_asked_and_the_organiser_is_told(office: Later) -> None:
    with transaction(office.engine) as connection:
        connection.execute(update(Dialogue).values(contacts_until="2027-01-31"))
    assert "worden bewaard tot zondag 31 januari 2027" in words_of(office.els.opens(CALLS))
    office.works()
    assert (office.answers(), office.mailed()) == ({}, [])


def test_opening_the_link_answers_nothing_a_button_does_and_again_is_no_error(office: Later) -> None:
    office.asks_now()
    fatma = office.opens_link()
    for address in (LINK, ANSWER, "/veranderd/terug"):
        fatma.opens(address)
    assert office.answers()["s1"].at is None
    for _time in range(2):
        assert says(fatma).status_code == 303
    found = office.answers()["s1"]
    assert (found.amount, found.text, found.keep, found.public) == ("much", SENTENCE, Keep.NAMED, False)
    page = words_of(fatma.opens(ANSWER))
    assert SENTENCE in page
    assert "U antwoordde op" in page
    fatma.browser.post("/veranderd/terug", data={})
    assert office.answers()["s1"].amount == "much", "without its token"
    [token] = re.findall(
        r'name="csrf_token"[^>]*value="([^"]+)"', fatma.opens(ANSWER).text.partition("/terug")[2]
    )
    fatma.browser.post("/veranderd/terug", data={"csrf_token": token})
    assert (office.answers()["s1"].at, office.answers()["s1"].text) == (None, "")


def test_a_wrong_link_opens_nothing_and_a_late_one_says_whom_to_ring(office: Later) -> None:
    office.asks_now()
    fatma = office.opens_link()
    assert Visitor(office.app).sends(LINK, code="x" * 32).status_code == 404
    assert Visitor(office.app).opens(ANSWER).status_code == 404
    with transaction(office.engine) as connection:
        connection.execute(update(LookingBack).values(asked_at=wall_ms() - 91 * DAY_MS))
    late = fatma.opens(ANSWER)
    assert late.status_code == 410
    assert "Bel " in words_of(late)
    assert "06 00 00 00 00" in words_of(late)


def test_bad_answers_get_a_sentence_and_change_nothing(office: Later) -> None:
    office.asks_now()
    fatma = office.opens_link()
    for fields, sentence in (
        ({"amount": "lots"}, "Kies een antwoord."),
        ({"keep": ""}, "Kies wat er met deze zin mag."),
        ({"keep": "everybody"}, "Kies wat er met deze zin mag."),
        ({"text": "x" * 281}, "Deze tekst is te lang."),
    ):
        refused = says(fatma, **fields)
        assert refused.status_code == 400, fields
        assert sentence in words_of(refused), fields
    assert office.answers()["s1"].at is None


def test_C3_a_sentence_that_may_not_be_kept_is_stored_nowhere(office: Later) -> None:
    office.asks_now()
    says(office.opens_link(), keep="no", public="y")
    found = office.answers()["s1"]
    assert (found.amount, found.text, found.keep, found.public) == ("much", "", None, False)


def test_it_is_answered_on_ones_own_page_and_taken_along(office: Later) -> None:
    phone = office.phone()
    assert phone.opens(OWN).status_code == 404
    assert "Wat is er veranderd?" not in words_of(phone.opens("/mijn/linde"))
    office.asks_now()
    assert f'href="{OWN}"' in phone.opens("/mijn/linde").text
    assert (
        says(phone, OWN, text=f"{SENTENCE} Riet ook.").location == "/mijn/linde?bewaard=veranderd#veranderd"
    )
    own = words_of(phone.opens("/mijn/linde"))
    assert SENTENCE in own
    assert "In deze zin staat een naam: Riet." in own, "C6"
    assert SENTENCE in words_of(phone.opens("/mijn/linde/meenemen"))
    assert phone.opens("/mijn/linde.json").json["changed"]["text"] == f"{SENTENCE} Riet ook."
    with read_transaction(office.engine) as connection:
        data = everything_about(connection, "linde", "s1")
    assert data is not None
    assert data.changed is not None
    assert data.changed.text == f"{SENTENCE} Riet ook."


def test_C3_C9_readers_see_what_was_released_to_them_and_counts_from_three_answers_on(office: Later) -> None:
    office.asks_now()
    with transaction(office.engine) as connection:
        choose_audience(connection, "linde", "organiser", "public", wall_ms())
    office.sends()
    says(office.opens_link(), keep="unnamed")
    for reader, address in ((office.phone(), PAGE), (office.els, PAGE)):
        read = words_of(reader.opens(address))
        assert SENTENCE in read
        assert "1 veel" not in read
    assert SENTENCE in drawn_text(pdf_of(office.phone().sends(PAGE)))
    anybody = Visitor(office.app)
    assert SENTENCE not in words_of(anybody.opens(PUBLIC))
    says(office.opens_link(), keep="named", public="y")
    assert SENTENCE in words_of(anybody.opens(PUBLIC))
    facts = {
        "dialogue": "linde",
        "asked_at": 1,
        "is_mailed": False,
        "lang": "nl",
        "at": 1,
        "text": "",
        "public": False,
    }
    with transaction(office.engine) as connection:
        for seat in ("s3", "s4"):
            row = {"seat": seat, "link_hash": seat.encode(), "amount": "little"}
            connection.execute(insert(LookingBack).values(**facts, **row))
    assert "1 veel, 2 een beetje" in words_of(office.phone().opens(PAGE))


def test_C2_C8_answers_follow_the_choices_of_their_person_and_copies_become_old(office: Later) -> None:
    office.asks_now()
    office.sends()
    says(office.opens_link(), keep="named")
    office.phone().sends(PAGE)
    assert office.copies()[-1].missing_sentences == 0
    seat = office.evening.seats["Fatma"]
    office.evening._append(e.ConsentGiven(seat, True, False, contact=True, aloud=False))
    assert office.answers()["s1"].keep is Keep.UNNAMED
    office.evening._append(e.ConsentGiven(seat, False, False, contact=True, aloud=False))
    assert office.answers()["s1"].text == ""
    assert office.copies()[-1].missing_sentences > 0
    office.evening._append(
        e.ConsentGiven(office.evening.seats["Henk"], True, False, contact=False, aloud=False)
    )
    assert set(office.answers()) == {"s1"}, "who may not be approached any more is not asked"
    office.evening.erases("Fatma")
    assert office.answers() == {}
    assert office.mailed() == []


def test_taking_an_answer_back_makes_the_copies_with_it_old(office: Later) -> None:
    office.asks_now()
    office.sends()
    phone = office.phone()
    says(phone, OWN)
    phone.sends(PAGE)
    page = phone.opens("/mijn/linde").text.partition(f"{OWN}/terug")[2]
    [token, *_more] = re.findall(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    assert phone.browser.post(f"{OWN}/terug", data={"csrf_token": token}).status_code == 303
    assert SENTENCE not in words_of(phone.opens(PAGE))
    assert office.copies()[-1].missing_sentences == 1


def test_R14_an_answer_that_was_taken_back_is_in_no_file_and_on_the_list_at_once(
    office: Later, tmp_path: Path
) -> None:
    office.asks_now()
    phone, step = office.phone(), office.word(Kind.AGREEMENT)
    says(phone, OWN, text=SENTENCE)
    texts = (SENTENCE, NOTE)
    assert found_in_files(tmp_path, *texts) == set(texts)
    own, links = "/mijn/linde", (f"{OWN}/terug", f"/mijn/linde/afspraken/{step}/terug")
    for form in links:
        assert presses(phone, own, form).status_code == 303
    assert found_in_files(tmp_path, *texts) == set()
    listed = erasure_list.read(tmp_path / erasure_list.FILE_NAME)
    assert {(item.kind, item.subject) for item in listed} == {("answer", "s1"), ("agreement", step)}


def found_in_files(folder: Path, *texts: str) -> set[str]:
    contents = [file.read_bytes() for file in folder.rglob("*") if file.is_file()]
    return {text for text in texts if any(text.encode() in content for content in contents)}


def test_C8_an_older_backup_that_is_put_back_is_without_an_answer_that_was_taken_back(office: Later) -> None:
    office.asks_now()
    says(office.phone(), OWN)
    backup = office.answers()["s1"]
    with transaction(office.engine) as connection:
        take_back(connection, "linde", "s1", wall_ms())
        [item] = erasure_list.noted(connection)
    assert (item.kind, item.place, item.subject) == ("answer", "linde", "s1")
    with transaction(office.engine) as connection:
        connection.execute(delete(Erasure))
        stored = {"amount": backup.amount, "text": backup.text, "keep": "named", "at": backup.at}
        connection.execute(update(LookingBack).where(LookingBack.seat == "s1").values(**stored))
        assert erase_again(connection, [item], "s" * 32, wall_ms()) == 1
    assert (office.answers()["s1"].text, office.answers()["s1"].at) == ("", None)


def test_T13_who_is_rung_answers_aloud_and_the_organiser_sees_the_counts(office: Later) -> None:
    office.asks_now()
    page = words_of(office.els.opens(CALLS))
    assert "06 87654321" in page
    assert "Wij vroegen het 2 mensen" in page
    assert "Een beetje Niets Weet ik niet Wat dan?" in page, "boxes for a pen"
    assert "Nog niemand antwoordde." in page
    for overview in ("/thuis", "/bellijst"):
        assert CALLS in office.els.opens(overview).text, overview
    fields = {"s2-amount": "little", "s2-text": SENTENCE, "s2-keep": "unnamed", "s2-caller": ""}
    [token, *_] = re.findall(r'name="s2-csrf_token"[^>]*value="([^"]+)"', office.els.opens(CALLS).text)
    refused = office.els.browser.post(WRITE_DOWN, data={**fields, "s2-csrf_token": token})
    assert refused.status_code == 400
    fields["s2-caller"] = "Els"
    for keep, status in (("named", 400), ("unnamed", 303), ("unnamed", 404)):
        answer = office.els.browser.post(WRITE_DOWN, data={**fields, "s2-keep": keep, "s2-csrf_token": token})
        assert answer.status_code == status, keep
    assert (office.answers()["s2"].caller, office.answers()["s2"].text) == ("Els", SENTENCE)
    assert "06 87654321" not in words_of(office.els.opens(CALLS))
    assert CALLS not in office.els.opens("/thuis").text
    with transaction(office.engine) as connection:
        assert SENTENCE in own_texts_naming(connection, "linde", "buren")
        forget_callers(connection, "linde")
    assert office.answers()["s2"].caller == ""


def test_R14_mails_that_ask_go_with_the_contacts(office: Later) -> None:
    office.asks_now()
    with transaction(office.engine) as connection:
        erase_contacts_now(connection, "linde")
    assert office.mailed() == []


@pytest.mark.parametrize("lang", ["nl", "en", "ar", "tr", "zz"])
def test_the_mail_speaks_the_language_of_its_reader(lang: str) -> None:
    question = mails.Question(
        "Fatma", "Meerlinden", HELD.date(), "De Linde", "Els", "https://x.example/veranderd#a"
    )
    subject, body = mails.compose(question, lang)
    assert (subject == "Wat is er veranderd?") is (lang in ("nl", "zz"))
    assert "https://x.example/veranderd#a" in body
