"""Reading what was saved: the report, its JSON, the list, and the paper for the table; who may, and what never shows."""

import json
import re
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest
from flask import Flask

from dialoog.records.document import SCHEMA, Document
from dialoog.records.exports.measures import caveats, measures
from dialoog.records.exports.outline import build_outline
from dialoog.records.exports.paper import record_on_paper
from dialoog.rules.state import Keep, Kind, Role
from tests.records.evenings import Evening, meerlinden
from tests.web.visits import KEY, Visitor, words_of

KEPT_BACK = ("Dit hou ik liever hier.", "Onder ons gezegd.", "Hier denk ik nog over na.", "Ruud", "Henk")


@pytest.fixture
def evening(app: Flask) -> Evening:
    evening = meerlinden(app.extensions["dialoog.engine"])
    evening.closes()
    return evening


def organiser(app: Flask, lang: str = "nl") -> Visitor:
    return Visitor(app, lang).holds("setup", token=KEY)


def test_the_report_reads_with_the_questions_and_peoples_own_words(app: Flask, evening: Evening) -> None:
    text = words_of(organiser(app).opens("/verslagen/linde"))
    assert "Vertel over een moment dat u bijbleef. Het gaat over: Elkaar kennen" in text
    assert "Drie weken soep gebracht. Fatma" in text
    assert "Er belde een jongetje aan." in text
    assert "Wat schuurt Geld en lichtheid. Dit is nog open." in text
    assert "Gesteund door \u2068Fatma\u2069 en nog 1 ander." in text


@pytest.mark.parametrize("address", ["/verslagen/linde", "/verslagen/linde.json", "/verslagen"])
def test_C3_what_was_kept_back_is_on_no_page(app: Flask, evening: Evening, address: str) -> None:
    page = organiser(app).opens(address)
    assert page.status_code == 200
    assert [text for text in KEPT_BACK if text in page.text] == []


def test_C5_words_tell_their_language_and_have_their_translation_beside_them(
    app: Flask, evening: Evening
) -> None:
    page = organiser(app).opens("/verslagen/linde").text
    assert '<p lang="ar" dir="auto">عندما لا أجد الكلمة، أبقى في البيت.</p>' in page
    assert (
        '<p class="translation" lang="nl" dir="auto">Als ik het woord niet vind, blijf ik thuis.</p>' in page
    )
    assert (
        page.index("عندما لا أجد الكلمة")
        < page.index("In het Nederlands:")
        < page.index("Als ik het woord niet")
    )
    sides = re.findall(r'<blockquote dir="(\w+)"><p lang="(\w+)"', page)
    assert set(sides) == {("rtl", "ar"), ("ltr", "nl")}, "the words begin where their language does"


def test_words_are_never_markup(app: Flask) -> None:
    evening = Evening(app.extensions["dialoog.engine"])
    evening.sits("<b>Fatma</b>")
    evening.says("<b>Fatma</b>", "<script>alert(1)</script>{{ 7 * 7 }}", keep=Keep.NAMED)
    evening.closes()
    page = organiser(app).opens("/verslagen/linde")
    assert "<script>alert" not in page.text
    assert "<b>Fatma" not in page.text
    assert "<script>alert(1)</script>{{ 7 * 7 }} <b>Fatma</b>" in words_of(page)


def test_a_question_shows_what_was_offered_to_meet_it(app: Flask, evening: Evening) -> None:
    text = words_of(organiser(app).opens("/verslagen/linde"))
    assert "Samira Wie helpt met brieven? Aan tafel aangeboden Een keer koken. Fatma" in text


def test_a_question_of_the_whole_table_is_not_that_of_somebody_without_a_name(app: Flask) -> None:
    evening = Evening(app.extensions["dialoog.engine"])
    evening.sits("Fatma", named=False)
    evening.sees(Kind.QUESTION, "Wie betaalt de huur?")
    evening.says("Fatma", "Wie helpt mij?", keep=Keep.UNNAMED, kind=Kind.QUESTION, step="harvest")
    evening.closes()
    text = words_of(organiser(app).opens("/verslagen/linde"))
    assert "De hele tafel Wie betaalt de huur?" in text
    assert "Iemand aan tafel Wie helpt mij?" in text
    with app.test_request_context():
        paper = record_on_paper(evening.record, "adres", datetime.now(UTC))
    assert [one["name"] for one in paper["questions"]] == ["De hele tafel", None]


def test_an_agreement_shows_who_what_when_and_whether_it_stands(app: Flask, evening: Evening) -> None:
    text = words_of(organiser(app).opens("/verslagen/linde"))
    assert (
        "6 december 2026 Fatma: Een lange tafel dekken. samen met \u2068Samira\u2069 en nog 1 ander Afgesproken"
        in text
    )


def test_C3_for_seven_days_the_record_says_how_many_words_wait_for_a_choice(
    app: Flask, evening: Evening, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An agreement that its owner said yes to, and chose nothing about, would otherwise seem to be forgotten."""
    monkeypatch.setattr(Document, "choices_end", datetime(2099, 11, 19, 20, tzinfo=UTC))
    monkeypatch.setattr("dialoog.records.pages.count_undecided", lambda _state: (1, 2))
    record = json.loads(organiser(app).opens("/verslagen/linde.json").text)
    assert (record["undecided_agreements"], record["undecided_words"]) == (1, 2)
    page = words_of(organiser(app).opens("/verslagen/linde"))
    assert "1 afspraak wacht nog op een keuze. 2 zinnen wachten nog op een keuze." in page
    assert "19 november 2099. Daarna wissen we wat niet gekozen is." in page
    monkeypatch.setattr(Document, "choices_end", datetime(2026, 11, 19, 20, tzinfo=UTC))
    assert "op een keuze" not in words_of(organiser(app).opens("/verslagen/linde"))


def test_the_record_begins_with_what_people_look_for_and_ends_with_how_it_was_made(
    app: Flask, evening: Evening
) -> None:
    """What was seen, done, asked and shared comes before everybody's words; the contents lead there in the same order."""
    page = organiser(app).opens("/verslagen/linde").text
    anchors = re.findall(r'href="#([\w-]+)"', page.partition("<ol>")[2].partition("</nav>")[0])
    assert anchors == [
        "insights", "agreements", "questions", "sources", "goals", "tensions", "words", "step-experiences", "counted", "course", "made", "take",
    ]  # fmt: skip
    assert [
        anchor for anchor in re.findall(r'<section id="([\w-]+)"', page) if anchor != "reachable"
    ] == anchors


def test_introductions_come_last_and_are_folded_together(app: Flask) -> None:
    evening = Evening(app.extensions["dialoog.engine"])
    evening.sits("Fatma")
    evening.says("Fatma", "Ik ben Fatma.", keep=Keep.NAMED, kind=Kind.INTRODUCTION, step="introductions")
    evening.says("Fatma", "Drie weken soep gebracht.", keep=Keep.NAMED)
    evening.closes()
    page = organiser(app).opens("/verslagen/linde").text
    assert (
        page.index("Drie weken soep")
        < page.index("Lees hoe mensen zich voorstelden")
        < page.index("Ik ben Fatma.")
    )


def test_C4_the_sentence_that_an_insight_rests_on_is_lifted_whole_and_stands_once(
    app: Flask, evening: Evening
) -> None:
    page = organiser(app).opens("/verslagen/linde").text
    _, words = page.split('<section id="words">')
    [lifted] = re.findall(r'<div class="lifted".*?</figure>', words, re.DOTALL)
    assert "Drie weken soep gebracht." in lifted
    assert words.count("Drie weken soep gebracht.") == 1
    [anchor] = re.findall(r'id="(words-\w+)"', lifted)
    assert f'href="#{anchor}"' in page, "the insight leads to it"


def test_what_counting_does_not_say_is_said_alike_and_only_of_what_was_counted(
    app: Flask, evening: Evening
) -> None:
    few = evening.record
    turns = msgspec.structs.replace(few.measures, turns=8, speaking_seconds=600, first_offer_coverage=1.0)
    many = msgspec.structs.replace(few, measures=turns)
    page = words_of(organiser(app).opens("/verslagen/linde"))
    with app.test_request_context():
        assert [one for one in caveats(few) if one not in page] == []
        assert "stil" not in " ".join(caveats(few)), "no minutes stand there"
        for record in (few, many):
            said, counted = list(caveats(record)), list(measures(record))
            outline, paper = (
                build_outline(record, datetime.now(UTC)),
                record_on_paper(record, "adres", datetime.now(UTC)),
            )
            assert set(said) <= set(outline.closing)
            assert paper["caveats"] == said
            assert list(outline.counted) == [(one.label, one.text) for one in counted]
            assert [(one["label"], one["text"]) for one in paper["measures"]] == list(outline.counted)
        assert ("Beurten", "8, samen 10 minuten") in outline.counted
        assert [one for one in said if "hoelang iemand echt praatte" in one.lower()]


def test_an_evening_without_a_word_says_that_it_is_fine(app: Flask) -> None:
    evening = Evening(app.extensions["dialoog.engine"])
    evening.sits("Fatma")
    evening.closes()
    assert "Er staan geen woorden in dit verslag. Dat mag." in words_of(
        organiser(app).opens("/verslagen/linde")
    )


def test_the_json_is_what_the_schema_says(app: Flask, evening: Evening) -> None:
    answer = organiser(app).opens("/verslagen/linde.json")
    assert answer.mimetype == "application/json"
    document = msgspec.json.decode(answer.data, type=Document)
    assert document == evening.record
    assert json.loads(answer.data)["schema"] == SCHEMA


def test_the_json_is_called_after_its_own_dialogue(app: Flask, evening: Evening) -> None:
    address = "/verslagen/linde.json?filename=kanarie.html&name=kanarie"
    disposition = organiser(app).opens(address).headers["Content-Disposition"]
    assert disposition == "inline; filename*=UTF-8''linde.json"
    for address in ('/verslagen/x"kanarie.html.json', "/verslagen/x%0d%0aX-Kanarie:1.json"):
        answer = organiser(app).opens(address)
        assert answer.status_code == 404
        assert "Content-Disposition" not in answer.headers
        assert "X-Kanarie" not in answer.headers


def test_the_schema_page_names_every_field() -> None:
    import msgspec

    page = (Path(__file__).parents[2] / "docs" / "record-schema.md").read_text(encoding="utf-8")
    described = msgspec.json.schema(Document)["$defs"].values()
    fields = {name for part in described for name in part.get("properties", {})}
    assert [name for name in sorted(fields) if f"`{name}`" not in page] == []
    assert f"`{SCHEMA}`" in page
    assert [kind for kind in Kind if f"`{kind}`" not in page] == []


def test_a_stranger_is_asked_for_the_key_and_learns_nothing(app: Flask, evening: Evening) -> None:
    stranger = Visitor(app)
    for there in ("/verslagen/linde", "/verslagen/nergens", "/verslagen"):
        assert stranger.opens(there).headers["Location"] == f"/sleutel?back={there}"
    assert stranger.opens("/verslagen/linde.json").status_code == 401
    assert stranger.opens("/verslagen/nergens.json").status_code == 401


def test_a_console_link_opens_its_own_record_only(app: Flask, evening: Evening) -> None:
    other = meerlinden(app.extensions["dialoog.engine"], "eikenhof")
    other.closes()
    els = Visitor(app).holds("facilitator", "linde")
    assert els.opens("/verslagen/linde").status_code == 200
    assert els.opens("/verslagen/eikenhof").status_code == 302
    assert els.opens("/verslagen/eikenhof.json").status_code == 401
    assert "/verslagen/eikenhof" not in els.opens("/verslagen").text


def test_a_phone_without_a_seat_at_the_table_does_not_open_the_record(app: Flask, evening: Evening) -> None:
    phone = Visitor(app).holds("seat", "linde")
    assert phone.opens("/verslagen/linde").status_code == 302
    assert phone.opens("/verslagen/linde.json").status_code == 401


def test_the_list_tells_saved_records_and_evenings_nobody_closed(app: Flask, evening: Evening) -> None:
    meerlinden(app.extensions["dialoog.engine"], "eikenhof")
    page = organiser(app).opens("/verslagen")
    assert 'href="/verslagen/linde"' in page.text
    assert 'href="/verslagen/eikenhof"' not in page.text
    assert "Nog niet gesloten" in words_of(page)


def test_an_evening_that_is_not_closed_has_no_record_yet(app: Flask) -> None:
    meerlinden(app.extensions["dialoog.engine"])
    assert organiser(app).opens("/verslagen/linde").status_code == 404


def test_C9_the_record_tells_nobodys_role(app: Flask, evening: Evening) -> None:
    body = organiser(app).opens("/verslagen/linde.json").text
    assert [role.value for role in Role if f': "{role.value}"' in body] == []
    assert '"role"' not in body


def test_C10_the_record_says_whom_to_call_or_write_to(app: Flask, evening: Evening) -> None:
    text = words_of(organiser(app).opens("/verslagen/linde"))
    assert "Spijt of een vraag? Els, 06 00 00 00 00." in text


def test_C10_the_paper_says_whom_to_call_or_write_to(app: Flask) -> None:
    """Who has no device takes it home."""
    console = Visitor(app).sets_a_table(contact="Els, 06 1")["console"]
    els = Visitor(app).holds("facilitator", token=console.partition("#")[2])
    text = words_of(els.browser.get("/leiden/papier", follow_redirects=True))
    assert "Bel of schrijf Els, 06 1. Dan halen we uw woorden weg." in text


def test_the_report_is_there_in_english_and_keeps_peoples_words(app: Flask, evening: Evening) -> None:
    page = organiser(app, "en").opens("/verslagen/linde")
    assert '<html lang="en"' in page.text
    assert "Tell us about a moment" in page.text
    assert "Drie weken soep gebracht." in page.text


def test_the_paper_has_what_a_table_without_phones_needs(app: Flask) -> None:
    plan = {"theme": "Groen", "facilitator": "Els", "organisation": "De Linde"}
    console = Visitor(app).sets_a_table(**plan)["console"]
    els = Visitor(app).holds("facilitator", token=console.partition("#")[2])
    page = els.browser.get("/leiden/papier", follow_redirects=True)
    text = words_of(page)
    assert "Overslaan mag, zonder reden." in text
    assert "Het is drie jaar later. Het gaat goed in de wijk. Wat ziet en hoort u?" in text
    assert "Het gaat over: Groen." in text
    assert "De Linde bewaart het." in text
    assert page.text.count('class="card"') == 8
    assert els.browser.get("/leiden/papier").location.removesuffix("/papier") in page.text, "the way back"


def test_the_paper_is_for_who_leads(app: Flask, evening: Evening) -> None:
    for address in ("/leiden/linde/papier", "/leiden/papier"):
        assert Visitor(app).opens(address).status_code == 401
        assert Visitor(app).holds("seat", "linde").opens(address).status_code == 401
