"""Answering for an agreement by the link of a mail (`/afspraak`)."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue as Page
from flask_babel import lazy_gettext as _
from sqlalchemy import Connection

from dialoog.accounts import access
from dialoog.jobs.clock import wall_ms
from dialoog.jobs.schedule import day_at
from dialoog.records.follow_up import actions, links
from dialoog.records.follow_up.actions import NotADay, NotThere
from dialoog.records.follow_up.forms import AgreementLinkForm, AnswerForm, TakeBackForm
from dialoog.records.follow_up.links import AgreementLink
from dialoog.records.follow_up.way_in import WayIn, unknown
from dialoog.records.forgetting import run_and_forget

pages = Blueprint("agreement_link", __name__)
WAY_IN = WayIn("/afspraak", "agreement", _("Uw afspraak"), links.find, AgreementLinkForm)
WAY_IN.add_to(pages)


@pages.get("/afspraak/antwoord")
@access.allow("own_words.open")
def show() -> Page:
    return _page(WAY_IN.require(), AnswerForm(None))


@pages.post("/afspraak/antwoord")
@access.allow("own_words.open")
def answer() -> Page:
    link, form = WAY_IN.require(), AnswerForm()
    if not form.validate_on_submit():
        return _page(link, form), 400
    if form.asks_for_day:
        return _page(link, form)
    agreement, now = link.agreement, wall_ms()

    def store(connection: Connection) -> None:
        actions.answer_agreement(connection, agreement.dialogue, agreement.word, form.answer, now)

    try:
        run_and_forget(store)
    except NotADay as error:
        form.refuse_day(error)
        return _page(link, form), 400
    except NotThere:
        raise unknown() from None
    return redirect(url_for("agreement_link.show"), 303)


@pages.post("/afspraak/terug")
@access.allow("own_words.open")
def take_back() -> Page:
    agreement = WAY_IN.require().agreement
    if TakeBackForm().validate_on_submit():
        try:
            run_and_forget(
                lambda connection: actions.take_back(
                    connection, agreement.dialogue, agreement.word, wall_ms()
                )
            )
        except NotThere:
            raise unknown() from None
    return redirect(url_for("agreement_link.show"), 303)


def _page(link: AgreementLink, form: AnswerForm) -> str:
    return render_template(
        "follow_up/by_link.html",
        link=link,
        form=form,
        asks_for_day=form.outcome.data == "moved",
        take_back_form=TakeBackForm(None),
        today=day_at(wall_ms()).isoformat(),
    )
