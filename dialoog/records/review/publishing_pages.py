"""The page on which an organiser looks at what a wider audience will read, and publishes exactly that (`/verslagen/<id>/publiceren`)."""

from typing import cast

from flask import Blueprint, current_app, redirect, render_template, request
from flask.typing import ResponseReturnValue as Page
from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from werkzeug.exceptions import NotFound
from wtforms import HiddenField, SubmitField
from wtforms.validators import AnyOf, Length

from dialoog.accounts import access
from dialoog.db.engine import current_engine, read_transaction
from dialoog.jobs.clock import wall_ms
from dialoog.records.models import AUDIENCES, Audience
from dialoog.records.publication import RecordHead
from dialoog.records.queries import document_of
from dialoog.records.review.pages import editable_head, find_record, signed_in_person, write_record
from dialoog.records.review.publishing import NotPreviewed, publish, seal_of
from dialoog.web.outcomes import redirect_and_say

pages = Blueprint("record_publishing", __name__)
LONGEST_SEAL = 500
NOW_READS = {
    "participants": lazy_gettext("Nu lezen alleen wie meedeed en de organisatoren het."),
    "organisation": lazy_gettext("Nu lezen ook de mensen van uw organisatie het."),
    "public": lazy_gettext("Het staat nu openbaar. Iedereen kan het lezen."),
}


class PublishForm(FlaskForm):  # type: ignore[misc]
    """`seal` is that of the document which the page showed."""

    audience = HiddenField(validators=[AnyOf(AUDIENCES)])
    seal = HiddenField(validators=[Length(max=LONGEST_SEAL)])
    submit = SubmitField(lazy_gettext("Publiceer dit"))


@pages.get("/verslagen/<dialogue>/publiceren")
@access.allow("record.edit")
def preview(dialogue: str) -> Page:
    """What this audience will read, whole, with the button below which it becomes so."""
    head = editable_head(dialogue)
    audience = request.args.get("audience", "organisation")
    if audience not in AUDIENCES:
        raise NotFound
    return _preview_page(head, audience)


@pages.post("/verslagen/<dialogue>/publiceren")
@access.allow("record.edit")
def send(dialogue: str) -> Page:
    find_record(dialogue)
    form, person, secret = PublishForm(), signed_in_person(), str(current_app.secret_key)
    if not form.validate_on_submit():
        return redirect(f"/verslagen/{dialogue}/beheren", 303)
    audience, seal = cast(Audience, form.audience.data), form.seal.data or ""
    try:
        write_record(
            lambda connection: publish(connection, dialogue, person, audience, seal, secret, wall_ms())
        )
    except NotPreviewed:
        return _preview_page(editable_head(dialogue), audience, refused=True), 409
    return redirect_and_say(f"/verslagen/{dialogue}/beheren", str(NOW_READS[audience]))


def _preview_page(head: RecordHead, audience: Audience, *, refused: bool = False) -> str:
    with read_transaction(current_engine()) as connection:
        document = document_of(connection, head, audience)
    if document is None:
        raise NotFound
    form = PublishForm(formdata=None, audience=audience, seal=seal_of(document, str(current_app.secret_key)))
    return render_template(
        "records/preview.html",
        record=document,
        decided=head.decided,
        form=form,
        refused=refused,
        is_bare=True,
    )
