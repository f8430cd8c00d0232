"""The pages about what is kept (`/beheer/bewaard`): dialogues by day, all of one person, erasing, and the register of processing."""

from datetime import datetime

import msgspec
from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue as Page
from flask_babel import gettext as _
from werkzeug.exceptions import NotFound

from dialoog.accounts import access, authentication
from dialoog.accounts.policy import Action
from dialoog.db.engine import current_engine, read_transaction
from dialoog.jobs.clock import wall_ms
from dialoog.jobs.schedule import TIME_ZONE, day_at
from dialoog.live import queries as live_queries
from dialoog.live.queries import DialogueInfo
from dialoog.live.runtime import current_runtime
from dialoog.organisers.privacy import actions, queries
from dialoog.organisers.privacy.actions import NotErased, TryAgain
from dialoog.organisers.privacy.forms import EraseForm
from dialoog.organisers.privacy.personal_data import PersonalData, everything_about
from dialoog.organisers.privacy.register import activities, as_csv
from dialoog.records.own_texts import own_texts_naming
from dialoog.records.queries import read_names
from dialoog.web.errors import PageError
from dialoog.web.page_number import page_number

pages = Blueprint("privacy", __name__)


@pages.get("/beheer/bewaard")
@access.allow("retention.list")
def kept() -> Page:
    """Answers 404, with a link to the first page, for a page that the list does not have."""
    today = day_at(wall_ms()).isoformat()
    with read_transaction(current_engine()) as connection:
        page = queries.list_kept(connection, access.scope("retention.list"), page_number(), today)
    return render_template("privacy/kept.html", page=page), 200 if page.exists else 404


@pages.get("/beheer/bewaard/<dialogue>")
@access.allow("person.read")
def people(dialogue: str) -> Page:
    about = _find(dialogue, "person.read")
    state = current_runtime().broadcaster(dialogue).state()
    with read_transaction(current_engine()) as connection:
        names = read_names(connection, dialogue)
    return render_template("privacy/people.html", about=about, seats=list(state.seats.values()), names=names)


@pages.get("/beheer/bewaard/<dialogue>/<seat>")
@access.allow("person.read")
def person(dialogue: str, seat: str) -> Page:
    about = _find(dialogue, "person.read")
    return _person_page(about, _everything(dialogue, seat), EraseForm(formdata=None))


@pages.get("/beheer/bewaard/<dialogue>/<seat>.json")
@access.allow("person.read")
def person_as_json(dialogue: str, seat: str) -> Response:
    _find(dialogue, "person.read")
    body = msgspec.json.format(msgspec.json.encode(_everything(dialogue, seat)), indent=2)
    response = Response(body + b"\n", mimetype="application/json")
    response.headers["Content-Disposition"] = 'attachment; filename="gegevens.json"'
    return response


@pages.post("/beheer/bewaard/<dialogue>/<seat>/wissen")
@access.allow("person.erase")
def erase(dialogue: str, seat: str) -> Page:
    """Shows once what it did, and where the organiser's own texts still name this person."""
    about = _find(dialogue, "person.erase")
    found, form = _everything(dialogue, seat), EraseForm()
    if not form.validate_on_submit():
        return _person_page(about, found, form), 400
    try:
        name = actions.erase_person(current_runtime(), dialogue, seat, form.how.data)
    except NotErased:
        return _person_page(about, found, form, refused=True), 409
    except TryAgain:
        raise PageError(
            503, _("Nog niet gewist"), _("Er kan nu niets bewaard worden. Probeer het zo nog eens.")
        ) from None
    with read_transaction(current_engine()) as connection:
        still_named = own_texts_naming(connection, dialogue, name)
    return render_template(
        "privacy/erased.html", about=about, name=name, still_named=still_named, now=datetime.now(TIME_ZONE)
    )


@pages.get("/beheer/verwerkingsregister")
@access.allow("retention.list")
def register() -> str:
    own = authentication.signed_in()
    rows = activities(current_runtime().settings)
    return render_template("privacy/register.html", rows=rows, own=own, settings=current_runtime().settings)


@pages.get("/beheer/verwerkingsregister.csv")
@access.allow("retention.list")
def register_as_csv() -> Response:
    response = Response(as_csv(activities(current_runtime().settings)), mimetype="text/csv")
    response.headers["Content-Disposition"] = 'attachment; filename="verwerkingsregister.csv"'
    return response


def _find(dialogue: str, action: Action) -> DialogueInfo:
    """Refuses what is another organisation's as what is not there."""
    with read_transaction(current_engine()) as connection:
        access.require(action, live_queries.resource_of(connection, dialogue))
        about = live_queries.dialogue_info(connection, dialogue)
    if about is None:
        raise NotFound
    return about


def _everything(dialogue: str, seat: str) -> PersonalData:
    state = current_runtime().broadcaster(dialogue).state()
    with read_transaction(current_engine()) as connection:
        found = everything_about(connection, dialogue, seat, state)
    if found is None:
        raise NotFound
    return found


def _person_page(about: DialogueInfo, found: PersonalData, form: EraseForm, *, refused: bool = False) -> str:
    return render_template("privacy/person.html", about=about, person=found, form=form, refused=refused)
