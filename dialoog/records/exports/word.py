"""A record as a Word document (.docx): headings, people's words whole, and what a right-to-left language needs in Word.

`w:bidi` turns a paragraph around and `w:rtl` the run in it; with one of the two the full stop of an Arabic sentence stands on the wrong
side. Each run says its language, for who has it read aloud or checks the spelling.
"""

import gc
import io
from typing import Any

from dialoog.records.exports.outline import Grid, Line, Outline, Section
from dialoog.web.languages import direction, written_right_to_left

SERIF, SANS = "Georgia", "Calibri"
"""What Word and LibreOffice have or replace by themselves; people's words are set in the first."""
INK, SOFT, WARM = "1F2421", "59605B", "A4472B"
LOCALES = {"nl": "nl-NL", "en": "en-GB", "ar": "ar-SA", "tr": "tr-TR"}
FACTS = "Facts"
WORDS = "Words"
BY = "Said by"
BENEATH = "Words beneath"


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
    document = _empty(outline)
    document.add_paragraph(style="Title").add_run(outline.theme)
    _set_language(document.paragraphs[-1], outline.theme_lang)
    for text in outline.about:
        _add_paragraph(document, FACTS, text)
    for text in outline.opening:
        _set_language(document.add_paragraph(text))
    for section in outline.sections:
        _add_section(document, section)
    _add_ending(document, outline)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _add_paragraph(document: Any, style: str, text: str = "") -> Any:
    """By the id of one of our own styles, which is its name without spaces: looking one up by its name takes as long as ten paragraphs."""
    paragraph = document.add_paragraph(text)
    paragraph._p.style = style.replace(" ", "")
    return paragraph


def _add_section(document: Any, section: Section) -> None:
    document.add_heading(section.heading, level=1)
    if section.lead:
        lead = document.add_paragraph(style="Intense Quote")
        lead.add_run(section.lead)
        _set_language(lead)
    for line in section.lines:
        _add_line(document, line, WORDS)
        for under in line.under:
            _add_line(document, under, BENEATH)


def _add_line(document: Any, line: Line, style: str) -> None:
    last = _add_paragraph(document, style)
    last.add_run(line.text)
    _set_language(last, line.lang)
    for translation in line.translations:
        beside = _add_paragraph(document, BY)
        beside.add_run(f"{translation.label} ")
        beside.paragraph_format.keep_with_next = True
        last = _add_paragraph(document, style)
        last.add_run(translation.text).italic = True
        _set_language(last, translation.lang)
    if line.who or line.detail:
        by = _add_paragraph(document, BY)
        if line.who:
            by.add_run(line.who + ". ").bold = True
        by.add_run(line.detail)
        if style == BENEATH:
            by.paragraph_format.left_indent = document.styles[BENEATH].paragraph_format.left_indent
    else:
        last.paragraph_format.keep_with_next = False


def _add_ending(document: Any, outline: Outline) -> None:
    document.add_heading(outline.counted_heading, level=1)
    for name, value in outline.counted:
        _add_paragraph(document, FACTS).add_run(f"{name}: {value}")
    if outline.timeline:
        _add_table(document, outline.timeline, outline.lang)
    document.add_heading(outline.closing_heading, level=1)
    for text in (*outline.closing, outline.state):
        _add_paragraph(document, FACTS, text)


def _add_table(document: Any, grid: Grid, lang: str) -> None:
    """Its first row is repeated on every page, and is what a screen reader says before each cell."""
    from docx.oxml import OxmlElement

    document.add_heading(grid.heading, level=1)
    table = document.add_table(rows=0, cols=len(grid.columns))
    if direction(lang) == "rtl":
        table._tbl.tblPr.append(OxmlElement("w:bidiVisual"))
    for number, texts in enumerate((grid.columns, *grid.rows)):
        row = table.add_row()
        for at, (cell, text) in enumerate(zip(row.cells, texts, strict=True)):
            cell.paragraphs[0].style = document.styles[FACTS]
            cell.paragraphs[0].add_run(text).bold = number == 0 or at == 0
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    _add_paragraph(document, FACTS, grid.note)


def _set_language(paragraph: Any, lang: str = "") -> None:
    """Turns the paragraph around where it is written from the right, and says of every run in which language it is."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    is_right_to_left = written_right_to_left(paragraph.text)
    begins_right = _begins_right(paragraph.part.styles)
    if is_right_to_left or begins_right:
        _turn(paragraph._p.get_or_add_pPr(), is_right_to_left)
    if begins_right and not is_right_to_left:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    for run in paragraph.runs:
        properties = run._r.get_or_add_rPr()
        if is_right_to_left or begins_right:
            properties.append(_switch("w:rtl", is_right_to_left))
        if lang:
            language = OxmlElement("w:lang")
            language.set(qn("w:bidi" if is_right_to_left else "w:val"), LOCALES.get(lang, lang))
            properties.append(language)


def _turn(properties: Any, is_right_to_left: bool) -> None:
    """Says of a paragraph or its style from which side it is written."""
    following = (
        "adjustRightInd",
        "snapToGrid",
        "spacing",
        "ind",
        "contextualSpacing",
        "jc",
        "outlineLvl",
        "rPr",
    )
    properties.insert_element_before(
        _switch("w:bidi", is_right_to_left), *(f"w:{name}" for name in following)
    )


def _begins_right(styles: Any) -> bool:
    """Whether the document does: words of the other direction stand there too, next to who said them."""
    from docx.oxml.ns import qn

    properties = styles["Normal"].element.pPr
    return properties is not None and properties.find(qn("w:bidi")) is not None


def _switch(name: str, is_on: bool) -> Any:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    element = OxmlElement(name)
    element.set(qn("w:val"), "1" if is_on else "0")
    return element


def _empty(outline: Outline) -> Any:
    import docx
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import Cm, Pt

    document = docx.Document()
    properties = document.core_properties
    properties.title, properties.author, properties.comments = outline.theme, "", ""
    properties.language = LOCALES.get(outline.lang, outline.lang)
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.6)
    section.top_margin = section.bottom_margin = Cm(2.2)
    styles = document.styles
    _set_font(styles["Normal"], SANS, 11, INK)
    styles["Normal"].paragraph_format.space_after = Pt(6)
    _set_default_language(styles, outline.lang)
    if direction(outline.lang) == "rtl":
        _turn(styles["Normal"].element.get_or_add_pPr(), True)
        styles["Normal"].element.get_or_add_rPr().append(_switch("w:rtl", True))
    _set_font(styles["Title"], SERIF, 26, INK)
    _clear_border(styles["Title"])
    _set_font(styles["Heading 1"], SERIF, 16, INK)
    styles["Heading 1"].paragraph_format.space_before = Pt(24)
    styles["Heading 1"].paragraph_format.space_after = Pt(6)
    _set_font(styles["Intense Quote"], SERIF, 12, SOFT, italic=True)
    _clear_border(styles["Intense Quote"])
    styles["Intense Quote"].paragraph_format.left_indent = Cm(0)
    for name, font, size, colour, indent, keep, after in (
        (FACTS, SANS, 10, SOFT, 0.0, False, 3),
        (WORDS, SERIF, 12, INK, 0.0, True, 1),
        (BENEATH, SERIF, 11, INK, 0.9, True, 1),
        (BY, SANS, 9.5, SOFT, 0.0, False, 11),
    ):
        style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = styles["Normal"]
        _set_font(style, font, size, colour)
        style.paragraph_format.left_indent = Cm(indent)
        style.paragraph_format.keep_with_next = keep
        style.paragraph_format.keep_together = True
        style.paragraph_format.space_after = Pt(after)
    _add_running_lines(section, outline)
    return document


def _set_font(style: Any, name: str, size: float, colour: str, *, italic: bool = False) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    style.font.name, style.font.size, style.font.italic, style.font.bold = name, Pt(size), italic, False
    style.font.color.rgb = RGBColor.from_string(colour)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name_of in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
        fonts.attrib.pop(qn(name_of), None)
    fonts.set(qn("w:cs"), "Arial")


def _clear_border(style: Any) -> None:
    from docx.oxml.ns import qn

    properties = style.element.get_or_add_pPr()
    for border in properties.findall(qn("w:pBdr")):
        properties.remove(border)


def _set_default_language(styles: Any, lang: str) -> None:
    from docx.oxml.ns import qn

    for language in styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), LOCALES.get(lang, lang))
        language.set(qn("w:bidi"), LOCALES["ar"])


def _add_running_lines(section: Any, outline: Outline) -> None:
    """The theme above every page but the first, the number of the page below."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    section.different_first_page_header_footer = True
    header = section.header.paragraphs[0]
    header.style = FACTS
    header.add_run(outline.theme)
    for footer in (section.footer, section.first_page_footer):
        paragraph = footer.paragraphs[0]
        paragraph.style, paragraph.alignment = FACTS, WD_ALIGN_PARAGRAPH.CENTER
        _add_page_number(paragraph.add_run())


def _add_page_number(run: Any) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    for kind in ("begin", None, "end"):
        if kind is None:
            element = OxmlElement("w:instrText")
            element.text = "PAGE"
        else:
            element = OxmlElement("w:fldChar")
            element.set(qn("w:fldCharType"), kind)
        run._r.append(element)
