"""How a record stands in Word and ODT: levels of headings, names beside words, both directions, and what stands above and below a page."""

import io
import re
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import docx
import msgspec
import odfdo
import pytest
from docx.oxml.ns import qn
from flask import Flask
from flask_babel import force_locale

from dialoog.records.document import Document
from dialoog.records.exports import markdown, odt, word
from dialoog.records.exports.outline import Outline, build_outline
from dialoog.rules.state import Keep
from tests.records.evenings import Evening, an_engine, meerlinden
from tests.web.visits import running_app

MADE = datetime(2026, 12, 1, 9, tzinfo=UTC)
ARABIC = "عندما لا أجد الكلمة، أبقى في البيت."
SOUP = "Drie weken soep gebracht."


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Any:
    with running_app(tmp_path_factory.mktemp("layout")) as app:
        yield app


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Document:
    evening = meerlinden(an_engine(tmp_path_factory.mktemp("evening")))
    evening.says("Fatma", "Ik ben Fatma.", keep=Keep.NAMED)
    evening.closes()
    return with_small_letters(evening)


def with_small_letters(evening: Evening) -> Document:
    """Its theme was typed as part of a sentence."""
    record = evening.record
    about = msgspec.structs.replace(record.about, theme="elkaar kennen en een beetje op elkaar letten")
    return msgspec.structs.replace(record, about=about)


def outline(app: Flask, record: Document, lang: str = "nl") -> Outline:
    with app.test_request_context("/"), force_locale(lang):
        return build_outline(record, MADE)


def in_word(app: Flask, record: Document, lang: str = "nl") -> Any:
    return docx.Document(io.BytesIO(word.render(outline(app, record, lang))))


def in_odt(app: Flask, record: Document, lang: str = "nl") -> Any:
    return odfdo.Document(io.BytesIO(odt.render(outline(app, record, lang))))


def test_a_step_stands_one_level_below_what_came_of_the_evening(app: Flask, record: Document) -> None:
    """And all steps together under a heading of their own, as on the page and on paper."""
    paragraphs = in_word(app, record).paragraphs
    found = [(one.style.name, one.text) for one in paragraphs if one.style.name.startswith(("Head", "Titl"))]
    assert found[0] == ("Title", "Elkaar kennen en een beetje op elkaar letten")
    assert ("Heading 1", "In onze eigen woorden") in found
    assert found.index(("Heading 2", "Ervaringen")) == found.index(("Heading 1", "In onze eigen woorden")) + 1
    headings = in_odt(app, record).body.get_headers()
    levels = [(int(one.get_attribute("text:outline-level")), one.text_recursive.strip()) for one in headings]
    assert [text for _level, text in levels] == [text for _style, text in found]
    assert (3, "Ervaringen") in levels
    text = markdown.render(outline(app, record)).decode()
    assert re.findall(r"^(#+) (.*)$", text, re.MULTILINE)[0][0] == "#"
    assert "\n## In onze eigen woorden\n" in text
    assert "\n### Ervaringen\n" in text


def test_a_name_stands_beside_the_words_and_a_long_one_above_them(app: Flask, record: Document) -> None:
    paragraphs = in_word(app, record).paragraphs
    assert [one.style.style_id for one in paragraphs if one.text == "Fatma\tIk ben Fatma."] == ["Words"]
    assert any(
        one.text_recursive.strip() == "Fatma\tIk ben Fatma."
        for one in in_odt(app, record).body.get_paragraphs()
    )
    texts = [one.text for one in paragraphs]
    assert texts[texts.index(ARABIC) - 1] == "Samira"
    long = "Maria Theodora van den Heuvel"
    renamed = msgspec.json.decode(
        msgspec.json.encode(record).replace(b'"Fatma"', f'"{long}"'.encode()), type=Document
    )
    texts = [one.text for one in in_word(app, renamed).paragraphs]
    assert texts[texts.index("Ik ben Fatma.") - 1] == long


@pytest.mark.parametrize("lang", ["nl", "ar"])
def test_words_from_the_other_side_are_indented_there(app: Flask, record: Document, lang: str) -> None:
    turned = ARABIC if lang == "nl" else "Ik ben Fatma."
    word_paragraph = next(one for one in in_word(app, record, lang).paragraphs if one.text == turned)
    indent = word_paragraph._p.pPr.find(qn("w:ind"))
    assert (indent.get(qn("w:left")), indent.get(qn("w:right"))) == ("0", "2041")
    document = in_odt(app, record, lang)
    paragraph = next(one for one in document.body.get_paragraphs() if one.text_recursive.strip() == turned)
    about = document.get_style("paragraph", paragraph.style).get_properties(area="paragraph")
    assert (about["fo:margin-left"], about["fo:margin-right"]) == ("0cm", "3.6cm")
    assert about["style:writing-mode"] == ("rl-tb" if lang == "nl" else "lr-tb")


def test_arabic_letters_are_as_heavy_as_the_others_and_a_little_larger(app: Flask, record: Document) -> None:
    """Word draws them by a size and a weight of their own; by default headings were small and bold."""
    styles = {style.style_id: style.element.rPr for style in in_word(app, record, "ar").styles}
    used = {one.style.style_id for one in in_word(app, record, "ar").paragraphs} | {"Name", "Signed"}
    assert {"Title", "Heading1", "Heading2", "Words", "Facts"} <= used | {"Words"}
    wrong = []
    for style in used:
        values = {part.tag: part.get(qn("w:val")) for part in styles[style]}
        if values[qn("w:b")] != values[qn("w:bCs")] or values[qn("w:iCs")] != "0":
            wrong.append(style)
        if not 1.1 < int(values[qn("w:szCs")]) / int(values[qn("w:sz")]) < 1.2:
            wrong.append(style)
    assert wrong == []


def test_every_page_says_which_copy_it_is_and_its_number(app: Flask, record: Document) -> None:
    section = in_word(app, record).sections[0]
    for footer in (section.footer, section.first_page_footer):
        assert footer.paragraphs[0].text.startswith("Gemaakt op 1 december 2026\t")
        assert re.findall(r"(PAGE|NUMPAGES) ", footer._element.xml) == ["PAGE", "NUMPAGES"]
    assert section.header.paragraphs[0].text == (
        "Elkaar kennen en een beetje op elkaar letten\tWijkdialoog Meerlinden, 12 november 2026"
    )
    assert section.first_page_header.paragraphs[0].text == ""
    with zipfile.ZipFile(io.BytesIO(odt.render(outline(app, record)))) as file:
        styles = file.read("styles.xml").decode()
    first, other = (re.search(rf'<style:master-page style:name="{name}".*?</style:master-page>', styles, re.S) for name in ("First", "Standard"))  # fmt: skip
    assert first
    assert other
    assert "style:header" not in first[0]
    assert "Wijkdialoog Meerlinden, 12 november 2026" in other[0]
    for master in (first[0], other[0]):
        assert "Gemaakt op 1 december 2026" in master
        assert master.index("text:page-number") < master.index("text:page-count")


def test_what_runs_along_is_short_enough_for_one_line(app: Flask, record: Document) -> None:
    about = msgspec.structs.replace(record.about, theme="Samen " * 20, title="Wijkdialoog " * 6)
    long = outline(app, msgspec.structs.replace(record, about=about))
    assert [len(part) <= 60 for part in long.running] == [True, True]
    assert long.running[0].endswith("…")
    assert long.theme == "Samen " * 20


def test_the_timeline_is_a_table_whose_first_row_is_repeated(app: Flask, record: Document) -> None:
    """In the order of Word's schema: it opens no document whose parts are in another."""
    [table] = in_word(app, record, "ar").tables
    assert [one.tag for one in table._tbl.tblPr][:2] == [qn("w:bidiVisual"), qn("w:tblW")]
    rows = [row._tr for row in table.rows]
    assert [row.trPr.find(qn("w:tblHeader")) is not None for row in rows] == [True] + [False] * (
        len(rows) - 1
    )
    assert all(row.trPr.find(qn("w:cantSplit")) is not None for row in rows)


def test_a_record_without_a_theme_says_its_title_once(app: Flask, record: Document, tmp_path: Path) -> None:
    about = msgspec.structs.replace(record.about, theme="")
    texts = [one.text for one in in_word(app, msgspec.structs.replace(record, about=about)).paragraphs]
    assert texts[0] == "Wijkdialoog Meerlinden"
    assert texts.count("Wijkdialoog Meerlinden") == 1
