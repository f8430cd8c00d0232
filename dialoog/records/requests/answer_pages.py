"""How an organiser answers a request (`/verslagen/<id>/verzoeken/<request>`), and says that who asked was told."""

from flask import Blueprint, redirect, render_template
from flask.typing import ResponseReturnValue as Page
from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import Connection
from werkzeug.exceptions import NotFound

from dialoog.accounts import access, mails
from dialoog.accounts.forms import ButtonForm
from dialoog.db.engine import current_engine, read_transaction
from dialoog.jobs import outbox
from dialoog.jobs.clock import wall_ms
from dialoog.live.queries import DialogueInfo, resource_of
from dialoog.records.requests import actions, queries
from dialoog.records.requests.answer_form import AnswerForm
from dialoog.records.requests.queries import RequestInfo, likely_sentences
from dialoog.records.review.editing import Sentence
from dialoog.records.review.pages import (
    editable_head,
    find_record,
    list_shown,
    signed_in_person,
    write_record,
)
from dialoog.web.outcomes import redirect_and_say

pages = Blueprint("request_answers", __name__)


@pages.route("/verslagen/<dialogue>/verzoeken/<removal>", methods=["GET", "POST"])
@access.allow("record.edit")
def answer(dialogue: str, removal: str) -> Page:
    """Whole sentences are hidden, or none; who left a mail address is mailed why."""
    head = editable_head(dialogue)
    removal_request = _find(dialogue, removal)
    if removal_request.answered is not None:
        return redirect(_address(dialogue), 303)
    about, sentences = head.about, list_shown(head)
    form = AnswerForm().offer(sentences)
    if not form.is_submitted():
        return _answer_page(about, removal_request, sentences, form)
    if not form.validate():
        return _answer_page(about, removal_request, sentences, form), 400
    person, reason, words = signed_in_person(), form.reason.data or "", form.words.data or []

    def write(connection: Connection) -> None:
        if actions.answer_request(connection, dialogue, removal, person, words, reason, wall_ms()):
            _mail(connection, about, removal_request, reason, is_hidden=bool(words))

    write_record(write)
    return redirect_and_say(_address(dialogue), _("Uw antwoord is bewaard."))


@pages.post("/verslagen/<dialogue>/verzoeken/<removal>/verteld")
@access.allow("record.edit")
def finish(dialogue: str, removal: str) -> Page:
    """Who asked was told, by voice or on paper: what they wrote goes now."""
    find_record(dialogue)
    _find(dialogue, removal)
    if ButtonForm().validate_on_submit():
        write_record(lambda connection: actions.finish_request(connection, dialogue, removal))
    return redirect_and_say(_address(dialogue), _("Bewaard. Wat iemand schreef, is gewist."))


def _mail(connection: Connection, about: DialogueInfo, removal_request: RequestInfo, reason: str, *, is_hidden: bool) -> None:  # fmt: skip
    """In the language in which they asked. Without a mail server, or a mail address, the organiser is told to ring them."""
    recipient = outbox.address_in(removal_request.reach)
    if recipient is None or not mails.is_on():
        return
    with force_locale(removal_request.lang):
        subject = _("Uw vraag over een verslag")
        body = render_template("mails/request.txt", about=about, reason=reason, is_hidden=is_hidden)
    outbox.write(
        connection,
        kind="request",
        recipient=recipient,
        subject=subject,
        body=body,
        organisation=resource_of(connection, about.id).organisation,
        cause=about.id,
        now=wall_ms(),
        language=removal_request.lang,
    )
    actions.forget_reach(connection, removal_request.id)


def _find(dialogue: str, removal: str) -> RequestInfo:
    with read_transaction(current_engine()) as connection:
        removal_request = queries.find_request(connection, dialogue, removal)
    if removal_request is None:
        raise NotFound
    return removal_request


def _answer_page(
    about: DialogueInfo, removal_request: RequestInfo, sentences: list[Sentence], form: AnswerForm
) -> str:
    ticked = set(form.words.data or [])
    likely = likely_sentences(sentences, removal_request)
    return render_template(
        "requests/answer.html",
        about=about,
        removal_request=removal_request,
        likely=likely,
        others=[one for one in sentences if one not in likely],
        ticked=ticked,
        form=form,
        is_mailed=outbox.address_in(removal_request.reach) is not None and mails.is_on(),
    )


def _address(dialogue: str) -> str:
    return f"/verslagen/{dialogue}/beheren#verzoeken"
