"""A record as a Word document (.docx): who says it in a narrow column, people's words whole in a wide one, and what a right-to-left
language needs in Word.

The columns are an indent and a tab, so that a screen reader hears the name and then the words. `w:bidi` turns a paragraph around and
`w:rtl` the run in it; with one of the two the full stop of an Arabic sentence stands on the wrong side. Each run says its language, for who
has it read aloud or checks the spelling.
"""

import gc
import io
from collections.abc import Iterable
from typing import Any

import msgspec

from dialoog.records.exports.outline import Grid, Line, Outline, Section
from dialoog.records.exports.word_styles import (
    BENEATH,
    BY,
    BY_BENEATH,
    CELL,
    CONCLUSION,
    COUNTED,
    FACT,
    FACTS,
    INTRODUCTION,
    LEAD,
    LIFTED,
    LOCALES,
    NAME,
    NAME_ABOVE,
    NAMELESS,
    QUESTION,
    SEEN,
    SIGNED,
    WIDTHS,
    WORDS,
    empty_document,
    switch,
)
from dialoog.web.languages import direction, written_right_to_left

LONGEST_NAME = 18
"""In the narrow column, in signs; a longer one stands above the words."""

SHORT_DETAIL = 24
"""Stands after the words; a longer one below them."""


class Run(msgspec.Struct, frozen=True):
    text: str
    lang: str = ""
    style: str = ""


def render(outline: Outline) -> bytes:
    """The parts of a document refer to each other, and Python's collector does not see how large their trees are: left to itself it keeps
    a hundred of them. Switched off meanwhile, it has only this document to look at."""
    gc.disable()
    try:
        return _write(outline)
    finally:
        gc.collect(0)
        gc.enable()


def _write(outline: Outline) -> bytes:
    document = empty_document(outline)
    _Writer(document, outline.lang).write(outline)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


class _Writer:
    """Adds paragraphs as elements, in the order that Word's schema asks: by python-docx one takes ten times as long."""

    def __init__(self, document: Any, lang: str) -> None:
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn

        self._element, self._qn = OxmlElement, qn
        self._end = document.element.body.sectPr
        self._begins_right = direction(lang) == "rtl"

    def write(self, outline: Outline) -> None:
        if outline.title:
            self._add(FACTS, Run(outline.title, outline.theme_lang))
        self._add("Title", Run(outline.theme, outline.theme_lang))
        for label, text in outline.facts:
            self._add(FACT, Run(f"{label}\t", style=SIGNED), Run(text))
        if outline.conclusion:
            self._add(CONCLUSION, Run(outline.conclusion, outline.theme_lang))
        for text in outline.introduction:
            self._add(INTRODUCTION, Run(text, outline.introduction_lang))
        if outline.signature:
            self._add(FACTS, Run(outline.signature))
        for text in outline.notes:
            self._add(FACTS, Run(text, outline.theme_lang))
        for section in outline.sections:
            self._add_section(section)
        self._add("Heading1", Run(outline.counted_heading))
        for label, text in outline.counted:
            self._add(COUNTED, Run(f"{label}\t", style=SIGNED), Run(text))
        if outline.timeline:
            self._add_table(outline.timeline)
        self._add("Heading1", Run(outline.closing_heading))
        for text in (*outline.closing, outline.state):
            self._add(FACTS, Run(text))

    def _add_section(self, section: Section) -> None:
        self._add("Heading2" if section.is_step else "Heading1", Run(section.heading))
        if section.lead:
            self._add(QUESTION if section.is_step else LEAD, Run(section.lead))
        if section.note:
            self._add(LEAD, Run(section.note))
        for line in section.lines:
            self._add_line(line)
            for under in line.under:
                self._add_line(under) if not line.who else self._add_beneath(under)

    def _add_line(self, line: Line) -> None:
        """In one paragraph with its name where both are written from the same side."""
        name, words = Run(line.who, style=NAME if line.is_named else NAMELESS), Run(line.text, line.lang)
        parts: list[tuple[str, tuple[Run, ...]]] = []
        if line.is_lifted or not line.who:
            parts.append((LIFTED if line.is_lifted else SEEN, (words,)))
        elif self._is_turned(line.text) or len(line.who) > LONGEST_NAME:
            parts += [(NAME_ABOVE, (name,)), (BENEATH, (words,))]
        else:
            is_short = 0 < len(line.detail) <= SHORT_DETAIL and not line.translations
            detail = (Run(f"  {line.detail}", style=SIGNED),) if is_short else ()
            parts.append((WORDS, (name, Run("\t"), words, *detail)))
        parts += _translations(line)
        if line.is_lifted:
            parts.append((BY, (name,)))
        if line.detail and len(parts[0][1]) < 4:
            parts.append((BY_BENEATH if line.who else BY, (Run(line.detail),)))
        if line.note:
            parts.append((BY_BENEATH, (Run(line.note, line.lang),)))
        self._add_together(parts, follows=bool(line.under))

    def _add_beneath(self, line: Line) -> None:
        """An answer to a question: in the wide column, and who gave it after it."""
        signed = [Run(line.who, style=NAME if line.is_named else NAMELESS)] if line.who else []
        signed += [Run(f" · {line.detail}" if line.who else line.detail, style=SIGNED)] if line.detail else []
        parts = [(BENEATH, (Run(line.text, line.lang),)), *_translations(line)]
        if signed and (self._is_turned(line.text) or line.translations):
            parts.append((BY_BENEATH, tuple(signed)))
        elif signed:
            parts[0] = (BENEATH, (Run(line.text, line.lang), Run("  "), *signed))
        self._add_together(parts)

    def _add_together(self, parts: Iterable[tuple[str, tuple[Run, ...]]], *, follows: bool = False) -> None:
        """On one page, and with what follows where something of it does."""
        paragraphs = [self._add(style, *runs) for style, runs in parts]
        for paragraph in paragraphs if follows else paragraphs[:-1]:
            paragraph.pPr.insert(1, self._element("w:keepNext"))

    def _add(self, style: str, *runs: Run) -> Any:
        paragraph = self._paragraph(style, *runs)
        self._end.addprevious(paragraph)
        return paragraph

    def _paragraph(self, style: str, *runs: Run) -> Any:
        """By the id of a style. A paragraph of words alone is turned to their side; its indent then lies on the other."""
        paragraph, properties = self._element("w:p"), self._element("w:pPr")
        paragraph.append(properties)
        properties.append(self._valued("w:pStyle", style))
        [first, *more] = runs
        if not more and self._is_turned(first.text):
            properties.append(switch("w:bidi", not self._begins_right))
            if style in (BENEATH, BY_BENEATH):
                indent = self._element("w:ind")
                for side, room in (("left", 0), ("right", WIDTHS["narrow"]), ("firstLine", 0)):
                    indent.set(self._qn(f"w:{side}"), str(room))
                properties.append(indent)
            if self._begins_right:
                properties.append(self._valued("w:jc", "right"))
        for run in runs:
            paragraph.append(self._run(run))
        return paragraph

    def _run(self, run: Run) -> Any:
        element, properties = self._element("w:r"), self._element("w:rPr")
        element.append(properties)
        if run.style:
            properties.append(self._valued("w:rStyle", run.style))
        is_right_to_left = self._begins_right if not run.text.strip() else written_right_to_left(run.text)
        if is_right_to_left or self._begins_right:
            properties.append(switch("w:rtl", is_right_to_left))
        if run.lang:
            language = self._element("w:lang")
            language.set(self._qn("w:bidi" if is_right_to_left else "w:val"), LOCALES.get(run.lang, run.lang))
            properties.append(language)
        element.text = run.text
        return element

    def _is_turned(self, text: str) -> bool:
        """Whether it is written from another side than the document."""
        return written_right_to_left(text) != self._begins_right

    def _valued(self, name: str, value: str) -> Any:
        element = self._element(name)
        element.set(self._qn("w:val"), value)
        return element

    def _add_table(self, grid: Grid) -> None:
        """Its first row is repeated on every page, and is what a screen reader says before each cell."""
        from docx.oxml import parse_xml
        from docx.oxml.ns import nsdecls

        self._add("Heading1", Run(grid.heading))
        widths = (WIDTHS["first cell"], *[WIDTHS["cell"]] * (len(grid.columns) - 1))
        columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        table = parse_xml(
            f"<w:tbl {nsdecls('w')}><w:tblPr>{'<w:bidiVisual/>' if self._begins_right else ''}"
            f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblBorders>'
            '<w:insideH w:val="single" w:sz="4" w:space="0" w:color="A6A6A6"/></w:tblBorders>'
            '<w:tblLayout w:type="fixed"/><w:tblCellMar><w:top w:w="57" w:type="dxa"/>'
            '<w:left w:w="0" w:type="dxa"/><w:bottom w:w="28" w:type="dxa"/><w:right w:w="113" w:type="dxa"/>'
            '</w:tblCellMar><w:tblLook w:val="0620" w:firstRow="1" w:noHBand="1" w:noVBand="1"/></w:tblPr>'
            f"<w:tblGrid>{columns}</w:tblGrid></w:tbl>"
        )
        for number, texts in enumerate((grid.columns, *grid.rows)):
            row, properties = self._element("w:tr"), self._element("w:trPr")
            properties.append(self._element("w:cantSplit"))
            if number == 0:
                properties.append(self._element("w:tblHeader"))
            row.append(properties)
            for at, (text, width) in enumerate(zip(texts, widths, strict=True)):
                cell, about, room = self._element("w:tc"), self._element("w:tcPr"), self._element("w:tcW")
                room.set(self._qn("w:w"), str(width))
                room.set(self._qn("w:type"), "dxa")
                about.append(room)
                cell.append(about)
                is_head = number == 0 or at == 0
                cell.append(self._paragraph(CELL, Run(text, style=NAME if is_head else "")))
                row.append(cell)
            table.append(row)
        self._end.addprevious(table)
        self._add(FACTS, Run(grid.note))


def _translations(line: Line) -> Iterable[tuple[str, tuple[Run, ...]]]:
    """Each with its language before it; of somebody's words in the wide column."""
    label, words = (BY_BENEATH, BENEATH) if line.who and not line.is_lifted else (BY, SEEN)
    for translation in line.translations:
        yield label, (Run(translation.label),)
        yield words, (Run(translation.text, translation.lang),)
