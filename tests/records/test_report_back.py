"""Telling back what became of an evening: looked at, then sent; on a page, by mail and on paper; without any word that went since."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest
from sqlalchemy import select, update

from dialoog.db.engine import read_transaction, run_in_transaction, transaction
from dialoog.jobs.clock import wall_ms
from dialoog.jobs.mail_delivery import handlers
from dialoog.jobs.models import Job
from dialoog.jobs.schedule import day_at
from dialoog.live.models import Dialogue
from dialoog.records.actions import choose_audience
from dialoog.records.evening_rows import delete_mails_about
from dialoog.records.follow_up.actions import Answer, answer_agreement
from dialoog.records.follow_up.questions.actions import Asking, NewReply, ask
from dialoog.records.follow_up.questions.actions import reply as reply_to
from dialoog.records.follow_up.questions.queries import AddresseeInfo
from dialoog.records.own_texts import own_texts_naming
from dialoog.records.report_back.mails import composers
from dialoog.records.report_back.models import ReportBack
from dialoog.rules.state import Keep, Kind
from tests.records.tellers import (
    BY_CARD,
    LOOK,
    MAIL,
    NOTE,
    OFFER,
    PAGE,
    PUBLIC,
    STEP,
    WRITE,
    Teller,
    pdf_of,
)
from tests.records.test_pdf import drawn_text, names
from tests.web.visits import Visitor, running_app, words_of


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Teller]:
    with running_app(tmp_path, smtp_url="smtp://127.0.0.1:9", mail_from="post@linde.example") as app:
        yield Teller(app)


def test_an_organiser_writes_looks_and_sends_and_then_who_took_part_reads_it(office: Teller) -> None:
    phone = office.phone()
    assert "Vertel terug wat er met" in words_of(office.els.opens("/thuis"))
    assert office.writes(introduction="Dank dat u er was.", closing="Tot in mei.").location == LOOK
    assert phone.opens(PAGE).status_code == 404
    assert "/vervolg" not in phone.opens("/verslagen/linde").text
    shown = words_of(office.els.opens(LOOK))
    assert "Zo leest wie meedeed het straks" in shown
    assert office.sends().location == f"{WRITE}#lezers"
    read = words_of(phone.opens(PAGE))
    for text in (
        "Dank dat u er was.",
        "Van 1 afspraak: 1 gedaan.",
        STEP,
        "Gedaan",
        NOTE,
        OFFER,
        "Tot in mei.",
    ):
        assert text in read, text
        assert text in shown, text
    assert f'href="{PAGE}"' in phone.opens("/verslagen/linde").text
    assert f'href="{BY_CARD}"' in phone.opens("/mijn/linde").text
    assert phone.opens(BY_CARD).location == PAGE
    assert "Vertel terug wat er met" not in words_of(office.els.opens("/thuis"))
    office.writes(introduction="Nog een keer.")
    assert "Nog een keer." not in words_of(phone.opens(PAGE)), "a draft"
    assert "is nog niet verstuurd" in words_of(office.els.opens(WRITE))


def test_C3_C4_a_withdrawn_sentence_and_an_answer_that_changed_are_followed_at_the_next_request(
    office: Teller,
) -> None:
    phone, step = office.phone(), office.word(Kind.AGREEMENT)
    office.sends()
    with transaction(office.engine) as connection:
        answer_agreement(connection, "linde", step, Answer("released", note=""), wall_ms())
    assert "1 losgelaten" in words_of(phone.opens(PAGE))
    office.evening.withdraws(step)
    read = words_of(phone.opens(PAGE))
    assert STEP not in read
    assert NOTE not in read
    assert "losgelaten" not in read
    office.evening.erases("Fatma")
    assert OFFER not in words_of(office.els.opens(PAGE))


def test_the_mail_says_what_holds_as_it_is_sent_and_its_words_lie_nowhere_before(office: Teller) -> None:
    office.writes(introduction="Dank dat u er was.")
    office.sends()
    [mail] = office.mails()
    assert (mail.recipient, mail.cause, mail.body) == (MAIL, "linde:s1", "")
    body = office.says(mail)
    assert body is not None
    for text in (
        "Dag Fatma,",
        "Dank dat u er was.",
        STEP,
        "Gedaan.",
        OFFER,
        "/mijn/linde/vervolg",
        "Kopie 1",
    ):
        assert text in body, text
    assert NOTE not in body, "a note stays with who may read the record there"
    office.evening.withdraws(office.word(Kind.AGREEMENT))
    later = office.says(mail)
    assert later is not None
    assert STEP not in later
    [line] = office.copies()
    assert (line.number, line.format, line.taker, line.missing_sentences) == (1, "mail", "account", 1)
    assert "Wat is ermee gebeurd (mail)" in words_of(office.els.opens("/verslagen/linde/kopieen"))


def test_a_mail_about_what_is_not_there_any_more_is_deleted_unsent(office: Teller) -> None:
    office.sends()
    [mail] = office.mails()
    with transaction(office.engine) as connection:
        connection.execute(update(ReportBack).values(sent=None))
    settings = office.app.extensions["dialoog.settings"]
    step = handlers(settings, composers(settings))["mail"].step
    assert run_in_transaction(office.engine, lambda connection: step(connection, mail.id, wall_ms())).done
    assert office.mails() == []


def test_C2_who_gave_no_address_is_listed_and_the_page_is_there_to_print(office: Teller) -> None:
    office.sends()
    page = words_of(office.els.opens(WRITE))
    by_mail = page.partition("Kreeg een mail")[2].partition("Bel, of breng het op papier")
    assert "Fatma" in by_mail[0]
    assert "06 87654321" in by_mail[2]
    assert "/mijn/linde/vervolg" in page
    assert MAIL not in page
    office.els.sends(PAGE)
    assert [(one.number, one.format) for one in office.copies()] == [(1, "mail"), (2, "report")]


def test_without_a_mail_server_or_after_the_day_of_contacts_nobody_is_mailed(office: Teller) -> None:
    with transaction(office.engine) as connection:
        connection.execute(update(Dialogue).values(contacts_until="2026-11-20"))
    assert "Niemand liet weten" in words_of(office.els.opens(WRITE))
    office.sends()
    assert (office.mails(), office.copies()) == ([], [])
    assert "Zonder mail." in words_of(office.els.opens(WRITE))
    with transaction(office.engine) as connection:
        connection.execute(update(Dialogue).values(contacts_until=""))
    settings = msgspec.structs.replace(office.app.extensions["dialoog.settings"], smtp_url="")
    office.app.extensions["dialoog.settings"] = settings
    office.writes(closing="Nog eens.")
    office.sends()
    assert office.mails() == []
    assert "06 87654321" in words_of(office.els.opens(WRITE))


def test_what_was_not_looked_at_is_not_sent_and_a_button_pressed_twice_sends_once(office: Teller) -> None:
    fields = dict(re.findall(r'name="(\w+)" type="hidden" value="([^"]*)"', office.els.opens(LOOK).text))
    with transaction(office.engine) as connection:
        answer_agreement(connection, "linde", office.word(Kind.AGREEMENT), Answer("busy"), wall_ms())
    for seal in (fields["seal"], "", "x" * 600):
        refused = office.els.browser.post(LOOK, data={**fields, "seal": seal})
        assert refused.status_code == (409 if len(seal) < 500 else 303), seal
    assert "Er is niets verstuurd" in words_of(office.els.browser.post(LOOK, data=fields))
    assert office.phone().opens(PAGE).status_code == 404
    fields = dict(re.findall(r'name="(\w+)" type="hidden" value="([^"]*)"', office.els.opens(LOOK).text))
    for _time in range(2):
        assert office.els.browser.post(LOOK, data=fields).location == f"{WRITE}#lezers"
    assert len(office.mails()) == 1
    with read_transaction(office.engine) as connection:
        assert len(connection.execute(select(ReportBack.number)).all()) == 1


def test_before_the_record_is_settled_it_can_be_written_and_not_sent(office: Teller) -> None:
    fields = dict(re.findall(r'name="(\w+)" type="hidden" value="([^"]*)"', office.els.opens(LOOK).text))
    [token] = set(re.findall(r'name="csrf_token"[^>]*value="([^"]+)"', office.els.opens(WRITE).text))
    stage = {"csrf_token": token, "stage": "concept"}
    office.els.browser.post("/verslagen/linde/beheren/stand", data=stage)
    assert office.writes(introduction="Alvast.").status_code == 303
    assert "Stel het verslag eerst vast." in words_of(office.els.opens(LOOK))
    assert office.els.browser.post(LOOK, data=fields).status_code == 409
    assert office.mails() == []


def test_who_saves_over_a_newer_text_sees_both_and_chooses(office: Teller) -> None:
    fields = dict(re.findall(r'name="(\w+)" type="hidden" value="([^"]*)"', office.els.opens(WRITE).text))
    office.margriet.sends(WRITE, introduction="Van Margriet.")
    answer = office.els.browser.post(WRITE, data={**fields, "introduction": "Van Els."})
    assert answer.status_code == 409
    assert "Van Margriet." in words_of(answer)
    assert "Van Els." in words_of(answer)
    assert office.writes(introduction="x" * 601).status_code == 400


def test_C9_everybody_reads_it_of_a_public_record_alone_and_only_what_is_public(office: Teller) -> None:
    anybody = Visitor(office.app)
    office.sends()
    assert anybody.opens(PUBLIC).status_code == 404
    assert anybody.opens(BY_CARD).location == "/mijn"
    office.evening.chooses(office.word(Kind.AGREEMENT), Keep.NAMED, public=True)
    with transaction(office.engine) as connection:
        choose_audience(connection, "linde", "organiser", "public", wall_ms())
    read = words_of(anybody.opens(PUBLIC))
    assert STEP in read
    assert "1 gedaan" in read
    for text in (NOTE, OFFER, "Wie helpt met brieven?", "06 00 00 00 00"):
        assert text not in read, text
    assert f'href="{PUBLIC}"' in anybody.opens("/uitkomst/linde").text
    drawn = drawn_text(pdf_of(anybody.sends(PUBLIC)))
    assert "Een lange tafel" in drawn
    assert NOTE not in drawn
    assert [(one.format, one.taker) for one in office.copies()][-1] == ("report", "everybody")


@pytest.mark.parametrize(
    ("lang", "title"), [("nl", "Wat is ermee gebeurd?"), ("ar", "ماذا حدث بعد ذلك؟")], ids=["nl", "ar"]
)
def test_the_paper_is_tagged_numbered_and_in_the_language_of_its_reader(
    office: Teller, lang: str, title: str
) -> None:
    office.writes(introduction="Dank dat u er was.", closing="شكرا لكم")
    office.sends()
    pdf = pdf_of(office.phone(lang).sends(PAGE))
    assert pdf.Root.Lang == lang
    assert str(pdf.docinfo.Title) == title
    assert pdf.Root.MarkInfo.Marked
    assert names(pdf).count("/H1") == 2
    assert {"/Table", "/TH", "/TD"} <= set(names(pdf))
    [_mail, paper] = office.copies()
    assert (paper.number, paper.format, paper.taker) == (2, "report", "seat")
    office.evening.withdraws(office.word(Kind.AGREEMENT))
    assert office.copies()[1].missing_sentences == 1


def test_C8_the_mail_goes_with_its_reader_and_an_organisers_own_text_is_shown_where_it_names_them(
    office: Teller,
) -> None:
    office.writes(introduction="Fatma dekte een tafel.")
    office.sends()
    with transaction(office.engine) as connection:
        assert own_texts_naming(connection, "linde", "Fatma") == ["Fatma dekte een tafel."]
        delete_mails_about(connection, "linde", "Fatma", MAIL)
    assert office.mails() == []
    with read_transaction(office.engine) as connection:
        assert connection.execute(select(Job.key).where(Job.kind == "mail")).all(), "its job finds nothing"


def test_a_question_is_told_with_whom_it_was_put_to_and_every_reply(office: Teller) -> None:
    word, today = office.word(Kind.QUESTION), day_at(wall_ms())
    until = (today + timedelta(days=20)).isoformat()
    settings = msgspec.structs.replace(office.app.extensions["dialoog.settings"], smtp_url="")
    asking = Asking(
        organisation="Gemeente Meerlinden", reply_by=until, addressee=AddresseeInfo("Wim", "", "06 12345678")
    )
    state = office.evening.state
    reply = NewReply("no", "Nee, daar is geen geld voor.", "nl")
    with transaction(office.engine) as connection:
        ask(connection, settings, "linde", word, state, asking, wall_ms())
        reply_to(connection, settings, "linde", word, state, reply, wall_ms())
    office.sends()
    [mail] = office.mails()
    body, drawn = office.says(mail), drawn_text(pdf_of(office.phone().sends(PAGE)))
    for read in (words_of(office.phone().opens(PAGE)), body or "", " ".join(drawn.split())):
        assert "Nee, daar is geen geld voor." in read
        assert "Gemeente Meerlinden" in read
        assert "Wim" not in read
