"""Taking a record along as a file, and the page on which an organiser sees who did, and which copies are old (`/verslagen/<id>/kopieen`).

A file is asked for with a POST, since it is written down: following a link, looking ahead or going back makes no copy.
"""

from functools import partial

from flask import Blueprint, Response, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as AnyResponse

from dialoog.accounts import access, authentication
from dialoog.accounts.forms import ButtonForm
from dialoog.db.engine import current_engine, read_transaction, run_in_transaction
from dialoog.jobs.clock import wall_ms
from dialoog.records.document import Document
from dialoog.records.downloads import actions
from dialoog.records.downloads.actions import Taker
from dialoog.records.downloads.forms import FileForm
from dialoog.records.downloads.queries import count_downloads, list_downloads
from dialoog.records.exports.files import as_file
from dialoog.records.models import Audience
from dialoog.records.pages import (
    add_undecided,
    follow_participant,
    reading_audience,
    redirect_to_sign_in,
)
from dialoog.records.public_pages import find_public
from dialoog.records.review.pages import find_record, write_record
from dialoog.records.sheet.queries import SheetInfo
from dialoog.web.blocking import run_apart
from dialoog.web.languages import STAFF_LANGUAGES, set_page_languages
from dialoog.web.outcomes import redirect_and_say
from dialoog.web.page_number import page_number

pages = Blueprint("record_downloads", __name__)
pages.register_error_handler(access.Unauthorized, redirect_to_sign_in)


@pages.post("/verslagen/<dialogue>/bestand")
@access.allow("record.read")
def take(dialogue: str) -> AnyResponse:
    audience = reading_audience(dialogue)
    follow_participant(dialogue)
    address = url_for("record.one_record", dialogue=dialogue, _external=True)
    return _file(dialogue, audience, taker_of(dialogue), address) or redirect(f"{address}#take", 303)


@pages.get("/uitkomst/<dialogue>/meenemen")
@access.allow("site.read")
def public_files(dialogue: str) -> str:
    record = find_public(dialogue)
    if authentication.signed_in() is not None:
        set_page_languages(STAFF_LANGUAGES)
    return render_template("records/take.html", record=record, form=FileForm(formdata=None))


@pages.post("/uitkomst/<dialogue>/meenemen")
@access.allow("site.read")
def take_public(dialogue: str) -> AnyResponse:
    """Counted by day and by what stood in it; nobody is written down."""
    find_public(dialogue)
    address = url_for("public_record.public_record", dialogue=dialogue, _external=True)
    return _file(dialogue, "public", Taker("everybody"), address) or redirect(f"{address}/meenemen", 303)


@pages.get("/verslagen/<dialogue>/kopieen")
@access.allow("record.edit")
def copies(dialogue: str) -> tuple[str, int]:
    """Which copies were taken along. Of what went it says how much, never what."""
    about, _decided = find_record(dialogue)
    with read_transaction(current_engine()) as connection:
        counts = count_downloads(connection, dialogue)
        page = list_downloads(connection, dialogue, counts, page_number())
    body = render_template(
        "records/copies.html", about=about, page=page, counts=counts, button=ButtonForm(formdata=None)
    )
    return body, 200 if page.exists else 404


@pages.post("/verslagen/<dialogue>/kopieen/gezien")
@access.allow("record.edit")
def acknowledge(dialogue: str) -> AnyResponse:
    find_record(dialogue)
    if ButtonForm().validate_on_submit():
        write_record(lambda connection: actions.acknowledge(connection, dialogue))
    return redirect_and_say(f"/verslagen/{dialogue}/kopieen", _("De melding is weg."))


def _file(dialogue: str, audience: Audience, taker: Taker, address: str) -> Response | None:
    """None for a form that names no format."""
    form = FileForm()
    if not form.validate_on_submit():
        return None
    extension = form.format.data or ""
    document = take_along(dialogue, audience, extension, taker)
    return as_file(add_undecided(document), extension, address.partition("//")[2])


def take_along(
    dialogue: str, audience: Audience, format: str, taker: Taker, sheet: SheetInfo | None = None
) -> Document:
    """The record with the number of its copy. It is read beside the loop of the phones, and anew where somebody changed it meanwhile."""
    engine, document = current_engine(), None
    chosen, number = (frozenset(sheet.words), sheet.number) if sheet else (None, None)
    while document is None:
        reading = run_apart(actions.read, engine, dialogue, audience, chosen)
        if reading is None:
            raise NotFound
        write = partial(
            actions.take, reading=reading, format=format, taker=taker, now=wall_ms(), sheet=number
        )
        document = run_in_transaction(engine, write)
    return document


def taker_of(dialogue: str) -> Taker:
    """By account where there is one; of who sat at the table it says no more than that."""
    own = authentication.signed_in()
    if own is not None:
        return Taker("account", own.person)
    desks = {one.desk for one in authentication.desk_identities() if one.dialogue == dialogue}
    return Taker("seat" if "seat" in desks else "desk" if desks else "key")
