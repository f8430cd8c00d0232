"""Putting questions to somebody outside on pages: by an organiser, by the link of the addressee, and by the asker on `/mijn` (C2, C3, R9)."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update

from dialoog.accounts import sessions, tokens
from dialoog.db.engine import read_transaction, transaction
from dialoog.jobs.clock import wall_ms
from dialoog.jobs.models import Mail
from dialoog.jobs.schedule import day_at
from dialoog.live.models import Dialogue
from dialoog.records.actions import hide_word
from dialoog.records.follow_up.questions import actions, links
from dialoog.records.follow_up.questions.actions import NewReply
from dialoog.records.follow_up.questions.models import Question
from dialoog.records.follow_up.questions.queries import QuestionInfo, find_addressee, questions_of
from dialoog.rules.state import Kind
from tests.accounts.people import create_member, create_organisation
from tests.participants.evenings import hidden_fields, presses
from tests.records.evenings import Evening, meerlinden
from tests.records.retained import write_journal
from tests.records.test_questions import SETTINGS, word_of
from tests.web.visits import Visitor, cookie, running_app, words_of

PAGE, OWN, ADDRESS = "/verslagen/linde/vragen", "/mijn/linde", "/vraag/antwoord"
SECRET = "s" * 32


def in_days(days: int) -> str:
    return (day_at(wall_ms()) + timedelta(days=days)).isoformat()


@pytest.fixture
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    folder = tmp_path_factory.mktemp("questions")
    with running_app(folder, smtp_url="smtp://localhost", mail_from="post@linde.example") as app:
        yield app


@pytest.fixture
def evening(app: Flask) -> Evening:
    evening = meerlinden(app.extensions["dialoog.engine"])
    evening.sees(Kind.QUESTION, "Wie beheert het plein?")
    evening.closes()
    with transaction(evening.engine) as connection:
        write_journal(connection, evening)
        owner = create_organisation(connection, "De Linde")
        connection.execute(update(Dialogue).values(owner=owner, until="2999-01-01"))
    return evening


def organiser(app: Flask, organisation: str | None = None, kind: str = "collective") -> Visitor:
    """Els of the organisation that owns the dialogue, or of another."""
    with transaction(app.extensions["dialoog.engine"]) as connection:
        owner = connection.execute(select(Dialogue.owner)).scalar()
        place = create_organisation(connection, organisation, kind) if organisation else owner
        els = create_member(connection, place, f"Els van {organisation}" if organisation else "Els")
        token = sessions.create(connection, els, "Firefox", wall_ms())
    visitor = Visitor(app)
    visitor.browser.set_cookie(cookie(app, "session"), token)
    return visitor


def samira(app: Flask, language: str = "nl", seat: str = "s3") -> Visitor:
    with transaction(app.extensions["dialoog.engine"]) as connection:
        token = tokens.create(connection, "card", "linde", seat)
    return Visitor(app, language).holds("card", "linde", token)


def question(evening: Evening, word: str) -> QuestionInfo:
    with read_transaction(evening.engine) as connection:
        return questions_of(connection, "linde")[word]


def puts(els: Visitor, word: str, **fields: str) -> Any:
    asked = {"organisation": "Gemeente Meerlinden", "name": "Wim", "mail": "wim@meerlinden.example", "phone": "06 12345678", "reply_by": in_days(20)}  # fmt: skip
    typed = {f"{word}-{name}": text for name, text in (asked | fields).items()}
    return presses(els, PAGE, f"{PAGE}/{word}", **typed)


def replies(evening: Evening, word: str, kind: Any = "no", text: str = "Geen geld.", **more: str) -> None:
    new = NewReply(kind, text, "nl", **more)
    with transaction(evening.engine) as connection:
        actions.reply(connection, SETTINGS, "linde", word, evening.state, new, wall_ms())


def opens(app: Flask, evening: Evening, word: str) -> Visitor:
    """By the addressee's link."""
    visitor = Visitor(app)
    token = links.token_of(SECRET, question(evening, word).id)
    answer = visitor.browser.post(
        "/vraag", data={**hidden_fields(visitor.opens("/vraag").text, "/vraag"), "code": token}
    )
    assert answer.headers["Location"] == ADDRESS
    return visitor


def test_an_organiser_puts_a_question_to_somebody_and_the_record_says_so(
    app: Flask, evening: Evening
) -> None:
    els, word = organiser(app), word_of(evening)
    before = words_of(els.opens(PAGE))
    assert before.count("Nog niet voorgelegd") == 2
    for _sent in range(2):
        assert puts(els, word).headers["Location"] == f"{PAGE}#vraag-{word}"
    asked = question(evening, word)
    assert (asked.organisation, asked.reply_by, asked.is_to_tell) == ("Gemeente Meerlinden", in_days(20), False)  # fmt: skip
    with read_transaction(evening.engine) as connection:
        [mail] = connection.execute(select(Mail.recipient, Mail.body).where(Mail.kind == "question")).all()
        assert find_addressee(connection, "linde", word).phone == "06 12345678"
    assert links.token_of(SECRET, asked.id) in mail.body
    assert "Gevraagd" in words_of(els.opens(PAGE))
    record = els.opens("/verslagen/linde").text
    assert "Gemeente Meerlinden" in record
    assert "Wim" not in record
    assert presses(els, PAGE, f"{PAGE}/{word}/terug").status_code == 303
    with read_transaction(evening.engine) as connection:
        assert questions_of(connection, "linde") == {}


def test_what_cannot_be_asked_is_said_at_its_field(app: Flask, evening: Evening) -> None:
    els, word = organiser(app), word_of(evening)
    for field, typed, sentence in (
        ("organisation", "", "Vul dit in."),
        ("organisation", "x" * 81, "Deze tekst is te lang."),
        ("mail", "wim bij de gemeente", "Dit is geen mailadres."),
        ("reply_by", "", "Kies een dag."),
        ("reply_by", "2020-01-01", "Die dag is al voorbij."),
    ):
        refused = puts(els, word, **{field: typed})
        assert (refused.status_code, sentence in words_of(refused)) == (400, True), (field, typed)
        assert "06 12345678" in refused.text, "what was typed stays"
    with read_transaction(evening.engine) as connection:
        assert questions_of(connection, "linde") == {}


def test_without_an_address_the_link_is_handed_over(app: Flask, evening: Evening) -> None:
    els, word = organiser(app), word_of(evening)
    puts(els, word, mail="")
    page = els.opens(PAGE)
    assert f"/vraag#{links.token_of(SECRET, question(evening, word).id)}" in page.text
    assert "weet het nog niet" in words_of(page)
    assert presses(els, PAGE, f"{PAGE}/{word}/verteld").status_code == 303
    assert not question(evening, word).is_to_tell


def test_an_organiser_of_elsewhere_finds_nothing(app: Flask, evening: Evening) -> None:
    els, other, word = organiser(app), organiser(app, "Elders"), word_of(evening)
    puts(els, word)
    assert other.opens(PAGE).status_code == 404
    fields = hidden_fields(els.opens(PAGE).text, f"{PAGE}/{word}")
    for form in ("", "/antwoord", "/oordeel", "/verteld", "/terug"):
        assert other.browser.post(f"{PAGE}/{word}{form}", data=fields).status_code in (400, 404)
    assert question(evening, word).replies == ()


def test_opening_the_link_changes_nothing_and_a_button_replies_once(app: Flask, evening: Evening) -> None:
    els, word = organiser(app), word_of(evening)
    puts(els, word)
    wim = opens(app, evening, word)
    page = wim.opens(ADDRESS)
    assert "Wie helpt met brieven?" in words_of(page)
    assert "Samira" not in page.text
    for address in ("/vraag", ADDRESS):
        wim.opens(address)
        wim.browser.head(address)
    assert question(evening, word).replies == (), "a scanner presses links"
    fields = hidden_fields(page.text, ADDRESS)
    for sent, sentence in (
        ({}, "Kies er een."),
        ({"kind": "geweldig"}, "Kies er een."),
        ({"kind": "no"}, "Schrijf erbij waarom."),
        ({"kind": "interim"}, "Kies een dag."),
        ({"kind": "interim", "until": "2020-01-01"}, "Die dag is al voorbij."),
        ({"kind": "yes", "text": "x" * 2001}, "Deze tekst is te lang."),
    ):
        refused = wim.browser.post(ADDRESS, data={**fields, **sent})
        assert (refused.status_code, sentence in words_of(refused)) == (400, True), sent
    later = {"kind": "interim", "text": "We zoeken het uit.", "until": in_days(30)}
    for _pressed in range(2):
        assert wim.browser.post(ADDRESS, data={**fields, **later}).status_code == 303
    assert "Uw tussenbericht is bewaard." in words_of(wim.opens(ADDRESS))
    wim.browser.post(ADDRESS, data={**fields, "kind": "no", "text": "Geen geld."})
    assert [one.kind for one in question(evening, word).replies] == ["interim", "no"]
    assert "Uw antwoord is bewaard." in words_of(wim.opens(ADDRESS))
    again = wim.browser.post(ADDRESS, data={**fields, **later, "text": "Toch later."})
    assert (again.status_code, "Er is al een antwoord." in words_of(again)) == (409, True)
    presses(samira(app), OWN, f"{OWN}/vragen/{word}", is_answer="1")
    assert "De vraag is beantwoord" in words_of(wim.opens(ADDRESS))
    done = wim.browser.post(ADDRESS, data={**fields, "kind": "yes"})
    assert done.status_code == 409


def test_of_a_question_that_went_the_link_says_so_kindly_and_of_another_nothing(
    app: Flask, evening: Evening
) -> None:
    els, word, group = organiser(app), word_of(evening), word_of(evening, group=True)
    puts(els, word)
    puts(els, group)
    wim, jo = opens(app, evening, word), opens(app, evening, group)
    evening.withdraws(word)
    with transaction(evening.engine) as connection:
        hide_word(connection, "linde", group, "els", "Een naam.", 1)
    for visitor in (wim, jo):
        gone = visitor.opens(ADDRESS)
        assert (gone.status_code, "Deze vraag hoeft u niet te beantwoorden" in words_of(gone)) == (410, True)
        assert "brieven" not in gone.text
    stranger = Visitor(app)
    fields = hidden_fields(stranger.opens("/vraag").text, "/vraag")
    wrong = stranger.browser.post("/vraag", data={**fields, "code": "0" * 48})
    assert (wrong.status_code, "Deze link past niet." in words_of(wrong)) == (404, True)
    assert stranger.opens(ADDRESS).status_code == 404


def test_after_its_time_the_link_says_whom_to_ring(app: Flask, evening: Evening) -> None:
    els, word = organiser(app), word_of(evening)
    puts(els, word)
    wim = opens(app, evening, word)
    with transaction(evening.engine) as connection:
        connection.execute(update(Question).values(ends=in_days(0)))
    over = wim.opens(ADDRESS)
    assert over.status_code == 410
    assert "Bel \u2068Els, 06 00 00 00 00\u2069." in words_of(over)


def test_a_letter_is_entered_with_its_date_and_who_did_it(app: Flask, evening: Evening) -> None:
    els, word = organiser(app), word_of(evening)
    puts(els, word)
    form, own = f"{PAGE}/{word}/antwoord", f"{word}-"
    letter = {f"{own}kind": "partly", f"{own}text": "Een deel kan.", f"{own}enterer": "Els"}
    refused = presses(els, PAGE, form, **letter, **{f"{own}written": in_days(1)})
    assert (refused.status_code, "niet een die nog komt" in words_of(refused)) == (400, True)
    assert presses(els, PAGE, form, **letter, **{f"{own}written": in_days(-3)}).status_code == 303
    [one] = question(evening, word).replies
    assert (one.kind, one.written, one.enterer) == ("partly", in_days(-3), "Els")
    assert "Een deel kan." in words_of(els.opens("/verslagen/linde"))


def test_the_asker_says_on_their_own_page_whether_it_was_an_answer(app: Flask, evening: Evening) -> None:
    els, word = organiser(app), word_of(evening)
    puts(els, word)
    asker, form = samira(app), f"{OWN}/vragen/{word}"
    assert "Is dit een antwoord op uw vraag?" not in words_of(asker.opens(OWN))
    replies(evening, word)
    assert re.search("Er is een antwoord voor u .* Geen geld. .* Uw zinnen", words_of(asker.opens(OWN)))
    too_long = presses(asker, OWN, form, is_answer="0", remark="x" * 281)
    assert (too_long.status_code, "Deze tekst is te lang." in words_of(too_long)) == (400, True)
    for _pressed in range(2):
        assert presses(asker, OWN, form, is_answer="0", remark="Waarom niet?").status_code == 303
    again = question(evening, word)
    assert (again.state, again.ask_on, again.replies[0].is_answer) == ("asked", in_days(28), False)
    assert re.findall(r'value="(\w)" aria-pressed="true"', asker.opens(OWN).text) == ["0"]
    assert "Er is een antwoord voor u" not in words_of(asker.opens(OWN)), "it is open again"
    assert "Waarom niet?" in words_of(asker.opens(f"{OWN}/meenemen")), "to take along"
    assert "Waarom niet?" in words_of(opens(app, evening, word).opens(ADDRESS))
    assert "Waarom niet?" not in words_of(els.opens("/verslagen/linde"))
    stored = words_of(els.opens("/beheer/bewaard/linde/s3"))
    assert re.search("U zei dat dit geen antwoord was.* “Waarom niet\\?”", stored), "what we have of her"
    assert '"remark": "Waarom niet?"' in els.opens("/beheer/bewaard/linde/s3.json").text
    replies(evening, word, "yes", "Het mag.")
    presses(asker, OWN, form, is_answer="1")
    assert question(evening, word).state == "closed"


def test_nobody_else_says_it(app: Flask, evening: Evening) -> None:
    els, word, group = organiser(app), word_of(evening), word_of(evening, group=True)
    for one in (word, group):
        puts(els, one)
        replies(evening, one)
    fatma = samira(app, seat="s1")
    assert "Geen geld." not in words_of(fatma.opens(OWN))
    fields = hidden_fields(samira(app).opens(OWN).text, f"{OWN}/vragen/{word}")
    for one in (word, group, "geen"):
        assert fatma.browser.post(f"{OWN}/vragen/{one}", data={**fields, "is_answer": "1"}).status_code in (400, 404)  # fmt: skip
    assert question(evening, word).state == question(evening, group).state == "replied"


def test_the_whole_tables_question_is_judged_by_an_organiser(app: Flask, evening: Evening) -> None:
    els, group = organiser(app), word_of(evening, group=True)
    puts(els, group)
    replies(evening, group)
    assert "Is dit een antwoord op de vraag van de tafel?" in words_of(els.opens(PAGE))
    form, own = f"{PAGE}/{group}/oordeel", f"{group}-"
    nobody = presses(els, PAGE, form, **{f"{own}is_answer": "1", f"{own}judge": ""})
    assert (nobody.status_code, "Vul dit in." in words_of(nobody)) == (400, True)
    past = presses(els, PAGE, form, **{f"{own}is_answer": "0", f"{own}judge": "Els", f"{own}reply_by": "2020-01-01"})  # fmt: skip
    assert (past.status_code, "Die dag is al voorbij." in words_of(past)) == (400, True)
    presses(els, PAGE, form, **{f"{own}is_answer": "0", f"{own}judge": "Els", f"{own}reply_by": in_days(9)})
    assert question(evening, group).ask_on == in_days(9)
    assert question(evening, group).replies[0].judge == "Els"


def test_a_municipality_is_not_offered_to_close_a_residents_question(app: Flask, evening: Evening) -> None:
    word = word_of(evening)
    with transaction(evening.engine) as connection:
        connection.execute(update(Dialogue).values(owner=create_organisation(connection, "Gemeente", "municipality")))  # fmt: skip
    ruud = organiser(app)
    puts(ruud, word)
    replies(evening, word, "yes", "Ja.")
    assert "zegt de bewoner zelf" in words_of(ruud.opens(PAGE))
    own = f"{word}-"
    refused = presses(ruud, PAGE, f"{PAGE}/{word}/oordeel", **{f"{own}is_answer": "1", f"{own}judge": "Ruud"})
    assert (refused.status_code, "Dat zegt de bewoner zelf." in words_of(refused)) == (403, True)
    assert question(evening, word).state == "replied"


def test_it_is_asked_in_the_language_of_its_reader(app: Flask, evening: Evening) -> None:
    els, word = organiser(app), word_of(evening)
    puts(els, word)
    replies(evening, word)
    for language in ("en", "ar", "tr"):
        page = samira(app, language).opens(OWN).text
        assert f"{OWN}/vragen/{word}" in page
        assert [text for text in ("Is dit een antwoord", "Gevraagd op", "Nee") if text in page] == []
