"""Answering what changed by the link of a mail (`/veranderd`)."""

from collections.abc import Callable

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue as Page
from flask_babel import lazy_gettext as _
from sqlalchemy import Connection

from dialoog.accounts import access
from dialoog.accounts.forms import ButtonForm
from dialoog.db.engine import current_engine, read_transaction
from dialoog.jobs.clock import wall_ms
from dialoog.live import queries
from dialoog.live.runtime import current_runtime
from dialoog.records.follow_up.way_in import WayIn, unknown
from dialoog.records.forgetting import run_and_forget
from dialoog.records.looking_back import actions, links
from dialoog.records.looking_back.actions import NotAsked
from dialoog.records.looking_back.forms import AnswerForm
from dialoog.records.looking_back.links import LookingBackLink
from dialoog.records.looking_back.own_pages import answer_form
from dialoog.records.participants.own_words import keeps_of
from dialoog.records.participants.warnings import warn_of_answer
from dialoog.rules.state import Keep

pages = Blueprint("looking_back_link", __name__)
WAY_IN = WayIn("/veranderd", "looking_back", _("Wat is er veranderd?"), links.find)
WAY_IN.add_to(pages)


@pages.get("/veranderd/antwoord")
@access.allow("own_words.open")
def show() -> Page:
    link = WAY_IN.require()
    return _page(link, answer_form(link.answer, _keeps(link)))


@pages.post("/veranderd/antwoord")
@access.allow("own_words.open")
def answer() -> Page:
    link = WAY_IN.require()
    form = AnswerForm().limited_to(_keeps(link))
    if not form.validate_on_submit():
        return _page(link, form), 400
    _write(lambda connection: actions.answer(connection, *_whose(link), form.answer, wall_ms()))
    return redirect(url_for("looking_back_link.show", bewaard=1), 303)


@pages.post("/veranderd/terug")
@access.allow("own_words.open")
def take_back() -> Page:
    link = WAY_IN.require()
    if ButtonForm().validate_on_submit():
        _write(lambda connection: actions.take_back(connection, *_whose(link), wall_ms()))
    return redirect(url_for("looking_back_link.show"), 303)


def _write(action: Callable[[Connection], object]) -> None:
    try:
        run_and_forget(action)
    except NotAsked:
        raise unknown() from None


def _whose(link: LookingBackLink) -> tuple[str, str]:
    return link.answer.dialogue, link.answer.seat


def _keeps(link: LookingBackLink) -> tuple[Keep, ...]:
    state = current_runtime().broadcaster(link.answer.dialogue).state()
    return keeps_of(state.seats.get(link.answer.seat))


def _page(link: LookingBackLink, form: AnswerForm) -> str:
    with read_transaction(current_engine()) as connection:
        names = queries.names(connection, link.answer.dialogue)
    own_name = names.pop(link.answer.seat, "")
    return render_template(
        "looking_back/by_link.html",
        link=link,
        warnings=warn_of_answer(link.answer, own_name, set(names.values())),
        answer=link.answer,
        own_name=own_name,
        form=form,
        button=ButtonForm(formdata=None),
        is_saved="bewaard" in request.args,
    )
