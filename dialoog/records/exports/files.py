"""A record as a file to print, keep or work with: PDF, Word, ODT, Markdown, XLSX, CSV and JSON, each with the words of the page.

Making one is work for the processor: of fifty sentences 10 ms to gather what is in it and up to 100 to write it. It is done in a process
beside the loop that serves the phones, or by the worker.
"""

import re
import unicodedata
from datetime import UTC, datetime
from urllib.parse import quote

import msgspec
from flask import Response
from flask_babel import get_locale
from flask_babel import gettext as _

from dialoog.records.document import Document
from dialoog.records.exports import csv_file, markdown, odt, word, xlsx
from dialoog.records.exports.outline import build_outline
from dialoog.records.exports.paper import record_on_paper
from dialoog.records.exports.pdf import set_pdf
from dialoog.records.exports.table import build_table
from dialoog.web.blocking import run_apart
from dialoog.web.languages import direction
from dialoog.web.without_request import read_in

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
    name, body = run_apart(make_file, record, format, str(get_locale()), address)
    response = Response(body, mimetype=MEDIA_TYPES[format])
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}.{format}"
    return response


def make_file(record: Document, format: str, language: str, address: str) -> tuple[str, bytes]:
    """Its name without an extension and its content, in this language: outside of any request."""
    with read_in(language):
        return file_name(record), render(record, format, address)


def render(record: Document, format: str, address: str) -> bytes:
    """In the language that holds where it is called."""
    made = record.copy.made if record.copy else datetime.now(UTC)
    match format:
        case "pdf":
            return set_pdf("record", record_on_paper(record, address, made))
        case "json":
            return as_json(record)
        case "csv":
            table = build_table(record, made)
            return csv_file.render([column.name for column in table.columns], table.rows)
        case "xlsx":
            from_right = direction(str(get_locale())) == "rtl"
            return xlsx.render(build_table(record, made), _("Uitleg"), from_right=from_right)
        case _:
            write = {"docx": word.render, "odt": odt.render, "md": markdown.render}[format]
            return write(build_outline(record, made))


def as_json(record: Document) -> bytes:
    return msgspec.json.format(msgspec.json.encode(record), indent=2) + b"\n"


def file_name(record: Document) -> str:
    """`wijkdialoog-meerlinden-2026-11-12-kopie-3`, without its extension."""
    copy_word = _("kopie")
    plain = unicodedata.normalize("NFKD", record.about.title).encode("ascii", "ignore").decode().lower()
    title = NO_NAME_SIGN.sub("-", plain).strip("-")[:60] or "dialoog"
    number = f"-{copy_word}-{record.copy.number}" if record.copy else ""
    return f"{title}-{(record.began or record.saved).date().isoformat()}{number}"
