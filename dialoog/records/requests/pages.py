"""Asking to be taken out of a record, without an account (`/verzoek/<id>`): for whoever may read that record, in four languages."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue as Page
from flask_babel import get_locale
from flask_babel import gettext as _
from werkzeug.exceptions import NotFound

from dialoog.accounts import access
from dialoog.db.engine import current_engine, read_transaction, run_in_transaction
from dialoog.jobs.clock import wall_ms
from dialoog.live.queries import DialogueInfo
from dialoog.live.runtime import current_runtime
from dialoog.records.pages import reading_audience
from dialoog.records.participants.record_pages import reads_by_card
from dialoog.records.publication import find_head
from dialoog.records.requests.actions import DAYS_AFTER_ANSWER, keeps_contacts, request_removal
from dialoog.records.requests.forms import RequestForm

pages = Blueprint("removal_request", __name__)


@pages.route("/verzoek/<dialogue>", methods=["GET", "POST"])
@access.allow("record.ask")
def write(dialogue: str) -> Page:
    """Limited per record, far above what a hall asks, and never per address: a hall shares one."""
    about, is_public = _require(dialogue)
    form = RequestForm()
    if not form.is_submitted():
        return _form_page(about, form, is_public=is_public)
    if not form.validate():
        return _form_page(about, form, is_public=is_public), 400
    if not current_runtime().buckets.allow_request(dialogue):
        later = _("Het lukt nu niet om dit te bewaren. Probeer het over een minuut nog eens.")
        return _form_page(about, form, is_public=is_public, say=later), 503
    text, wish, reach = (field.data or "" for field in (form.text, form.wish, form.reach))
    lang = str(get_locale())
    run_in_transaction(
        current_engine(),
        lambda connection: request_removal(connection, dialogue, text, wish, reach, lang, wall_ms()),
    )
    return redirect(url_for("removal_request.thank", dialogue=dialogue), 303)


@pages.get("/verzoek/<dialogue>/bedankt")
@access.allow("record.ask")
def thank(dialogue: str) -> Page:
    about, is_public = _require(dialogue)
    return render_template(
        "requests/thanks.html",
        about=about,
        record=_address_of_record(dialogue, is_public=is_public),
        is_public=is_public,
        days=DAYS_AFTER_ANSWER,
    )


def _form_page(about: DialogueInfo, form: RequestForm, *, is_public: bool, say: str = "") -> str:
    with read_transaction(current_engine()) as connection:
        keeps_reach = keeps_contacts(connection, about.id, wall_ms())
    return render_template(
        "requests/request.html",
        about=about,
        form=form,
        record=_address_of_record(about.id, is_public=is_public),
        is_public=is_public,
        keeps_reach=keeps_reach,
        say=say,
        days=DAYS_AFTER_ANSWER,
    )


def _require(dialogue: str) -> tuple[DialogueInfo, bool]:
    """And whether everybody may read it. What one may not read is as if it were not there."""
    with read_transaction(current_engine()) as connection:
        head = find_head(connection, dialogue)
    if head is None or head.snapshot is None:
        raise NotFound
    about, is_public = head.about, head.is_public
    if not is_public and not reads_by_card(dialogue):
        try:
            reading_audience(dialogue)
        except access.Unauthorized:
            raise NotFound from None
    return about, is_public


def _address_of_record(dialogue: str, *, is_public: bool) -> str:
    if is_public:
        return url_for("public_record.public_record", dialogue=dialogue)
    by_card = reads_by_card(dialogue)
    return url_for("own_record.record_of_own_table" if by_card else "record.one_record", dialogue=dialogue)
