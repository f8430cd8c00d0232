"""How a record looks as an OpenDocument text: its page, its styles, what stands above and below every page, and the styles that a language
and a direction need."""

from html import escape
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
    HEADING,
    INDENTED,
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
    is_turned,
)
from dialoog.web.languages import direction

SERIF, SANS = "Liberation Serif", "Liberation Sans"
ARABIC_SIZE = 1.15
"""Its letters are drawn small, so they get room."""
INK, SOFT, PALE = "#1f2421", "#59605b", "#a6a6a6"
COUNTRIES = {"nl": "NL", "en": "GB", "ar": "SA", "tr": "TR"}
NARROW, WIDE = 3.6, 5.6
"""In cm: of the column with names, and of that with what was counted."""

HAIRLINE = {"fo:border-top": f"0.5pt solid {PALE}", "fo:padding-top": "0.08cm", "style:join-border": "false"}

PARAGRAPHS: tuple[tuple[str, str, float, str, tuple[float, float], float, bool, dict[str, str]], ...] = (
    (FIRST, SANS, 10, SOFT, (1.2, 0.1), 0, False, {}),
    (FACTS, SANS, 10, SOFT, (0, 0.1), 0, False, {}),
    (FACT, SANS, 10, INK, (0, 0.1), NARROW, True, HAIRLINE),
    (COUNTED, SANS, 10, INK, (0, 0.1), WIDE, True, HAIRLINE),
    (CONCLUSION, SERIF, 19, INK, (0.7, 0.3), 0, False, {}),
    (INTRODUCTION, SERIF, 12, INK, (0, 0.25), 0, False, {}),
    (LEAD, SANS, 10, SOFT, (0, 0.2), 0, False, {}),
    (QUESTION, SERIF, 12, SOFT, (0, 0.2), 0, False, {}),
    (SEEN, SERIF, 14.5, INK, (0.4, 0.1), 0, False, {}),
    (LIFTED, SERIF, 17, INK, (0.3, 0.1), 0, False, {}),
    (WORDS, SERIF, 12, INK, (0.25, 0.05), NARROW, True, {}),
    (BENEATH, SERIF, 11.5, INK, (0.1, 0.05), NARROW, False, {}),
    (NAME_ABOVE, SANS, 9.5, SOFT, (0.3, 0), 0, False, {}),
    (BY, SANS, 9.5, SOFT, (0.05, 0.35), 0, False, {}),
    (BY_BENEATH, SANS, 9.5, SOFT, (0.05, 0.1), NARROW, False, {}),
    (CELL, SANS, 10, SOFT, (0, 0), 0, False, {}),
)
"""Name, font, size in points, colour, room before and after in cm, indent, whether its first line is not indented, and what more."""
KEPT = (LEAD, QUESTION, NAME_ABOVE)
HEADINGS: tuple[tuple[str, str, float, str, tuple[float, float], dict[str, str]], ...] = (
    (THEME, "Heading_20_1", 28, "normal", (0, 0.45), {}),
    (HEADING, "Heading_20_2", 18, "normal", (0.95, 0.2), {"fo:border-top": f"1pt solid {INK}", "fo:padding-top": "0.15cm"}),
    (STEP, "Heading_20_3", 14, "bold", (0.7, 0.1), {}),
)  # fmt: skip


class Languages:
    """A style for each language and direction in which words stand, made where it is first needed."""

    def __init__(self, document: Any, lang: str) -> None:
        self._document, self._lang = document, lang
        self._made: set[str] = set()

    def style(self, base: str, text: str, lang: str = "", *, keeps: bool = False) -> str:
        """Of a paragraph with this text; without a language it is that of the document."""
        from odfdo import Style

        turns = is_turned(text, self._lang)
        if not lang and not turns and not keeps:
            return base
        is_right_to_left = (direction(self._lang) == "rtl") != turns
        name = f"{base}_{lang}_{'rtl' if is_right_to_left else 'ltr'}{'_kept' if keeps else ''}"
        if name not in self._made:
            self._made.add(name)
            style = Style("paragraph", name=name, parent_style=base)
            if lang:
                style.set_properties(language_properties(lang, is_turned=is_right_to_left), area="text")
            paragraph = {"fo:keep-with-next": "always"} if keeps else {}
            if turns:
                mode = "rl-tb" if is_right_to_left else "lr-tb"
                paragraph |= {"style:writing-mode": mode, "fo:text-align": "right"}
                if base in INDENTED:
                    paragraph |= {"fo:margin-left": "0cm", "fo:margin-right": f"{NARROW}cm"}
            if paragraph:
                style.set_properties(paragraph, area="paragraph")
            self._document.insert_style(style, automatic=True)
        return name


def add_styles(document: Any, outline: Outline) -> None:
    from odfdo import Style

    lang = outline.lang
    standard = document.get_style("paragraph", "Standard")
    text = {
        "style:font-name": SANS,
        **_size(11),
        **language_properties(lang, is_turned=direction(lang) == "rtl"),
    }
    standard.set_properties(text, area="text")
    if direction(lang) == "rtl":
        standard.set_properties({"style:writing-mode": "rl-tb", "fo:text-align": "right"}, area="paragraph")
    for name, parent, size, weight, room, more in HEADINGS:
        heading = Style("paragraph", name=name, parent_style=parent)
        letters = {"style:font-name": SERIF, "fo:font-style": "normal", "fo:color": INK}
        weights = {"fo:font-weight": weight, "style:font-weight-complex": weight}
        heading.set_properties({**letters, **weights, **_size(size)}, area="text")
        heading.set_properties({**_room(room), "fo:keep-with-next": "always", **more}, area="paragraph")
        document.insert_style(heading)
    for name, font, size, colour, room, indent, is_hanging, more in PARAGRAPHS:
        style = Style("paragraph", name=name, parent_style="Standard")
        slant = {"fo:font-style": "italic"} if name == QUESTION else {}
        style.set_properties(
            {"style:font-name": font, "fo:color": colour, **_size(size), **slant}, area="text"
        )
        keep = {"fo:keep-with-next": "always"} if name in KEPT else {}
        properties = {**_room(room), **_indent(indent, is_hanging=is_hanging), **keep, **more}
        style.set_properties({"fo:keep-together": "always", **properties}, area="paragraph")
        document.insert_style(style)
    for name, colour, weight in ((NAME, INK, "bold"), (NAMELESS, SOFT, "normal"), (SIGNED, SOFT, "normal")):
        run = Style("text", name=name)
        about = {"style:font-name": SANS, "fo:color": colour, "fo:font-weight": weight, **_size(9.5)}
        run.set_properties({**about, "style:font-weight-complex": weight}, area="text")
        document.insert_style(run)
    top = document.get_style("paragraph", FIRST if outline.title else THEME)
    top.set_attribute("style:master-page-name", "First")
    _add_table_styles(document)
    _add_page(document, outline)


def _add_table_styles(document: Any) -> None:
    from odfdo import Element

    line = f'fo:border-bottom="0.5pt solid {PALE}"'
    for family, name, properties in (
        ("table", "Timeline", 'table-properties style:width="15.8cm" table:align="margins" style:may-break-between-rows="false"'),
        ("table-column", "Timeline_first", 'table-column-properties style:column-width="4.6cm"'),
        ("table-column", "Timeline_other", 'table-column-properties style:column-width="2.8cm"'),
        ("table-row", "Timeline_row", 'table-row-properties fo:keep-together="always"'),
        ("table-cell", "Timeline_cell", f'table-cell-properties fo:padding="0.08cm" fo:padding-left="0cm" {line}'),
    ):  # fmt: skip
        style = (
            f'<style:style style:name="{name}" style:family="{family}"><style:{properties}/></style:style>'
        )
        document.insert_style(Element.from_tag(style), automatic=True)


def _add_page(document: Any, outline: Outline) -> None:
    """What it is of above every page but the first; below each which copy it is, and its number."""
    from odfdo import Element

    styles = document.get_part("styles.xml")
    layout = styles.get_element("//style:page-layout")
    properties = layout.get_element("style:page-layout-properties")
    for side, room in (("left", 2.6), ("right", 2.6), ("top", 1.3), ("bottom", 1.2)):
        properties.set_attribute(f"fo:margin-{side}", f"{room}cm")
    if direction(outline.lang) == "rtl":
        properties.set_attribute("style:writing-mode", "rl-tb")
    for part, side in (("header", "bottom"), ("footer", "top")):
        inside = f'fo:min-height="0.9cm" fo:margin-{side}="0.5cm"'
        layout.get_element(f"style:{part}-style").append(
            Element.from_tag(f"<style:header-footer-properties {inside}/>")
        )
    far = Element.from_tag(
        '<style:style style:name="Running" style:family="paragraph" style:parent-style-name="Facts">'
        '<style:paragraph-properties><style:tab-stops><style:tab-stop style:position="15.8cm" style:type="right"/>'
        "</style:tab-stops></style:paragraph-properties></style:style>"
    )
    document.insert_style(far)
    page = (
        escape(outline.page)
        .replace("{number}", "<text:page-number/>")
        .replace("{pages}", "<text:page-count/>")
    )
    above = "<text:tab/>".join(map(escape, outline.running))
    header, footer = (
        f'<style:{part}><text:p text:style-name="Running">{inside}</text:p></style:{part}>'
        for part, inside in (("header", above), ("footer", f"{escape(outline.copy_mark)}<text:tab/>{page}"))
    )
    master = styles.get_master_page()
    master.append(Element.from_tag(header))
    master.append(Element.from_tag(footer))
    first = Element.from_tag(
        f'<style:master-page style:name="First" style:page-layout-name="{master.get_attribute("style:page-layout-name")}"'
        f' style:next-style-name="Standard">{footer}</style:master-page>'
    )
    styles.office_master_styles.append(first)


def _size(points: float) -> dict[str, str]:
    return {"fo:font-size": f"{points}pt", "style:font-size-complex": f"{points * ARABIC_SIZE:.1f}pt"}


def _room(room: tuple[float, float]) -> dict[str, str]:
    return {"fo:margin-top": f"{room[0]}cm", "fo:margin-bottom": f"{room[1]}cm"}


def _indent(width: float, *, is_hanging: bool) -> dict[str, str]:
    """What LibreOffice calls left is the side where a paragraph begins."""
    return {"fo:margin-left": f"{width}cm", "fo:text-indent": f"{-width if is_hanging else 0}cm"}


def language_properties(lang: str, *, is_turned: bool) -> dict[str, str]:
    country = COUNTRIES.get(lang, "none")
    if is_turned:
        return {"style:language-complex": lang, "style:country-complex": country}
    return {"fo:language": lang, "fo:country": country}


def locale(lang: str) -> str:
    return f"{lang}-{COUNTRIES[lang]}" if lang in COUNTRIES else lang
