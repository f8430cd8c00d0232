"""The pages on which an evening passes from a municipality to a residents' collective: a link is made, and an organiser of the collective
takes the evening over with a button (`/overnemen`). It never passes back.
"""

from flask import Blueprint, redirect, render_template
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from dialoog.accounts import access, account_links, authentication
from dialoog.accounts.account_links import Link
from dialoog.accounts.forms import ButtonForm
from dialoog.accounts.policy import Resource
from dialoog.accounts.queries import organisation
from dialoog.db.engine import current_engine, read_transaction, retry_while_locked, transaction
from dialoog.jobs.clock import wall_ms
from dialoog.planning import actions, queries
from dialoog.planning.actions import TAKES, NotGiven
from dialoog.planning.gathering_pages import find_gathering, gathering_page
from dialoog.web.errors import PageError

pages = Blueprint("ownership", __name__)
Page = str | AnyResponse | tuple[str, int]


@pages.post("/bijeenkomsten/<gathering>/overdragen")
@access.allow("gathering.own")
def offer(gathering: str) -> Page:
    planned = find_gathering(gathering, "gathering.own")
    if not ButtonForm().validate_on_submit():
        return gathering_page(planned), 400

    def attempt() -> str:
        with transaction(current_engine()) as connection:
            return actions.offer(connection, gathering, wall_ms())

    try:
        link = retry_while_locked(attempt)
    except NotGiven:
        raise _not_given() from None
    return gathering_page(planned, link=link, link_for=str(_("het bewonerscollectief")))


@pages.route("/overnemen", methods=["GET", "POST"])
@access.allow("session.begin")
def take_over() -> Page:
    """Who is not signed in is asked to; who organises for no collective is told."""
    link = _offered_link()
    own = authentication.signed_in()
    if own is None:
        return redirect("/aanmelden?back=/overnemen", 303)
    collective = own.organisation or ""
    may_own = access.is_allowed("gathering.own", Resource(organisation=collective))
    with read_transaction(current_engine()) as connection:
        planned = queries.gathering(connection, link.gathering or "")
        taker = organisation(connection, collective)
    if planned is None or taker is None or taker.kind != TAKES or not may_own:
        raise _not_given()
    form = ButtonForm()
    if not form.validate_on_submit():
        return render_template("planning/take_over.html", planned=planned, taker=taker, form=form)

    def attempt() -> str:
        with transaction(current_engine()) as connection:
            return actions.take_over(connection, link, collective)

    try:
        gathering = retry_while_locked(attempt)
    except NotGiven:
        raise _not_given() from None
    return authentication.delete_link_cookie(redirect(f"/bijeenkomsten/{gathering}", 303))


def _offered_link() -> Link:
    token = authentication.link_cookie()
    with read_transaction(current_engine()) as connection:
        link = account_links.find(connection, token, wall_ms()) if token else None
    if link is None or link.purpose != "ownership":
        raise PageError(403, _("Deze link werkt niet meer."), _("Vraag de gemeente om een nieuwe."))
    return link


def _not_given() -> PageError:
    sentence = _(
        "Een avond gaat van een gemeente naar een bewonerscollectief. Meld u aan als organisator van dat collectief."
    )
    return PageError(403, _("Dit kan hier niet"), sentence)
