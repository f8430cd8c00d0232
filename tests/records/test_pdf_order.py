"""The record on paper as a screen reader says it: its tags in order, each sentence apart and in its own language."""

from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from typing import Any, NamedTuple

import msgspec
import pikepdf
import pytest
from flask import Flask
from flask_babel import force_locale

from dialoog.db.engine import read_transaction
from dialoog.jobs.clock import wall_ms
from dialoog.records.document import moment
from dialoog.records.exports.outline import Outline, build_outline
from dialoog.records.exports.paper import record_on_paper
from dialoog.records.exports.pdf import set_pdf
from dialoog.records.queries import read_record
from dialoog.rules.state import Keep, Kind, SourceKind
from tests.records.evenings import Evening, meerlinden
from tests.records.test_pdf import to_unicode
from tests.web.visits import KEY, Visitor, running_app

EVENINGS = ("linde", "arabisch")


class Heard(NamedTuple):
    """A piece of text: the tags around it from the outermost on, its language, and what is said. `place` tells pieces of one tag from those
    of the next."""

    tags: tuple[str, ...]
    lang: str
    text: str
    place: int


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    with running_app(tmp_path_factory.mktemp("order")) as app:
        meerlinden(app.extensions["dialoog.engine"]).closes()
        in_arabic(Evening(app.extensions["dialoog.engine"], "arabisch"))
        yield app


def in_arabic(evening: Evening) -> None:
    """Everybody writes Arabic, one sentence with a translation, and one Dutch sentence stands between them."""
    evening.sits("سميرة")
    evening.sits("Fatma")
    evening.opens("experiences")
    word = evening.says("سميرة", "عندما لا أجد الكلمة، أبقى في البيت.", keep=Keep.NAMED, lang="ar")
    evening.translates(word, "nl", "Als ik het woord niet vind, blijf ik thuis.")
    evening.says("Fatma", "Drie weken soep gebracht.", keep=Keep.NAMED)
    evening.says("سميرة", "جارتي تقرأ لي الرسائل.", keep=Keep.UNNAMED, lang="ar")
    question = evening.says(
        "سميرة", "من يساعد في الرسائل؟", keep=Keep.NAMED, kind=Kind.QUESTION, step="harvest", lang="ar"
    )
    evening.says(
        "سميرة", "قهوة كل ثلاثاء.", keep=Keep.NAMED, kind=Kind.SOURCE, step="harvest", lang="ar",
        source=SourceKind.TIME, answers=(question,),
    )  # fmt: skip
    evening.says(
        "سميرة",
        "أطبخ مرة.",
        keep=Keep.NAMED,
        kind=Kind.AGREEMENT,
        step="harvest",
        lang="ar",
        due="2026-12-06",
    )
    evening.closes()


@pytest.fixture(params=EVENINGS)
def evening(request: pytest.FixtureRequest) -> str:
    return str(request.param)


INLINE = {"/Span", "/Strong", "/Em", "/Link", "/Reference", "/Lbl"}
BLOCKS = {"/Title", "/P", "/H1", "/H2", "/TH", "/TD", "/TOCI", "/Figure"}


def read(app: Flask, dialogue: str) -> list[Heard]:
    answer = Visitor(app, "nl").holds("setup", token=KEY).takes(dialogue, "pdf")
    return heard_of(pikepdf.open(BytesIO(answer.data)))


def heard_of(pdf: pikepdf.Pdf) -> list[Heard]:
    texts = {page.obj.objgen: text_by_mark(page) for page in pdf.pages}
    return list(walk(pdf.Root.StructTreeRoot.K, texts, None, (), str(pdf.Root.Lang)))


def in_no_block(heard: list[Heard]) -> list[str]:
    """What stands in no paragraph, heading or cell: it is read in one breath with what stands beside it, and cannot be jumped to."""
    blocks = ((one, [tag for tag in one.tags if tag not in INLINE][-1]) for one in heard if one.text.strip())
    return [one.text for one, block in blocks if block not in BLOCKS]


def walk(element: Any, texts: Any, page: Any, tags: tuple[str, ...], lang: str) -> Iterator[Heard]:
    if isinstance(element, pikepdf.Array):
        for child in element:
            yield from walk(child, texts, page, tags, lang)
    elif not isinstance(element, pikepdf.Dictionary):
        yield Heard(tags, lang, texts[page].get(int(element), ""), 0)
    elif element.get("/Type") == "/MCR":
        yield Heard(
            tags, lang, texts[element.Pg.objgen if "/Pg" in element else page].get(int(element.MCID), ""), 0
        )
    elif element.get("/Type") != "/OBJR":
        page = element.Pg.objgen if "/Pg" in element else page
        lang = str(element.get("/Lang", lang))
        inside = walk(element.get("/K", pikepdf.Array()), texts, page, (*tags, str(element.S)), lang)
        yield from (heard if heard.place else heard._replace(place=element.objgen[0]) for heard in inside)


def text_by_mark(page: pikepdf.Page) -> dict[int, str]:
    """Marked content → its text; where the page says what stands for it (`ActualText`), that."""
    letters = {str(name): to_unicode(font) for name, font in page.Resources.Font.items()}
    found: dict[int, str] = {}
    font: dict[bytes, str] = {}
    marks: list[tuple[int | None, bool]] = []
    for operands, operator in pikepdf.parse_content_stream(page):
        match str(operator):
            case "BDC" | "BMC":
                about = (
                    operands[1] if len(operands) > 1 and isinstance(operands[1], pikepdf.Dictionary) else {}
                )
                mark, is_replaced = marks[-1] if marks else (None, False)
                mark = int(about["/MCID"]) if "/MCID" in about else mark
                if "/ActualText" in about and mark is not None:
                    found[mark] = found.get(mark, "") + str(about["/ActualText"])
                    is_replaced = True
                marks.append((mark, is_replaced))
            case "EMC":
                marks.pop()
            case "Tf":
                font = letters[str(operands[0])]
            case "TJ" | "Tj":
                mark, is_replaced = marks[-1] if marks else (None, True)
                if mark is not None and not is_replaced:
                    strings = operands[0] if str(operator) == "TJ" else [operands[0]]
                    codes = b"".join(bytes(one) for one in strings if isinstance(one, pikepdf.String))
                    signs = (font.get(codes[at : at + 2], "") for at in range(0, len(codes), 2))
                    found[mark] = found.get(mark, "") + "".join(signs)
    return found


def said(heard: list[Heard]) -> list[tuple[str, str]]:
    """What is said in one go, with its language: the pieces of one tag."""
    pieces: list[tuple[int, str, str]] = []
    for one in heard:
        if pieces and pieces[-1][0] == one.place:
            pieces[-1] = (one.place, one.lang, pieces[-1][2] + one.text)
        else:
            pieces.append((one.place, one.lang, one.text))
    return [(lang, "".join(text.split())) for _, lang, text in pieces]


def outline_of(app: Flask, dialogue: str) -> Outline:
    evening = Evening.__new__(Evening)
    evening.engine, evening.dialogue = app.extensions["dialoog.engine"], dialogue
    with app.test_request_context("/verslagen/linde"):
        return build_outline(evening.record, moment(wall_ms()))


def test_it_is_heard_in_the_order_of_the_outline(app: Flask, evening: str) -> None:
    heard = said(read(app, evening))
    outline = outline_of(app, evening)
    expected: list[tuple[str, str]] = []
    for section in outline.sections:
        expected.append(("nl", section.heading))
        for line in section.lines:
            expected.append((line.lang, line.text))
            expected += [(one.lang, one.text) for one in line.translations]
            expected += [(one.lang, one.text) for one in line.under]
    expected += [("nl", outline.counted_heading), ("nl", outline.closing_heading)]
    assert len(expected) > 12
    at = next(
        n
        for n, (_, text) in enumerate(heard)
        if text == "".join((outline.notes or outline.introduction)[-1].split())
    )
    for lang, text in expected:
        plain = "".join(text.split())
        place = next((n for n in range(at, len(heard)) if _is_heard(heard[n], lang, plain)), None)
        assert place is not None, (lang, text, heard[at:])
        at = place + (lang == "nl" and heard[place][1] == plain)


def _is_heard(heard: tuple[str, str], lang: str, plain: str) -> bool:
    """Of Arabic, whose letters are drawn from left to right and joined, the same signs."""
    if heard[0] != lang:
        return False
    return plain in heard[1] if lang != "ar" else set(plain) == set(heard[1])


def test_every_sentence_is_a_paragraph_or_a_cell_of_its_own(app: Flask, evening: str) -> None:
    heard = read(app, evening)
    sentences = {line.text for line in outline_of(app, evening).lines if line.lang == "nl"}
    for text in sentences:
        plain = "".join(text.split())
        places = {one.tags[-1] for one in heard if "".join(one.text.split()) == plain}
        assert places, text
        assert places <= {"/P", "/TD"}, (text, places)


def test_no_sentence_is_read_in_the_language_of_another(app: Flask, evening: str) -> None:
    """What stands beside an Arabic sentence is said by a Dutch voice."""
    arabic = [text for lang, text in said(read(app, evening)) if lang == "ar"]
    assert arabic
    assert [text for text in arabic if any("a" <= sign <= "z" for sign in text.lower())] == []


def test_nothing_is_read_in_one_breath_with_what_stands_beside_it(app: Flask, evening: str) -> None:
    """Facts and their labels, who said it, what somebody went home with."""
    assert in_no_block(read(app, evening)) == []


def test_what_was_written_for_the_evening_is_read_in_its_language(app: Flask) -> None:
    with (
        app.test_request_context(),
        force_locale("ar"),
        read_transaction(app.extensions["dialoog.engine"]) as connection,
    ):
        record = read_record(connection, "linde")
        assert record is not None
        record = msgspec.structs.replace(
            record, conclusion="Helpen begint klein.", introduction="Zo was het."
        )
        data = record_on_paper(record, "dialoog.example/verslagen/linde", datetime.now(UTC))
    heard = said(heard_of(pikepdf.open(BytesIO(set_pdf("record", data)))))
    for text in (data["title"], data["kicker"], record.conclusion, record.introduction):
        assert ("nl", "".join(text.split())) in heard, text


def test_the_number_of_the_copy_is_heard(app: Flask) -> None:
    """What stands at the foot of a page is no part of what is read aloud."""
    assert any(text.startswith("Kopie") for _, text in said(read(app, "linde")))


def test_headings_hold_text_alone_and_no_drawing_needs_words(app: Flask, evening: str) -> None:
    heard = read(app, evening)
    assert {one.tags[-1] for one in heard if "/H1" in one.tags} == {"/H1"}
    assert {one.tags[-1] for one in heard if "/H2" in one.tags} <= {"/H2"}
    assert not any(
        "/Figure" in one.tags for one in heard
    )  # ring, squares and bars say nothing that the text does not
