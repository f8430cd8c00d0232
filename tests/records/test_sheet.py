"""The folded sheet: chosen from sentences that everybody may read, in the organiser's order, never printed where it does not fit."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import msgspec
import pikepdf
import pytest
from sqlalchemy import select, update

from dialoog.db.engine import read_transaction, transaction
from dialoog.live.models import Dialogue
from dialoog.records import actions
from dialoog.records.exports.pdf import set_pdf, with_letters
from dialoog.records.follow_up.actions import Answer, answer_agreement
from dialoog.records.models import Sheet
from dialoog.records.queries import read_record
from dialoog.records.sheet.paper import measure_sides, sheet_on_paper
from dialoog.records.sheet.queries import SheetInfo, read_sheet
from dialoog.rules.state import Keep, Kind
from dialoog.web.languages import written_right_to_left
from tests.corpus.strings import SENDABLE
from tests.records.evenings import Evening
from tests.records.published import settle
from tests.records.test_editing import Office
from tests.records.test_pdf import drawn_text, names, page_text, tags
from tests.records.test_pdf_order import heard_of, in_no_block
from tests.web.visits import running_app, words_of

SHEET, PDF = "/verslagen/linde/vouwblad", "/verslagen/linde/vouwblad/bestand"
COPIES = "/verslagen/linde/kopieen"
LONG = "Ik dacht altijd dat hulp vragen zeuren was, en nu ik dit hoor denk ik daar anders over. " * 3


class Sheets(Office):
    """The office of a record with four sentences that everybody may read, and one that they may not."""

    def __init__(self, app: Any) -> None:
        super().__init__(app)
        self.soup, self.step = self.word(Kind.EXPERIENCE), self.word(Kind.AGREEMENT)
        for word in (self.soup, self.step):
            self.evening.chooses(word, Keep.NAMED, public=True)

    def saves(self, *words: str, status: int = 303, **fields: str) -> Any:
        page = self.els.opens(SHEET).text
        answer = self.els.browser.post(SHEET, data={**fields_of(page), **fields, "words": list(words)})
        assert answer.status_code == status, words_of(answer)
        return answer

    @property
    def sheet(self) -> SheetInfo:
        with read_transaction(self.engine) as connection:
            found = read_sheet(connection, "linde")
        assert found is not None
        return found

    def takes_sheet(self) -> Any:
        page = self.els.opens(SHEET).text.partition('<form id="take"')[2]
        [token] = re.findall(r'name="csrf_token"[^>]*value="([^"]+)"', page)
        return self.els.browser.post(PDF, data={"csrf_token": token})

    def pdf(self) -> pikepdf.Pdf:
        answer = self.takes_sheet()
        assert answer.mimetype == "application/pdf", words_of(answer)
        return pikepdf.open(BytesIO(answer.data))


def fields_of(page: str) -> dict[str, str]:
    """The texts of the form as it is filled in, and what is hidden in it."""
    form = page.partition('<form method="post" class="folding"')[2]
    tags_of = (dict(re.findall(r'(\w+)="([^"]*)"', tag)) for tag in re.findall(r"<input[^>]*>", form))
    return {tag["name"]: tag.get("value", "") for tag in tags_of if tag["type"] in ("hidden", "text")}


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Sheets]:
    with running_app(tmp_path) as app:
        yield Sheets(app)


def more(evening: Evening, *texts: str, lang: str = "nl") -> list[str]:
    """More sentences that everybody may read; they were said before the evening was closed, whatever its journal says."""
    said = [evening.says("Fatma", text, keep=Keep.NAMED, lang=lang) for text in texts]
    for word in said:
        evening.chooses(word, Keep.NAMED, public=True)
    return said


def test_C3_only_what_everybody_may_read_can_be_chosen(office: Sheets) -> None:
    page = words_of(office.els.opens(SHEET))
    assert "Drie weken soep gebracht." in page
    assert "Er belde een jongetje aan." not in page
    private = next(
        word.id for word in office.evening.state.words.values() if word.id not in (office.soup, office.step)
    )
    office.saves(private, office.soup, "geen", office.soup)
    assert office.sheet.words == (office.soup,)


def test_it_starts_with_the_theme_and_whom_to_call_and_no_sentence(office: Sheets) -> None:
    fields = fields_of(office.els.opens(SHEET).text)
    assert fields["title"] == "Elkaar kennen en een beetje op elkaar letten"
    assert (fields["contact"], fields["phone"]) == ("Els", "06 00 00 00 00")
    assert "checked" not in office.els.opens(SHEET).text
    assert office.takes_sheet().location == SHEET
    assert office.els.opens(PDF).status_code == 405


def test_sentences_move_with_buttons_and_what_was_typed_is_kept(office: Sheets) -> None:
    [second] = more(office.evening, "Het begint bij groeten.")
    office.saves(office.soup, second, office.step, title="Kleine hulp")
    page = office.els.opens(SHEET).text
    assert f'value="down:{office.soup}"' in page
    assert f'value="up:{office.soup}"' not in page
    moved = office.saves(office.soup, second, office.step, title="Grote hulp", move=f"up:{second}")
    assert moved.location == f"{SHEET}#{second}"
    assert (office.sheet.title, office.sheet.words) == ("Grote hulp", (second, office.soup, office.step))
    office.saves(*office.sheet.words, move=f"down:{office.step}")
    office.saves(*office.sheet.words, move="up:geen")
    assert office.sheet.words == (second, office.soup, office.step)


def test_the_paper_is_two_sides_of_four_with_its_words_tags_date_and_number(office: Sheets) -> None:
    with transaction(office.engine) as connection:
        settle(connection, "linde", "public")
        connection.execute(update(Dialogue).values(organised_by="Gemeente Oosterwaard"))
    office.saves(office.soup, office.step, visit="dinsdags in De Linde")
    pdf = office.pdf()
    outside, inside = ("".join(page_text(page).split()) for page in pdf.pages)
    assert [round(float(side) / 72 * 25.4) for side in pdf.pages[0].MediaBox[2:]] == [297, 210]
    assert "Drieweken" in outside
    assert "GeorganiseerddoorGemeenteOosterwaard." in outside
    assert "0600000000" in outside
    assert "/uitkomst/linde" in outside
    assert "Vouwbladnummer1,kopie1." in outside
    assert "langetafel" in inside
    assert "Proef" not in outside
    assert names(pdf)[:1]
    assert {"/Title", "/H1", "/Figure"} <= set(names(pdf))
    assert str(pdf.Root.Lang) == "nl"


def test_each_sentence_is_heard_apart_and_each_heading_is_one(office: Sheets) -> None:
    office.saves(
        office.soup,
        office.step,
        *more(office.evening, "Het begint bij groeten."),
        visit="dinsdags in De Linde",
    )
    with transaction(office.engine) as connection:
        settle(connection, "linde", "public")
    pdf = office.pdf()
    heard = heard_of(pdf)
    assert in_no_block(heard) == []
    headings = ("Wilt u meedoen, of iets vragen?", "Meer lezen?", "Wat we gaan doen")
    found = "".join("".join(one.text.split()) for one in heard if {"/H1", "/H2"} & set(one.tags))
    assert [text for text in headings if "".join(text.split()) not in found] == []
    [picture] = [tag for tag in tags(pdf.Root.StructTreeRoot) if str(tag.S) == "/Figure"]
    assert "/uitkomst/linde" in str(picture.Alt)


def test_before_it_is_settled_it_says_that_it_is_a_proof_and_leads_to_no_page(office: Sheets) -> None:
    office.saves(office.soup, office.step)
    text = drawn_text(office.pdf()).replace(" ", "")
    assert "Proef.Nognietuitdelen." in text
    assert "/uitkomst/" not in text


def test_what_became_of_an_agreement_is_said_and_not_that_it_is_late(office: Sheets) -> None:
    office.saves(office.step)
    for outcome, on_paper in (("done", True), ("busy", False), ("released", True)):
        with transaction(office.engine) as connection:
            answer_agreement(connection, "linde", office.step, Answer(outcome), 1_800_000_000_000)
        text = "".join(drawn_text(office.pdf()).split())
        assert (("Gedaan" in text) or ("losgelaten" in text)) == on_paper, outcome
        assert "6december2026" in text


def test_C5_an_arabic_sentence_is_tagged_as_arabic(office: Sheets) -> None:
    [arabic] = more(office.evening, "المهم بالنسبة لي هو اللغة.", lang="ar")
    office.saves(arabic, office.soup)
    pdf = office.pdf()
    assert "ar" in {str(tag.Lang) for tag in tags(pdf.Root.StructTreeRoot) if "/Lang" in tag}


def test_what_does_not_fit_is_told_before_it_is_printed_and_never_cut_off(office: Sheets) -> None:
    many = more(office.evening, *(f"{number}. {LONG}"[:280] for number in range(9)))
    office.saves(*many)
    page = words_of(office.els.opens(SHEET))
    assert re.search(r"Binnen links [0-9]+ regels te veel. Haal er een zin af.", page)
    assert "Neem het vouwblad mee (PDF)" not in page
    refused = office.takes_sheet()
    assert refused.status_code == 409
    assert "Er staat meer op het vouwblad dan erop past." in words_of(refused)
    office.saves(many[0], many[1])
    assert "Neem het vouwblad mee (PDF)" in words_of(office.els.opens(SHEET))


@pytest.mark.parametrize("how", ["withdrawn", "not public", "hidden"])
def test_a_sentence_that_goes_is_gone_from_the_next_print_and_the_organiser_is_told(
    office: Sheets, how: str
) -> None:
    office.saves(office.soup, office.step)
    if how == "withdrawn":
        office.evening.withdraws(office.soup)
    elif how == "not public":
        office.evening.chooses(office.soup, Keep.NAMED)
    else:
        with transaction(office.engine) as connection:
            actions.hide_word(connection, "linde", office.soup, office.people[0], "Een naam.", 1)
    assert "Drieweken" not in drawn_text(office.pdf()).replace(" ", "")
    assert office.sheet.lost == 1
    assert "Er verdween 1 zin van het vouwblad" in words_of(office.els.opens(SHEET))
    assert "vouwblad" in words_of(office.els.opens("/thuis"))
    if how == "hidden":
        with transaction(office.engine) as connection:
            actions.show_word(connection, "linde", office.soup, office.people[0], 2)
        assert office.sheet.lost == 0
        return
    office.saves(office.step)
    assert (office.sheet.lost, office.sheet.words) == (0, (office.step,))
    assert "vouwblad" not in words_of(office.els.opens("/thuis"))


def test_a_name_of_the_other_direction_takes_no_number_along(office: Sheets) -> None:
    with office.app.test_request_context(), read_transaction(office.engine) as connection:
        record = read_record(connection, "linde", "public")
        assert record is not None
        about = msgspec.structs.replace(record.about, lang="ar", organisation="سكان")
        record = msgspec.structs.replace(record, about=about)
        sheet = SheetInfo(number=1, words=(office.soup, office.step))
        data = sheet_on_paper(record, sheet, "", datetime(2026, 11, 30, 12, tzinfo=UTC))
    drawn = "".join(drawn_text(pikepdf.open(BytesIO(set_pdf("sheet", data)))).split())
    assert ",30november2026." in drawn


def test_no_string_of_the_corpus_stops_the_paper(office: Sheets) -> None:
    """Typst refuses a whole PDF/UA-1 for one sign that it cannot draw; and no text is markup."""
    odd = [one.typed for one in SENDABLE[::4]]
    with office.app.test_request_context(), read_transaction(office.engine) as connection:
        record = read_record(connection, "linde", "public")
        assert record is not None
        texts = {
            "title": odd[0],
            "introduction": " ".join(odd),
            "contact": odd[1],
            "phone": odd[2],
            "visit": odd[3],
        }
        sheet = SheetInfo(number=1, words=(office.soup, office.step), **texts)
        data = sheet_on_paper(record, sheet, "https://dialoog.example/uitkomst/linde", datetime.now(UTC))
    assert with_letters(data)["qr"] == data["qr"], "a drawing is no text of people"
    words = [data["front"] | {"text": text, "rtl": written_right_to_left(text), "name": text} for text in odd]
    sections = [{"heading": "Zo", "lines": [one | {"below": ""} for one in words]}]
    full = data | {
        "words": words,
        "left": sections,
        "right": sections,
        "agreements": [one | {"who": one["name"], "below": "", "done": "Gedaan"} for one in words],
    }
    assert set_pdf("sheet", full).startswith(b"%PDF")
    assert {side.side for side in measure_sides(full) if side.is_too_full} >= {"front", "left", "right"}
    for one in words[:3]:
        measure_sides(data | {"front": one})


def test_each_that_is_taken_along_is_a_copy_with_a_number_and_old_once_a_sentence_on_it_went(
    office: Sheets,
) -> None:
    [other] = more(office.evening, "Het begint bij groeten.")
    office.saves(office.soup)
    for _ in range(2):
        assert "kopie-1.pdf" in office.takes_sheet().headers["Content-Disposition"]
    office.saves(office.soup, title="Anders")
    assert "kopie-2.pdf" in office.takes_sheet().headers["Content-Disposition"]
    page = words_of(office.els.opens(COPIES))
    assert "Kopie 2 · Vouwblad" in page
    assert "Die dag 2 keer." in page
    office.evening.withdraws(other)
    assert " oud" not in words_of(office.els.opens(COPIES))
    office.evening.withdraws(office.soup)
    assert "2 kopieën zijn oud geworden." in words_of(office.els.opens(COPIES))


def test_it_stores_ids_and_no_words_of_others(office: Sheets) -> None:
    office.saves(office.soup, office.step)
    with read_transaction(office.engine) as connection:
        [row] = connection.execute(select(Sheet.__table__)).all()
    assert "soep" not in " ".join(map(str, row))


def test_of_two_who_make_it_at_once_the_second_sees_both_and_chooses(office: Sheets) -> None:
    page = office.margriet.opens(SHEET).text
    office.saves(office.soup, title="Van Els")
    late = {**fields_of(page), "title": "Van Margriet", "words": [office.step]}
    refused = office.margriet.browser.post(SHEET, data=late)
    assert refused.status_code == 409
    text = words_of(refused)
    assert "Iemand anders bewaarde intussen iets anders." in text
    assert "Van Els" in text
    again = {**late, "version": fields_of(refused.text)["version"]}
    assert office.margriet.browser.post(SHEET, data=again).status_code == 303
    assert (office.sheet.title, office.sheet.words) == ("Van Margriet", (office.step,))


def test_a_text_that_is_too_long_is_refused_beside_its_field(office: Sheets) -> None:
    refused = office.saves(office.soup, title="x" * 200, status=400)
    assert "Deze tekst is te lang." in words_of(refused)
    assert f'value="{office.soup}" checked' in refused.text
