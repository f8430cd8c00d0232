"""Answering by the link of a mail (`/afspraak`), without an account. Opening it changes nothing, since mail programs open links too; only
a button does. The token is in the fragment, then in a cookie.
"""

from flask import Blueprint, redirect, render_template, url_for
from flask_babel import gettext as _
from sqlalchemy import Connection
from werkzeug.wrappers import Response as AnyResponse

from dialoog.accounts import access, authentication
from dialoog.db.engine import current_engine, read_transaction, run_in_transaction
from dialoog.jobs.clock import wall_ms
from dialoog.records.follow_up import actions, links
from dialoog.records.follow_up.actions import NotADay, NotThere
from dialoog.records.follow_up.forms import AgreementLinkForm, AnswerForm, TakeBackForm
from dialoog.records.follow_up.links import AgreementLink
from dialoog.web.errors import PageError
from dialoog.web.languages import chosen_language, isolate, set_language_cookie

pages = Blueprint("agreement_link", __name__)
Page = str | AnyResponse | tuple[str, int]


@pages.get("/afspraak")
@access.allow("own_words.open")
def enter() -> Page:
    """Its script takes the token out of the address; whoever has no script types it."""
    return render_template("follow_up/enter.html", form=AgreementLinkForm())


@pages.post("/afspraak")
@access.allow("own_words.open")
def open_link() -> Page:
    form = AgreementLinkForm()
    token = (form.code.data or "").strip().lower()
    link = _find(token) if form.validate_on_submit() else None
    if link is None:
        form.code.errors = [_("Deze link past niet. Misschien is de afspraak er niet meer.")]
        return render_template("follow_up/enter.html", form=form), 404
    response = redirect(url_for("agreement_link.show"), 303)
    if chosen_language() is None:
        set_language_cookie(response, link.agreement.lang)
    return authentication.set_own_cookie(response, "agreement", token)


@pages.get("/afspraak/antwoord")
@access.allow("own_words.open")
def show() -> Page:
    return _page(_require(), AnswerForm(None))


@pages.post("/afspraak/antwoord")
@access.allow("own_words.open")
def answer() -> Page:
    link, form = _require(), AnswerForm()
    if not form.validate_on_submit():
        return _page(link, form), 400
    if form.asks_for_day:
        return _page(link, form)
    agreement, now = link.agreement, wall_ms()

    def store(connection: Connection) -> None:
        actions.answer_agreement(connection, agreement.dialogue, agreement.word, form.answer, now)

    try:
        run_in_transaction(current_engine(), store)
    except NotADay as error:
        form.refuse_day(error)
        return _page(link, form), 400
    except NotThere:
        raise _unknown() from None
    return redirect(url_for("agreement_link.show"), 303)


@pages.post("/afspraak/terug")
@access.allow("own_words.open")
def take_back() -> Page:
    agreement = _require().agreement
    if TakeBackForm().validate_on_submit():
        try:
            run_in_transaction(
                current_engine(),
                lambda connection: actions.take_back(connection, agreement.dialogue, agreement.word),
            )
        except NotThere:
            raise _unknown() from None
    return redirect(url_for("agreement_link.show"), 303)


def _page(link: AgreementLink, form: AnswerForm) -> str:
    return render_template(
        "follow_up/by_link.html",
        link=link,
        form=form,
        asks_for_day=form.outcome.data == "moved",
        take_back_form=TakeBackForm(None),
        today=actions.today_at(wall_ms()).isoformat(),
    )


def _require() -> AgreementLink:
    """What the link in this browser opens, while it lasts."""
    token = authentication.cookie_of("agreement")
    link = _find(token) if token else None
    if link is None:
        raise _unknown()
    return link


def _find(token: str) -> AgreementLink | None:
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
        _("Open hem nog eens uit uw mail. Misschien is de afspraak er niet meer."),
    )
