"""Answering by the link of a mail (`/veranderd`), without an account. Opening it changes nothing, since mail programs open links too; only
a button does. The token is in the fragment, then in a cookie.
"""

from collections.abc import Callable

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy import Connection
from werkzeug.wrappers import Response as AnyResponse

from dialoog.accounts import access, authentication
from dialoog.accounts.forms import ButtonForm
from dialoog.db.engine import current_engine, read_transaction, run_in_transaction
from dialoog.jobs.clock import wall_ms
from dialoog.live import queries
from dialoog.live.runtime import current_runtime
from dialoog.records.follow_up.forms import LinkForm
from dialoog.records.looking_back import actions, links
from dialoog.records.looking_back.actions import NotAsked
from dialoog.records.looking_back.forms import AnswerForm
from dialoog.records.looking_back.links import LookingBackLink
from dialoog.records.looking_back.own_pages import answer_form
from dialoog.records.participants.own_words import keeps_of
from dialoog.records.participants.warnings import warn_of_answer
from dialoog.rules.state import Keep
from dialoog.web.errors import PageError
from dialoog.web.languages import chosen_language, isolate, set_language_cookie

pages = Blueprint("looking_back_link", __name__)
Page = str | AnyResponse | tuple[str, int]


@pages.get("/veranderd")
@access.allow("own_words.open")
def enter() -> Page:
    """Its script takes the token out of the address; whoever has no script types it."""
    return render_template("looking_back/enter.html", form=LinkForm())


@pages.post("/veranderd")
@access.allow("own_words.open")
def open_link() -> Page:
    form = LinkForm()
    token = (form.code.data or "").strip().lower()
    link = _find(token) if form.validate_on_submit() else None
    if link is None:
        form.code.errors = [_("Deze link past niet. Misschien is de vraag er niet meer.")]
        return render_template("looking_back/enter.html", form=form), 404
    response = redirect(url_for("looking_back_link.show"), 303)
    if chosen_language() is None:
        set_language_cookie(response, link.answer.lang)
    return authentication.set_own_cookie(response, "looking_back", token)


@pages.get("/veranderd/antwoord")
@access.allow("own_words.open")
def show() -> Page:
    link = _require()
    return _page(link, answer_form(link.answer, _keeps(link)))


@pages.post("/veranderd/antwoord")
@access.allow("own_words.open")
def answer() -> Page:
    link = _require()
    form = AnswerForm().limited_to(_keeps(link))
    if not form.validate_on_submit():
        return _page(link, form), 400
    _write(lambda connection: actions.answer(connection, *_whose(link), form.answer, wall_ms()))
    return redirect(url_for("looking_back_link.show", bewaard=1), 303)


@pages.post("/veranderd/terug")
@access.allow("own_words.open")
def take_back() -> Page:
    link = _require()
    if ButtonForm().validate_on_submit():
        _write(lambda connection: actions.take_back(connection, *_whose(link), wall_ms()))
    return redirect(url_for("looking_back_link.show"), 303)


def _write(action: Callable[[Connection], object]) -> None:
    try:
        run_in_transaction(current_engine(), action)
    except NotAsked:
        raise _unknown() from None


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
        form=form,
        button=ButtonForm(formdata=None),
        is_saved="bewaard" in request.args,
    )


def _require() -> LookingBackLink:
    """What the link in this browser opens, while it lasts."""
    token = authentication.cookie_of("looking_back")
    link = _find(token) if token else None
    if link is None:
        raise _unknown()
    return link


def _find(token: str) -> LookingBackLink | None:
    """Of a link whose days are over it says whom to ring instead."""
    with read_transaction(current_engine()) as connection:
        link = links.find(connection, token, wall_ms())
    if link is not None and link.has_expired:
        text = (
            _("Bel %(contact)s. Dan schrijft iemand uw antwoord voor u op.", contact=isolate(link.contact))
            if link.contact
            else _("Vraag het aan wie het gesprek organiseerde.")
        )
        raise PageError(410, _("Deze link is verlopen."), text)
    return link


def _unknown() -> PageError:
    return PageError(
        404,
        _("Deze link past niet."),
        _("Open hem nog eens uit uw mail. Misschien is de vraag er niet meer."),
    )
