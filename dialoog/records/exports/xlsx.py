"""A record as a workbook: the sentences as they were typed, and a sheet that explains the columns."""

import io

from dialoog.records.exports.table import Table

WIDTHS = (24, 16, 22, 18, 70, 7, 50, 14, 12, 14, 12, 12, 40, 24, 24, 18, 18, 30, 12, 70, 14, 14, 14, 14, 30)
"""Of the columns, in signs."""


def render(table: Table, explanation: str, *, from_right: bool = False) -> bytes:
    """`explanation` names the second sheet. `from_right`: its reader's language begins there. Every cell is written as a string, so that none is a formula or a link."""
    import xlsxwriter

    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        book.set_properties({"title": table.title})
        head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        cell = book.add_format({"text_wrap": True, "valign": "top"})
        sheet = book.add_worksheet("Dialoog")
        for number, column in enumerate(table.columns):
            sheet.set_column(number, number, WIDTHS[number])
            sheet.write_string(0, number, column.name, head)
        for row_number, row in enumerate(table.rows, start=1):
            for number, text in enumerate(row):
                sheet.write_string(row_number, number, text, cell)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, len(table.rows), len(table.columns) - 1)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        sheet.set_footer("&L" + table.copy_mark + "&R&P / &N")
        meanings = book.add_worksheet(explanation)
        meanings.set_column(0, 0, 18)
        meanings.set_column(1, 1, 90)
        for number, column in enumerate(table.columns):
            meanings.write_string(number, 0, column.name, head)
            meanings.write_string(number, 1, column.meaning, cell)
        if from_right:
            sheet.right_to_left()
            meanings.right_to_left()
    return file.getvalue()
