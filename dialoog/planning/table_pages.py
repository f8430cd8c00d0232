"""The pages of the tables of an evening, for its organiser: one more, changing one, taking one out, and opening them all on the day.

The tables stand on the page of the evening, `/bijeenkomsten/<id>` of the first; each has such a page of its own, where who leads it is asked.
"""

from flask import Blueprint, redirect, render_template
from flask.typing import ResponseReturnValue as Page
from flask_babel import gettext as _

from dialoog.accounts import access
from dialoog.accounts.forms import ButtonForm
from dialoog.db.engine import current_engine, read_transaction
from dialoog.jobs.clock import wall_ms
from dialoog.live.runtime import current_runtime
from dialoog.planning import actions, queries, tables
from dialoog.planning.gathering_forms import TableForm
from dialoog.planning.gathering_pages import LIST, find_gathering, fixed, gathering_page, write
from dialoog.planning.queries import GatheringInfo
from dialoog.planning.tables import TooMany
from dialoog.web.outcomes import redirect_and_say

pages = Blueprint("table", __name__)


@pages.post("/bijeenkomsten/<gathering>/tafels")
@access.allow("gathering.edit")
def add(gathering: str) -> Page:
    first = _first_of(find_gathering(gathering, "gathering.edit"))
    form = TableForm(first)
    if not form.validate_on_submit():
        return gathering_page(first, table_form=form), 400
    try:
        write(lambda connection: tables.add(connection, first.id, form.own_fields(), wall_ms()))
    except TooMany:
        form.place.errors = [_("Meer tafels heeft een avond niet. Zet er een avond naast.")]
        return gathering_page(first, table_form=form), 409
    return redirect_and_say(f"{LIST}/{first.id}#tafels", _("De tafel staat erbij."), "tafels")


@pages.route("/bijeenkomsten/<gathering>/tafel", methods=["GET", "POST"])
@access.allow("gathering.edit")
def change(gathering: str) -> Page:
    """The first table has what the evening has: there it is changed."""
    table = find_gathering(gathering, "gathering.edit")
    if table.is_first:
        return redirect(f"{LIST}/{gathering}/wijzigen", 303)
    if table.state != "planned":
        raise fixed()
    form = TableForm(_first_of(table), data={**actions.fields_of(table), "language": table.language})
    if not form.validate_on_submit():
        return render_template("planning/table_form.html", form=form, table=table)
    write(lambda connection: tables.change(connection, gathering, form.own_fields(), wall_ms()))
    return redirect_and_say(f"{LIST}/{gathering}", _("Bewaard."))


@pages.post("/bijeenkomsten/<gathering>/tafel/weg")
@access.allow("gathering.edit")
def remove(gathering: str) -> Page:
    table = find_gathering(gathering, "gathering.edit")
    if not ButtonForm().validate_on_submit():
        return gathering_page(table), 400
    first = _first_of(table)
    if table.is_first:
        raise fixed()
    write(lambda connection: tables.remove(connection, gathering))
    return redirect_and_say(f"{LIST}/{first.id}#tafels", _("De tafel is weg."), "tafels")


@pages.post("/bijeenkomsten/<gathering>/tafels/openen")
@access.allow("gathering.edit")
def open_all(gathering: str) -> Page:
    """Who leads a table goes on from its own page; here is how people join each."""
    first = _first_of(find_gathering(gathering, "gathering.edit"))
    if not ButtonForm().validate_on_submit():
        return gathering_page(first), 400
    runtime = current_runtime()
    write(lambda connection: tables.open_all(connection, runtime.settings, runtime.save, first.id, wall_ms()))
    return redirect_and_say(f"{LIST}/{first.id}#tafels", _("De tafels zijn open."), "tafels")


def _first_of(table: GatheringInfo) -> GatheringInfo:
    with read_transaction(current_engine()) as connection:
        return queries.tables_of(connection, table.evening)[0]
