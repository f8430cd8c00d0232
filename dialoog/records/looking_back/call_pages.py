"""Whom an organiser rings to ask what changed, with how many were asked and answered (`/verslagen/<id>/veranderd`): who rings writes the
answer down, with each choice asked aloud (T13) and their own name.
"""

from collections.abc import Mapping

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue as Page
from flask_babel import gettext as _
from sqlalchemy import Connection
from werkzeug.exceptions import NotFound

from dialoog.accounts import access, queries
from dialoog.db.engine import current_engine, read_transaction
from dialoog.jobs.clock import wall_ms
from dialoog.jobs.schedule import day_at
from dialoog.live.runtime import current_runtime
from dialoog.records.follow_up.call_list import phone_in
from dialoog.records.forgetting import run_and_forget
from dialoog.records.looking_back import actions
from dialoog.records.looking_back.actions import NotAsked
from dialoog.records.looking_back.answers import count_answers, list_answers
from dialoog.records.looking_back.forms import CallForm
from dialoog.records.looking_back.invitations import asking_day
from dialoog.records.participants.own_words import keeps_of
from dialoog.records.publication import RecordHead
from dialoog.records.review.pages import editable_head, list_people, signed_in_person
from dialoog.telemetry.logging import log
from dialoog.web.outcomes import redirect_and_say

pages = Blueprint("looking_back_calls", __name__)


@pages.get("/verslagen/<dialogue>/veranderd")
@access.allow("record.edit")
def calls(dialogue: str) -> Page:
    return _page(editable_head(dialogue), {})


@pages.post("/verslagen/<dialogue>/veranderd/<seat>")
@access.allow("record.edit")
def answer(dialogue: str, seat: str) -> Page:
    """Only for who did not answer yet: what somebody answered themselves they change themselves."""
    head = editable_head(dialogue)
    person = current_runtime().broadcaster(dialogue).state().seats.get(seat)
    form = CallForm(prefix=f"{seat}-").limited_to(keeps_of(person))
    if seat not in _waiting(head):
        raise NotFound
    if not form.validate_on_submit():
        return _page(head, {seat: form}), 400

    def store(connection: Connection) -> bool:
        return actions.answer(connection, dialogue, seat, form.answer, wall_ms(), form.caller.data or "")

    try:
        is_new = run_and_forget(store)
    except NotAsked:
        raise NotFound from None
    if is_new:
        log.info("an answer was written down for who was rung", dialogue=dialogue)
    return redirect_and_say(f"/verslagen/{dialogue}/veranderd", _("Het antwoord is bewaard."))


def _waiting(head: RecordHead) -> list[str]:
    """The seats of who was asked and did not answer."""
    with read_transaction(current_engine()) as connection:
        return [one.seat for one in list_answers(connection, head.about.id) if one.at is None]


def _page(head: RecordHead, sent: Mapping[str, CallForm]) -> str:
    """`sent` are forms that were not taken, with their errors."""
    about = head.about
    waiting = set(_waiting(head))
    people = [one for one in list_people(about) if one.seat in waiting]
    state = current_runtime().broadcaster(about.id).state()
    with read_transaction(current_engine()) as connection:
        counts = count_answers(connection, about.id)
        caller = queries.person(connection, signed_in_person())
        mailed = {one.seat for one in list_answers(connection, about.id) if one.is_mailed}
    name = caller.name if caller else ""

    def form_of(seat: str) -> CallForm:
        form = sent.get(seat)
        if form is None:
            form = CallForm(None, prefix=f"{seat}-", data={"caller": name})
            form.limited_to(keeps_of(state.seats.get(seat)))
        return form

    day = asking_day(head.snapshot.began) if head.snapshot and head.snapshot.began else ""
    last = about.last_day_of_contacts
    return render_template(
        "looking_back/calls.html",
        about=about,
        counts=counts,
        people=[(one, phone_in(one.reach)) for one in people],
        mailed=mailed,
        form_of=form_of,
        opened=sent,
        day=day,
        is_past=bool(day) and day < day_at(wall_ms()).isoformat(),
        is_too_late=bool(day and last) and last <= day,
    )
