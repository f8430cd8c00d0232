"""The record as PDF/UA-1: its title, language and tags in order, the same words as on the page, whatever people typed."""

import re
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import msgspec
import pikepdf
import pytest
from flask import Flask

from dialoog.db.engine import read_transaction
from dialoog.records.exports.paper import record_on_paper, spoken
from dialoog.records.exports.pdf import NO_LETTER, set_pdf, with_letters
from dialoog.records.queries import read_record
from dialoog.records.recorded_words import RecordedWords
from dialoog.rules.state import Keep
from dialoog.web.languages import written_right_to_left
from tests.corpus.strings import SENDABLE
from tests.records.evenings import Evening, meerlinden
from tests.web.visits import KEY, Visitor, running_app


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    with running_app(tmp_path_factory.mktemp("pdf")) as app:
        yield app


@pytest.fixture(scope="module")
def pdf(app: Flask) -> pikepdf.Pdf:
    meerlinden(app.extensions["dialoog.engine"]).closes()
    return read(app, "linde")


@pytest.fixture
def data(app: Flask, pdf: pikepdf.Pdf) -> dict[str, Any]:
    with app.test_request_context(), read_transaction(app.extensions["dialoog.engine"]) as connection:
        record = read_record(connection, "linde")
        assert record is not None
        return record_on_paper(record, "dialoog.example/verslagen/linde", datetime.now(UTC))


def with_words(data: dict[str, Any], texts: list[str]) -> dict[str, Any]:
    """The same paper, with each of these texts as somebody's words, name and offer."""
    [step] = data["steps"]
    one = step["words"][0]
    words = [
        one | {"text": text, "rtl": written_right_to_left(text), "name": text, "translations": []}
        for text in texts
    ]
    return data | {"steps": [step | {"words": words}], "sources": [{"label": "Tijd", "words": words}]}


def read(app: Flask, dialogue: str, lang: str = "nl") -> pikepdf.Pdf:
    answer = Visitor(app, lang).holds("setup", token=KEY).takes(dialogue, "pdf")
    assert answer.mimetype == "application/pdf"
    return pikepdf.open(BytesIO(answer.data))


def tags(element: Any) -> list[Any]:
    """The elements of the structure in the order in which a screen reader says them."""
    children = element.get("/K", [])
    found = [element] if "/S" in element else []
    for child in children if isinstance(children, pikepdf.Array) else [children]:
        if isinstance(child, pikepdf.Dictionary) and child.get("/Type") != "/MCR":
            found += tags(child)
    return found


def names(pdf: pikepdf.Pdf) -> list[str]:
    return [str(tag.S) for tag in tags(pdf.Root.StructTreeRoot)]


def drawn_text(pdf: pikepdf.Pdf) -> str:
    """The text of all pages, by the fonts' own tables of what each drawn letter stands for."""
    return "".join(page_text(page) for page in pdf.pages)


def page_text(page: pikepdf.Page) -> str:
    letters = {str(name): to_unicode(font) for name, font in page.Resources.Font.items()}
    text, current = [], {}
    for operands, operator in pikepdf.parse_content_stream(page):
        if str(operator) == "Tf":
            current = letters[str(operands[0])]
        elif str(operator) in ("TJ", "Tj"):  # a single letter of a face comes as a string of its own
            shown = operands[0] if str(operator) == "TJ" else operands
            codes = b"".join(bytes(one) for one in shown if isinstance(one, pikepdf.String))
            pairs = (codes[at : at + 2] for at in range(0, len(codes), 2))
            text += [current.get(pair, "") for pair in pairs]
        elif str(operator) == "ET":
            text.append(" ")
    return "".join(text)


def to_unicode(font: Any) -> dict[bytes, str]:
    table = font.ToUnicode.read_bytes().decode("ascii")
    pairs = re.findall(r"^<([0-9a-fA-F]{4})> <([0-9a-fA-F]+)>$", table, re.MULTILINE)
    return {bytes.fromhex(code): bytes.fromhex(sign).decode("utf-16-be") for code, sign in pairs}


def test_it_says_that_it_is_accessible_its_title_and_its_language(pdf: pikepdf.Pdf) -> None:
    assert pdf.Root.MarkInfo.Marked
    assert str(pdf.Root.Lang) == "nl"
    assert pdf.Root.ViewerPreferences.DisplayDocTitle
    with pdf.open_metadata() as metadata:
        assert metadata["dc:title"] == "Elkaar kennen en een beetje op elkaar letten"
        assert metadata["pdfuaid:part"] == "1"


def test_its_tags_are_a_title_then_headings_in_the_order_of_the_page(pdf: pikepdf.Pdf) -> None:
    order = [name for name in names(pdf) if name in ("/Title", "/H1", "/H2")]
    assert order[:2] == ["/Title", "/H1"] or order[:2] == ["/P", "/H1"]
    assert order.count("/H1") == 10
    assert {"/Table", "/TH", "/TD", "/TOC"} <= set(names(pdf))


def test_a_checker_of_pdf_ua_finds_nothing(pdf: pikepdf.Pdf) -> None:
    """What one looks for beside the tags: no drawing outside of them, letters that are in the file and mean something, links with words,
    tables of one width whose heads say what they are the head of."""
    found: list[Any] = []
    for number, page in enumerate(pdf.pages, start=1):
        depth = 0
        for _operands, operator in pikepdf.parse_content_stream(page):
            depth += {"BDC": 1, "BMC": 1, "EMC": -1}.get(str(operator), 0)
            if depth == 0 and str(operator) in DRAWING:
                found.append((number, str(operator)))
        for link in page.obj.get("/Annots", []):
            found += [(number, key) for key in ("/Contents", "/StructParent") if key not in link]
        for name, font in page.Resources.Font.items():
            about = font.DescendantFonts[0].FontDescriptor
            if "/ToUnicode" not in font or not {"/FontFile2", "/FontFile3"} & set(about.keys()):
                found.append((number, str(name)))
    for table in (tag for tag in tags(pdf.Root.StructTreeRoot) if tag.S == "/Table"):
        rows = [row for row in tags(table) if row.S == "/TR"]
        found += [("widths", len(rows))] if len({len(row.K) for row in rows}) != 1 else []
        heads = [head for head in tags(table) if head.S == "/TH"]
        found += [("no scope", 0) for head in heads if not any("/Scope" in one for one in head.A)]
    assert found == []


DRAWING = {"Tj", "TJ", "f", "F", "f*", "S", "s", "B", "b", "B*", "b*", "Do", "sh"}


def test_a_kind_of_offer_and_a_question_with_many_answers_go_on_overleaf(data: dict[str, Any]) -> None:
    """A row that is kept together ends where its page ends, and what is below it is lost."""
    one = data["steps"][0]["words"][0] | {"text": "Een hele lange tafel koken. " * 8}
    offers = [{"label": "Tijd", "words": [one] * 90}]
    answered = data["questions"][0] | {"replies": [{"heading": "Aan tafel aangeboden", "words": [one] * 90}]}
    for more in ({"sources": offers}, {"questions": [answered]}):
        before = len(pikepdf.open(BytesIO(set_pdf("record", data))).pages)
        assert len(pikepdf.open(BytesIO(set_pdf("record", data | more))).pages) > before + 4


def test_a_word_wider_than_its_column_has_room_to_break() -> None:
    """It ran off the paper. An address and what has a hyphen are parted where they always were."""
    address = "https://www.meerlinden.example/verslagen-van-de-wijk/een-twee-drie"
    assert with_letters([address, "verantwoordelijkheidsgevoel", "س" * 40]) == [address, "verantwoordelijkheidsgevoel", "س" * 40]  # fmt: skip
    [broken] = with_letters(["Vergunningsaanvraagformulierenkast?"])
    assert broken.split("\N{ZERO WIDTH SPACE}") == ["Vergun", "ningsa", "anvraa", "gformu", "lieren", "kast?"]
    assert with_letters("Anne\N{NON-BREAKING HYPHEN}Fleur") == "Anne-Fleur"


def test_what_the_whole_table_said_is_signed_by_it(app: Flask, data: dict[str, Any]) -> None:
    words = RecordedWords("w", "experience", "Samen.", "nl", of_table=True)
    with app.test_request_context("/"):
        assert spoken(words)["name"] == "De hele tafel"
        assert spoken(msgspec.structs.replace(words, of_table=False))["name"] is None


def test_no_row_of_a_table_stands_on_two_pages(data: dict[str, Any]) -> None:
    [agreement] = data["agreements"]
    long = agreement | {"text": "Eerste lange tafel koken. " * 12}
    pdf = pikepdf.open(BytesIO(set_pdf("record", data | {"agreements": [long] * 30})))
    rows = [tag for tag in tags(pdf.Root.StructTreeRoot) if tag.S == "/TR"]
    assert len(rows) > 30
    assert [row for row in rows if len(pages_of(row)) > 1] == []


def pages_of(element: Any, page: Any = None) -> set[Any]:
    """Those on which something of it stands."""
    if not isinstance(element, pikepdf.Dictionary | pikepdf.Array):
        return {page}
    if isinstance(element, pikepdf.Array):
        return {one for child in element for one in pages_of(child, page)}
    page = element.Pg.objgen if "/Pg" in element else page
    return {page} if element.get("/Type") == "/MCR" else pages_of(element.get("/K", pikepdf.Array()), page)


def test_C5_arabic_is_tagged_as_arabic(pdf: pikepdf.Pdf) -> None:
    assert "ar" in {str(tag.Lang) for tag in tags(pdf.Root.StructTreeRoot) if "/Lang" in tag}


def test_C3_it_holds_what_was_released_and_nothing_that_was_kept_back(pdf: pikepdf.Pdf) -> None:
    text = drawn_text(pdf).replace(" ", "")
    assert "Drieweken" in text
    assert "Fatma" in text
    for kept_back in ("Dithouik", "Onderons", "Hierdenkik", "Ruud", "Henk"):
        assert kept_back not in text


def test_what_people_typed_is_never_markup(app: Flask) -> None:
    evening = Evening(app.extensions["dialoog.engine"], "tekens")
    evening.sits("#pagebreak()")
    evening.says("#pagebreak()", '#panic("x") *vet* $x$ \\ = kop @x', keep=Keep.NAMED)
    evening.closes()
    assert '#panic("x")*vet*$x$\\=kop@x' in drawn_text(read(app, "tekens", "en")).replace(" ", "")


def test_a_sign_without_a_letter_is_seen_to_be_missing() -> None:
    assert with_letters({"a": ["Zo 👍🏽 is het", 1, None]}) == {"a": [f"Zo {NO_LETTER} is het", 1, None]}
    assert with_letters("café Привет ğüş شكرا") == "café Привет ğüş شكرا"


def test_no_string_of_the_corpus_stops_the_paper(data: dict[str, Any]) -> None:
    """Typst refuses a whole PDF/UA-1 for one sign that it cannot draw."""
    texts = [odd.typed for odd in SENDABLE]
    assert set_pdf("record", with_words(data, texts)).startswith(b"%PDF")


def test_setting_it_lets_other_threads_go_on(data: dict[str, Any]) -> None:
    """It runs in a thread beside the loop of the phones: a second thread has to be able to count meanwhile."""
    counted, is_over = 0, threading.Event()

    def count() -> None:
        nonlocal counted
        while not is_over.is_set():
            counted += 1
            time.sleep(0.001)

    counter = threading.Thread(target=count)
    counter.start()
    began = counted
    set_pdf("record", with_words(data, [f"Zin {n}." for n in range(2000)]))
    meanwhile = counted - began
    is_over.set()
    counter.join()
    assert meanwhile > 3


def test_a_phone_number_and_an_hour_stay_on_one_line_on_paper() -> None:
    shown = with_letters({"made": ["Bel 06-12 34 56 78, na 19:30 uur of\u2003eerder."]})
    assert shown == {"made": ["Bel 06-12\u00a034\u00a056\u00a078, na 19:30\u00a0uur of eerder."]}
