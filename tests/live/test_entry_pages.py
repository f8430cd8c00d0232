"""The pages at the door: start, the code, sitting down, setting a table, the key; all without a script."""

import html
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from dialoog.db.engine import read_transaction
from dialoog.live import queries
from dialoog.live.commands.requests import Postponed
from dialoog.live.models import Dialogue, SeatName
from dialoog.live.transport.rate_limits import TokenBuckets
from dialoog.rules.state import Consent
from dialoog.web.text_validation import NAME_GRAPHEMES
from tests.web.visits import KEY, Visitor, begin, running_app, words_of


@pytest.fixture
def app(tmp_path: Path) -> Iterator[Flask]:
    with running_app(tmp_path) as app:
        yield app


@pytest.fixture
def code(app: Flask) -> str:
    plan = {
        "theme": "Elkaar kennen",
        "facilitator": "Els",
        "organisation": "De Linde",
        "contact": "Els, 06 1",
    }
    return Visitor(app).sets_a_table(**plan)["code"]


def seats(app: Flask) -> list[str]:
    with read_transaction(app.extensions["dialoog.engine"]) as connection:
        [dialogue] = connection.execute(select(Dialogue.id)).scalars()
        return sorted(queries.names(connection, dialogue).values())


def filled_in(visitor: Visitor, code: str) -> dict[str, str]:
    """What this page sends, so that it can be sent twice."""
    page = visitor.opens(f"/d/{code}").text
    [token] = re.findall(r"name=\"csrf_token\"[^>]*value=\"([^\"]+)\"", page)
    [command] = re.findall(r"name=\"id\"[^>]*value=\"([^\"]+)\"", page)
    return {"csrf_token": token, "id": command, "name": "Fatma", "lang": "nl", "role": ""}


def test_the_start_page_has_three_doors(app: Flask) -> None:
    page = Visitor(app).opens("/").text
    assert re.findall(r"<h2>([^<]+)</h2>", page) == ["Ik doe mee", "Ik leid een dialoog", "Wat kwam eruit?"]
    assert 'action="/d"' in page
    assert 'href="/nieuw"' in page
    assert 'href="/uitkomst"' in page


def test_the_code_as_it_is_typed_leads_to_the_table(app: Flask, code: str) -> None:
    typed = f"{code[:3].lower()} {code[3:].lower()}"
    page = Visitor(app).browser.get("/d", query_string={"code": typed}, follow_redirects=True)
    assert "Hoe noemen we u aan tafel?" in words_of(page)


PERSIAN_AND_WIDE = str.maketrans(
    {
        **{str(digit): chr(0x06F0 + digit) for digit in range(10)},
        **{chr(letter): chr(letter - 0x21 + 0xFF01) for letter in range(ord("A"), ord("Z") + 1)},
    }
)


def test_the_code_typed_with_the_digits_of_another_script_leads_to_the_table_and_is_no_guess(
    app: Flask, code: str
) -> None:
    typed = code.translate(PERSIAN_AND_WIDE)
    assert typed.isascii() is False
    for address in (f"/d?code={typed[:3]}%20{typed[3:]}", f"/d/{typed}"):
        page = Visitor(app).browser.get(address, follow_redirects=True)
        assert "Hoe noemen we u aan tafel?" in words_of(page), address
    assert app.extensions["dialoog"].failure_budget._by_address == {}


def test_a_list_of_roles_asks_in_what_role_somebody_is_here(app: Flask, code: str) -> None:
    asked = {lang: words_of(Visitor(app, lang).opens(f"/d/{code}")) for lang in ("nl", "en", "ar", "tr")}
    assert "Als wie bent u hier? Dit hoeft niet." in asked["nl"]
    assert "In what role are you here?" in asked["en"]
    assert "بأي صفة تشاركون؟" in asked["ar"]
    assert "hangi sıfatla" in asked["tr"]


def test_a_code_nobody_knows_gets_a_sentence_and_the_field_again(app: Flask) -> None:
    page = Visitor(app).opens("/d/KR7MDPH")
    assert page.status_code == 404
    assert "Deze code kennen we niet. Kijk op het scherm of vraag het de gespreksleider." in words_of(page)
    assert re.search(r'<input [^>]*name="code" value="KR7MDPH"', page.text), (
        "one sign to mend, not seven to type"
    )


def test_C1_before_sitting_down_one_reads_who_keeps_what_and_how_to_take_it_back(
    app: Flask, code: str
) -> None:
    read = words_of(Visitor(app).opens(f"/d/{code}"))
    assert "We nemen geen geluid op. We bewaren alleen wat u opschrijft of laat opschrijven." in read
    assert "De Linde bewaart het." in read
    assert "U kiest per zin. Kiest u niet? Dan wissen we de zin na zeven dagen." in read
    assert "Bel of schrijf Els, 06 1." in read


def test_C1_only_a_name_is_asked_for(app: Flask, code: str) -> None:
    sat = Visitor(app).sends(f"/d/{code}", name="Fatma")
    assert sat.status_code == 303
    assert re.fullmatch(r"/plek/[\w-]{12}", sat.headers["Location"])
    assert seats(app) == ["Fatma"]


def test_T14_who_comes_late_first_reads_the_table_agreements(app: Flask) -> None:
    table = Visitor(app).sets_a_table(facilitator="Els")
    assert 'class="late"' not in Visitor(app).opens(f"/d/{table['code']}").text
    begin(Visitor(app), table)
    read = words_of(Visitor(app).opens(f"/d/{table['code']}"))
    assert read.index("Overslaan mag, zonder reden.") < read.index("Hoe noemen we u aan tafel?")
    assert "Daarna laat Els u binnen." in read


def test_C2_none_of_the_three_choices_is_ticked_beforehand(app: Flask, code: str) -> None:
    page = Visitor(app).opens(f"/d/{code}").text
    ticks = re.findall(r"<input [^>]*type=\"checkbox\"[^>]*>", page)
    assert len(ticks) == 3
    assert [tick for tick in ticks if "checked" in tick] == []


def test_a_form_without_a_name_says_so_and_seats_nobody(app: Flask, code: str) -> None:
    page = Visitor(app).sends(f"/d/{code}")
    assert page.status_code == 400
    assert 'aria-invalid="true"' in page.text
    assert 'aria-describedby="name-error"' in page.text
    assert seats(app) == []


def test_a_form_sent_twice_sits_down_once(app: Flask, code: str) -> None:
    visitor = Visitor(app)
    form = filled_in(visitor, code)
    for _ in range(2):
        visitor.browser.post(f"/d/{code}", data=form)
    assert seats(app) == ["Fatma"]


def test_C2_who_sits_down_while_the_choices_cannot_be_kept_sends_the_form_again(
    app: Flask, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    fatma = Visitor(app)
    form = {**filled_in(fatma, code), "words": "y"}
    with monkeypatch.context() as trouble:
        writer = app.extensions["dialoog"].writer
        outcomes = iter((writer.execute, lambda _request: Postponed()))
        trouble.setattr(writer, "execute", lambda request: next(outcomes)(request))
        page = fatma.browser.post(f"/d/{code}", data=form)
    assert (page.status_code, "Probeer het over een minuut nog eens." in words_of(page)) == (503, True)
    assert fatma.browser.post(f"/d/{code}", data=form).status_code == 303
    with read_transaction(app.extensions["dialoog.engine"]) as connection:
        [dialogue] = connection.execute(select(Dialogue.id)).scalars()
        [seat] = queries.state(connection, dialogue).seats.values()
    assert seat.consent == Consent(words=True, name=False, contact=False)


@pytest.mark.parametrize(("lang", "direction"), [("nl", "ltr"), ("en", "ltr"), ("ar", "rtl"), ("tr", "ltr")])
def test_sitting_down_is_there_in_every_language_of_a_participant(
    app: Flask, code: str, lang: str, direction: str
) -> None:
    page = Visitor(app, lang).opens(f"/d/{code}")
    assert f'<html lang="{lang}" dir="{direction}">' in page.text
    assert ("Fijn dat u er bent." in page.text) == (lang == "nl")


@pytest.mark.parametrize(("lang", "unread"), [("nl", False), ("en", False), ("ar", True), ("tr", True)])
def test_a_translation_nobody_read_yet_says_so(app: Flask, code: str, lang: str, unread: bool) -> None:
    assert ('class="unread"' in Visitor(app, lang).opens(f"/d/{code}").text) == unread


def test_the_language_is_chosen_with_one_button_and_kept(app: Flask) -> None:
    visitor = Visitor(app)
    went = visitor.browser.post("/taal", data={"lang": "en", "back": "/d"})
    assert went.headers["Location"] == "/d"
    assert '<html lang="en"' in visitor.opens("/d").text


def test_a_table_is_set_with_a_title_and_the_key(app: Flask) -> None:
    table = Visitor(app).sets_a_table()
    assert table["console"].startswith("http")
    assert table["screen"] != table["console"]
    assert Visitor(app).opens(f"/d/{table['code']}").status_code == 200


def test_without_the_key_no_table_is_set(app: Flask) -> None:
    page = Visitor(app).sends("/nieuw", key="geraden", title="Wijkdialoog", template="90")
    assert page.status_code == 403
    with read_transaction(app.extensions["dialoog.engine"]) as connection:
        assert connection.execute(select(Dialogue.id)).all() == []


def test_the_key_is_asked_once(app: Flask) -> None:
    visitor = Visitor(app)
    assert visitor.opens("/verslagen").headers["Location"] == "/sleutel?back=/verslagen"
    assert visitor.sends("/sleutel?back=/verslagen", key=KEY).headers["Location"] == "/verslagen"
    assert visitor.opens("/verslagen").status_code == 200


def test_the_page_and_its_filters_are_there_again_after_the_key_and_after_another_language(
    app: Flask,
) -> None:
    visitor = Visitor(app)
    asked = "/verslagen?neighbourhood=Linde+%26+Eik&page=2"
    location = visitor.opens(asked).headers["Location"]
    page = visitor.opens(location)
    back = html.unescape(re.findall('name="back"[^>]* value="([^"]*)"', page.text)[-1])
    assert back == "/verslagen?neighbourhood=Linde+%26+Eik&page=2"
    assert visitor.sends(location, key=KEY, back=back).headers["Location"] == asked
    listed = visitor.opens("/verslagen?state=saved")
    assert '<input type="hidden" name="back" value="/verslagen?state=saved">' in listed.text


def test_an_address_too_long_to_come_back_to_loses_its_filters_alone(app: Flask) -> None:
    visitor = Visitor(app)
    location = visitor.opens("/verslagen?neighbourhood=" + "a" * 2000).headers["Location"]
    assert location == "/sleutel?back=/verslagen"


def test_who_comes_too_often_by_one_code_is_told_to_wait_and_takes_no_seat(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(TokenBuckets, "JOINS", (1.0, 0.0))
    visitor = Visitor(app)
    table = visitor.sets_a_table()
    assert Visitor(app).sends(f"/d/{table['code']}", name="Fatma").status_code == 303
    page = Visitor(app).sends(f"/d/{table['code']}", name="Henk")
    assert page.status_code == 503
    assert "Probeer het over een minuut nog eens" in page.text
    assert "Henk" in page.text, "what was typed stays"
    with read_transaction(app.extensions["dialoog.engine"]) as connection:
        assert len(connection.execute(select(SeatName.id)).all()) == 1


def test_a_page_that_is_not_there_says_what_to_do(app: Flask) -> None:
    page = Visitor(app).opens("/nergens")
    assert page.status_code == 404
    assert 'href="/"' in page.text


@pytest.mark.parametrize("address", ["/", "/d", "/nieuw", "/in", "/sleutel", "/nergens"])
def test_a_page_has_nothing_inline_and_nothing_from_elsewhere(app: Flask, address: str) -> None:
    page = Visitor(app).opens(address).text
    assert re.findall(r"\sstyle=|\son\w+=|<style|<script(?![^>]*\bsrc=)", page) == []
    assert re.findall(r"(?:src|href)=\"(?:https?:)?//", page) == []


@pytest.mark.parametrize("address", ["/nieuw", "/sleutel"])
def test_where_people_work_no_language_is_there_by_half(app: Flask, address: str) -> None:
    """Pages of organisers exist in Dutch and English; in an Arabic browser they would be mixed, and turned around."""
    assert '<html lang="nl" dir="ltr"' in Visitor(app, lang="ar").opens(address).text
    assert '<html lang="ar" dir="rtl"' in Visitor(app, lang="ar").opens("/d").text
    english_next = {"Accept-Language": "tr, en;q=0.5"}
    assert '<html lang="en"' in app.test_client().get(address, headers=english_next).text


def test_what_is_missing_is_said_in_our_own_sentence_and_not_in_the_browsers(app: Flask, code: str) -> None:
    """A bubble of the browser is in another language than the page, and gone after a moment."""
    for address in ("/", "/d", f"/d/{code}", "/sleutel", "/nieuw"):
        for form in re.findall(r"<form.*?</form>", Visitor(app).opens(address).text, flags=re.DOTALL):
            assert " required" not in form or " novalidate" in form.partition(">")[0], address
    empty = Visitor(app).sends(f"/d/{code}", name="")
    assert "Vul dit in." in words_of(empty)
    assert re.search(r'<input [^>]*name="name"[^>]*>', empty.text)[0].count("autofocus") == 1  # type: ignore[index]


def test_who_scans_the_code_the_next_day_is_thanked_and_reads_whom_to_call(app: Flask) -> None:
    table = Visitor(app).sets_a_table(contact="Els, 06 1")
    fatma = Visitor(app)
    own = fatma.sends(f"/d/{table['code']}", name="Fatma").headers["Location"]
    begin(Visitor(app), table)
    late = Visitor(app)
    [token] = re.findall(
        r'name="csrf_token" type="hidden" value="([^"]+)"', late.opens(f"/d/{table['code']}").text
    )
    console = {"Authorization": f"Bearer {table['console'].partition('#')[2]}"}
    closing = {"id": "close-the-dialogue-1", "kind": "close_dialogue", "reason": "time"}
    assert app.test_client().post("/live/command", headers=console, json=closing).json["answer"] == "ok"
    page = Visitor(app).opens(f"/d/{table['code']}")
    assert page.status_code == 200, "an expected answer is no error in a browser"
    refused = late.browser.post(f"/d/{table['code']}", data={"csrf_token": token, "name": "Late"})
    assert refused.status_code == 403
    for sentence in ("Dank u wel.", "Dit gesprek is afgelopen.", "Bel of schrijf \u2068Els, 06 1\u2069."):
        assert sentence in words_of(page)
    assert "De deur is dicht." not in words_of(page)
    assert 'href="/uitkomst"' in page.text
    assert fatma.opens(f"/d/{table['code']}").headers["Location"] == own, "the own words"
    record = fatma.opens(own.replace("plek", "verslagen"))
    assert (record.status_code, "Alle verslagen" in record.text) == (200, False), "that list is for who leads"
    stranger = Visitor(app)
    stranger.sends(f"/d/{Visitor(app).sets_a_table()['code']}", name="Fatma")
    assert stranger.opens(own.replace("plek", "verslagen")).status_code == 302


@pytest.mark.parametrize("lang", ["nl", "en", "ar", "tr"])
def test_a_name_that_is_too_long_is_told_how_long_one_may_be(app: Flask, lang: str) -> None:
    code = Visitor(app).sets_a_table()["code"]
    refused = Visitor(app, lang).sends(f"/d/{code}", name="a" * (NAME_GRAPHEMES + 1))
    assert refused.status_code == 400
    assert f" {NAME_GRAPHEMES} " in words_of(refused)
