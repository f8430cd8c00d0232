"""The call list of the week (`/bellijst`): to ring from, to print, and to write down what people answered, with one's own name."""

from collections.abc import Mapping
from datetime import date

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue as Page
from flask_babel import gettext as _
from sqlalchemy import Connection
from werkzeug.exceptions import NotFound

from dialoog.accounts import access, queries
from dialoog.accounts.policy import Scope, may_close_agreement
from dialoog.accounts.sessions import SignedIn
from dialoog.db.engine import current_engine, read_transaction
from dialoog.jobs.clock import DAY_MS, wall_ms
from dialoog.jobs.schedule import day_at
from dialoog.records.follow_up import actions
from dialoog.records.follow_up.actions import NotADay, NotTheirs, NotThere
from dialoog.records.follow_up.call_list import LATELY_DAYS, Call, find_call, list_calls, list_written_down
from dialoog.records.follow_up.forms import CallForm, TakeBackForm
from dialoog.records.follow_up.questions.to_do import TO_RING, list_to_do
from dialoog.records.forgetting import run_and_forget
from dialoog.records.looking_back.answers import list_to_ring
from dialoog.telemetry.logging import log
from dialoog.web.outcomes import redirect_and_say
from dialoog.web.page_number import page_number

pages = Blueprint("call_list", __name__)
ADDRESS = "/bellijst"


@pages.get("/bellijst")
@access.allow("agreement.answer")
def calls() -> Page:
    """Answers 404, with a link to the first page, for a page that the list does not have."""
    return _list_page(_require(), {})


@pages.post("/bellijst/<agreement>")
@access.allow("agreement.answer")
def answer(agreement: str) -> Page:
    own = _require()
    call, form, now = _find(own, agreement), CallForm(prefix=f"{agreement}-"), wall_ms()
    if not form.validate_on_submit():
        return _list_page(own, {agreement: form}, 400)
    about = call.agreement

    def store(connection: Connection) -> bool:
        return actions.answer_agreement(
            connection, about.dialogue, about.word, form.answer, now, form.caller.data or ""
        )

    try:
        is_new = run_and_forget(store)
    except NotADay as error:
        form.refuse_day(error)
        return _list_page(own, {agreement: form}, 400)
    except NotTheirs:
        form.outcome.errors = [_("Dat zegt de bewoner zelf.")]
        return _list_page(own, {agreement: form}, 403)
    except NotThere:
        raise NotFound from None
    if is_new:
        log.info("an answer was written down for who was rung", dialogue=about.dialogue)
    return redirect(f"{ADDRESS}?bewaard=1#opgeschreven", 303)


@pages.post("/bellijst/<agreement>/terug")
@access.allow("agreement.answer")
def take_back(agreement: str) -> Page:
    """Only what a caller wrote down: what somebody answered themselves they take back themselves."""
    about = _find(_require(), agreement).agreement
    if not TakeBackForm().validate_on_submit() or about.caller is None:
        return redirect(ADDRESS, 303)
    try:
        run_and_forget(
            lambda connection: actions.take_back(connection, about.dialogue, about.word, wall_ms())
        )
    except NotThere:
        raise NotFound from None
    return redirect_and_say(ADDRESS, _("Het antwoord is weg."))


def _require() -> SignedIn:
    access.require_own_organisation("agreement.answer")
    return access.require_person("agreement.answer")


def calls_scope(own: SignedIn) -> Scope:
    """The evenings of the organisation that this session is about, for who may ring about them."""
    return Scope(organisations=access.scope("agreement.answer").organisations & {own.organisation or ""})


def _find(own: SignedIn, agreement: str) -> Call:
    with read_transaction(current_engine()) as connection:
        call = find_call(connection, calls_scope(own), agreement, _today())
    if call is None:
        raise NotFound
    return call


def _list_page(own: SignedIn, sent: Mapping[str, CallForm], status: int = 200) -> tuple[str, int]:
    """`sent` are forms that were not taken, with their errors. Their calls come first where they stand on another page, or were answered meanwhile."""
    scope, today, now = calls_scope(own), _today(), wall_ms()
    with read_transaction(current_engine()) as connection:
        page = list_calls(connection, scope, today, page_number())
        to_ask = list_to_ring(connection, scope)
        about_questions = list_to_do(connection, scope, today, kinds=TO_RING)
        written_down = list_written_down(connection, scope, now - LATELY_DAYS * DAY_MS, today)
        organisation = queries.organisation(connection, own.organisation or "")
    kind = organisation.kind if organisation else None
    listed_here = {call.agreement.id for call in page.lines}

    def form_of(call: Call) -> CallForm:
        identifier = call.agreement.id
        return sent.get(identifier) or CallForm(None, prefix=f"{identifier}-", data={"caller": own.name})

    body = render_template(
        "follow_up/calls.html",
        page=page,
        lines=[*(_find(own, one) for one in sent if one not in listed_here), *page.lines],
        today=today,
        form_of=form_of,
        opened=sent,
        question_calls=about_questions,
        written_down=written_down,
        to_ask=to_ask,
        may_close=lambda call: may_close_agreement(kind, is_of_resident=call.agreement.is_of_resident),
        take_back_form=TakeBackForm(None),
        is_saved="bewaard" in request.args,
    )
    return body, status if page.exists else 404


def _today() -> date:
    return day_at(wall_ms())
