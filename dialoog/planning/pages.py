"""Planning a dialogue (`/nieuw`), one for an evening from a file, paper for its table (`/leiden/papier`), and how every
page writes days and picks a language.

The paper is a page to print: table agreements, questions, consent text and blank cards.
"""

from collections.abc import Mapping
from datetime import date, datetime

import msgspec
from flask import Blueprint, abort, make_response, render_template, request
from flask_babel import format_date, get_locale
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from dialoog.accounts import access, authentication
from dialoog.db.engine import current_engine, read_transaction
from dialoog.live import queries
from dialoog.live.commands.open_dialogue import set_up
from dialoog.live.entry import admission
from dialoog.live.entry.pages import Page
from dialoog.live.plan import LONGEST, Plan
from dialoog.live.runtime import current_runtime
from dialoog.live.transport import responses
from dialoog.live.transport.http_api import told
from dialoog.planning.evening_file import plan_of
from dialoog.planning.evening_programme import programme_of
from dialoog.planning.evening_schema import InvalidEvening
from dialoog.planning.forms import NewForm
from dialoog.planning.programmes import TEMPLATES, template
from dialoog.web import qr
from dialoog.web.errors import answer_error

pages = Blueprint("prepare", __name__)

CARDS = 8
"""Blank cards on a sheet: two columns of four, to cut along the lines."""


@pages.route("/nieuw", methods=["GET", "POST"])
@access.allow("plan.write")
def new() -> Page:
    """Until there are accounts, whoever holds the set-up key makes a dialogue."""
    holds_key = access.is_allowed("dialogue.create")
    form = NewForm(TEMPLATES, ask_key=not holds_key)
    if not form.validate_on_submit():
        return render_template("planning/new.html", form=form, links=None)
    if not holds_key and not admission.check_setup_key(form.key.data or ""):
        form.key.errors = [_("Deze sleutel past niet.")]
        return render_template("planning/new.html", form=form, links=None), 403
    plan = Plan(**{name: getattr(form, name).data or "" for name in LONGEST})
    links = set_up(
        current_runtime().engine,
        current_runtime().settings,
        plan,
        template(form.template.data, plan.theme),
        current_runtime().save,
    )
    drawn = qr.svg(links.join, _("QR-code om mee te doen"))
    response = make_response(
        render_template("planning/new.html", form=None, links=links, title=plan.title, qr_svg=drawn)
    )
    return response if holds_key else authentication.set_token_cookie(response, "setup", form.key.data or "")


@pages.get("/leiden/papier")
@access.allow("paper.print")
def paper() -> str:
    """Everything a table needs without one phone (T10, T13)."""
    identity = access.require_desk("paper.print")
    with read_transaction(current_engine()) as connection:
        about = queries.dialogue_info(connection, identity.dialogue)
        state = queries.state(connection, identity.dialogue)
    if about is None:
        abort(404)
    return render_template("planning/paper.html", about=about, steps=state.steps, cards=CARDS)


@pages.post("/nieuw/avond")
@access.allow("dialogue.create")
def from_a_file() -> AnyResponse:
    """A dialogue with the programme of a written evening, for a program that sends the set-up key itself. What is wrong
    with the file is said in English, as its fields are."""
    if not authentication.sends_own_token():  # a cookie could be used by another website
        raise access.Unauthorized
    try:
        evening = msgspec.json.decode(request.get_data())
        plan, steps = plan_of(evening), programme_of(evening)
    except InvalidEvening as invalid:
        return told(msgspec.structs.replace(responses.refused("malformed"), say=f"{invalid}."), 400)
    except (ValueError, RecursionError):  # msgspec's own, and bytes that are no UTF-8
        not_json = "the file is no JSON in UTF-8."
        return told(msgspec.structs.replace(responses.refused("malformed"), say=not_json), 400)
    links = set_up(current_runtime().engine, current_runtime().settings, plan, steps, current_runtime().save)
    named = ("console", "screen", "join", "code")
    return told({name: getattr(links, name) for name in named}, 201)


@pages.errorhandler(access.Unauthorized)
def refuse(error: access.Unauthorized) -> AnyResponse:
    """A program is answered in JSON, a person with the page that everybody gets."""
    if request.endpoint == "prepare.from_a_file":
        return told(responses.refused("no_token"), 401)
    return answer_error(error)


@pages.app_template_filter("day")
def day(moment: str | date | datetime) -> str:
    """`donderdag 12 november 2026`, as the reader writes it."""
    british = str(get_locale()) == "en"
    return _written(moment, "EEEE d MMMM y" if british else "full")


@pages.app_template_filter("short_day")
def short_day(moment: str | date | datetime) -> str:
    """`26 november`: within a report the year is known."""
    return _written(moment, "d MMMM")


@pages.app_template_filter("date")
def date_with_year(moment: str | date | datetime) -> str:
    """`12 november 2026`: where many days stand below each other."""
    return _written(moment, "d MMMM y")


def _written(moment: str | date | datetime, form: str) -> str:
    """`moment` may be an ISO date."""
    written: str = format_date(date.fromisoformat(moment) if isinstance(moment, str) else moment, form)
    return written


@pages.app_template_filter("pick")
def pick(texts: Mapping[str, str]) -> str:
    """The reader's language, else Dutch, else any; nothing where there is nothing."""
    return texts.get(language_of(texts), "")


@pages.app_template_filter("picked_language")
def language_of(texts: Mapping[str, str]) -> str:
    """Which language `pick` finds, so that the page can say so."""
    for language in (str(get_locale()), "nl", *texts):
        if language in texts:
            return language
    return "nl"
