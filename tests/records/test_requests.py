"""Who stands in a record and does not want that: they ask without an account, an organiser answers, and what they wrote goes."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, insert, select, update

from dialoog.accounts.models import Organisation
from dialoog.db.engine import read_transaction, transaction
from dialoog.jobs.clock import DAY_MS, wall_ms
from dialoog.jobs.models import Mail
from dialoog.live.models import Dialogue
from dialoog.live.transport.rate_limits import TokenBuckets
from dialoog.records.actions import choose_audience
from dialoog.records.models import RemovalRequest
from dialoog.records.publication import hidden_words
from dialoog.records.requests import actions
from dialoog.records.requests.actions import DAYS_AFTER_ANSWER
from dialoog.records.requests.forgetting import forget_person
from dialoog.rules.state import Keep, Kind
from tests.records.evenings import Evening
from tests.records.published import settle
from tests.records.retained import due, works_on
from tests.records.test_editing import EDIT, Office
from tests.web.visits import Visitor, running_app, words_of

ASK, PUBLIC, HOME = "/verzoek/linde", "/uitkomst/linde", "/thuis"
SOUP = "Drie weken soep gebracht."
WHERE, WISH, PHONE = "De zin over de soep, bij ervaringen.", "Dat was ik. Haal hem weg.", "06 12 34 56 78"


@pytest.fixture(params=[""], ids=["no mail"])
def office(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Office]:
    mail = {"smtp_url": request.param, "mail_from": "post@linde.example"} if request.param else {}
    with running_app(tmp_path, **mail) as app:
        office = Office(app)
        office.evening.chooses(office.word(Kind.EXPERIENCE), Keep.NAMED, public=True)
        with transaction(office.engine) as connection:
            settle(connection, "linde", "public")
        yield office


def asks(office: Office, reach: str = PHONE, lang: str = "nl", wish: str = WISH) -> str:
    """Sends the form as somebody without an account; the address to which it leads."""
    answer = Visitor(office.app, lang).sends(ASK, text=WHERE, wish=wish, reach=reach)
    assert answer.status_code == 303, words_of(answer)
    return answer.location


def stored(engine: Engine) -> list[RemovalRequest]:
    with read_transaction(engine) as connection:
        return list(connection.execute(select(RemovalRequest.__table__)))  # type: ignore[arg-type]


def csrf_token(page: str) -> str:
    [token] = set(re.findall(r'name="csrf_token"[^>]*value="([^"]+)"', page))
    return str(token)


def answer_address(office: Office) -> str:
    [request] = stored(office.engine)
    return f"/verslagen/linde/verzoeken/{request.id}"


def answers(office: Office, button: str, *words: str, reason: str = "Hij vroeg erom.") -> int:
    page = answer_address(office)
    fields = {
        "csrf_token": csrf_token(office.els.opens(page).text),
        "words": list(words),
        "reason": reason,
        button: "x",
    }
    return office.els.browser.post(page, data=fields).status_code


def test_anybody_asks_from_the_public_page_without_an_account_and_hears_who_reads_it(office: Office) -> None:
    anybody = Visitor(office.app)
    assert f'href="{ASK}"' in anybody.opens(PUBLIC).text
    assert "Staat u hierin en wilt u dat niet?" in words_of(anybody.opens(ASK))
    thanks = words_of(anybody.opens(asks(office)))
    assert "Een organisator van" in thanks
    assert "Binnen een week hoort u wat we doen, en waarom." in thanks
    asks(office)
    [request] = stored(office.engine)
    assert (request.text, request.wish, request.reach, request.lang) == (WHERE, WISH, PHONE, "nl")
    assert anybody.sends(ASK, text=" ", reach="").status_code == 400
    assert "06 00" not in words_of(anybody.opens(ASK)), "a public page tells no number"


def test_who_asks_reads_their_own_language_and_it_is_stored(office: Office) -> None:
    headings = {"nl": "Staat u hierin", "en": "Are you in this", "ar": "هل ورد", "tr": "Burada"}
    for lang, heading in headings.items():
        assert heading in words_of(Visitor(office.app, lang).opens(ASK))
        asks(office, lang=lang, wish=lang)
    assert sorted((one.lang, one.wish) for one in stored(office.engine)) == sorted(
        (one, one) for one in headings
    )


def test_a_record_that_one_may_not_read_cannot_be_asked_about(office: Office) -> None:
    anybody = Visitor(office.app)
    form = {"csrf_token": csrf_token(anybody.opens(ASK).text), "text": WHERE}
    with transaction(office.engine) as connection:
        choose_audience(connection, "linde", "organiser", "participants", 9)
    assert office.els.opens(ASK).status_code == 200, "the organiser reads it"
    for address in (ASK, f"{ASK}/bedankt", "/verzoek/nergens"):
        assert anybody.opens(address).status_code == 404, address
    assert anybody.browser.post(ASK, data=form).status_code == 404
    assert stored(office.engine) == []


def test_an_organiser_finds_it_at_home_and_hides_the_whole_sentence(office: Office) -> None:
    asks(office)
    assert "Iemand wil niet in het verslag" in words_of(office.els.opens(HOME))
    assert WHERE in words_of(office.els.opens(EDIT))
    page = words_of(office.els.opens(answer_address(office)))
    assert SOUP in page
    assert "Bel straks" in page
    word = office.word(Kind.EXPERIENCE)
    assert answers(office, "hide") == 400, "nothing is ticked"
    assert answers(office, "keep", word) == 400, "something is ticked"
    assert answers(office, "hide", word, reason="") == 400
    assert answers(office, "hide", word) == 303
    with read_transaction(office.engine) as connection:
        assert hidden_words(connection, "linde")[word].reason == "Hij vroeg erom."
    assert SOUP not in Visitor(office.app).opens(PUBLIC).text
    home = words_of(office.els.opens(HOME))
    assert "Iemand wacht op uw antwoord" in home
    assert "Vertel het nog:" in words_of(office.els.opens(EDIT))
    edit = office.els.opens(EDIT).text
    [address] = re.findall(r'action="([^"]+/verteld)"', edit)
    assert office.els.browser.post(address, data={"csrf_token": csrf_token(edit)}).status_code == 303
    [request] = stored(office.engine)
    assert (request.text, request.wish, request.reach, request.outcome) == (None, None, None, "hidden")
    assert "Iemand wacht" not in words_of(office.els.opens(HOME))


def test_what_stays_stays_with_a_reason_and_is_answered_once(office: Office) -> None:
    asks(office, reach="")
    assert answers(office, "keep", reason="De spreker wil dat hij blijft.") == 303
    assert SOUP in Visitor(office.app).opens(PUBLIC).text
    [request] = stored(office.engine)
    assert (request.outcome, request.reason) == ("kept", "De spreker wil dat hij blijft.")
    with transaction(office.engine) as connection:
        again = actions.answer_request(connection, "linde", request.id, "els", [office.word(Kind.EXPERIENCE)], "x", 1)  # fmt: skip
    assert not again
    assert SOUP in Visitor(office.app).opens(PUBLIC).text


def test_a_municipality_hides_a_harvest_for_who_asks(office: Office) -> None:
    with transaction(office.engine) as connection:
        connection.execute(update(Organisation).values(kind="municipality"))
    asks(office)
    assert answers(office, "hide", office.word(Kind.QUESTION)) == 303


@pytest.mark.parametrize("office", ["smtp://127.0.0.1:9"], indirect=True, ids=["mail"])
def test_who_left_a_mail_address_is_mailed_in_their_language(office: Office) -> None:
    asks(office, reach="06 12 34 56 78 of anoniem@voorbeeld.nl", lang="tr")
    assert "anoniem@voorbeeld.nl" in words_of(office.els.opens(answer_address(office)))
    assert answers(office, "keep", reason="De spreker wil dat hij blijft.") == 303
    with read_transaction(office.engine) as connection:
        [mail] = connection.execute(select(Mail.__table__)).all()
    assert (mail.recipient, mail.language, mail.cause) == ("anoniem@voorbeeld.nl", "tr", "linde")
    assert mail.subject == "Bir raporla ilgili isteğiniz"
    assert "De spreker wil dat hij blijft." in mail.body
    assert SOUP not in mail.body
    assert stored(office.engine)[0].reach is None, "nobody is to be rung"
    with transaction(office.engine) as connection:
        connection.execute(update(Mail).values(state="failed", error="Refused 550"))
    token = csrf_token(office.els.opens("/beheer/post").text)
    again = {"csrf_token": token, "email": "anders@voorbeeld.nl", "back": "/thuis"}
    assert office.els.browser.post(f"/beheer/post/{mail.id}/opnieuw", data=again).location == "/thuis"


def test_without_a_mail_server_the_organiser_is_told_to_tell_it(office: Office) -> None:
    asks(office, reach="anoniem@voorbeeld.nl")
    assert answers(office, "keep") == 303
    with read_transaction(office.engine) as connection:
        assert connection.execute(select(Mail.__table__)).all() == []
    assert "anoniem@voorbeeld.nl" in words_of(office.els.opens(EDIT))


def test_R14_what_somebody_wrote_goes_seven_days_after_the_answer(office: Office) -> None:
    asks(office)
    answers(office, "keep")
    [request] = stored(office.engine)
    works_on(office.engine, wall_ms() + (DAYS_AFTER_ANSWER - 1) * DAY_MS)
    assert stored(office.engine)[0].reach == PHONE
    works_on(office.engine, wall_ms() + DAYS_AFTER_ANSWER * DAY_MS)
    assert [(one.id, one.text, one.wish, one.reach) for one in stored(office.engine)] == [
        (request.id, None, None, None)
    ]


def test_R14_a_request_goes_with_the_days_of_its_dialogue(engine: Engine, evening: Evening) -> None:
    with transaction(engine) as connection:
        connection.execute(update(Dialogue).values(contacts_until="2027-03-12", names_until="2027-07-12"))
        connection.execute(update(RemovalRequest).values(reach=PHONE, wish=WISH))
    works_on(engine, due("2027-03-12"))
    assert [(one.reach, one.wish) for one in stored(engine)] == [(None, WISH)]
    with transaction(engine) as connection:
        actions.request_removal(connection, "linde", WHERE, "", PHONE, "nl", due("2027-03-12"))
    assert PHONE not in [one.reach for one in stored(engine)], "from that day on no number is stored"
    works_on(engine, due("2027-07-12"))
    assert {(one.text, one.wish) for one in stored(engine)} == {(None, None)}


def test_C8_erasing_a_person_takes_their_request_and_their_name_out_of_those_of_others(
    engine: Engine, evening: Evening
) -> None:
    with transaction(engine) as connection:
        for name, text, reach in (
            ("own", "Dat ben ik.", "Henk@voorbeeld.nl "),
            ("other", "Wat Henk zei.", PHONE),
            ("third", "Iets anders.", None),
        ):
            request = {"id": name, "dialogue": "linde", "text": text, "reach": reach, "created": 1}
            connection.execute(insert(RemovalRequest).values(request))
        forget_person(connection, "linde", "Henk", "henk@voorbeeld.nl")
    found = {one.id: (one.text, one.reach) for one in stored(engine) if one.id != "linde"}
    assert found == {"other": (None, PHONE), "third": ("Iets anders.", None)}


def test_R10_requests_are_limited_by_record_and_no_hall_reaches_that() -> None:
    buckets = TokenBuckets(clock=lambda: 0.0)
    assert all(buckets.allow_request("linde") for _ in range(100))
    assert not buckets.allow_request("linde")
    assert buckets.allow_request("elders")
