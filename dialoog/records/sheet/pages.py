"""The page on which an organiser makes the folded sheet of a record (`/verslagen/<id>/vouwblad`), and takes it along as PDF.

Every button saves the whole form, so that nothing that somebody ticked or typed gets lost when a sentence moves.
"""

from datetime import UTC, datetime
from urllib.parse import quote

import msgspec
from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue as Page
from flask_babel import gettext as _
from werkzeug.exceptions import NotFound

from dialoog.accounts import access
from dialoog.accounts.forms import ButtonForm
from dialoog.db.engine import current_engine, read_transaction
from dialoog.jobs.clock import wall_ms
from dialoog.records.actions import Changed
from dialoog.records.document import Document
from dialoog.records.downloads.actions import Taker
from dialoog.records.downloads.pages import take_along
from dialoog.records.exports.files import file_name
from dialoog.records.exports.pdf import set_pdf
from dialoog.records.publication import RecordHead
from dialoog.records.queries import document_of
from dialoog.records.review.pages import editable_head, signed_in_person, write_record
from dialoog.records.sheet.actions import move, save_sheet
from dialoog.records.sheet.forms import TEXTS, SheetForm, first_sheet
from dialoog.records.sheet.paper import (
    TEMPLATE,
    Data,
    chosen_first,
    measure_sides,
    parts_of,
    sheet_on_paper,
)
from dialoog.records.sheet.queries import SheetInfo, read_sheet
from dialoog.web.blocking import run_apart
from dialoog.web.errors import PageError
from dialoog.web.form_fields import differences
from dialoog.web.outcomes import redirect_and_say

pages = Blueprint("sheet", __name__)


@pages.route("/verslagen/<dialogue>/vouwblad", methods=["GET", "POST"])
@access.allow("record.edit")
def sheet(dialogue: str) -> Page:
    """Stores it. Who saves over a newer one sees what stands there now beside their own, and chooses."""
    head, record, stands = _find(dialogue)
    form = SheetForm(**{name: getattr(stands, name) for name in TEXTS}, version=str(stands.number))
    if not form.is_submitted():
        return _page(head, record, stands, form)
    typed = _typed(form, record)
    if not form.validate():
        return _page(head, record, typed, form), 400
    typed = _typed(form, record)
    try:
        write_record(lambda connection: save_sheet(connection, dialogue, typed, wall_ms()))
    except Changed:
        head, record, stands = _find(dialogue)
        form.version.data = str(stands.number)
        return _page(head, record, typed, form, _differences(form, record, typed, stands)), 409
    moved = request.form.get("move", "").partition(":")[2]
    if moved:
        return redirect_and_say(f"{_address(dialogue)}#{quote(moved)}", _("Verplaatst."), moved)
    return redirect_and_say(_address(dialogue), _("Bewaard."))


@pages.post("/verslagen/<dialogue>/vouwblad/bestand")
@access.allow("record.edit")
def take_sheet(dialogue: str) -> Page | Response:
    """A copy with a number, as every file is. What does not fit is said in words, and never cut off. Set beside the loop of the phones."""
    head, record, stands = _find(dialogue)
    if not stands.words or not ButtonForm().validate_on_submit():
        return redirect(_address(dialogue), 303)
    if any(side.is_too_full for side in run_apart(measure_sides, _on_paper(head, record, stands))):
        raise PageError(
            409, _("Het past niet"), _("Er staat meer op het vouwblad dan erop past. Haal er iets af.")
        )
    copy = take_along(dialogue, "public", "sheet", Taker("account", signed_in_person()), stands)
    data = _on_paper(head, copy, _without_lost(stands, copy))
    response = Response(run_apart(set_pdf, TEMPLATE, data), mimetype="application/pdf")
    sheet_word = _("vouwblad")
    name = f"{sheet_word}-{file_name(copy)}.pdf"
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return response


def _find(dialogue: str) -> tuple[RecordHead, Document, SheetInfo]:
    """With the record as everybody may read it, and the sheet without what is not in that."""
    head = editable_head(dialogue)
    with read_transaction(current_engine()) as connection:
        record = document_of(connection, head, "public")
        stands = read_sheet(connection, dialogue) or first_sheet(head.about)
    if record is None:
        raise NotFound
    return head, record, _without_lost(stands, record)


def _without_lost(sheet: SheetInfo, record: Document) -> SheetInfo:
    there = {one.id for part in parts_of(record).values() for one in part}
    return msgspec.structs.replace(sheet, words=tuple(one for one in sheet.words if one in there))


def _typed(form: SheetForm, record: Document) -> SheetInfo:
    """The form as a sheet, after the button that moves a sentence. Of ids that are no sentences nothing comes."""
    parts = [[one.id for one in part] for part in parts_of(record).values()]
    words = tuple(dict.fromkeys(request.form.getlist("words")))
    way, _colon, word = request.form.get("move", "").partition(":")
    for part in parts:
        if word in part and way in ("up", "down"):
            words = move(words, word, part, earlier=way == "up")
    there = {one for part in parts for one in part}
    chosen = SheetInfo(number=form.version.number, words=tuple(one for one in words if one in there))
    return msgspec.structs.replace(chosen, **{name: form[name].data or "" for name in TEXTS})


def _differences(
    form: SheetForm, record: Document, typed: SheetInfo, stands: SheetInfo
) -> list[tuple[str, str]]:
    """The label of each text that reads otherwise now, with what stands there; and the sentences, where those are others."""
    found = differences(form, {name: getattr(stands, name) for name in TEXTS})
    if stands.words != typed.words:
        texts = {one.id: one.text for part in parts_of(record).values() for one in part}
        found.append((_("De zinnen"), " · ".join(texts[one] for one in stands.words)))
    return found


def _on_paper(head: RecordHead, record: Document, sheet: SheetInfo) -> Data:
    address = ""
    if head.is_public:
        address = url_for("public_record.public_record", dialogue=record.id, _external=True)
    made = record.copy.made if record.copy else datetime.now(UTC)
    return sheet_on_paper(record, sheet, address, made)


def _page(
    head: RecordHead,
    record: Document,
    sheet: SheetInfo,
    form: SheetForm,
    changed: list[tuple[str, str]] | None = None,
) -> str:
    return render_template(
        "records/sheet.html",
        about=head.about,
        record=record,
        sheet=sheet,
        form=form,
        differences=changed,
        parts={name: chosen_first(part, sheet.words) for name, part in parts_of(record).items() if part},
        button=ButtonForm(formdata=None),
        sides=run_apart(measure_sides, _on_paper(head, record, sheet)) if sheet.words else [],
    )


def _address(dialogue: str) -> str:
    return f"/verslagen/{dialogue}/vouwblad"
