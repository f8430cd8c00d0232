"""How a record looks as a Word document: an empty one with its page, its styles and what stands above and below every page.

A size and a weight are given twice, for letters that are written from the left and from the right: Word draws Arabic by the second alone.
"""

from typing import Any

from dialoog.records.exports.outline import Outline
from dialoog.records.exports.report_layout import (
    BENEATH,
    BY,
    BY_BENEATH,
    CELL,
    CONCLUSION,
    COUNTED,
    FACT,
    FACTS,
    FIRST,
    INTRODUCTION,
    LEAD,
    LIFTED,
    NAME,
    NAME_ABOVE,
    NAMELESS,
    QUESTION,
    SEEN,
    SIGNED,
    WORDS,
)
from dialoog.web.languages import direction

SERIF, SANS = "Georgia", "Calibri"
"""What Word and LibreOffice have or replace by themselves; people's words are set in the first."""
ARABIC = {SERIF: "Times New Roman", SANS: "Arial"}
ARABIC_SIZE = 1.15
"""Its letters are drawn small, so they get room."""
INK, SOFT, PALE = "1F2421", "59605B", "A6A6A6"
LOCALES = {"nl": "nl-NL", "en": "en-GB", "ar": "ar-SA", "tr": "tr-TR"}
WIDTHS = {"narrow": 2041, "wide": 3200, "first cell": 2600, "cell": 1590, "page": 8960}
"""In twips: of the column with names and of that with what was counted, of the cells of a table, and of the whole."""

PARAGRAPHS: tuple[tuple[str, str, float, str, str, tuple[float, float]], ...] = (
    (FIRST, SANS, 10, SOFT, "", (0, 3)),
    (FACTS, SANS, 10, SOFT, "", (0, 3)),
    (FACT, SANS, 10, INK, "hanging line", (3, 3)),
    (COUNTED, SANS, 10, INK, "hanging line wide", (3, 3)),
    (CONCLUSION, SERIF, 18, INK, "keep", (20, 8)),
    (INTRODUCTION, SERIF, 11.5, INK, "", (0, 7)),
    (LEAD, SANS, 10, SOFT, "keep", (0, 6)),
    (QUESTION, SERIF, 11, SOFT, "keep italic", (0, 6)),
    (SEEN, SERIF, 13.5, INK, "", (10, 2)),
    (LIFTED, SERIF, 16, INK, "", (8, 3)),
    (WORDS, SERIF, 11.5, INK, "hanging", (7, 1)),
    (BENEATH, SERIF, 11, INK, "beneath", (3, 1)),
    (NAME_ABOVE, SANS, 9.5, SOFT, "keep", (9, 0)),
    (CELL, SANS, 10, SOFT, "keep", (0, 3)),
    (BY, SANS, 9.5, SOFT, "", (2, 9)),
    (BY_BENEATH, SANS, 9.5, SOFT, "beneath", (2, 3)),
)  # fmt: skip
"""Id, font, size in points, colour, what more, and room before and after."""
RUNS = ((NAME, INK, True), (NAMELESS, SOFT, False), (SIGNED, SOFT, False))


def empty_document(outline: Outline) -> Any:
    import docx
    from docx.shared import Cm

    document = docx.Document()
    properties = document.core_properties
    properties.title, properties.author, properties.comments = outline.theme, "", ""
    properties.language = LOCALES.get(outline.lang, outline.lang)
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.6)
    section.top_margin, section.bottom_margin = Cm(2.6), Cm(2.2)
    section.header_distance = section.footer_distance = Cm(1.1)
    _add_styles(document, outline.lang)
    _add_running_lines(section, outline)
    return document


def _add_styles(document: Any, lang: str) -> None:
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls, qn

    styles = document.styles.element
    found = {style.get(qn("w:styleId")): style for style in styles.findall(qn("w:style"))}
    for language in styles.iter(qn("w:lang")):
        language.set(qn("w:val"), LOCALES.get(lang, lang))
        language.set(qn("w:bidi"), LOCALES["ar"])
    bidi, rtl = ('<w:bidi w:val="1"/>', '<w:rtl w:val="1"/>') if direction(lang) == "rtl" else ("", "")
    for name, inside in {
        "Normal": f'<w:pPr>{bidi}<w:spacing w:before="0" w:after="120" w:line="264" w:lineRule="auto"/></w:pPr>'
        f"{_letters(SANS, 11, INK, rtl=rtl)}",
        "Title": f"<w:pPr>{_spacing((0, 12), 228)}</w:pPr>{_letters(SERIF, 28, INK, rtl=rtl)}",
        "Heading1": f"<w:pPr><w:keepNext/><w:keepLines/>{_borders('top', INK, 8, 5)}{_spacing((26, 5), 240)}"
        f'<w:outlineLvl w:val="0"/></w:pPr>{_letters(SERIF, 18, INK, rtl=rtl)}',
        "Heading2": f"<w:pPr><w:keepNext/><w:keepLines/>{_spacing((20, 3), 240)}"
        f'<w:outlineLvl w:val="1"/></w:pPr>{_letters(SERIF, 13.5, INK, bold=True, rtl=rtl)}',
    }.items():
        style = found[name]
        for part in (*style.findall(qn("w:pPr")), *style.findall(qn("w:rPr"))):
            style.remove(part)
        style.extend(parse_xml(f"<w:style {nsdecls('w')}>{inside}</w:style>"))
    for name, font, size, colour, more, room in PARAGRAPHS:
        styles.append(parse_xml(_paragraph_style(name, font, size, colour, more, room)))
    for name, colour, bold in RUNS:
        styles.append(
            parse_xml(
                f'<w:style {nsdecls("w")} w:type="character" w:customStyle="1" w:styleId="{name}">'
                f'<w:name w:val="{name}"/>{_letters(SANS, 9.5, colour, bold=bold)}</w:style>'
            )
        )


def _paragraph_style(
    name: str, font: str, size: float, colour: str, more: str, room: tuple[float, float]
) -> str:
    from docx.oxml.ns import nsdecls

    narrow = WIDTHS["wide" if "wide" in more else "narrow"]
    keep = "<w:keepNext/>" if "keep" in more else ""
    line = _borders("top between", PALE, 4, 3) if "line" in more else ""
    tab = f'<w:tabs><w:tab w:val="left" w:pos="{narrow}"/></w:tabs>' if "hanging" in more else ""
    hanging = f'<w:ind w:left="{narrow}" w:hanging="{narrow}"/>' if "hanging" in more else ""
    indent = f'<w:ind w:left="{narrow}"/>' if "beneath" in more else hanging
    return (
        f'<w:style {nsdecls("w")} w:type="paragraph" w:customStyle="1" w:styleId="{name}"><w:name w:val="{name}"/>'
        f'<w:basedOn w:val="Normal"/><w:pPr>{keep}<w:keepLines/>{line}{tab}{_spacing(room)}{indent}</w:pPr>'
        f"{_letters(font, size, colour, italic='italic' in more)}</w:style>"
    )


def _letters(
    font: str, size: float, colour: str, *, bold: bool = False, italic: bool = False, rtl: str = ""
) -> str:
    """Arabic has no italics."""
    weight, slant = int(bold), int(italic)
    return (
        f'<w:rPr><w:rFonts w:ascii="{font}" w:hAnsi="{font}" w:cs="{ARABIC[font]}"/><w:b w:val="{weight}"/>'
        f'<w:bCs w:val="{weight}"/><w:i w:val="{slant}"/><w:iCs w:val="0"/><w:color w:val="{colour}"/>'
        f'<w:sz w:val="{size * 2:.0f}"/><w:szCs w:val="{size * ARABIC_SIZE * 2:.0f}"/>{rtl}</w:rPr>'
    )


def _spacing(room: tuple[float, float], line: int = 264) -> str:
    before, after = (f"{points * 20:.0f}" for points in room)
    return f'<w:spacing w:before="{before}" w:after="{after}" w:line="{line}" w:lineRule="auto"/>'


def _borders(sides: str, colour: str, eighths: int, space: int) -> str:
    """`between`: a line between two paragraphs that both have these borders, which else have one around them all."""
    about = f'w:val="single" w:sz="{eighths}" w:space="{space}" w:color="{colour}"'
    return f"<w:pBdr>{''.join(f'<w:{side} {about}/>' for side in sides.split())}</w:pBdr>"


def switch(name: str, is_on: bool) -> Any:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    element = OxmlElement(name)
    element.set(qn("w:val"), "1" if is_on else "0")
    return element


def _add_running_lines(section: Any, outline: Outline) -> None:
    """Above every page but the first what it is of; below each which copy it is, and its number."""
    section.different_first_page_header_footer = True
    _set_line(section.header.paragraphs[0], [outline.running[0], "\t", outline.running[1]])
    before, number, rest = outline.page.partition("{number}")
    between, pages, after = rest.partition("{pages}")
    for footer in (section.footer, section.first_page_footer):
        fields = [before, number and "PAGE", between, pages and "NUMPAGES", after]
        _set_line(footer.paragraphs[0], [outline.copy_mark, "\t", *filter(None, fields)])


def _set_line(paragraph: Any, parts: list[str]) -> None:
    """What stands after the tab stands at the other side of the page."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    if paragraph._p.pPr is not None:
        paragraph._p.remove(paragraph._p.pPr)
    paragraph._p.insert(
        0,
        parse_xml(
            f'<w:pPr {nsdecls("w")}><w:pStyle w:val="{FACTS}"/>'
            f'<w:tabs><w:tab w:val="right" w:pos="{WIDTHS["page"]}"/></w:tabs></w:pPr>'
        ),
    )
    for part in parts:
        run = paragraph.add_run("" if part in ("PAGE", "NUMPAGES") else part)
        if not run.text:
            _add_field(run, part)


def _add_field(run: Any, code: str) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    for kind in ("begin", None, "separate", "1", "end"):
        if kind is None:
            element = OxmlElement("w:instrText")
            element.text = f" {code} "
        elif kind == "1":
            element = OxmlElement("w:t")
            element.text = kind
        else:
            element = OxmlElement("w:fldChar")
            element.set(qn("w:fldCharType"), kind)
        run._r.append(element)
