"""A record as an OpenDocument text (.odt): what municipalities ask for, and LibreOffice opens."""

import io
from typing import Any

from dialoog.records.exports.outline import Grid, Line, Outline
from dialoog.web.languages import direction, written_right_to_left

SERIF, SANS = "Liberation Serif", "Liberation Sans"
INK, SOFT = "#1f2421", "#59605b"
COUNTRIES = {"nl": "NL", "en": "GB", "ar": "SA", "tr": "TR"}
FACTS, WORDS, BY, BENEATH, BY_BENEATH, LEAD = (
    "Facts", "Words", "Said_20_by", "Words_20_beneath", "Said_20_by_20_beneath", "Lead",
)  # fmt: skip
STYLES: tuple[tuple[str, str, dict[str, str], dict[str, str]], ...] = (
    (FACTS, SANS, {"fo:font-size": "10pt", "fo:color": SOFT}, {"fo:margin-bottom": "0.1cm"}),
    (
        LEAD,
        SERIF,
        {"fo:font-size": "12pt", "fo:color": SOFT, "fo:font-style": "italic"},
        {"fo:margin-bottom": "0.3cm", "fo:keep-with-next": "always"},
    ),
    (WORDS, SERIF, {"fo:font-size": "12pt", "fo:color": INK}, {"fo:keep-with-next": "always"}),
    (
        BENEATH,
        SERIF,
        {"fo:font-size": "11pt", "fo:color": INK},
        {"fo:keep-with-next": "always", "fo:margin-left": "0.9cm"},
    ),
    (BY, SANS, {"fo:font-size": "9.5pt", "fo:color": SOFT}, {"fo:margin-bottom": "0.4cm"}),
    (
        BY_BENEATH,
        SANS,
        {"fo:font-size": "9.5pt", "fo:color": SOFT},
        {"fo:margin-bottom": "0.4cm", "fo:margin-left": "0.9cm"},
    ),
)
"""Name, font, properties of the text and of the paragraph."""


def render(outline: Outline) -> bytes:
    from odfdo import Document, Paragraph

    document = Document("text")
    document.meta.title, document.meta.language = outline.theme, _locale(outline.lang)
    _add_styles(document, outline.lang)
    body = document.body
    body.clear()
    _add_heading(body, 1, outline.theme, "Theme")
    for text in outline.about:
        body.append(Paragraph(text, style=FACTS, formatted=False))
    languages = _Languages(document, outline.lang)
    for text in outline.opening:
        body.append(Paragraph(text, style=languages.style("Standard", text), formatted=False))
    for section in outline.sections:
        _add_heading(body, 2, section.heading, "Section")
        if section.lead:
            body.append(Paragraph(section.lead, style=languages.style(LEAD, section.lead), formatted=False))
        for line in section.lines:
            _add_line(body, line, WORDS, languages)
            for under in line.under:
                _add_line(body, under, BENEATH, languages)
    _add_heading(body, 2, outline.counted_heading, "Section")
    for name, value in outline.counted:
        body.append(Paragraph(f"{name}: {value}", style=FACTS, formatted=False))
    if outline.timeline:
        _add_table(body, outline.timeline)
    _add_heading(body, 2, outline.closing_heading, "Section")
    for text in (*outline.closing, outline.state):
        body.append(Paragraph(text, style=FACTS, formatted=False))
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _add_heading(body: Any, level: int, text: str, style: str) -> None:
    from odfdo import Header

    heading = Header(level, text, formatted=False)
    heading.set_attribute("text:style-name", style)
    heading.set_attribute("text:is-list-header", "true")  # the template of the library numbers headings
    body.append(heading)


def _add_table(body: Any, grid: Grid) -> None:
    from odfdo import Cell, HeaderRows, Paragraph, Row, Table

    def add_row(texts: tuple[str, ...]) -> Any:
        row = Row()
        for text in texts:
            cell = Cell(text)
            cell.clear()
            cell.append(Paragraph(text, style=FACTS, formatted=False))
            row.append(cell)
        return row

    _add_heading(body, 2, grid.heading, "Section")
    table = Table(grid.heading)
    head = HeaderRows()
    head.append(add_row(grid.columns))
    table.append(head)
    for row in grid.rows:
        table.append(add_row(row))
    body.append(table)
    body.append(Paragraph(grid.note, style=FACTS, formatted=False))


class _Languages:
    """A style for each language and direction in which words stand, made where it is first needed."""

    def __init__(self, document: Any, lang: str) -> None:
        self._document, self._turned = document, direction(lang) == "rtl"
        self._made: set[str] = set()

    def style(self, base: str, text: str, lang: str = "") -> str:
        """Of a paragraph with this text; without a language it is that of the document."""
        from odfdo import Style

        is_turned = written_right_to_left(text)
        if not lang and is_turned == self._turned:
            return base
        name = f"{base}_{lang}_{'rtl' if is_turned else 'ltr'}"
        if name not in self._made:
            self._made.add(name)
            style = Style("paragraph", name=name, parent_style=base)
            if lang:
                style.set_properties(_language_properties(lang, is_turned=is_turned), area="text")
            if is_turned or self._turned:
                mode = "rl-tb" if is_turned else "lr-tb"
                style.set_properties({"style:writing-mode": mode, "fo:text-align": "right"}, area="paragraph")
            self._document.insert_style(style, automatic=True)
        return name


def _add_line(body: Any, line: Line, style: str, languages: _Languages) -> None:
    from odfdo import Paragraph

    body.append(Paragraph(line.text, style=languages.style(style, line.text, line.lang), formatted=False))
    for translation in line.translations:
        body.append(Paragraph(translation.label, style=BY, formatted=False))
        beside = languages.style(style, translation.text, translation.lang)
        body.append(Paragraph(translation.text, style=beside, formatted=False))
    signed = " ".join(filter(None, (f"{line.who}." if line.who else "", line.detail)))
    if signed:
        body.append(Paragraph(signed, style=BY_BENEATH if style == BENEATH else BY, formatted=False))


def _add_styles(document: Any, lang: str) -> None:
    from odfdo import Style

    for name, size, above in (("Theme", "26pt", "0cm"), ("Section", "16pt", "0.8cm")):
        parent = "Heading_20_1" if name == "Theme" else "Heading_20_2"
        heading = Style("paragraph", name=name, parent_style=parent)
        heading.set_properties(
            {
                "style:font-name": SERIF,
                "fo:font-size": size,
                "fo:font-weight": "normal",
                "fo:font-style": "normal",
                "fo:color": INK,
            },
            area="text",
        )
        heading.set_properties(
            {"fo:margin-top": above, "fo:margin-bottom": "0.2cm", "fo:keep-with-next": "always"},
            area="paragraph",
        )
        document.insert_style(heading)
    for name, font, text, paragraph in STYLES:
        style = Style("paragraph", name=name, parent_style="Standard")
        style.set_properties({"style:font-name": font, **text}, area="text")
        style.set_properties(_mirrored(paragraph, lang), area="paragraph")
        document.insert_style(style)
    standard = document.get_style("paragraph", "Standard")
    standard.set_properties(
        {
            "style:font-name": SANS,
            "fo:font-size": "11pt",
            **_language_properties(lang, is_turned=direction(lang) == "rtl"),
        },
        area="text",
    )
    if direction(lang) == "rtl":
        standard.set_properties({"style:writing-mode": "rl-tb", "fo:text-align": "right"}, area="paragraph")


def _mirrored(properties: dict[str, str], lang: str) -> dict[str, str]:
    """The same, indented on the side where the document begins."""
    if direction(lang) == "ltr":
        return properties
    return {name.replace("margin-left", "margin-right"): value for name, value in properties.items()}


def _language_properties(lang: str, *, is_turned: bool) -> dict[str, str]:
    country = COUNTRIES.get(lang, "none")
    if is_turned:
        return {"style:language-complex": lang, "style:country-complex": country}
    return {"fo:language": lang, "fo:country": country}


def _locale(lang: str) -> str:
    return f"{lang}-{COUNTRIES[lang]}" if lang in COUNTRIES else lang
