"""A record as an OpenDocument text (.odt): what municipalities ask for, and LibreOffice opens."""

import io
from typing import Any

from dialoog.records.exports.odt_styles import Languages, add_styles, locale
from dialoog.records.exports.outline import Grid, Outline
from dialoog.records.exports.report_layout import CELL, LEVELS, NAME, SIGNED, TAB, Paragraph, Run, paragraphs


def render(outline: Outline) -> bytes:
    from odfdo import Document

    document = Document("text")
    document.meta.title, document.meta.language = outline.theme, locale(outline.lang)
    add_styles(document, outline)
    document.body.clear()
    languages = Languages(document, outline.lang)
    for part in paragraphs(outline):
        document.body.append(
            _table(part, languages) if isinstance(part, Grid) else _paragraph(part, languages)
        )
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _paragraph(part: Paragraph, languages: Languages) -> Any:
    import odfdo

    style = languages.style(part.style, part.alone, part.lang, keeps=part.keeps)
    if part.style in LEVELS:
        heading = odfdo.Header(LEVELS[part.style], part.alone, formatted=False)
        heading.set_attribute("text:style-name", style)
        heading.set_attribute("text:is-list-header", "true")  # the template of the library numbers headings
        return heading
    paragraph = odfdo.Paragraph(style=style)
    for run in part.runs:
        is_tab = run.text == TAB
        paragraph.append(
            odfdo.Tab() if is_tab else odfdo.Span(run.text, style=run.style or None, formatted=False)
        )
    return paragraph


def _table(grid: Grid, languages: Languages) -> Any:
    import odfdo

    table = odfdo.Table(grid.heading, style="Timeline")
    for number in range(len(grid.columns)):
        table.append(odfdo.Column(style="Timeline_first" if number == 0 else "Timeline_other"))
    head = odfdo.HeaderRows()
    head.append(_row(grid.columns, languages, is_head=True))
    table.append(head)
    for row in grid.rows:
        table.append(_row(row, languages))
    return table


def _row(texts: tuple[str, ...], languages: Languages, *, is_head: bool = False) -> Any:
    import odfdo

    row = odfdo.Row(style="Timeline_row")
    for at, text in enumerate(texts):
        cell = odfdo.Cell(text)
        cell.clear()
        cell.style = "Timeline_cell"
        run = Run(text, style=NAME if is_head or at == 0 else SIGNED)
        cell.append(_paragraph(Paragraph(CELL, (run,)), languages))
        row.append(cell)
    return row
