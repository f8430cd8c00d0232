"""Replying to a question by the link of a mail (`/vraag`)."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue as Page
from flask_babel import get_locale, lazy_gettext
from flask_babel import gettext as _
from sqlalchemy import Connection

from dialoog.accounts import access
from dialoog.db.engine import current_engine, run_in_transaction
from dialoog.jobs.clock import wall_ms
from dialoog.jobs.schedule import day_at
from dialoog.live.runtime import current_runtime
from dialoog.records.follow_up.actions import NotADay, NotThere
from dialoog.records.follow_up.questions import actions, links
from dialoog.records.follow_up.questions.actions import NotNow
from dialoog.records.follow_up.questions.forms import NOT_NOW, ReplyForm
from dialoog.records.follow_up.questions.links import QuestionLink
from dialoog.records.follow_up.way_in import WayIn
from dialoog.telemetry.logging import log
from dialoog.web.errors import PageError

pages = Blueprint("question_link", __name__)


def _find(connection: Connection, token: str) -> QuestionLink | None:
    """None for a token that nobody here made. Says kindly of a question that is no longer asked that nothing is to be done."""
    identifier = links.opens(current_runtime().settings.secret, token)
    if identifier is None:
        return None
    link = links.find(connection, identifier)
    if link is None:
        raise _gone()
    return link


WAY_IN = WayIn("/vraag", "question", lazy_gettext("Een vraag voor u"), _find)
WAY_IN.add_to(pages)


@pages.get("/vraag/antwoord")
@access.allow("own_words.open")
def show() -> Page:
    return _page(WAY_IN.require(), ReplyForm(None))


@pages.post("/vraag/antwoord")
@access.allow("own_words.open")
def reply() -> Page:
    link, form, now = WAY_IN.require(), ReplyForm(), wall_ms()
    if not form.validate_on_submit():
        return _page(link, form), 400
    question, new = link.question, form.reply(str(get_locale()))
    settings, state = current_runtime().settings, current_runtime().broadcaster(question.dialogue).state()

    def store(connection: Connection) -> bool:
        return actions.reply(connection, settings, question.dialogue, question.word, state, new, now)

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
    if link.question.state == "replied":
        form.after_reply()
    return render_template(
        "follow_up/reply_by_link.html", link=link, form=form, today=day_at(wall_ms()).isoformat()
    )


def _gone() -> PageError:
    return PageError(
        410,
        _("Deze vraag hoeft u niet te beantwoorden"),
        _("Wie hem stelde nam hem terug, of iemand anders is gevraagd. Dank voor uw moeite."),
    )
