"""A record as a Word document (.docx), with what a right-to-left language needs in Word.

`w:bidi` turns a paragraph around and `w:rtl` the run in it; with one of the two the full stop of an Arabic sentence stands on the wrong
side. Each run says its language, for who has it read aloud or checks the spelling.
"""

import gc
import io
from typing import Any

from dialoog.records.exports.outline import Grid, Outline
from dialoog.records.exports.report_layout import (
    CELL,
    HEADING,
    INDENTED,
    NAME,
    STEP,
    THEME,
    Paragraph,
    Run,
    is_turned,
    paragraphs,
)
from dialoog.records.exports.word_styles import LOCALES, WIDTHS, empty_document, switch
from dialoog.web.languages import direction, written_right_to_left

OWN_STYLES = {THEME: "Title", HEADING: "Heading1", STEP: "Heading2"}
"""What Word has itself, so that its list of contents finds them."""


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
    """Adds elements in the order that Word's schema asks: by python-docx a paragraph takes ten times as long."""

    def __init__(self, document: Any, lang: str) -> None:
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn

        self._element, self._qn = OxmlElement, qn
        self._end = document.element.body.sectPr
        self._lang, self._begins_right = lang, direction(lang) == "rtl"

    def write(self, outline: Outline) -> None:
        for part in paragraphs(outline):
            self._end.addprevious(self._table(part) if isinstance(part, Grid) else self._paragraph(part))

    def _paragraph(self, part: Paragraph) -> Any:
        """One of words alone is turned to their side; its indent then lies on the other."""
        paragraph, properties = self._element("w:p"), self._element("w:pPr")
        paragraph.append(properties)
        properties.append(self._valued("w:pStyle", OWN_STYLES.get(part.style, part.style)))
        if part.keeps:
            properties.append(self._element("w:keepNext"))
        if is_turned(part.alone, self._lang):
            properties.append(switch("w:bidi", not self._begins_right))
            if part.style in INDENTED:
                indent = self._element("w:ind")
                for side, room in (("left", 0), ("right", WIDTHS["narrow"]), ("firstLine", 0)):
                    indent.set(self._qn(f"w:{side}"), str(room))
                properties.append(indent)
            if self._begins_right:
                properties.append(self._valued("w:jc", "right"))
        for run in part.runs:
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

    def _valued(self, name: str, value: str) -> Any:
        element = self._element(name)
        element.set(self._qn("w:val"), value)
        return element

    def _table(self, grid: Grid) -> Any:
        """Its first row is repeated on every page, and is what a screen reader says before each cell."""
        from docx.oxml import parse_xml
        from docx.oxml.ns import nsdecls

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
                cell.append(self._paragraph(Paragraph(CELL, (Run(text, style=NAME if is_head else ""),))))
                row.append(cell)
            table.append(row)
        return table
