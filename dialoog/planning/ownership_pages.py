"""The pages on which an evening passes from a municipality to a residents' collective: a link is made, and an organiser of the collective
takes the evening over with a button (`/overnemen`). It never passes back.
"""

from flask import Blueprint, redirect, render_template
from flask.typing import ResponseReturnValue as Page
from flask_babel import gettext as _

from dialoog.accounts import access, authentication
from dialoog.accounts.forms import ButtonForm
from dialoog.accounts.policy import Resource
from dialoog.accounts.queries import organisation
from dialoog.accounts.sign_in_pages import link_of_browser
from dialoog.db.engine import current_engine, read_transaction, run_in_transaction
from dialoog.jobs.clock import wall_ms
from dialoog.planning import actions, queries
from dialoog.planning.actions import TAKES, NotGiven
from dialoog.planning.gathering_pages import find_gathering, gathering_page
from dialoog.web import erasure_file
from dialoog.web.errors import PageError
from dialoog.web.outcomes import redirect_and_say

pages = Blueprint("ownership", __name__)


@pages.post("/bijeenkomsten/<gathering>/overdragen")
@access.allow("gathering.own")
def offer(gathering: str) -> Page:
    planned = find_gathering(gathering, "gathering.own")
    if not ButtonForm().validate_on_submit():
        return gathering_page(planned), 400

    own = authentication.signed_in()
    try:
        link = run_in_transaction(
            current_engine(),
            lambda connection: actions.offer(connection, gathering, own.person if own else None, wall_ms()),
        )
    except NotGiven:
        raise _not_given() from None
    return gathering_page(planned, link=link, link_for=str(_("het bewonerscollectief")))


@pages.route("/overnemen", methods=["GET", "POST"])
@access.allow("session.begin")
def take_over() -> Page:
    """Who is not signed in is asked to; who organises for no collective is told."""
    link = link_of_browser("ownership")
    own = authentication.signed_in()
    if own is None:
        return redirect("/aanmelden?back=/overnemen", 303)
    collective = own.organisation or ""
    may_own = access.is_allowed("gathering.own", Resource(organisation=collective))
    with read_transaction(current_engine()) as connection:
        planned = queries.gathering(connection, link.gathering or "")
        taker = organisation(connection, collective)
        giver = organisation(connection, planned.owner) if planned else None
    if giver is None or taker is None or taker.kind != TAKES or not may_own:
        raise _not_given()
    form = ButtonForm()
    if not form.validate_on_submit():
        return render_template(
            "planning/take_over.html", planned=planned, taker=taker, giver=giver, form=form
        )

    try:
        gathering = erasure_file.run_and_complete(
            lambda connection: actions.take_over(connection, link, collective, wall_ms())
        )
    except NotGiven:
        raise _not_given() from None
    response = redirect_and_say(f"/bijeenkomsten/{gathering}", _("De avond is nu van u."))
    return authentication.delete_own_cookies(response, "link")


def _not_given() -> PageError:
    sentence = _(
        "Een avond gaat van een gemeente naar een bewonerscollectief. Meld u aan als organisator van dat collectief."
    )
    return PageError(403, _("Dit kan hier niet"), sentence)
