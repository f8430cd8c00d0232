"""Replying by the link of a mail (`/vraag`), without an account. Opening it changes nothing, since mail programs open links too; only a
button does. The token is in the fragment, then in a cookie.
"""

from flask import Blueprint, redirect, render_template, url_for
from flask_babel import get_locale
from flask_babel import gettext as _
from sqlalchemy import Connection
from werkzeug.wrappers import Response as AnyResponse

from dialoog.accounts import access, authentication
from dialoog.db.engine import current_engine, read_transaction, run_in_transaction
from dialoog.jobs.clock import wall_ms
from dialoog.live.runtime import current_runtime
from dialoog.records.follow_up.actions import NotADay, NotThere, today_at
from dialoog.records.follow_up.forms import LinkForm
from dialoog.records.follow_up.questions import actions, links
from dialoog.records.follow_up.questions.actions import NotNow
from dialoog.records.follow_up.questions.forms import NOT_NOW, ReplyForm
from dialoog.records.follow_up.questions.links import QuestionLink
from dialoog.telemetry.logging import log
from dialoog.web.errors import PageError
from dialoog.web.languages import chosen_language, isolate, set_language_cookie

pages = Blueprint("question_link", __name__)
Page = str | AnyResponse | tuple[str, int]


@pages.get("/vraag")
@access.allow("own_words.open")
def enter() -> Page:
    """Its script takes the token out of the address; whoever has no script types it."""
    return render_template("follow_up/enter_question.html", form=LinkForm())


@pages.post("/vraag")
@access.allow("own_words.open")
def open_link() -> Page:
    form = LinkForm()
    token = (form.code.data or "").strip().lower()
    link = _find(token) if form.validate_on_submit() else None
    if link is None:
        form.code.errors = form.code.errors or [_("Deze link past niet.")]
        return render_template("follow_up/enter_question.html", form=form), 404
    response = redirect(url_for("question_link.show"), 303)
    if chosen_language() is None:
        set_language_cookie(response, link.written_in)
    return authentication.set_own_cookie(response, "question", token)


@pages.get("/vraag/antwoord")
@access.allow("own_words.open")
def show() -> Page:
    return _page(_require(), ReplyForm(None))


@pages.post("/vraag/antwoord")
@access.allow("own_words.open")
def reply() -> Page:
    link, form, now = _require(), ReplyForm(), wall_ms()
    if not form.validate_on_submit():
        return _page(link, form), 400
    question, new = link.question, form.reply(str(get_locale()))

    def store(connection: Connection) -> bool:
        return actions.reply(connection, question.dialogue, question.word, new, now)

    try:
        is_new = run_in_transaction(current_engine(), store)
    except NotADay as error:
        form.refuse_day(error)
        return _page(link, form), 400
    except NotNow as error:
        form.kind.errors = [NOT_NOW[error.reason]]
        return _page(link, form), 409
    except NotThere:
        raise _gone() from None
    if is_new:
        log.info("an addressee replied to a question", dialogue=question.dialogue)
    return redirect(url_for("question_link.show"), 303)


def _page(link: QuestionLink, form: ReplyForm) -> str:
    return render_template(
        "follow_up/reply_by_link.html", link=link, form=form, today=today_at(wall_ms()).isoformat()
    )


def _require() -> QuestionLink:
    """What the link in this browser opens, while it lasts."""
    token = authentication.cookie_of("question")
    link = _find(token) if token else None
    if link is None:
        raise PageError(404, _("Deze link past niet."), _("Open hem nog eens uit uw mail."))
    return link


def _find(token: str) -> QuestionLink | None:
    """None for a token that nobody here made. Says kindly of a question that is no longer asked that nothing is to be done, and of a
    link whose days are over whom to ring."""
    identifier = links.opens(current_runtime().settings.secret, token)
    if identifier is None:
        return None
    with read_transaction(current_engine()) as connection:
        link = links.find(connection, identifier)
    if link is None:
        raise _gone()
    if link.question.ends <= today_at(wall_ms()).isoformat():
        text = (
            _("Bel %(contact)s. Dan schrijft iemand uw antwoord voor u op.", contact=isolate(link.contact))
            if link.contact
            else _("Vraag het aan wie het gesprek organiseerde.")
        )
        raise PageError(410, _("Deze link is verlopen."), text)
    return link


def _gone() -> PageError:
    return PageError(
        410,
        _("Deze vraag hoeft u niet te beantwoorden"),
        _("Wie hem stelde nam hem terug, of iemand anders is gevraagd. Dank voor uw moeite."),
    )
