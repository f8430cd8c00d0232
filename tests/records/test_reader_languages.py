"""Who sat at the table, and everybody who reads a public record, reads its frame in their own language; staff in Dutch or English."""

import io
import re
from collections.abc import Iterator

import _catalogues
import docx
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH
from flask_babel import force_locale

from dialoog.accounts import tokens
from dialoog.db.engine import transaction
from dialoog.rules.state import Keep, Kind
from dialoog.web.formats import listed
from tests.corpus.seen import Page
from tests.records.published import settle
from tests.records.retained import write_journal
from tests.records.test_editing import Office
from tests.web.visits import Visitor, running_app, words_of

RECORD, PUBLIC = "/verslagen/linde", "/uitkomst/linde"
CHOICES = re.compile(r'<button name="lang" value="(\w+)"')


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """One record that is public, in a module that changes nothing."""
    with running_app(tmp_path_factory.mktemp("languages")) as app:
        office = Office(app)
        for kind in (Kind.EXPERIENCE, Kind.AGREEMENT, Kind.QUESTION, Kind.SOURCE, Kind.GOAL):
            office.evening.chooses(office.word(kind), Keep.NAMED, public=True)
        with transaction(office.engine) as connection:
            write_journal(connection, office.evening)
            settle(connection, "linde", "public")
        yield office


def phone(office: Office, lang: str) -> Visitor:
    with transaction(office.engine) as connection:
        token = tokens.create(connection, "seat", "linde", next(iter(office.evening.state.seats)))
    return Visitor(office.app, lang).holds("seat", "linde", token)


@pytest.mark.parametrize(("lang", "direction"), [("ar", "rtl"), ("tr", "ltr")])
@pytest.mark.parametrize("path", [RECORD, PUBLIC])
def test_a_record_is_whole_in_every_language_of_the_phones(
    office: Office, lang: str, direction: str, path: str
) -> None:
    visitor = phone(office, lang) if path == RECORD else Visitor(office.app, lang)
    page = visitor.opens(path)
    assert f'<html lang="{lang}" dir="{direction}"' in page.text
    dutch = {_catalogues.forms_of(message.id)[0] for message in _catalogues.read(lang) if message.id}
    shown = {one.text.strip() for one in Page(page.text).texts}
    assert dutch & shown == set()
    assert "Drie weken soep gebracht." in page.text, "people's words stay as they were"
    assert CHOICES.findall(page.text) == ["nl", "en", "ar", "tr"]


def test_a_list_of_names_has_the_comma_of_its_reader(office: Office) -> None:
    for lang, shown in (("ar", "Tom، Els"), ("tr", "Tom, Els")):
        with office.app.test_request_context(), force_locale(lang):
            assert listed(["Tom", "Els"]) == shown


def test_staff_read_a_record_in_dutch_or_english(office: Office) -> None:
    office.els.browser.set_cookie("lang", "ar")
    leader = Visitor(office.app, "ar").holds("facilitator", "linde")
    for visitor, path in ((office.els, RECORD), (office.els, PUBLIC), (leader, RECORD)):
        page = visitor.opens(path).text
        assert '<html lang="nl" dir="ltr"' in page
        assert CHOICES.findall(page) == ["nl", "en"]


def test_a_language_is_chosen_without_a_script(office: Office) -> None:
    reader = Visitor(office.app)
    page = reader.opens(PUBLIC)
    assert f'<input type="hidden" name="back" value="{PUBLIC}">' in page.text
    chosen = reader.browser.post("/taal", data={"lang": "tr", "back": PUBLIC})
    assert chosen.location.endswith(PUBLIC)
    again = reader.browser.get(PUBLIC, headers={"If-None-Match": page.headers["ETag"]})
    assert again.status_code == 200, "the browser does not show the page of the other language"
    assert '<html lang="tr"' in again.text


@pytest.mark.parametrize(("lang", "title"), [("ar", "ما رأيناه معًا"), ("tr", "Birlikte gördüklerimiz")])
def test_who_takes_a_record_along_gets_it_in_the_language_of_the_page(
    office: Office, lang: str, title: str
) -> None:
    reader = phone(office, lang)
    page = reader.opens(RECORD).text
    [token] = set(re.findall(r'name="csrf_token"[^>]*value="([^"]+)"', page))
    fields = {"csrf_token": token, "format": "docx"}
    document = docx.Document(io.BytesIO(reader.browser.post(f"{RECORD}/bestand", data=fields).data))
    [heading] = [one for one in document.paragraphs if one.text == title]
    [spoken] = [one for one in document.paragraphs if one.text.endswith("Er belde een jongetje aan.")]
    turned = heading.part.styles["Normal"].element.xpath("w:pPr/w:bidi/@w:val") == ["1"]
    assert turned is (lang == "ar")
    said_otherwise = ["0"] if lang == "ar" else []
    assert spoken._p.xpath("w:pPr/w:bidi/@w:val") == said_otherwise, "Dutch words stay as they are written"
    assert (spoken.alignment is WD_ALIGN_PARAGRAPH.RIGHT) is (lang == "ar"), "they stand next to their name"


def test_who_came_from_a_phone_finds_the_way_back_and_nothing_of_staff(office: Office) -> None:
    page = phone(office, "nl").opens(RECORD)
    assert page.text.count('href="/plek/linde"') == 2, "above the record and below it"
    assert 'href="/mijn/linde"' in page.text
    assert "Wie mag u benaderen?" not in words_of(page)
    assert re.findall(r'href="(?:/verslagen|/verslagen/linde/\w+|/leiden[^"]*)"', page.text) == []
    assert "/plek/linde" not in office.els.opens(RECORD).text
    assert "/plek/linde" not in Visitor(office.app).opens(PUBLIC).text
