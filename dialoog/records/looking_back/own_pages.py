"""Answering what changed on one's own page (`/mijn`), and taking the answer back."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue as Page
from flask_babel import gettext as _

from dialoog.accounts import access
from dialoog.accounts.forms import ButtonForm
from dialoog.jobs.clock import wall_ms
from dialoog.records.forgetting import run_and_forget
from dialoog.records.looking_back import actions
from dialoog.records.looking_back.actions import NotAsked
from dialoog.records.looking_back.answers import AnswerInfo
from dialoog.records.looking_back.forms import AnswerForm
from dialoog.records.participants.own_words import OwnPage, keeps_of
from dialoog.records.participants.pages import redirect_to_code, redirect_to_own_page, require_own_page
from dialoog.rules.state import Keep
from dialoog.web.errors import PageError

pages = Blueprint("own_looking_back", __name__)
pages.register_error_handler(access.Unauthorized, redirect_to_code)
PLACE = "veranderd"


@pages.get("/mijn/<dialogue>/veranderd")
@access.allow("own_words.open")
def show(dialogue: str) -> Page:
    page, stands = _require(dialogue)
    return _page(page, stands, answer_form(stands, keeps_of(page.seat)))


@pages.post("/mijn/<dialogue>/veranderd")
@access.allow("own_words.open")
def answer(dialogue: str) -> Page:
    page, stands = _require(dialogue)
    form = AnswerForm().limited_to(keeps_of(page.seat))
    if not form.validate_on_submit():
        return _page(page, stands, form), 400
    try:
        run_and_forget(
            lambda connection: actions.answer(connection, dialogue, stands.seat, form.answer, wall_ms())
        )
    except NotAsked:
        raise _gone() from None
    return redirect_to_own_page(dialogue, PLACE)


@pages.post("/mijn/<dialogue>/veranderd/terug")
@access.allow("own_words.open")
def take_back(dialogue: str) -> Page:
    _own, stands = _require(dialogue)
    if ButtonForm().validate_on_submit():
        try:
            run_and_forget(lambda connection: actions.take_back(connection, dialogue, stands.seat, wall_ms()))
        except NotAsked:
            raise _gone() from None
    return redirect_to_own_page(dialogue, PLACE)


def answer_form(stands: AnswerInfo, keeps: tuple[Keep, ...]) -> AnswerForm:
    """As it is shown: with what now holds, and before that nothing."""
    now = {"amount": stands.amount, "text": stands.text, "public": stands.public}
    keep = stands.keep.value if stands.keep else None
    return AnswerForm(None, data={**now, "keep": keep}).limited_to(keeps)


def _require(dialogue: str) -> tuple[OwnPage, AnswerInfo]:
    """Of who was not asked it says no more than of nobody."""
    _own, page = require_own_page(dialogue)
    if page.changed is None:
        raise _gone()
    return page, page.changed


def _page(page: OwnPage, stands: AnswerInfo, form: AnswerForm) -> str:
    return render_template("looking_back/own.html", page=page, answer=stands, form=form)


def _gone() -> PageError:
    return PageError(404, _("Deze vraag is er niet"), _("Er is niets veranderd."))
