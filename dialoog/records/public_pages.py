"""A public record to read (`/uitkomst/<id>`), and as JSON, and a feed of the newest (`/uitkomst/atom.xml`). The ETag is that of what they
say, so that a browser asks each time, and gets the new page as soon as a sentence went. Beside them the schema that every record as JSON
follows.
"""

from pathlib import Path
from urllib.parse import quote

from flask import Blueprint, Response, make_response, render_template, request, url_for
from werkzeug.exceptions import NotFound

from dialoog.accounts import access, authentication
from dialoog.db.engine import current_engine, read_transaction
from dialoog.records.document import SCHEMA, Document
from dialoog.records.exports.files import as_json
from dialoog.records.public import read_feed, read_public
from dialoog.records.report_back.queries import is_told
from dialoog.web.languages import STAFF_LANGUAGES, set_page_languages

pages = Blueprint("public_record", __name__)
SCHEMA_FILE = Path(__file__).parent / "exports" / f"{SCHEMA}.json"


@pages.get("/uitkomst/<dialogue>")
@access.allow("site.read")
def public_record(dialogue: str) -> Response:
    record = find_public(dialogue)
    if authentication.signed_in() is not None:
        set_page_languages(STAFF_LANGUAGES)  # their navigation stands above it
    with read_transaction(current_engine()) as connection:
        has_report = is_told(connection, dialogue)
    told_at = url_for("report_back.public_report", dialogue=dialogue) if has_report else ""
    page = render_template("records/public_record.html", record=record, is_bare=True, told_at=told_at)
    return _asked_each_time(make_response(page))


@pages.get("/uitkomst/<dialogue>.json")
@access.allow("site.read")
def public_record_as_json(dialogue: str) -> Response:
    response = Response(as_json(find_public(dialogue)), mimetype="application/json")
    response.headers["Content-Disposition"] = f"inline; filename*=UTF-8''{quote(dialogue)}.json"
    return _asked_each_time(response)


@pages.get("/uitkomst/atom.xml")
@access.allow("site.read")
def feed() -> Response:
    with read_transaction(current_engine()) as connection:
        entries = read_feed(connection)
    text = render_template(
        "records/feed.xml", entries=entries, newest=max((one.changed for one in entries), default=0)
    )
    return _asked_each_time(Response(text, mimetype="application/atom+xml"))


@pages.get(f"/schema/{SCHEMA}.json")
@access.allow("site.read")
def schema() -> Response:
    """The same for everybody. A program reads it once, so it is stored nowhere, like every other answer."""
    return Response(SCHEMA_FILE.read_bytes(), mimetype="application/json")


def find_public(dialogue: str) -> Document:
    with read_transaction(current_engine()) as connection:
        record = read_public(connection, dialogue)
    if record is None:
        raise NotFound
    return record


def _asked_each_time(response: Response) -> Response:
    """A browser may store it and asks whether it is still so; nobody between may."""
    response.headers["Cache-Control"] = "private, no-cache"
    response.add_etag()
    response.make_conditional(request)
    return response
