"""One's own page: what waits first, choices that change nothing until they are saved, taking along, and erasing (C2, C3, C8)."""

import json
from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import insert, select, update

from dialoog.accounts.models import Token
from dialoog.db.engine import read_transaction, transaction
from dialoog.jobs import outbox
from dialoog.jobs.clock import DAY_MS
from dialoog.jobs.models import Mail
from dialoog.records.actions import hide_word
from dialoog.records.models import Publication, RemovalRequest
from dialoog.records.requests.actions import request_removal
from dialoog.rules.released import release_words
from dialoog.rules.state import Keep
from dialoog.settings import Settings
from tests.participants.evenings import Table, hidden_fields, presses
from tests.web.visits import Visitor, running_app, words_of


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    with running_app(tmp_path_factory.mktemp("own")) as app:
        yield app


@pytest.fixture
def table(app: Flask) -> Table:
    return Table(app)


def test_the_phone_that_took_part_opens_its_own_page_and_no_other(app: Flask, table: Table) -> None:
    table.writes("Ik heb soep gebracht.")
    henks = table.writes_down("Ik zit op het bankje.")
    assert table.fatma.opens("/mijn").headers["Location"] == table.page
    page = words_of(table.fatma.opens(table.page))
    assert "Dag \u2068Fatma\u2069" in page
    assert "Ik heb soep gebracht." in page
    assert "bankje" not in page
    assert Visitor(app).opens(table.page).headers["Location"] == "/mijn"
    address = f"{table.page}/zin/{henks}"
    fields = hidden_fields(table.fatma.opens(table.page).text, f"{table.page}/keuzes")
    assert table.fatma.browser.post(address, data=fields).status_code == 404


def test_the_phone_opens_its_own_page_as_long_as_words_are_kept_and_the_browser_keeps_its_cookie(
    app: Flask, table: Table
) -> None:
    code = table.links["code"]
    cookies = Visitor(app).sends(f"/d/{code}", name="Omar").headers.getlist("Set-Cookie")
    [seconds] = [int(cookie.split("Max-Age=")[1].split(";")[0]) for cookie in cookies if "-seat-" in cookie]
    table.writes("Ik heb soep gebracht.")
    kept = Settings().retention_days * DAY_MS
    with transaction(app.extensions["dialoog.engine"]) as connection:
        connection.execute(update(Token).values(made=Token.made - kept))
    assert "Ik heb soep gebracht." in words_of(table.fatma.opens(table.page))
    assert seconds * 1000 > kept


def test_C3_a_choice_is_saved_by_its_button_alone_and_public_is_a_second_one(table: Table) -> None:
    word = table.writes("Ik heb soep gebracht.")
    page, address = table.page, f"{table.page}/zin/{word}"
    assert "Eén zin wacht op uw keuze" in words_of(table.fatma.opens(page))
    tick = table.fatma.opens(page).text.partition(f'id="{word}-public"')[2].partition(">")[0]
    assert "checked" not in tick
    assert presses(table.fatma, page, address).status_code == 400, "nothing was chosen"
    assert table.state.words[word].keep is None
    fields = hidden_fields(table.fatma.opens(page).text, address) | {f"{word}-keep": "unnamed"}
    for _sent in range(2):
        assert table.fatma.browser.post(address, data=fields).headers["Location"].endswith(f"#zin-{word}")
    version = table.state.version
    assert (table.state.words[word].keep, table.state.words[word].public) == (Keep.UNNAMED, False)
    assert table.fatma.browser.post(address, data=fields).status_code == 303
    assert table.state.version == version, "sent again it is once"
    presses(table.fatma, page, address, **{f"{word}-keep": "named", f"{word}-public": "y"})
    assert (table.state.words[word].keep, table.state.words[word].public) == (Keep.NAMED, True)
    assert "In het verslag, met uw naam. Ook openbaar." in words_of(table.fatma.opens(page))


def test_C4_after_closing_what_is_not_kept_is_asked_once_more_and_then_gone(table: Table) -> None:
    word = table.writes("Dit was te veel.", keep="named")
    table.closes()
    address = f"{table.page}/zin/{word}"
    asked = presses(table.fatma, table.page, address, **{f"{word}-keep": "no"})
    assert "Dit kan niet terug." in words_of(asked)
    assert table.state.words[word].alive
    fields = hidden_fields(asked.text, address)
    assert table.fatma.browser.post(address, data=fields).status_code == 303
    assert not table.state.words[word].alive
    assert all(not step.words for step in release_words(table.state).steps)
    assert "Dit was te veel." not in table.fatma.opens(table.page).text


def test_C2_the_three_choices_and_how_to_be_reached_can_change_and_go(table: Table) -> None:
    word = table.writes("Ik heb soep gebracht.", keep="named")
    address = f"{table.page}/keuzes"
    reached = {"consent-words": "y", "consent-contact": "y", "consent-reach": "06 11 22 33 44"}
    presses(table.fatma, table.page, address, **reached)
    page = table.fatma.opens(table.page).text
    assert 'value="06 11 22 33 44"' in page
    assert "In het verslag, zonder uw naam." in page, "the name was switched off for all"
    assert f'id="{word}-keep-2"' not in page, "without the name there are two choices"
    presses(table.fatma, table.page, address, **{"consent-words": "y", "consent-reach": "06 11 22 33 44"})
    assert "06 11 22 33 44" not in table.fatma.opens(table.page).text


def test_C8_erasing_needs_the_word_and_leaves_no_page(table: Table) -> None:
    table.writes("Ik heb soep gebracht.", keep="named")
    table.closes()
    engine = table.app.extensions["dialoog.engine"]
    with transaction(engine) as connection:
        for body in ("Samen met Fatma.", "Dag Tom."):
            outbox.write(
                connection, kind="agreement", recipient="tom@voorbeeld.nl", subject="Afspraak", body=body, organisation=None, cause=table.id, now=1,
            )  # fmt: skip
        request_removal(connection, table.id, "Wat Fatma zei.", "", "", "nl", 1)
        connection.execute(insert(Publication).values(dialogue=table.id, introduction="Fatma kookte."))
    address = f"{table.page}/wissen"
    refused = presses(table.fatma, table.page, address, **{"erase-word": "ja"})
    assert (refused.status_code, "Er is niets gewist." in refused.text) == (400, True)
    done = presses(table.fatma, table.page, address, **{"erase-word": " Wissen. "})
    assert "Alles van u is gewist." in words_of(done)
    assert table.state.seats["s1"].erased
    with read_transaction(engine) as connection:
        mails = connection.execute(select(Mail.body).where(Mail.cause == table.id)).scalars().all()
        asked = select(RemovalRequest.text).where(RemovalRequest.dialogue == table.id)
        assert (mails, connection.execute(asked).scalars().all()) == (["Dag Tom."], [None])
        named_in = select(Publication.named_in).where(Publication.dialogue == table.id)
        assert connection.execute(named_in).scalar() == "publications"
    assert table.fatma.opens(table.page).headers["Location"] == "/mijn"
    assert "Typ de code" in words_of(table.fatma.opens("/mijn"))


def test_what_one_takes_along_is_all_of_ones_own_and_nothing_of_others(table: Table) -> None:
    word = table.writes("Ik heb soep gebracht.", keep="named")
    table.writes_down("Ik zit op het bankje.")
    taken = json.loads(table.fatma.opens(f"{table.page}.json").text)
    assert taken["schema"] == "dialoog-own-words-1"
    assert [(one["id"], one["text"], one["keep"]) for one in taken["words"]] == [
        (word, "Ik heb soep gebracht.", "named")
    ]
    readable = words_of(table.fatma.opens(f"{table.page}/meenemen"))
    assert "Ik heb soep gebracht." in readable
    assert "bankje" not in readable + json.dumps(taken)


@pytest.mark.parametrize("lang", ["nl", "en", "ar", "tr"])
def test_the_page_speaks_the_four_languages_and_says_who_helps(table: Table, lang: str) -> None:
    table.writes("Ik heb soep gebracht.")
    table.fatma.browser.set_cookie("lang", lang)
    page = table.fatma.opens(table.page).text
    assert f'lang="{lang}" dir="{"rtl" if lang == "ar" else "ltr"}"' in page
    assert ("Uw zinnen" in page) is (lang == "nl")
    assert "0123\u00a045\u00a067\u00a089" in page


def test_who_said_a_hidden_sentence_reads_why(table: Table) -> None:
    word = table.writes("Ik heb soep gebracht.", keep="named")
    table.closes()
    with transaction(table.app.extensions["dialoog.engine"]) as connection:
        hide_word(connection, table.id, word, "organiser", "Er staat een naam in.", 1)
    page = words_of(table.fatma.opens(table.page))
    assert "De organisator verborg deze zin in het verslag. Waarom: Er staat een naam in." in page
