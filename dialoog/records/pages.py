"""The pages of records: one record to read and print, the same record as JSON, and the way there from the start page (`/uitkomst`).
The list of them and the search are in `search`.

An organiser reads those of the own organisation, who holds the set-up key all of them, a console link its own (V4), and a phone that of
the table where it sat.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import partial
from urllib.parse import quote

import msgspec
from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from sqlalchemy import Connection
from werkzeug.wrappers import Response as AnyResponse

from dialoog.accounts import access, authentication
from dialoog.accounts.account_links import has_organisation
from dialoog.accounts.policy import Resource
from dialoog.db.engine import current_engine, read_transaction
from dialoog.live.entry.admission import desk_path
from dialoog.live.queries import DialogueInfo, dialogue_info
from dialoog.live.runtime import current_runtime
from dialoog.live.time_slices import rest
from dialoog.records import queries as records
from dialoog.records.document import Document, moment
from dialoog.records.downloads.forms import FileForm
from dialoog.records.exports import phrases
from dialoog.records.exports.files import as_json
from dialoog.records.exports.measures import caveats, measures
from dialoog.records.exports.timeline import timeline, timeline_columns, timeline_heading, timeline_note
from dialoog.records.formats import clock, seats_on_a_ring, standing
from dialoog.records.models import Audience
from dialoog.records.public import list_public
from dialoog.records.publication import RecordHead, find_head
from dialoog.records.queries import Reachable
from dialoog.rules.released import count_undecided
from dialoog.rules.state import State, Status
from dialoog.rules.views import is_outside
from dialoog.settings import LANGUAGES
from dialoog.web.languages import isolate, set_page_languages
from dialoog.web.own_address import current_address
from dialoog.web.page_number import page_number

pages = Blueprint("record", __name__)
pages.add_app_template_filter(moment)
pages.add_app_template_filter(seats_on_a_ring, "ring")
pages.add_app_template_filter(clock)
pages.add_app_template_filter(timeline)
pages.add_app_template_filter(measures)
pages.add_app_template_filter(caveats)
pages.add_app_template_global(standing)
for words_of_it in (timeline_columns, timeline_heading, timeline_note):
    pages.add_app_template_global(words_of_it)
pages.add_app_template_filter(partial(phrases.together, show=isolate), "together")
pages.add_app_template_filter(partial(phrases.supported, show=isolate), "supported")
pages.add_app_template_filter(partial(phrases.signature, show=isolate), "signature")
pages.add_app_template_filter(partial(phrases.put_to, show=isolate), "put_to")
for phrase in (
    phrases.by_source,
    phrases.how_it_stands,
    phrases.in_language,
    phrases.is_of_group,
    phrases.kind_name,
    phrases.reply_said,
    phrases.reply_text,
    phrases.small_steps,
    phrases.step_title,
    phrases.table_of,
    phrases.title_language,
    phrases.translated_by,
    phrases.who,
    phrases.who_within,
):
    pages.add_app_template_filter(phrase)


@pages.get("/uitkomst")
@access.allow("site.read")
def way_to_records() -> tuple[str, int]:
    """Where to read what came out: the same for everybody, with the way to the own list for who has one."""
    with read_transaction(current_engine()) as connection:
        page = list_public(connection, page_number())
    lists = access.is_allowed("record.list")
    body = render_template("records/way.html", tables=_closed_tables(), page=page, lists=lists)
    return body, 200 if page.exists else 404


def _closed_tables() -> list[tuple[DialogueInfo, bool]]:
    """The closed dialogues where this browser has a seat, the newest first, and whether it may read the record of each."""
    own = {identity.dialogue for identity in authentication.desk_identities() if identity.desk == "seat"}
    closed = [one for one in own if current_runtime().broadcaster(one).state().status is Status.CLOSED]
    with read_transaction(current_engine()) as connection:
        found = [dialogue_info(connection, one) for one in closed]
    tables = sorted((info for info in found if info), key=lambda info: info.created, reverse=True)
    return [(info, sat_at(info.id)) for info in tables]


@pages.get("/verslagen/<dialogue>")
@access.allow("record.read")
def one_record(dialogue: str) -> str:
    """In every language for who sat at the table; for staff, who have their own ways from here, in theirs."""
    head = _find_head(dialogue)
    rest()
    state = current_runtime().broadcaster(dialogue).state()
    sits = _sits(dialogue, state)
    audience = _audience_of(head.resource, sits=sits)
    with read_transaction(current_engine()) as connection:
        names, reachable = _read_people(connection, head, state)
        rest()
        document = records.document_of(connection, head, audience, names)
    if document is None:
        abort(404)
    record = add_undecided(document, state)
    rest()
    place = desk_path("seat", dialogue) if sits else None
    file_form = FileForm(formdata=None)
    told_at = url_for("report_back.report", dialogue=dialogue) if head.told else ""
    if follow_participant(dialogue):
        return render_template(
            "records/record.html", record=record, place=place, file_form=file_form, told_at=told_at
        )
    return render_template(
        "records/organiser_record.html",
        record=record,
        told_at=told_at,
        place=place,
        reachable=reachable,
        leads_here=_leads(dialogue),
        lists=access.is_allowed("record.list"),
        may_edit=access.is_allowed("record.edit", head.resource),
        decided=head.decided,
        file_form=file_form,
    )


def follow_participant(dialogue: str) -> bool:
    """Answers in any language where who asks sat at the table and is not staff; says whether that is so."""
    if access.is_allowed("record.list") or _leads(dialogue) or authentication.signed_in():
        return False
    set_page_languages(LANGUAGES)
    return True


def _leads(dialogue: str) -> bool:
    return access.is_allowed("console.open", Resource(dialogue=dialogue))


@pages.get("/verslagen/<dialogue>.json")
@access.allow("record.read")
def one_record_as_json(dialogue: str) -> Response:
    """What the page shows now, for a program; it is no copy with a number."""
    response = Response(as_json(readable_record(dialogue)), mimetype="application/json")
    response.headers["Content-Disposition"] = f"inline; filename*=UTF-8''{quote(dialogue)}.json"
    return response


def readable_record(dialogue: str) -> Document:
    """Refuses alike another's record and none, so that nobody learns which records exist."""
    head = _find_head(dialogue)
    audience = _audience_of(head.resource, sits=sat_at(dialogue))
    with read_transaction(current_engine()) as connection:
        document = records.document_of(connection, head, audience)
    if document is None:
        abort(404)
    return add_undecided(document)


def reading_audience(dialogue: str) -> Audience:
    """As whom this request reads the record; refuses who may not."""
    return readable_head(dialogue)[1]


def readable_head(dialogue: str) -> tuple[RecordHead, Audience]:
    """Beside it as whom this request reads the record; refuses who may not."""
    head = _find_head(dialogue)
    return head, _audience_of(head.resource, sits=sat_at(dialogue))


def _find_head(dialogue: str) -> RecordHead:
    """Refuses who may not read it, and whoever asks for what is not there."""
    with read_transaction(current_engine()) as connection:
        head = find_head(connection, dialogue)
    access.require("record.read", head.resource if head else Resource(dialogue=dialogue))
    return head or abort(404)


def _audience_of(resource: Resource, *, sits: bool) -> Audience:
    """`sits`: whether this phone has a seat at the table."""
    if not (access.is_allowed("record.list", resource) or sits):
        access.refuse("record.read")
    unpublished = msgspec.structs.replace(resource, published=False)
    return "participants" if sits or access.is_allowed("record.list", unpublished) else "organisation"


def add_undecided(document: Document, state: State | None = None) -> Document:
    """For who took part. Counted in the state, which is read where the caller does not have it, and not stored with the record: it is
    over after seven days."""
    if document.audience != "participants" or datetime.now(UTC) >= document.choices_end:
        return document
    state = state or current_runtime().broadcaster(document.id).state()
    agreements, words = count_undecided(state)
    return msgspec.structs.replace(document, undecided_agreements=agreements, undecided_words=words)


def _read_people(
    connection: Connection, head: RecordHead, state: State
) -> tuple[Mapping[str, str], list[Reachable]]:
    """Names, and for the organiser alone who may be approached later (C2)."""
    if access.is_allowed("contact.read", head.resource):
        return records.read_people(connection, head.about, state)
    return records.read_names(connection, head.about.id, state), []


def sat_at(dialogue: str) -> bool:
    """Whether this phone has a seat at the table; who waits at the door or was removed has none (R9)."""
    if authentication.identity("seat", dialogue) is None:
        return False
    return _sits(dialogue, current_runtime().broadcaster(dialogue).state())


def _sits(dialogue: str, state: State) -> bool:
    own = authentication.identity("seat", dialogue)
    return own is not None and own.seat in state.seats and not is_outside(state, own.seat)


@pages.errorhandler(access.Unauthorized)
def redirect_to_sign_in(error: access.Unauthorized) -> AnyResponse | access.Unauthorized:
    """Sends a browser to the page where people sign in, before anybody has an account to the form for the set-up key; a program that
    asks for JSON gets 401."""
    if request.path.endswith(".json"):
        return error
    with read_transaction(current_engine()) as connection:
        has_accounts = has_organisation(connection)
    return redirect(url_for("sign_in.sign_in" if has_accounts else "entry.key", back=current_address()))
