"""A record as a file: every format has the same words, each in the form that its readers need."""

import csv
import gc
import io
import zipfile
from datetime import UTC, datetime

import docx
import msgspec
import odfdo
import pytest
from babel.dates import format_date
from docx.oxml.ns import qn
from docx.package import Package
from flask import Flask
from flask_babel import force_locale

from dialoog.db.engine import transaction
from dialoog.jobs.schedule import TIME_ZONE
from dialoog.records.actions import move_on, write_above
from dialoog.records.document import Document
from dialoog.records.exports import csv_file, word
from dialoog.records.exports.files import render
from dialoog.records.exports.outline import build_outline
from dialoog.records.exports.paper import record_on_paper
from dialoog.records.exports.phrases import reply_text
from dialoog.records.exports.table import build_table
from dialoog.records.follow_up.actions import Answer, answer_agreement
from dialoog.records.recorded_words import RecordedReply
from dialoog.rules.state import Keep
from tests.records.evenings import Evening, meerlinden
from tests.records.file_texts import strings_in, texts_of, xlsx_strings
from tests.records.test_questions import asks, replies
from tests.web.visits import KEY, Visitor, words_of

ODD = ("=1+1", "+31612345678", "-5", "@x", "# geen kop *en* _geen_ [link](x)", '1. <b>vet</b> & meer; "zo"')
KEPT_BACK = ("Dit hou ik liever hier.", "Onder ons gezegd.", "Hier denk ik nog over na.", "Ruud", "Henk")
ARABIC = "عندما لا أجد الكلمة، أبقى في البيت."
BY_DUTCH_PHONE = "شكرا لكم."
NO = "Bunun için para yok."
LATER = "We zoeken het uit."
FORMATS = ("docx", "odt", "md", "csv", "xlsx", "json")


@pytest.fixture
def evening(app: Flask) -> Evening:
    evening = meerlinden(app.extensions["dialoog.engine"])
    for text in ODD:
        evening.says("Fatma", text, keep=Keep.NAMED)
    evening.closes()
    put_to_the_municipality(evening)
    return evening


def put_to_the_municipality(evening: Evening) -> None:
    """It asked for more time, and then said no; in Turkish, since a reply has its own language."""
    word = asks(evening)
    replies(evening, word, "interim", LATER, until="2026-12-24")
    replies(evening, word, "no", NO, "2026-12-03", lang="tr")


def organiser(app: Flask) -> Visitor:
    return Visitor(app, "nl").holds("setup", token=KEY)


def read(app: Flask, extension: str) -> bytes:
    answer = organiser(app).takes("linde", extension)
    assert answer.status_code == 200
    return answer.data


def test_every_format_has_the_words_of_the_page_and_no_others(app: Flask, evening: Evening) -> None:
    record = evening.record
    everything = (*record.contributions, *record.insights, *record.agreements, *record.questions)
    released = {words.text for words in (*everything, *record.sources, *record.goals, *record.tensions)}
    released |= {text for words in everything for text in words.translations.values()}
    released |= {reply.text for reply in replies_in(record)}
    assert len(released) > 15
    missing = []
    for extension in FORMATS:
        texts = texts_of(extension, read(app, extension))
        missing += [(extension, text) for text in released if not any(text in one for one in texts)]
        missing += [(extension, text) for text in KEPT_BACK if any(text in one for one in texts)]
    assert missing == []


def replies_in(record: Document) -> list[RecordedReply]:
    found = [reply for words in record.questions if words.put_to for reply in words.put_to.replies]
    assert [one.kind for one in found] == ["interim", "no"]
    return found


def test_the_paper_has_the_words_of_the_page_and_no_others(app: Flask, evening: Evening) -> None:
    """What the PDF is set from; of how it is set test_pdf.py speaks."""
    with app.test_request_context("/verslagen/linde"):
        texts = list(strings_in(record_on_paper(evening.record, "adres", datetime(2026, 12, 1, tzinfo=UTC))))
        outline = build_outline(evening.record, datetime(2026, 12, 1, tzinfo=UTC))
    lines = {text for line in outline.lines for text in (line.text, *(one.text for one in line.translations))}
    assert len(lines) > 15
    assert [text for text in lines if text not in texts] == []
    assert [text for text in KEPT_BACK if any(text in one for one in texts)] == []


def test_a_report_has_what_the_organiser_wrote_and_the_whole_question(app: Flask, evening: Evening) -> None:
    values = {"conclusion": "Helpen begint klein.", "introduction": "Wij zaten in de Linde.\nHet regende."}
    at = int(datetime(2026, 11, 13, 12, tzinfo=UTC).timestamp()) * 1000
    with transaction(evening.engine) as connection:
        write_above(connection, "linde", "els", **values, version=0, now=at)
        move_on(connection, "linde", "els", "review", at + 10**9)
    signed = f"{evening.record.about.organisation}, 13 november 2026"
    page = words_of(Visitor(app).holds("setup", token=KEY).opens("/verslagen/linde"))
    assert signed in page.replace("\u2068", "").replace("\u2069", "")
    for extension in ("docx", "odt", "md"):
        texts = texts_of(extension, read(app, extension))
        for text in (
            *values.values(),
            signed,
            "Vertel over een moment dat u bijbleef. Het gaat over: Elkaar kennen",
        ):
            for line in text.split("\n"):
                assert any(line in one for one in texts), (extension, line)


def test_a_phone_number_and_an_hour_stay_on_one_line_in_every_report(app: Flask, evening: Evening) -> None:
    evening.says("Fatma", "Bel na 19:30 uur.", keep=Keep.NAMED)
    for extension in ("docx", "odt", "md"):
        texts = texts_of(extension, read(app, extension))
        for shown in ("Els, 06\u00a000\u00a000\u00a000\u00a000.", "Bel na 19:30\u00a0uur."):
            assert any(shown in one for one in texts), (extension, shown)


def test_words_that_were_withdrawn_are_in_no_file_made_later(app: Flask, evening: Evening) -> None:
    word_id = next(words.id for words in evening.record.contributions if words.text == ARABIC)
    assert [one for one in FORMATS if not any(ARABIC in text for text in texts_of(one, read(app, one)))] == []
    evening.withdraws(word_id)
    assert [one for one in FORMATS if any(ARABIC in text for text in texts_of(one, read(app, one)))] == []


def test_nothing_of_what_was_kept_back_is_anywhere_in_a_file(app: Flask, evening: Evening) -> None:
    """Neither in its metadata nor in a part that no program shows."""
    found = []
    for extension in FORMATS:
        body = read(app, extension)
        parts = [body]
        if zipfile.is_zipfile(io.BytesIO(body)):
            with zipfile.ZipFile(io.BytesIO(body)) as file:
                parts = [file.read(name) for name in file.namelist()]
        found += [(extension, text) for text in KEPT_BACK if any(text.encode() in part for part in parts)]
    assert found == []


def test_a_cell_that_looks_like_a_formula_is_text(app: Flask, evening: Evening) -> None:
    rows = list(csv.DictReader(io.StringIO(read(app, "csv").decode("utf-8-sig")), delimiter=";"))
    written = [row["Zin"] for row in rows if row["Zin"].lstrip("'") in ODD]
    assert written == ["'=1+1", "'+31612345678", "'-5", "'@x", ODD[4], ODD[5]]
    assert read(app, "csv").startswith(b"\xef\xbb\xbfNummer;Soort;Stap;")
    assert [text for text in ODD if text not in xlsx_strings(read(app, "xlsx"))] == []


def test_a_tab_before_a_formula_is_text_too() -> None:
    escaped = [csv_file._escape(cell) for cell in ("\t=1+1", "\r=1", "gewoon", "a=1", "")]
    assert escaped == ["'\t=1+1", "'\r=1", "gewoon", "a=1", ""]


def test_arabic_is_turned_around_in_word(app: Flask, evening: Evening) -> None:
    """`w:bidi` on the paragraph, `w:rtl` and the language on the run: else its full stop stands on the wrong side."""
    paragraphs = docx.Document(io.BytesIO(read(app, "docx"))).paragraphs
    arabic = next(one for one in paragraphs if one.text == ARABIC)
    dutch = next(one for one in paragraphs if one.text == "Drie weken soep gebracht.")
    assert arabic._p.pPr.find(qn("w:bidi")) is not None
    assert [run._r.rPr.find(qn("w:rtl")) is not None for run in arabic.runs] == [True]
    assert arabic.runs[0]._r.rPr.find(qn("w:lang")).get(qn("w:bidi")) == "ar-SA"
    assert dutch._p.pPr.find(qn("w:bidi")) is None
    assert dutch.runs[0]._r.rPr.find(qn("w:lang")).get(qn("w:val")) == "nl-NL"
    evening.says("Fatma", BY_DUTCH_PHONE, keep=Keep.NAMED, lang="nl")
    paragraphs = docx.Document(io.BytesIO(read(app, "docx"))).paragraphs
    arabic = next(one for one in paragraphs if one.text == BY_DUTCH_PHONE)
    assert arabic._p.pPr.find(qn("w:bidi")) is not None


def test_a_word_document_is_gone_from_memory_once_it_is_written(app: Flask, evening: Evening) -> None:
    """The zip of a neighbourhood has thousands of them."""
    gc.collect()
    read(app, "docx")
    assert [one for one in gc.get_objects() if type(one) is Package] == []


def test_arabic_is_turned_around_in_odt(app: Flask, evening: Evening) -> None:
    evening.says("Fatma", BY_DUTCH_PHONE, keep=Keep.NAMED, lang="nl")
    document = odfdo.Document(io.BytesIO(read(app, "odt")))
    for text, lang in ((ARABIC, "ar"), (BY_DUTCH_PHONE, "nl")):
        arabic = next(one for one in document.body.get_paragraphs() if one.text_recursive.strip() == text)
        style = document.get_style("paragraph", arabic.style)
        assert style.get_properties(area="paragraph")["style:writing-mode"] == "rl-tb"
        assert style.get_properties(area="text")["style:language-complex"] == lang


def test_beside_other_text_an_arabic_sentence_keeps_its_full_stop_on_the_left(
    app: Flask, evening: Evening
) -> None:
    """In a cell with its language, and in Markdown, where the line before it is Dutch."""
    word = evening.says("Fatma", "Dank u.", keep=Keep.NAMED)
    evening.translates(word, "ar", BY_DUTCH_PHONE)
    for extension in ("csv", "xlsx"):
        assert f"ar: {BY_DUTCH_PHONE}\u200f" in texts_of(extension, read(app, extension))
    assert f"> {BY_DUTCH_PHONE[:-1]}\\." in read(app, "md").decode("utf-8").splitlines()


def test_a_workbook_in_arabic_begins_at_the_right(app: Flask, evening: Evening) -> None:
    from_right = []
    for lang in ("nl", "ar"):
        with app.test_request_context("/"), force_locale(lang):
            body = render(evening.record, "xlsx", "adres")
        with zipfile.ZipFile(io.BytesIO(body)) as book:
            sheets = [book.read(name) for name in book.namelist() if "worksheets/sheet" in name]
        from_right.append([b'rightToLeft="1"' in sheet for sheet in sheets])
    assert from_right == [[False, False], [True, True]]


def test_no_sign_of_somebodys_words_is_markup(app: Flask, evening: Evening) -> None:
    text = read(app, "md").decode("utf-8")
    assert r"\# geen kop \*en\* \_geen\_ \[link\]\(x\)" in text
    assert r"1\. \<b\>vet\</b\> \& meer; " in text


def test_a_file_is_named_after_the_evening_and_says_which_copy_it_is(app: Flask, evening: Evening) -> None:
    answer = organiser(app).takes("linde", "docx")
    assert (
        answer.headers["Content-Disposition"]
        == "attachment; filename*=UTF-8''wijkdialoog-meerlinden-2026-11-12-kopie-1.docx"
    )
    with app.test_request_context("/verslagen/linde"):
        outline = build_outline(evening.record, datetime(2026, 12, 1, 9, tzinfo=UTC))
    assert outline.state.startswith("Gemaakt op 1 december 2026. ")
    assert any(
        outline.state == one.text for one in docx.Document(io.BytesIO(word.render(outline))).paragraphs
    )


def test_every_format_carries_the_number_of_its_copy_and_the_day(app: Flask, evening: Evening) -> None:
    today = date_with_year_in_dutch(datetime.now(TIME_ZONE))
    for number, extension in enumerate(FORMATS, start=1):
        texts = texts_of(extension, read(app, extension))
        if extension == "json":
            assert msgspec.json.decode(read(app, "json"))["copy"]["number"] == number
        else:
            assert any(f"Kopie {number}, gemaakt op {today}" in one for one in texts), extension


def date_with_year_in_dutch(moment: datetime) -> str:
    return str(format_date(moment, "d MMMM y", locale="nl"))


@pytest.mark.parametrize("extension", FORMATS)
def test_nobody_without_the_key_takes_a_record_along(app: Flask, evening: Evening, extension: str) -> None:
    answer = Visitor(app, "nl").takes("linde", extension)
    assert answer.status_code in (302, 400, 401)
    assert b"soep" not in answer.data


def test_every_row_of_the_table_has_a_cell_for_each_column(app: Flask, evening: Evening) -> None:
    with app.test_request_context("/verslagen/linde"):
        table = build_table(evening.record, datetime(2026, 12, 1, tzinfo=UTC))
    assert {len(row) for row in table.rows} == {len(table.columns)}


def test_every_format_says_who_was_asked_and_what_was_replied(app: Flask, evening: Evening) -> None:
    """And in none is how the addressee is reached."""
    missing = []
    for extension in FORMATS:
        texts = " ".join(texts_of(extension, read(app, extension)))
        is_data = extension in ("csv", "xlsx", "json")
        wanted = ["Gemeente Meerlinden", NO, "2026-12-20" if is_data else "Gevraagd op 30 november 2026 aan"]
        wanted.append({"json": "replied"}.get(extension, "Nee, 3 december 2026"))
        missing += [(extension, text) for text in wanted if text not in texts]
        missing += [(extension, text) for text in ("Wim", "wim@", "06 12345678") if text in texts]
    assert missing == []
    page = organiser(app).opens("/verslagen/linde").text
    for text in ("Gemeente Meerlinden", NO, 'lang="tr"', "Gevraagd op 30 november 2026 aan"):
        assert text in page
    assert "wim@" not in page
    with app.test_request_context("/verslagen/linde"):
        [paper] = record_on_paper(evening.record, "adres", datetime(2026, 12, 7, tzinfo=UTC))["questions"]
        without_text = msgspec.structs.replace(replies_in(evening.record)[0], text="")
        assert reply_text(without_text) == "Het antwoord komt nog."
    assert [one["text"] for one in paper["said"]] == [LATER, NO]
    assert paper["said"][1]["heading"] == "Gemeente Meerlinden: Nee, 3 december 2026"
    evening.withdraws(evening.record.questions[0].id)
    assert [one for one in FORMATS if NO in " ".join(texts_of(one, read(app, one)))] == []


def test_every_format_says_what_became_of_an_agreement(app: Flask, evening: Evening) -> None:
    agreement = evening.record.agreements[0].id
    note, moved = "De keuken was bezet.", Answer("moved", "2026-12-20", "De keuken was bezet.")
    noon = int(datetime(2026, 12, 6, 11, tzinfo=UTC).timestamp()) * 1000
    with transaction(evening.engine) as connection:
        answer_agreement(connection, "linde", agreement, moved, noon)
    missing = []
    for extension in FORMATS:
        texts = " ".join(texts_of(extension, read(app, extension)))
        is_data = extension in ("csv", "xlsx", "json")
        wanted = [note, "2026-12-20" if is_data else "Verplaatst, 20 december 2026"]
        wanted.append("2026-12-06" if is_data else "Geantwoord op 6 december 2026.")
        missing += [(extension, text) for text in wanted if text not in texts]
    assert missing == []
    page = organiser(app).opens("/verslagen/linde").text
    assert 'class="row moved"' in page
    with app.test_request_context("/verslagen/linde"):
        [paper] = record_on_paper(evening.record, "adres", datetime(2026, 12, 7, tzinfo=UTC))["agreements"]
    assert (paper["due"], paper["state_label"], paper["answered"]) == ("20 december 2026", "Verplaatst", "6 december")  # fmt: skip
    assert paper["note"]["text"] == note
