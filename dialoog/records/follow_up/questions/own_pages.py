"""Saying on `/mijn` whether a reply to one's own question was an answer: ja closes it, nee opens it again."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue as Page
from flask_babel import gettext as _
from sqlalchemy import Connection

from dialoog.accounts import access
from dialoog.jobs.clock import wall_ms
from dialoog.live.runtime import current_runtime
from dialoog.records.follow_up.actions import NotThere
from dialoog.records.follow_up.questions import actions
from dialoog.records.follow_up.questions.actions import NotNow
from dialoog.records.follow_up.questions.forms import JudgeForm
from dialoog.records.forgetting import run_and_forget
from dialoog.records.participants.pages import redirect_to_code, redirect_to_own_page, require_own_page
from dialoog.web.errors import PageError

pages = Blueprint("own_questions", __name__)
pages.register_error_handler(access.Unauthorized, redirect_to_code)


@pages.post("/mijn/<dialogue>/vragen/<word>")
@access.allow("own_words.open")
def judge(dialogue: str, word: str) -> Page:
    """Of a question of somebody else it says no more than of none."""
    _own, page = require_own_page(dialogue)
    question = next((one for one in page.questions if one.id == word), None)
    if question is None:
        raise _gone()
    form, now, settings = JudgeForm(), wall_ms(), current_runtime().settings
    if not form.validate_on_submit():
        return render_template("follow_up/judge.html", page=page, question=question, form=form), 400

    def store(connection: Connection) -> None:
        is_answer, remark = form.is_answer.data == "1", form.remark.data or ""
        actions.judge(connection, settings, dialogue, word, now, is_answer=is_answer, remark=remark)

    try:
        run_and_forget(store)
    except NotThere:
        raise _gone() from None
    except NotNow:
        text = _("Er is nog geen antwoord om iets van te zeggen.")
        raise PageError(409, _("Dit kan nu niet"), text) from None
    return redirect_to_own_page(dialogue, f"vraag-{word}")


def _gone() -> PageError:
    return PageError(
        404, _("Deze vraag is er niet meer"), _("Hij staat niet in het verslag. Er is niets veranderd.")
    )
