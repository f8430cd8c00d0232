"""The saved records: a list (`/verslagen`), one to read and print, and the same as JSON.

Until there are accounts, the set-up key opens all of them and a console link its own (design, V4).
"""

from datetime import UTC, datetime
from urllib.parse import quote

import msgspec
from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from dialoog.accounts import access
from dialoog.database import current_engine, reading
from dialoog.record import reading as records
from dialoog.record.document import Document

pages = Blueprint("record", __name__)

LEADING = ("facilitator", "scribe")


@pages.get("/verslagen")
def list_of_records() -> str | AnyResponse:
    own = _own_dialogues()
    if not access.holds_setup_key() and not own:
        return _ask_for_the_key()
    with reading(current_engine()) as connection:
        among = None if access.holds_setup_key() else own
        saved, never_closed = records.lines(connection, among)
    return render_template("record/list.html", saved=saved, never_closed=never_closed)


@pages.get("/verslagen/<dialogue>")
def one_record(dialogue: str) -> str | AnyResponse:
    if not _may_read(dialogue):
        return _ask_for_the_key()
    return render_template("record/record.html", record=_record(dialogue))


@pages.get("/verslagen/<dialogue>.json")
def one_record_as_json(dialogue: str) -> Response:
    if not _may_read(dialogue):
        abort(401)
    body = msgspec.json.format(msgspec.json.encode(_record(dialogue)), indent=2)
    answer = Response(body + b"\n", mimetype="application/json")
    answer.headers["Content-Disposition"] = f"inline; filename*=UTF-8''{quote(dialogue)}.json"
    return answer


@pages.app_template_filter("moment")
def moment(milliseconds: int) -> datetime:
    """A moment of the journal, for the filters that write days."""
    return datetime.fromtimestamp(milliseconds // 1000, UTC)


def _record(dialogue: str) -> Document:
    with reading(current_engine()) as connection:
        found = records.read(connection, dialogue)
    if found is None:
        abort(404)
    return found


def _may_read(dialogue: str) -> bool:
    return access.holds_setup_key() or dialogue in _own_dialogues()


def _own_dialogues() -> frozenset[str]:
    """The dialogues that this browser holds a console or scribe link of."""
    return frozenset(bearer.dialogue for bearer in access.bearers() if bearer.desk in LEADING)


def _ask_for_the_key() -> AnyResponse:
    return redirect(url_for("entry.key", back=request.path))
