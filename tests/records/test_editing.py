"""The pages on which an organiser edits a record: its stage, the text above it, and sentences that are hidden and shown again."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import update

from dialoog.accounts import sessions
from dialoog.db.engine import read_transaction, transaction
from dialoog.jobs.clock import wall_ms
from dialoog.live.models import Dialogue
from dialoog.records import actions
from dialoog.records.models import Publication, Record
from dialoog.records.own_texts import note_naming, own_texts_naming
from dialoog.records.publication import PublicationInfo, publication
from dialoog.rules.state import Kind
from tests.accounts.people import create_member, create_organisation
from tests.records.evenings import meerlinden
from tests.records.published import settle
from tests.records.retained import works_on
from tests.web.visits import Visitor, cookie, running_app, words_of

EDIT, SENTENCES = "/verslagen/linde/beheren", "/verslagen/linde/zinnen"


class Office:
    """One record, and the two organisers of its organisation."""

    def __init__(self, app: Flask) -> None:
        self.app, self.engine = app, app.extensions["dialoog.engine"]
        self.evening = meerlinden(self.engine)
        self.evening.closes()
        with transaction(self.engine) as connection:
            self.organisation = create_organisation(connection, "De Linde")
            connection.execute(update(Dialogue).values(owner=self.organisation))
            self.people = [create_member(connection, self.organisation, name) for name in ("Els", "Margriet")]
        self.els, self.margriet = (self.signs_in(person) for person in self.people)

    def signs_in(self, person: str) -> Visitor:
        visitor = Visitor(self.app)
        with transaction(self.engine) as connection:
            token = sessions.create(connection, person, "Firefox", wall_ms())
        visitor.browser.set_cookie(cookie(self.app, "session"), token)
        return visitor

    @property
    def decided(self) -> PublicationInfo:
        with read_transaction(self.engine) as connection:
            return publication(connection, "linde")

    def word(self, kind: Kind) -> str:
        return next(word.id for word in self.evening.state.words.values() if word.kind == kind)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with running_app(tmp_path) as app:
        yield Office(app)


def moves(visitor: Visitor, stage: str) -> int:
    """Sends the stage button of the page, whatever buttons are on it."""
    [token] = set(re.findall(r'name="csrf_token"[^>]*value="([^"]+)"', visitor.opens(EDIT).text))
    return visitor.browser.post(f"{EDIT}/stand", data={"csrf_token": token, "stage": stage}).status_code


def test_an_organiser_moves_a_record_on_and_back_and_not_before_its_time(office: Office) -> None:
    assert moves(office.els, "final") == 409
    assert moves(office.els, "nonsense") == 303
    assert office.decided.stage == "concept"
    assert " Concept : beheren" in words_of(office.els.opens("/verslagen"))
    assert moves(office.els, "review") == 303
    assert " Ter inzage tot " in words_of(office.els.opens("/verslagen"))
    page = words_of(office.els.opens(EDIT))
    assert "Vaststellen kan na die dag." in page
    assert "Stel het verslag vast" not in page
    assert moves(office.els, "final") == 409
    with transaction(office.engine) as connection:
        connection.execute(update(Publication).values(review_ends=1))
    assert "Stel het verslag vast" in words_of(office.els.opens(EDIT))
    assert moves(office.els, "final") == 303
    assert office.decided.stage == "final"
    assert moves(office.els, "concept") == 303
    assert office.decided.stage == "concept"


def test_of_two_who_write_at_once_the_second_sees_both_texts_and_chooses(office: Office) -> None:
    form = office.margriet.opens(EDIT).text
    saved = office.els.sends(EDIT, conclusion="Kleine hulp.", introduction="Wij zaten met zijn vieren.")
    assert saved.status_code == 303
    hidden = dict(re.findall(r'<input id="(\w+)" name="\w+" type="hidden" value="([^"]*)"', form))
    mine = {**hidden, "conclusion": "Soep.", "introduction": "Wij zaten met zijn vieren."}
    refused = office.margriet.browser.post(EDIT, data=mine)
    assert refused.status_code == 409
    text = words_of(refused)
    assert "Iemand anders bewaarde intussen iets anders." in text
    assert "Kleine hulp." in text
    assert 'value="Soep."' in refused.text
    assert text.count("Wij zaten met zijn vieren.") == 2, (
        "in the field and in the first version, not as a difference"
    )
    assert f'href="{EDIT}">Laat staan wat er nu staat' in refused.text
    again = dict(re.findall(r'<input id="(\w+)" name="\w+" type="hidden" value="([^"]*)"', refused.text))
    assert office.margriet.browser.post(EDIT, data={**mine, **again}).status_code == 303
    assert office.decided.conclusion == "Soep."
    assert "Soep." in words_of(office.els.opens("/verslagen/linde"))


def test_a_text_that_is_too_long_is_refused_in_words_and_kept_in_the_field(office: Office) -> None:
    refused = office.els.sends(EDIT, conclusion="a" * 161, introduction="")
    assert refused.status_code == 400
    assert "Deze tekst is te lang. Maak hem wat korter." in words_of(refused)
    assert "a" * 161 in refused.text
    assert office.decided.number == 0


def test_paragraphs_of_an_introduction_stay_apart(office: Office) -> None:
    typed = "Op een woensdag, met regen.\r\n\r\n  Acht mensen bleven tot elf uur.\r\n"
    [token] = set(re.findall(r'name="csrf_token"[^>]*value="([^"]+)"', office.els.opens(EDIT).text))
    data = {"csrf_token": token, "conclusion": "", "introduction": typed, "version": "0"}
    assert office.els.browser.post(EDIT, data=data).status_code == 303
    assert office.decided.introduction == "Op een woensdag, met regen.\nAcht mensen bleven tot elf uur."
    page = office.els.opens("/verslagen/linde").text
    assert ">Op een woensdag, met regen.</p>" in page
    assert ">Acht mensen bleven tot elf uur.</p>" in page


def test_a_settled_record_has_no_field_for_text(office: Office) -> None:
    with transaction(office.engine) as connection:
        settle(connection, "linde")
    assert 'name="conclusion"' not in office.els.opens(EDIT).text


def test_a_sentence_is_hidden_with_a_reason_everywhere_and_comes_back(office: Office) -> None:
    word, words = office.word(Kind.EXPERIENCE), "Drie weken soep gebracht."
    hide = f"{SENTENCES}/{word}"
    assert words in words_of(office.els.opens(hide))
    refused = office.els.sends(hide, reason=" ")
    assert refused.status_code == 400
    assert "Vul dit in." in words_of(refused)
    assert office.els.sends(hide, reason="Er staat een naam in.").location == SENTENCES
    text = words_of(office.els.opens(SENTENCES))
    assert "Verborgen" in text
    assert "Waarom: Er staat een naam in." in text
    assert [
        page
        for page in ("", ".json", ".md", ".csv")
        if words in office.els.opens(f"/verslagen/linde{page}").text
    ] == []
    assert office.els.opens(hide).location == SENTENCES, "it is hidden once"
    edit = words_of(office.els.opens(EDIT))
    assert "1 zin is verborgen." in edit
    assert "Er verdween 1 inzicht: er staan geen woorden meer onder." in edit
    [token] = set(re.findall(r'name="csrf_token"[^>]*value="([^"]+)"', office.els.opens(SENTENCES).text))
    office.els.browser.post(f"{EDIT}/gezien", data={"csrf_token": token})
    assert office.decided.lost_insights == 0
    shown = office.els.browser.post(f"{hide}/tonen", data={"csrf_token": token})
    assert shown.location == SENTENCES
    assert words in words_of(office.els.opens("/verslagen/linde"))
    assert "Er is niets verborgen." in words_of(office.els.opens(EDIT))


def test_a_version_tells_how_many_of_its_sentences_are_left(office: Office) -> None:
    office.els.sends(EDIT, conclusion="Soep.", introduction="")
    assert "Er stonden 9 zinnen in. Uw tekst toen" in words_of(office.els.opens(EDIT))
    assert "Zinnen in dit verslag 9" in words_of(office.els.opens("/verslagen/linde")), "one count"
    office.evening.withdraws(office.word(Kind.QUESTION))
    assert "Er stonden 9 zinnen in. Daarvan zijn er 8 over." in words_of(office.els.opens(EDIT))


@pytest.mark.parametrize("path", [EDIT, SENTENCES, f"{SENTENCES}/w8"])
def test_another_organisations_record_and_an_open_evening_are_not_there(office: Office, path: str) -> None:
    with transaction(office.engine) as connection:
        stranger = create_member(connection, create_organisation(connection, "Elders"), "Yusuf")
    assert office.signs_in(stranger).opens(path).status_code == 404
    assert office.els.opens(path.replace("linde", "nergens")).status_code == 404
    with transaction(office.engine) as connection:
        connection.execute(Record.__table__.delete())
    assert office.els.opens(path).status_code == 404


def test_a_municipality_is_offered_no_button_for_what_the_table_made(office: Office) -> None:
    with transaction(office.engine) as connection:
        municipality = create_organisation(connection, "Gemeente", "municipality")
        connection.execute(update(Dialogue).values(owner=municipality))
        official = create_member(connection, municipality, "Ilse")
    visitor, insight = office.signs_in(official), f"{SENTENCES}/{office.word(Kind.INSIGHT)}"
    assert insight not in visitor.opens(SENTENCES).text
    assert f"{SENTENCES}/{office.word(Kind.EXPERIENCE)}" in visitor.opens(SENTENCES).text
    [token] = re.findall(r'name="csrf_token"[^>]*value="([^"]+)"', visitor.opens(EDIT).text)[:1]
    refused = visitor.browser.post(insight, data={"csrf_token": token, "reason": "Dat past ons niet."})
    assert refused.status_code == 409
    assert "blijft zoals de tafel het schreef" in words_of(refused)


def test_home_tells_of_a_concept_after_seven_days_and_of_insights_that_went(office: Office) -> None:
    concept = "is nog een concept"
    with transaction(office.engine) as connection:
        connection.execute(update(Record).values(saved=wall_ms()))
    assert concept not in words_of(office.els.opens("/thuis"))
    with transaction(office.engine) as connection:
        connection.execute(update(Record).values(saved=wall_ms() - 8 * 24 * 3600 * 1000))
    assert concept in words_of(office.els.opens("/thuis"))
    moves(office.els, "review")
    assert concept not in words_of(office.els.opens("/thuis"))
    office.els.sends(f"{SENTENCES}/{office.word(Kind.EXPERIENCE)}", reason="Een naam.")
    assert "Er verdween een inzicht uit" in words_of(office.els.opens("/thuis"))


def test_home_shows_one_released_sentence_of_the_evening_that_was_closed_last(office: Office) -> None:
    works_on(office.engine, 1)
    text = words_of(office.els.opens("/thuis"))
    soup = office.word(Kind.EXPERIENCE)
    begin = text.index("Laatst afgesloten")
    assert "Concept. " in text[begin:]
    shown = [
        one
        for one in ("Drie weken soep gebracht.", "Er belde een jongetje aan.", "عندما")
        if one in text[begin:]
    ]
    assert len(shown) == 1
    assert "Dit hou ik liever hier." not in text
    with transaction(office.engine) as connection:
        for word in [soup, *(word.id for word in office.evening.record.contributions if word.id != soup)]:
            actions.hide_word(connection, "linde", word, "els", "Een naam.", 1)
    text = words_of(office.els.opens("/thuis"))
    assert "Ervaring" not in text[text.index("Laatst afgesloten") :], "nothing that is hidden"


def test_where_an_organiser_wrote_a_name_is_found_when_somebody_is_erased(office: Office) -> None:
    office.els.sends(EDIT, conclusion="Henk bracht soep.", introduction="")
    office.els.sends(EDIT, conclusion="", introduction="Met dank aan Henk.")
    office.els.sends(f"{SENTENCES}/{office.word(Kind.EXPERIENCE)}", reason="Dit gaat over Henk.")
    with read_transaction(office.engine) as connection:
        found = own_texts_naming(connection, "linde", "Henk")
    assert found == ["Met dank aan Henk.", "Henk bracht soep.", "Dit gaat over Henk."]
    with transaction(office.engine) as connection:
        note_naming(connection, "linde", "Henk")
        note_naming(connection, "linde", "Niemand")
    assert "noemt iemand die gewist is" in words_of(office.els.opens("/thuis"))
    named = "noemt die naam nog: uw reden om een zin te verbergen, uw tekst boven het verslag, een eerdere versie van uw tekst."
    assert named in words_of(office.els.opens(EDIT))
    office.els.sends(EDIT, conclusion="", introduction="Met dank aan iedereen.")
    assert named in words_of(office.els.opens(EDIT)), "until they say that they looked"
    [token] = set(re.findall(r'name="csrf_token"[^>]*value="([^"]+)"', office.els.opens(SENTENCES).text))
    office.els.browser.post(f"{EDIT}/gezien", data={"csrf_token": token})
    assert "noemt die naam nog" not in words_of(office.els.opens(EDIT))
    assert "iemand die gewist is" not in words_of(office.els.opens("/thuis"))
