"""The numbered cards of a planned evening, for who leads it: a sheet to print before the table is open."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue as Page

from dialoog.accounts import access
from dialoog.accounts.forms import ButtonForm
from dialoog.db.engine import current_engine, read_transaction, run_in_transaction
from dialoog.live.cards import MOST
from dialoog.live.runtime import current_runtime
from dialoog.planning import cards
from dialoog.planning.gathering_pages import find_gathering, fixed
from dialoog.planning.queries import GatheringInfo
from dialoog.web import qr

pages = Blueprint("planned_cards", __name__)


@pages.get("/bijeenkomsten/<gathering>/kaarten")
@access.allow("gathering.lead")
def card_paper(gathering: str) -> Page:
    return _paper(_find(gathering))


@pages.post("/bijeenkomsten/<gathering>/kaarten")
@access.allow("gathering.lead")
def make_cards(gathering: str) -> Page:
    planned, secret = _find(gathering), current_runtime().settings.secret
    if not ButtonForm().validate_on_submit():
        return _paper(planned), 400
    run_in_transaction(current_engine(), lambda connection: cards.create_sheet(connection, secret, gathering))
    return redirect(url_for("planned_cards.card_paper", gathering=gathering), 303)


def _find(gathering: str) -> GatheringInfo:
    """Once the table is open, whose card is whose is said there."""
    planned = find_gathering(gathering, "gathering.lead")
    if planned.state != "planned":
        raise fixed()
    return planned


def _paper(planned: GatheringInfo) -> str:
    settings = current_runtime().settings
    with read_transaction(current_engine()) as connection:
        codes = cards.printable_codes(connection, settings.secret, planned.id)
    return render_template(
        "planning/card_paper.html",
        planned=planned,
        codes=codes,
        address=f"{settings.url}{url_for('own_words.enter')}",
        qr=qr.svg,
        button=ButtonForm(formdata=None),
        is_full=MOST in codes,
    )
