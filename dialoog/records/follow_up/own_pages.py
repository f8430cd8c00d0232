"""Answering for one's own agreements on `/mijn`: four buttons, the day where it is moved, and a way back."""

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue as Page
from flask_babel import gettext as _
from sqlalchemy import Connection

from dialoog.accounts import access
from dialoog.jobs.clock import wall_ms
from dialoog.jobs.schedule import day_at
from dialoog.records.follow_up import actions
from dialoog.records.follow_up.actions import NotADay, NotThere
from dialoog.records.follow_up.forms import AnswerForm, TakeBackForm
from dialoog.records.forgetting import run_and_forget
from dialoog.records.participants.own_words import OwnAgreement, OwnPage
from dialoog.records.participants.pages import redirect_to_code, redirect_to_own_page, require_own_page
from dialoog.web.errors import PageError

pages = Blueprint("own_agreements", __name__)
pages.register_error_handler(access.Unauthorized, redirect_to_code)


@pages.post("/mijn/<dialogue>/afspraken/<word>")
@access.allow("own_words.open")
def answer(dialogue: str, word: str) -> Page:
    """ "Verplaatst" without a day asks for one."""
    page, agreement = _require(dialogue, word)
    form = AnswerForm()
    if not form.validate_on_submit():
        return _more(page, agreement, form), 400
    if form.asks_for_day:
        return _more(page, agreement, form)
    now = wall_ms()

    def store(connection: Connection) -> None:
        actions.answer_agreement(connection, dialogue, word, form.answer, now)

    try:
        run_and_forget(store)
    except NotADay as error:
        form.refuse_day(error)
        return _more(page, agreement, form), 400
    except NotThere:
        raise _gone() from None
    return redirect_to_own_page(dialogue, f"afspraak-{word}")


@pages.post("/mijn/<dialogue>/afspraken/<word>/terug")
@access.allow("own_words.open")
def take_back(dialogue: str, word: str) -> Page:
    _require(dialogue, word)
    if TakeBackForm().validate_on_submit():
        try:
            run_and_forget(lambda connection: actions.take_back(connection, dialogue, word, wall_ms()))
        except NotThere:
            raise _gone() from None
    return redirect_to_own_page(dialogue, f"afspraak-{word}")


def _require(dialogue: str, word: str) -> tuple[OwnPage, OwnAgreement]:
    """Of an agreement of somebody else it says no more than of none."""
    _own, page = require_own_page(dialogue)
    agreement = next((one for one in page.agreements if one.id == word and one.own and one.became), None)
    if agreement is None:
        raise _gone()
    return page, agreement


def _more(page: OwnPage, agreement: OwnAgreement, form: AnswerForm) -> str:
    """The page that asks for what the four buttons leave open."""
    return render_template(
        "follow_up/more.html",
        page=page,
        agreement=agreement,
        form=form,
        today=day_at(wall_ms()).isoformat(),
        address=url_for("own_agreements.answer", dialogue=page.about.id, word=agreement.id),
        back=url_for("own_words.own_page", dialogue=page.about.id, _anchor=f"afspraak-{agreement.id}"),
    )


def _gone() -> PageError:
    return PageError(
        404, _("Deze afspraak is er niet meer"), _("Hij staat niet in het verslag. Er is niets veranderd.")
    )
