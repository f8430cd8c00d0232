"""The saved records: a list (`/verslagen`), one to read and print, and the same as JSON.

Until there are accounts, the set-up key opens all of them and a console link its own (V4).
"""

import re
from urllib.parse import quote

import msgspec
from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from dialoog.accounts import access
from dialoog.accounts.policy import Resource
from dialoog.db.engine import current_engine, read_transaction
from dialoog.records import queries as records
from dialoog.records.document import Document, moment
from dialoog.records.forms import FiltersForm, state_name

PAGE_NUMBER = re.compile(r"[0-9]{1,6}", re.ASCII)

pages = Blueprint("record", __name__)
pages.add_app_template_filter(moment)
pages.add_app_template_filter(state_name)


@pages.get("/verslagen")
@access.allow("record.list")
def list_of_records() -> tuple[str, int]:
    """A page that the list has not says so, with a way back; a filter that it does not offer filters nothing."""
    scope = access.scope("record.list")
    with read_transaction(current_engine()) as connection:
        choices = records.list_choices(connection, scope)
        form = FiltersForm(choices)
        page = records.list_dialogues(connection, scope, form.filters, _page_number())
    exists = 1 <= page.number <= page.pages
    return render_template("records/list.html", page=page, form=form, exists=exists), 200 if exists else 404


def _page_number() -> int:
    """0 for what is no number."""
    number = request.args.get("page", "1")
    return int(number) if PAGE_NUMBER.fullmatch(number) else 0


@pages.get("/verslagen/<dialogue>")
@access.allow("record.read")
def one_record(dialogue: str) -> str:
    leads_here = access.is_allowed("console.open", Resource(dialogue))
    return render_template("records/record.html", record=_record(dialogue), leads_here=leads_here)


@pages.get("/verslagen/<dialogue>.json")
@access.allow("record.read")
def one_record_as_json(dialogue: str) -> Response:
    body = msgspec.json.format(msgspec.json.encode(_record(dialogue)), indent=2)
    answer = Response(body + b"\n", mimetype="application/json")
    answer.headers["Content-Disposition"] = f"inline; filename*=UTF-8''{quote(dialogue)}.json"
    return answer


def _record(dialogue: str) -> Document:
    """Whose it is not hears the same about a record that is there and one that is not."""
    access.require("record.read", Resource(dialogue))
    with read_transaction(current_engine()) as connection:
        found = records.read_record(connection, dialogue)
    if found is None:
        abort(404)
    return found


@pages.errorhandler(access.Unauthorized)
def ask_for_the_key(stranger: access.Unauthorized) -> AnyResponse | access.Unauthorized:
    """A browser may have the key at hand; a program that reads JSON is only told no."""
    if request.path.endswith(".json"):
        return stranger
    return redirect(url_for("entry.key", back=request.path))
