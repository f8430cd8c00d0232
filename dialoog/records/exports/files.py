"""A record as a file to print, keep or work with: PDF, Word, ODT, Markdown, XLSX, CSV and JSON, each with the words of the page.

What is in the file is gathered within the request, where the language of its reader is known; making it is work for the processor, and
is done beside the loop that serves the phones.
"""

import re
import unicodedata
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from urllib.parse import quote

import msgspec
from flask import Response
from flask_babel import gettext as _

from dialoog.records.document import Document
from dialoog.records.exports import csv_file, markdown, odt, word, xlsx
from dialoog.records.exports.outline import build_outline
from dialoog.records.exports.paper import record_on_paper
from dialoog.records.exports.pdf import set_pdf
from dialoog.records.exports.table import build_table
from dialoog.web.blocking import run_blocking

MEDIA_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "odt": "application/vnd.oasis.opendocument.text",
    "md": "text/markdown",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv",
    "json": "application/json",
}
"""By the extension, which is the name of the format everywhere."""
NO_NAME_SIGN = re.compile(r"[^a-z0-9]+")


def as_file(record: Document, format: str, address: str) -> Response:
    """The file as an attachment. `address`: where the same record is read on a screen."""
    body = run_blocking(renderer(record, format, address))
    response = Response(body, mimetype=MEDIA_TYPES[format])
    response.headers["Content-Disposition"] = (
        f"attachment; filename*=UTF-8''{quote(file_name(record))}.{format}"
    )
    return response


def renderer(record: Document, format: str, address: str) -> Callable[[], bytes]:
    """What makes the file, without the request."""
    made = record.copy.made if record.copy else datetime.now(UTC)
    match format:
        case "pdf":
            return partial(set_pdf, "record", record_on_paper(record, address, made))
        case "json":
            return partial(as_json, record)
        case "csv":
            table = build_table(record, made)
            return partial(csv_file.render, [column.name for column in table.columns], table.rows)
        case "xlsx":
            return partial(xlsx.render, build_table(record, made), _("Uitleg"))
        case _:
            render = {"docx": word.render, "odt": odt.render, "md": markdown.render}[format]
            return partial(render, build_outline(record, made))


def as_json(record: Document) -> bytes:
    return msgspec.json.format(msgspec.json.encode(record), indent=2) + b"\n"


def file_name(record: Document) -> str:
    """`wijkdialoog-meerlinden-2026-11-12-kopie-3`, without its extension."""
    copy_word = _("kopie")
    plain = unicodedata.normalize("NFKD", record.about.title).encode("ascii", "ignore").decode().lower()
    title = NO_NAME_SIGN.sub("-", plain).strip("-")[:60] or "dialoog"
    number = f"-{copy_word}-{record.copy.number}" if record.copy else ""
    return f"{title}-{(record.began or record.saved).date().isoformat()}{number}"
