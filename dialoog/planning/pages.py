"""Pages that plan a dialogue: the form (`/nieuw`) and the links that come of it (`/nieuw/<id>`), an evening file (`/nieuw/avond`), the
sheet for who leads (`/uitleg`) and the paper for a table (`/leiden/<id>/papier`).

The paper is a page to print: table agreements, questions, consent text and blank cards.
"""

import msgspec
from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue as Page
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from dialoog.accounts import access, authentication, tokens
from dialoog.accounts.policy import Resource
from dialoog.db.engine import current_engine, read_transaction
from dialoog.live import queries
from dialoog.live.commands.open_dialogue import Links, find_links, open_dialogue
from dialoog.live.entry import admission
from dialoog.live.entry.forms import fresh_id
from dialoog.live.plan import LONGEST, Plan, digest_of
from dialoog.live.programme_names import OWN, TEMPLATES
from dialoog.live.runtime import current_runtime
from dialoog.live.transport import responses
from dialoog.live.transport.http_api import json_response
from dialoog.planning.evening_file import plan_of
from dialoog.planning.evening_programme import programme_of
from dialoog.planning.evening_schema import InvalidEvening
from dialoog.planning.forms import NewForm
from dialoog.planning.join_links import join_link
from dialoog.planning.programmes import template
from dialoog.web import qr
from dialoog.web.errors import PageError, answer_error
from dialoog.web.network_addresses import network_urls, other_urls

pages = Blueprint("prepare", __name__)

CARDS = 8
"""Blank cards on a sheet, in two columns of four."""


@pages.route("/nieuw", methods=["GET", "POST"])
@access.allow("plan.write")
def new() -> Page:
    """An organiser makes one of the own organisation, whoever holds the set-up key one of the first."""
    owner = _own_organisation()
    may_create = owner is not None or access.is_allowed("dialogue.create")
    form = NewForm(TEMPLATES, current_runtime().settings, ask_key=not may_create)
    if not form.validate_on_submit():
        return _new_page(form=form)
    if not may_create and not admission.check_setup_key(form.key.data or ""):
        form.key.errors = [_("Deze sleutel past niet.")]
        return _new_page(form=form), 403
    typed = {name: getattr(form, name).data or "" for name in (*LONGEST, "date", "start")}
    plan = Plan(**typed, **form.days_kept())
    runtime = current_runtime()
    seed = _seed_of(form, plan, owner)
    steps = template(form.template.data, plan.theme)
    links = open_dialogue(
        runtime.engine, runtime.settings, plan, steps, runtime.save, owner, seed, programme=form.template.data
    )
    response = redirect(url_for("prepare.ready", dialogue=links.dialogue), 303)
    authentication.set_seed_cookie(response, links.dialogue, seed)
    return response if may_create else authentication.set_own_cookie(response, "setup", form.key.data or "")


def _seed_of(form: NewForm, plan: Plan, owner: str | None) -> str:
    """The same for the same form; another where somebody went back to it and changed what it says."""
    digest = digest_of(plan, f"{form.template.data} {owner}", 0)
    return tokens.derive_token(current_runtime().settings.secret, "new", form.id.data or fresh_id(), digest)


@pages.get("/nieuw/<dialogue>")
@access.allow("dialogue.create")
def ready(dialogue: str) -> Page:
    """The links and codes of a new dialogue, as often as the browser asks that made it: its cookie has what they are derived from."""
    settings, seed = current_runtime().settings, authentication.seed_of(dialogue)
    with read_transaction(current_engine()) as connection:
        access.require("dialogue.create", queries.resource_of(connection, dialogue))
        links = find_links(connection, settings, seed) if seed else None
        about = queries.dialogue_info(connection, dialogue)
    if about is None or links is None or links.dialogue != dialogue:
        raise PageError(
            404,
            _("Deze links zijn hier niet te zien."),
            _("Alleen de browser waarin u de tafel klaarzette, laat ze opnieuw zien."),
        )
    return _new_page(links=links, plan=about, qr=qr.svg)


def _own_organisation() -> str | None:
    """The organisation that the pages of this session are about, where this person may make dialogues of it."""
    own = authentication.signed_in()
    organisation = own.organisation if own else None
    may_create = organisation and access.is_allowed("dialogue.create", Resource(organisation=organisation))
    return organisation if may_create else None


def _new_page(form: NewForm | None = None, links: Links | None = None, **context: object) -> str:
    """The page, which says so where phones in the room cannot open its links, and at which addresses this machine is besides."""
    settings = current_runtime().settings
    urls = network_urls("0.0.0.0", settings.port) if settings.is_local else other_urls(settings)  # noqa: S104
    return render_template(
        "planning/new.html", form=form, links=links, settings=settings, urls=urls, **context
    )


@pages.get("/uitleg")
@access.allow("site.read")
def leading() -> str:
    """One sheet for who leads: the quarter before, what the button and the keys do, and what to do when something fails."""
    return render_template("planning/leading.html")


@pages.get("/leiden/<dialogue>/papier")
@access.allow("paper.print")
def paper(dialogue: str) -> str:
    """Shows everything that a table without phones needs (T10, T13)."""
    access.require("paper.print", Resource(dialogue=dialogue))
    with read_transaction(current_engine()) as connection:
        about = queries.dialogue_info(connection, dialogue)
    if about is None:
        abort(404)
    state = current_runtime().broadcaster(dialogue).state()
    return render_template(
        "planning/paper.html",
        about=about,
        steps=state.steps,
        cards=CARDS,
        join=join_link(dialogue, state) if about.code else "",
        qr=qr.svg,
    )


@pages.get("/leiden/papier")
@access.allow("paper.print")
def any_paper() -> AnyResponse:
    """For an address without a table, as people type it."""
    own = access.scope("paper.print").dialogues
    address = url_for("prepare.paper", dialogue=min(own)) if len(own) == 1 else url_for("desk.any_console")
    return redirect(address, 303)


@pages.post("/nieuw/avond")
@access.allow("dialogue.create")
def from_a_file() -> AnyResponse:
    """Creates a dialogue with the programme of an evening file, for a program that sends the set-up key as a Bearer token.

    Answers 400 with one English sentence that names the wrong field."""
    if not authentication.sends_own_token():  # a cookie could be used by another website
        raise access.Unauthorized
    try:
        evening = msgspec.json.decode(request.get_data())
        plan, steps = plan_of(evening), programme_of(evening)
    except InvalidEvening as invalid:
        return json_response(msgspec.structs.replace(responses.refused("malformed"), say=f"{invalid}."), 400)
    except (ValueError, RecursionError):  # msgspec's own, and bytes that are no UTF-8
        not_json = "the file is no JSON in UTF-8."
        return json_response(msgspec.structs.replace(responses.refused("malformed"), say=not_json), 400)
    runtime = current_runtime()
    links = open_dialogue(runtime.engine, runtime.settings, plan, steps, runtime.save, programme=OWN)
    fields = ("console", "screen", "join", "code")
    return json_response({name: getattr(links, name) for name in fields}, 201)


@pages.errorhandler(access.Unauthorized)
def refuse(error: access.Unauthorized) -> AnyResponse:
    """A program is answered in JSON, a person with the page that everybody gets."""
    if request.endpoint == "prepare.from_a_file":
        return json_response(responses.refused("no_token"), 401)
    return answer_error(error)
