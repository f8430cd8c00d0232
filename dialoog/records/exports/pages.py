"""A record as a file to keep, print or work with: `/verslagen/<id>.docx`, `.odt`, `.md`, `.csv` and `.xlsx`.

Who may read the record may take it along, with exactly the words that its page shows. What is in the file is gathered within the
request; making the file is work for the processor, and is done beside the loop that serves the phones.
"""

import re
import unicodedata
from collections.abc import Callable
from datetime import UTC, datetime
from urllib.parse import quote

from flask import Blueprint, Response
from flask_babel import gettext as _

from dialoog.accounts import access
from dialoog.records.document import Document
from dialoog.records.exports import csv_file, markdown, odt, word, xlsx
from dialoog.records.exports.outline import build_outline
from dialoog.records.exports.table import build_table
from dialoog.records.pages import readable_record, redirect_to_sign_in
from dialoog.web.blocking import run_blocking

pages = Blueprint("record_files", __name__)
pages.register_error_handler(access.Unauthorized, redirect_to_sign_in)

MEDIA_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "odt": "application/vnd.oasis.opendocument.text",
    "md": "text/markdown",
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
NO_NAME_SIGN = re.compile(r"[^a-z0-9]+")


@pages.get("/verslagen/<dialogue>.<any(docx, odt, md, csv, xlsx):extension>")
@access.allow("record.read")
def one_record_as_file(dialogue: str, extension: str) -> Response:
    record = readable_record(dialogue)
    body = run_blocking(_renderer(record, extension))
    response = Response(body, mimetype=MEDIA_TYPES[extension])
    response.headers["Content-Disposition"] = (
        f"attachment; filename*=UTF-8''{quote(_file_name(record))}.{extension}"
    )
    return response


def _renderer(record: Document, extension: str) -> Callable[[], bytes]:
    """What makes the file without the request."""
    if extension == "csv":
        table = build_table(record)
        return lambda: csv_file.render([column.name for column in table.columns], table.rows)
    if extension == "xlsx":
        table, explanation = build_table(record), _("Uitleg")
        return lambda: xlsx.render(table, explanation)
    outline = build_outline(record, datetime.now(UTC))
    render = {"docx": word.render, "odt": odt.render, "md": markdown.render}[extension]
    return lambda: render(outline)


def _file_name(record: Document) -> str:
    """`wijkdialoog-meerlinden-2026-11-12`."""
    plain = unicodedata.normalize("NFKD", record.about.title).encode("ascii", "ignore").decode().lower()
    title = NO_NAME_SIGN.sub("-", plain).strip("-")[:60] or "dialoog"
    return f"{title}-{(record.began or record.saved).date().isoformat()}"
