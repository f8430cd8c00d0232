"""The pages on which an organiser tells back what became of an evening: their own text and to whom it goes (`/verslagen/<id>/terugvertellen`),
and below it what a participant will see, with the button that sends exactly that (`…/bekijken`).
"""

from flask import Blueprint, current_app, redirect, render_template
from flask.typing import ResponseReturnValue as Page
from flask_babel import gettext as _
from werkzeug.exceptions import NotFound

from dialoog.accounts import access, mails
from dialoog.accounts.forms import ButtonForm
from dialoog.db.engine import current_engine, read_transaction
from dialoog.jobs.clock import wall_ms
from dialoog.live.runtime import current_runtime
from dialoog.records import publication
from dialoog.records.actions import Changed
from dialoog.records.report_back import actions
from dialoog.records.report_back.forms import SendForm, TextForm
from dialoog.records.report_back.mails import KIND
from dialoog.records.report_back.queries import list_sent
from dialoog.records.report_back.report import build_report
from dialoog.records.review.notices import notices
from dialoog.records.review.pages import (
    editable_head,
    find_record,
    list_people,
    signed_in_person,
    write_record,
)
from dialoog.records.review.publishing import NotPreviewed
from dialoog.web.form_fields import differences
from dialoog.web.outcomes import redirect_and_say

pages = Blueprint("report_back_writing", __name__)


@pages.route("/verslagen/<dialogue>/terugvertellen", methods=["GET", "POST"])
@access.allow("record.edit")
def write(dialogue: str) -> Page:
    """Stores the text. Who saves over a newer one sees what stands there now beside their own, and chooses."""
    head = editable_head(dialogue)
    text = head.newest_text
    form = TextForm(introduction=text.introduction, closing=text.closing, version=str(text.number))
    if not form.is_submitted():
        return _write_page(head, form)
    if not form.validate():
        return _write_page(head, form), 400
    person, number = signed_in_person(), form.version.number
    introduction, closing = form.introduction.data or "", form.closing.data or ""
    try:
        write_record(
            lambda connection: actions.save_text(
                connection, dialogue, person, introduction, closing, number, wall_ms()
            )
        )
    except Changed:
        head = editable_head(dialogue)
        text = head.newest_text
        form.version.data = str(text.number)
        stored = {"introduction": text.introduction, "closing": text.closing}
        return _write_page(head, form, differences(form, stored)), 409
    return redirect_and_say(f"{_address(dialogue)}/bekijken", _("Bewaard."))


@pages.get("/verslagen/<dialogue>/terugvertellen/bekijken")
@access.allow("record.edit")
def preview(dialogue: str) -> Page:
    return _preview_page(editable_head(dialogue))


@pages.post("/verslagen/<dialogue>/terugvertellen/bekijken")
@access.allow("record.edit")
def send(dialogue: str) -> Page:
    about, _decided = find_record(dialogue)
    form, person, secret = SendForm(), signed_in_person(), str(current_app.secret_key)
    if not form.validate_on_submit():
        return redirect(f"{_address(dialogue)}/bekijken", 303)
    seal, people, now = form.seal.data or "", list_people(about), wall_ms()
    try:
        write_record(
            lambda connection: actions.send_back(connection, dialogue, person, seal, secret, people, now)
        )
    except NotPreviewed:
        return _preview_page(editable_head(dialogue), refused=True), 409
    return redirect_and_say(f"{_address(dialogue)}#lezers", _("Het is verteld."), "lezers")


def _write_page(
    head: publication.RecordHead,
    form: TextForm,
    changed: list[tuple[str, str]] | None = None,
) -> str:
    about = head.about
    people = list_people(about)
    with read_transaction(current_engine()) as connection:
        sent = list_sent(connection, about.id)
        readers = notices(connection, about.id, people, KIND)
    return render_template(
        "report_back/write.html",
        about=about,
        decided=head.decided,
        form=form,
        differences=changed,
        sent=sent,
        is_draft=head.draft is not None,
        notices=readers,
        has_mail=mails.is_on(),
        address=mails.own_address(f"/mijn/{about.id}/vervolg"),
        button=ButtonForm(formdata=None),
    )


def _preview_page(head: publication.RecordHead, *, refused: bool = False) -> str:
    state = current_runtime().broadcaster(head.about.id).state()
    with read_transaction(current_engine()) as connection:
        report = build_report(connection, head, head.newest_text, state=state)
    if report is None:
        raise NotFound
    former = head.told.number if head.told else 0
    seal = actions.seal_of(report, former, str(current_app.secret_key))
    return render_template(
        "report_back/preview.html",
        report=report,
        record=report.record,
        decided=head.decided,
        form=SendForm(formdata=None, seal=seal),
        refused=refused,
        was_told=bool(former),
    )


def _address(dialogue: str) -> str:
    return f"/verslagen/{dialogue}/terugvertellen"
