"""The page on which an organiser puts the questions of a record to somebody outside (`/verslagen/<id>/vragen`): the link to hand over, the
replies, those that came by letter, and what the asker says of them.
"""

from collections.abc import Callable, Mapping

import msgspec
from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue as Page
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_wtf import FlaskForm
from sqlalchemy import Connection
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as AnyResponse

from dialoog.accounts import access, authentication
from dialoog.accounts import queries as accounts
from dialoog.accounts.forms import ButtonForm
from dialoog.accounts.policy import may_close_agreement
from dialoog.db.engine import current_engine, read_transaction
from dialoog.jobs import outbox
from dialoog.jobs.clock import wall_ms
from dialoog.jobs.schedule import day_at
from dialoog.live import queries
from dialoog.live.runtime import current_runtime
from dialoog.records.follow_up.actions import NotADay, NotTheirs, NotThere
from dialoog.records.follow_up.questions import actions, mails
from dialoog.records.follow_up.questions.actions import NotNow, NotYetWritten, first_day
from dialoog.records.follow_up.questions.forms import NOT_NOW, AskForm, JudgeForOthersForm, LetterForm
from dialoog.records.follow_up.questions.queries import (
    AddresseeInfo,
    QuestionInfo,
    questions_with_addressees,
)
from dialoog.records.forgetting import run_and_forget
from dialoog.records.publication import RecordHead
from dialoog.records.queries import read_names
from dialoog.records.review.pages import editable_head
from dialoog.telemetry.logging import log
from dialoog.web.errors import PageError
from dialoog.web.outcomes import redirect_and_say

pages = Blueprint("questions", __name__)
Forms = Mapping[tuple[str, str], FlaskForm]
"""What was sent and not taken, with its errors: by question and by which of its forms it is."""


class Line(msgspec.Struct, frozen=True):
    """A question of the record: whose it is, and where it stands. `question` is None while nobody was asked."""

    word: str
    text: str
    lang: str
    is_of_table: bool
    name: str | None
    question: QuestionInfo | None
    addressee: AddresseeInfo
    link: str


@pages.get("/verslagen/<dialogue>/vragen")
@access.allow("question.follow")
def questions(dialogue: str) -> Page:
    return _page(_require(dialogue), {})


@pages.post("/verslagen/<dialogue>/vragen/<word>")
@access.allow("question.follow")
def ask(dialogue: str, word: str) -> Page:
    head, form, now = _require(dialogue), AskForm(prefix=f"{word}-"), wall_ms()
    if not form.validate_on_submit():
        return _page(head, {(word, "ask"): form}), 400
    state, asking = current_runtime().broadcaster(dialogue).state(), form.asking(str(get_locale()))
    settings = current_runtime().settings
    try:
        _write(lambda connection: actions.ask(connection, settings, dialogue, word, state, asking, now))
    except NotADay as error:
        form.refuse_day(error)
        return _page(head, {(word, "ask"): form}), 400
    log.info("a question was put to somebody", dialogue=dialogue)
    return _back(dialogue, word)


@pages.post("/verslagen/<dialogue>/vragen/<word>/antwoord")
@access.allow("question.follow")
def enter_reply(dialogue: str, word: str) -> Page:
    head, form, now = _require(dialogue), LetterForm(prefix=f"{word}-"), wall_ms()
    if not form.validate_on_submit():
        return _page(head, {(word, "reply"): form}), 400
    new, enterer = form.reply(str(get_locale())), form.enterer.data or ""
    state, settings = current_runtime().broadcaster(dialogue).state(), current_runtime().settings
    try:
        _write(
            lambda connection: actions.reply(connection, settings, dialogue, word, state, new, now, enterer)
        )
    except NotADay as error:
        form.refuse_day(error)
        return _page(head, {(word, "reply"): form}), 400
    except NotYetWritten:
        form.refuse_letter()
        return _page(head, {(word, "reply"): form}), 400
    return _back(dialogue, word)


@pages.post("/verslagen/<dialogue>/vragen/<word>/oordeel")
@access.allow("question.follow")
def judge(dialogue: str, word: str) -> Page:
    head, form, now = _require(dialogue), JudgeForOthersForm(prefix=f"{word}-"), wall_ms()
    if not form.validate_on_submit():
        return _page(head, {(word, "judge"): form}), 400
    values = {name: form[name].data or "" for name in ("remark", "reply_by", "judge")}
    is_answer, settings = form.is_answer.data == "1", current_runtime().settings
    try:
        _write(
            lambda connection: actions.judge(
                connection, settings, dialogue, word, now, is_answer=is_answer, **values
            )
        )
    except NotADay as error:
        form.refuse_day(error)
        return _page(head, {(word, "judge"): form}), 400
    except NotTheirs:
        form.is_answer.errors = [_("Dat zegt de bewoner zelf.")]
        return _page(head, {(word, "judge"): form}), 403
    return _back(dialogue, word)


@pages.post("/verslagen/<dialogue>/vragen/<word>/verteld")
@access.allow("question.follow")
def told(dialogue: str, word: str) -> Page:
    """The organiser handed over the link."""
    _require(dialogue)
    if ButtonForm().validate_on_submit():
        _write(lambda connection: actions.note_told(connection, dialogue, word, wall_ms()))
    return _back(dialogue, word)


@pages.post("/verslagen/<dialogue>/vragen/<word>/terug")
@access.allow("question.follow")
def take_back(dialogue: str, word: str) -> Page:
    _require(dialogue)
    if ButtonForm().validate_on_submit():
        _write(lambda connection: actions.take_back(connection, dialogue, word, wall_ms()))
    return _back(dialogue, word)


def _require(dialogue: str) -> RecordHead:
    head = editable_head(dialogue)
    access.require("question.follow", head.resource)
    return head


def _write(action: Callable[[Connection], object]) -> None:
    """Raises PageError where the question is not where this can be done, NotFound where it is not there."""
    try:
        run_and_forget(action)
    except NotThere:
        raise NotFound from None
    except NotNow as error:
        raise PageError(409, _("Dit kan nu niet"), str(NOT_NOW[error.reason])) from None


def _back(dialogue: str, word: str) -> AnyResponse:
    place = f"vraag-{word}"
    return redirect_and_say(f"/verslagen/{dialogue}/vragen#{place}", _("Bewaard."), place)


def _page(head: RecordHead, sent: Forms) -> str:
    own = authentication.signed_in()
    now, settings = wall_ms(), current_runtime().settings
    with read_transaction(current_engine()) as connection:
        lines = _lines(connection, head)
        owner = accounts.organisation(connection, head.owner or "")
    name, kind = own.name if own else "", owner.kind if owner else None

    def form_of(line: Line, which: str) -> FlaskForm:
        prefix, question = f"{line.word}-", line.question
        made: dict[str, Callable[[], FlaskForm]] = {
            "ask": lambda: AskForm(None, prefix=prefix, data=_ask_values(line, now)),
            "reply": lambda: LetterForm(None, prefix=prefix, data={"enterer": name}),
            "judge": lambda: JudgeForOthersForm(None, prefix=prefix, data={"judge": name}),
        }
        assert question is not None or which == "ask"
        return sent.get((line.word, which)) or made[which]()

    return render_template(
        "follow_up/questions.html",
        about=head.about,
        lines=lines,
        form_of=form_of,
        opened=sent,
        button=ButtonForm(formdata=None),
        today=day_at(now),
        mails=outbox.is_configured(settings),
        may_close=lambda question: may_close_agreement(kind, is_of_resident=question.is_of_resident),
    )


def _ask_values(line: Line, now: int) -> dict[str, str]:
    question = line.question
    return {
        "organisation": question.organisation if question else "",
        "reply_by": question.reply_by if question else first_day(now),
        **{name: getattr(line.addressee, name) for name in ("name", "mail", "phone")},
    }


def _lines(connection: Connection, head: RecordHead) -> list[Line]:
    """Of every question that the record shows, in its order; what an organiser hid is not asked."""
    assert head.snapshot is not None  # it is one to edit
    dialogue, settings = head.about.id, current_runtime().settings
    shown = [one for one in head.snapshot.questions if one.id not in head.hidden]
    texts = queries.texts(connection, dialogue, [one.id for one in shown])
    names = read_names(connection, dialogue)
    put = questions_with_addressees(connection, dialogue)
    state = current_runtime().broadcaster(dialogue).state()
    group = {words.id for words in state.words.values() if words.seat is None}
    lines = []
    for one in shown:
        if one.id not in texts:
            continue
        question, addressee = put.get(one.id, (None, AddresseeInfo()))
        link = mails.address_of(settings, question.id) if question else ""
        text, name = texts[one.id], names.get(one.seat or "")
        lines.append(Line(one.id, text.text, text.lang, one.id in group, name, question, addressee, link))
    return lines
