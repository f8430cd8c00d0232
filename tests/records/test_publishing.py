"""Choosing who reads a record, after looking at it; and what everybody reads without signing in."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import etree
from lxml.etree import QName
from sqlalchemy import insert, update
from werkzeug.test import TestResponse

from dialoog.db.engine import transaction
from dialoog.live.models import Dialogue
from dialoog.records import actions
from dialoog.records.models import Audience, Publication, Record
from dialoog.rules.state import Keep, Kind
from tests.accounts.people import create_member
from tests.records.published import settle
from tests.records.test_editing import EDIT, Office
from tests.web.visits import Visitor, running_app, words_of

PREVIEW, PUBLIC, FEED = "/verslagen/linde/publiceren", "/uitkomst/linde", "/uitkomst/atom.xml"
SOUP, STEP = "Drie weken soep gebracht.", "Een lange tafel dekken."


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with running_app(tmp_path) as app:
        office = Office(app)
        for kind in (Kind.EXPERIENCE, Kind.AGREEMENT):
            office.evening.chooses(office.word(kind), Keep.NAMED, public=True)
        yield office


def settles(office: Office, audience: Audience = "participants") -> None:
    with transaction(office.engine) as connection:
        settle(connection, "linde", audience)


def fields_of(page: str) -> dict[str, str]:
    form = page.partition(f'action="{PREVIEW}"')[2].partition("</form>")[0]
    return dict(re.findall(r'name="(\w+)" type="hidden" value="([^"]*)"', form))


def test_an_organiser_looks_at_what_everybody_will_read_and_publishes_it(office: Office) -> None:
    settles(office)
    page = office.els.opens(f"{PREVIEW}?audience=public")
    text = words_of(page)
    assert "Zo leest iedereen het straks" in text
    assert SOUP in text
    assert "Er belde een jongetje aan." not in text
    assert Visitor(office.app).opens(PUBLIC).status_code == 404
    assert office.els.browser.post(PREVIEW, data=fields_of(page.text)).location == EDIT
    assert office.decided.audience == "public"
    standing, manage = "Vastgesteld en openbaar", f'href="{EDIT}"'
    for path in ("/verslagen", "/verslagen/linde"):
        page = office.els.opens(path)
        assert (standing in page.text, page.text.count(manage)) == (True, 1), path
    assert page.text.index(manage) < page.text.index("<h1"), "before one reads all of it"
    read = words_of(Visitor(office.app).opens(PUBLIC))
    assert SOUP in read
    assert "Els" not in read
    assert "jongetje" not in read
    assert "Beurten" not in read


def test_each_page_of_a_record_has_one_main_heading(office: Office) -> None:
    settles(office, "public")
    addresses = [f"{PREVIEW}?audience=public", PUBLIC, "/verslagen/linde", EDIT, "/uitkomst"]
    assert [office.els.opens(one).text.count("<h1") for one in addresses] == [1] * len(addresses)


def test_a_feed_tells_of_what_is_public_and_holds_nobodys_words(office: Office) -> None:
    """Who follows it keeps what it brought, and a withdrawal would not reach them; that something changed it says at once."""
    neighbour = Visitor(office.app)
    assert entries_of(neighbour.opens(FEED)) == []
    with transaction(office.engine) as connection:
        connection.execute(update(Dialogue).where(Dialogue.id == "linde").values(theme="Samen & <eten>"))
    settles(office, "organisation")
    assert entries_of(neighbour.opens(FEED)) == []
    with transaction(office.engine) as connection:
        connection.execute(update(Publication).values(audience="public"))
    read = neighbour.opens(FEED)
    [entry] = entries_of(read)
    assert entry["title"] == "Samen & <eten>"
    assert entry["id"] == entry["link"] == "http://localhost/uitkomst/linde"
    assert SOUP not in read.text
    assert "Fatma" not in read.text
    etag = {"If-None-Match": read.headers["ETag"]}
    assert neighbour.browser.get(FEED, headers=etag).status_code == 304
    office.evening.withdraws(office.word(Kind.EXPERIENCE))
    again = neighbour.browser.get(FEED, headers=etag)
    assert again.status_code == 200
    assert entries_of(again)[0]["updated"] > entry["updated"]
    assert f'href="{FEED}"' in neighbour.opens("/uitkomst").text


def entries_of(answer: TestResponse) -> list[dict[str, str]]:
    """Each by the names of its elements; a link is where it leads."""
    assert answer.mimetype == "application/atom+xml"
    return [
        {QName(part).localname: part.text or part.get("href", "") for part in entry}
        for entry in etree.fromstring(answer.data).iter("{http://www.w3.org/2005/Atom}entry")
    ]


def test_publishing_what_was_not_looked_at_is_refused_in_words(office: Office) -> None:
    settles(office)
    seen = fields_of(office.els.opens(f"{PREVIEW}?audience=public").text)
    office.evening.withdraws(office.word(Kind.AGREEMENT))
    other = fields_of(office.els.opens(f"{PREVIEW}?audience=organisation").text)
    seals = (seen["seal"], other["seal"], "", seen["seal"][:-1], "x" * 100)
    for seal in seals:
        refused = office.els.browser.post(PREVIEW, data={**seen, "seal": seal})
        assert refused.status_code == 409, seal
        assert "Er is niets gepubliceerd: u bekeek deze versie nog niet." in words_of(refused)
        assert office.decided.audience == "participants"
    again = fields_of(refused.text)
    assert office.els.browser.post(PREVIEW, data=again).location == EDIT
    assert office.decided.audience == "public"


def test_only_a_settled_record_is_published_and_a_smaller_audience_needs_no_look(office: Office) -> None:
    page = office.els.opens(f"{PREVIEW}?audience=organisation").text
    assert "Stel het verslag eerst vast." in page
    assert fields_of(page) == {}
    settles(office, "public")
    [token] = set(re.findall(r'name="csrf_token"[^>]*value="([^"]+)"', office.els.opens(EDIT).text))
    office.els.browser.post(PREVIEW, data={"csrf_token": token, "audience": "participants"})
    assert office.decided.audience == "participants"
    assert Visitor(office.app).opens(PUBLIC).status_code == 404


@pytest.mark.parametrize("audience", ["niemand", "", "PUBLIC"])
def test_an_audience_that_is_none_has_no_preview(office: Office, audience: str) -> None:
    assert office.els.opens(f"{PREVIEW}?audience={audience}").status_code == 404


def test_a_member_reads_what_the_organisation_published_as_that_audience(office: Office) -> None:
    with transaction(office.engine) as connection:
        lies = create_member(connection, office.organisation, "Lies", "reader")
    reader = office.signs_in(lies)
    assert reader.opens("/verslagen/linde").status_code == 404
    settles(office, "organisation")
    assert SOUP in words_of(reader.opens("/verslagen/linde"))
    assert reader.opens("/verslagen/linde.json").json["audience"] == "organisation"
    assert office.els.opens("/verslagen/linde.json").json["audience"] == "participants"
    assert Visitor(office.app).opens(PUBLIC).status_code == 404


@pytest.mark.parametrize("path", [PUBLIC, f"{PUBLIC}.json"])
def test_C3_a_sentence_withdrawn_after_publishing_is_gone_on_the_next_request(
    office: Office, path: str
) -> None:
    settles(office, "public")
    visitor = Visitor(office.app)
    first = visitor.opens(path)
    assert STEP in first.text
    same = visitor.browser.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert (same.status_code, same.data) == (304, b"")
    office.evening.withdraws(office.word(Kind.AGREEMENT))
    second = visitor.browser.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert second.status_code == 200
    assert STEP not in second.text
    assert second.headers["ETag"] != first.headers["ETag"]
    assert second.headers["Cache-Control"] == "private, no-cache"


def test_whatever_the_contents_of_a_record_name_stands_on_the_page(office: Office) -> None:
    settles(office, "public")
    pages = {
        "record": office.els.opens("/verslagen/linde").text,
        "preview": office.els.opens(f"{PREVIEW}?audience=public").text,
        "public": Visitor(office.app).opens(PUBLIC).text,
    }
    assert 'href="#made"' in pages["public"]
    missing = [
        (name, anchor)
        for name, page in pages.items()
        for anchor in re.findall(r'href="#([\w-]+)"', page)
        if f'id="{anchor}"' not in page
    ]
    assert missing == []


def test_the_json_of_a_public_record_says_it_is_public_and_no_more(office: Office) -> None:
    settles(office, "public")
    document = Visitor(office.app).opens(f"{PUBLIC}.json").json
    assert document["audience"] == "public"
    for hidden in ("Els", "06 00", "jongetje", "Henk", "Samira"):
        assert hidden not in json.dumps(document, ensure_ascii=False)


def test_everybody_finds_public_records_from_the_start_page_the_newest_first(office: Office) -> None:
    visitor = Visitor(office.app)
    assert "zijn er nog niet" in words_of(visitor.opens("/uitkomst"))
    settles(office, "public")
    assert f'href="{PUBLIC}"' in visitor.opens("/uitkomst").text
    with transaction(office.engine) as connection:
        for number in range(20):
            one = {"id": f"d{number:02}", "code": f"C{number:06}", "title": f"Avond {number}", "created": 1}
            connection.execute(insert(Dialogue).values(**one))
            record = dict.fromkeys(
                ("version", "saved", "changed", "held", "seats", "insights", "questions", "agreements"), 1
            )
            connection.execute(
                insert(Record).values(id=one["id"], dialogue=one["id"], document=b"{}", **record)
            )
            connection.execute(
                insert(Publication).values(dialogue=one["id"], stage="final", audience="public")
            )
    assert "Bladzijde 1 van 2" in words_of(visitor.opens("/uitkomst"))
    assert "d19" in visitor.opens("/uitkomst?page=2").text
    for number in ("0", "3", "x", "999999999"):
        assert visitor.opens(f"/uitkomst?page={number}").status_code == 404


def test_a_concept_again_is_public_no_more(office: Office) -> None:
    settles(office, "public")
    with transaction(office.engine) as connection:
        actions.move_on(connection, "linde", "organiser", "concept", 1)
    assert Visitor(office.app).opens(PUBLIC).status_code == 404
    with transaction(office.engine) as connection:
        connection.execute(update(Publication).values(audience="public"))
    assert Visitor(office.app).opens(PUBLIC).status_code == 404, "only what is settled"
