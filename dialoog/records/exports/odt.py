"""A record as an OpenDocument text (.odt): what municipalities ask for, and LibreOffice opens. It is built as the Word document is: who says
it in a narrow column, which is an indent and a tab, and people's words whole in a wide one."""

import io
from collections.abc import Iterable
from typing import Any

import msgspec

from dialoog.records.exports.odt_styles import (
    BENEATH,
    BY,
    BY_BENEATH,
    CELL,
    CONCLUSION,
    COUNTED,
    FACT,
    FACTS,
    FIRST,
    HEADING,
    INTRODUCTION,
    LEAD,
    LIFTED,
    NAME,
    NAME_ABOVE,
    NAMELESS,
    QUESTION,
    SEEN,
    SIGNED,
    STEP,
    THEME,
    WORDS,
    Languages,
    add_styles,
    locale,
)
from dialoog.records.exports.outline import Grid, Line, Outline, Section

LONGEST_NAME = 18
"""In the narrow column, in signs; a longer one stands above the words."""
SHORT_DETAIL = 24
"""Stands after the words; a longer one below them."""


class Span(msgspec.Struct, frozen=True):
    """Part of a paragraph; a style of letters where it has one of its own."""

    text: str
    style: str = ""


Part = tuple[str, str, tuple[Span, ...]]
"""Style, language of the words and the spans of a paragraph."""


def render(outline: Outline) -> bytes:
    from odfdo import Document

    document = Document("text")
    document.meta.title, document.meta.language = outline.theme, locale(outline.lang)
    add_styles(document, outline)
    document.body.clear()
    _Writer(document, outline.lang).write(outline)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


class _Writer:
    def __init__(self, document: Any, lang: str) -> None:
        self._body = document.body
        self._languages = Languages(document, lang)

    def write(self, outline: Outline) -> None:
        self._add(FIRST, Span(outline.title or outline.running[1]), lang=outline.theme_lang)
        self._add_heading(1, outline.theme, THEME, outline.theme_lang)
        for label, text in outline.facts:
            self._add(FACT, Span(label, SIGNED), Span("\t"), Span(text))
        if outline.conclusion:
            self._add(CONCLUSION, Span(outline.conclusion), lang=outline.theme_lang)
        for text in outline.introduction:
            self._add(INTRODUCTION, Span(text), lang=outline.introduction_lang)
        if outline.signature:
            self._add(FACTS, Span(outline.signature))
        for text in outline.notes:
            self._add(FACTS, Span(text), lang=outline.theme_lang)
        for section in outline.sections:
            self._add_section(section)
        self._add_heading(2, outline.counted_heading, HEADING)
        for label, text in outline.counted:
            self._add(COUNTED, Span(label, SIGNED), Span("\t"), Span(text))
        if outline.timeline:
            self._add_table(outline.timeline)
        self._add_heading(2, outline.closing_heading, HEADING)
        for text in (*outline.closing, outline.state):
            self._add(FACTS, Span(text))

    def _add_section(self, section: Section) -> None:
        self._add_heading(3 if section.is_step else 2, section.heading, STEP if section.is_step else HEADING)
        if section.lead:
            self._add(QUESTION if section.is_step else LEAD, Span(section.lead))
        if section.note:
            self._add(LEAD, Span(section.note))
        for line in section.lines:
            self._add_line(line)
            for under in line.under:
                self._add_line(under) if not line.who else self._add_beneath(under)

    def _add_line(self, line: Line) -> None:
        """In one paragraph with its name where both are written from the same side."""
        name, words = Span(line.who, NAME if line.is_named else NAMELESS), Span(line.text)
        parts: list[Part] = []
        if line.is_lifted or not line.who:
            parts.append((LIFTED if line.is_lifted else SEEN, line.lang, (words,)))
        elif self._languages.is_turned(line.text) or len(line.who) > LONGEST_NAME:
            parts += [(NAME_ABOVE, "", (name,)), (BENEATH, line.lang, (words,))]
        else:
            is_short = 0 < len(line.detail) <= SHORT_DETAIL and not line.translations
            detail = (Span(f"\u2002{line.detail}", SIGNED),) if is_short else ()
            parts.append((WORDS, line.lang, (name, Span("\t"), words, *detail)))
        parts += _translations(line)
        if line.is_lifted:
            parts.append((BY, "", (name,)))
        if line.detail and len(parts[0][2]) < 4:
            parts.append((BY_BENEATH if line.who else BY, "", (Span(line.detail),)))
        if line.note:
            parts.append((BY_BENEATH, line.lang, (Span(line.note),)))
        self._add_together(parts, follows=bool(line.under))

    def _add_beneath(self, line: Line) -> None:
        """An answer to a question: in the wide column, and who gave it after it."""
        signed = [Span(line.who, NAME if line.is_named else NAMELESS)] if line.who else []
        signed += [Span(f" · {line.detail}" if line.who else line.detail, SIGNED)] if line.detail else []
        words: Part = (BENEATH, line.lang, (Span(line.text),))
        if signed and not self._languages.is_turned(line.text) and not line.translations:
            words = (BENEATH, line.lang, (Span(line.text), Span("\u2002"), *signed))
            signed = []
        by: list[Part] = [(BY_BENEATH, "", tuple(signed))] if signed else []
        self._add_together([words, *_translations(line), *by])

    def _add_together(self, parts: list[Part], *, follows: bool = False) -> None:
        """On one page, and with what follows where something of it does."""
        for number, (style, lang, spans) in enumerate(parts, start=1):
            self._add(style, *spans, lang=lang, keeps=follows or number < len(parts))

    def _add(self, style: str, *spans: Span, lang: str = "", keeps: bool = False) -> None:
        self._body.append(self._paragraph(style, spans, lang, keeps=keeps))

    def _paragraph(self, style: str, spans: Iterable[Span], lang: str = "", *, keeps: bool = False) -> Any:
        """A paragraph of words alone is turned to their side."""
        import odfdo

        first, *more = spans
        turning = "" if more else first.text
        paragraph = odfdo.Paragraph(style=self._languages.style(style, turning, lang, keeps=keeps))
        for span in (first, *more):
            is_tab = span.text == "\t"
            paragraph.append(
                odfdo.Tab() if is_tab else odfdo.Span(span.text, style=span.style or None, formatted=False)
            )
        return paragraph

    def _add_heading(self, level: int, text: str, style: str, lang: str = "") -> None:
        from odfdo import Header

        heading = Header(level, text, formatted=False)
        heading.set_attribute("text:style-name", self._languages.style(style, text, lang))
        heading.set_attribute("text:is-list-header", "true")  # the template of the library numbers headings
        self._body.append(heading)

    def _add_table(self, grid: Grid) -> None:
        import odfdo

        self._add_heading(2, grid.heading, HEADING)
        table = odfdo.Table(grid.heading, style="Timeline")
        for number in range(len(grid.columns)):
            table.append(odfdo.Column(style="Timeline_first" if number == 0 else "Timeline_other"))
        head = odfdo.HeaderRows()
        head.append(self._row(grid.columns, is_head=True))
        table.append(head)
        for row in grid.rows:
            table.append(self._row(row))
        self._body.append(table)
        self._add(FACTS, Span(grid.note))

    def _row(self, texts: tuple[str, ...], *, is_head: bool = False) -> Any:
        import odfdo

        row = odfdo.Row(style="Timeline_row")
        for at, text in enumerate(texts):
            cell = odfdo.Cell(text)
            cell.clear()
            cell.style = "Timeline_cell"
            cell.append(self._paragraph(CELL, (Span(text, NAME if is_head or at == 0 else SIGNED),)))
            row.append(cell)
        return row


def _translations(line: Line) -> Iterable[Part]:
    """Each with its language before it; of somebody's words in the wide column."""
    label, words = (BY_BENEATH, BENEATH) if line.who and not line.is_lifted else (BY, SEEN)
    for translation in line.translations:
        yield label, "", (Span(translation.label),)
        yield words, translation.lang, (Span(translation.text),)
