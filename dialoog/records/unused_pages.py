"""The page on which an organiser deletes a dialogue that was made in vain (`/verslagen/<id>/weg`): a question and a button."""

from flask import Blueprint, redirect, render_template, url_for
from flask_babel import gettext as _
from sqlalchemy import Connection
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as AnyResponse

from dialoog.accounts import access
from dialoog.accounts.forms import ButtonForm
from dialoog.db.engine import current_engine, read_transaction, run_in_transaction
from dialoog.jobs.clock import wall_ms
from dialoog.live.queries import DialogueInfo, dialogue_info, resource_of
from dialoog.records import unused
from dialoog.telemetry.logging import log
from dialoog.web.outcomes import redirect_and_say

pages = Blueprint("unused", __name__)


@pages.get("/verslagen/<dialogue>/weg")
@access.allow("dialogue.delete")
def question(dialogue: str) -> str:
    about = _find(dialogue)
    with read_transaction(current_engine()) as connection:
        may_go = unused.is_unused(connection, dialogue)
    return render_template("records/delete.html", about=about, may_go=may_go, form=ButtonForm(formdata=None))


@pages.post("/verslagen/<dialogue>/weg")
@access.allow("dialogue.delete")
def delete(dialogue: str) -> AnyResponse:
    """Leads back to the question, which says so, where somebody sat down meanwhile."""
    _find(dialogue)
    if not ButtonForm().validate_on_submit():
        return redirect(url_for("unused.question", dialogue=dialogue), 303)

    def write(connection: Connection) -> None:
        unused.delete_unused(connection, dialogue, wall_ms())

    try:
        run_in_transaction(current_engine(), write)
    except unused.InUse:
        return redirect(url_for("unused.question", dialogue=dialogue), 303)
    log.info("an unused dialogue was deleted", dialogue=dialogue)
    return redirect_and_say(url_for("search.review"), _("De dialoog is weggegooid."))


def _find(dialogue: str) -> DialogueInfo:
    """Refuses what is another organisation's as what is not there."""
    with read_transaction(current_engine()) as connection:
        access.require("dialogue.delete", resource_of(connection, dialogue))
        about = dialogue_info(connection, dialogue)
    if about is None:
        raise NotFound
    return about
