"""The record for who took part, wherever they open it (`/mijn/<id>/verslag`): where a mail leads, and the page of one's own words. On the
phone with which one took part that is the record's own page; who came with a card reads it here.
"""

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.wrappers import Response as AnyResponse

from dialoog.accounts import access, authentication
from dialoog.db.engine import current_engine, read_transaction
from dialoog.live.runtime import current_runtime
from dialoog.records.pages import sat_at
from dialoog.records.participants.pages import redirect_to_code
from dialoog.records.queries import read_record
from dialoog.records.report_back.queries import is_told
from dialoog.rules.views import is_outside

pages = Blueprint("own_record", __name__)
pages.register_error_handler(access.Unauthorized, redirect_to_code)


@pages.get("/mijn/<dialogue>/verslag")
@access.allow("own_words.open")
def record_of_own_table(dialogue: str) -> str | AnyResponse:
    """Who has neither is asked for the code of a card, and of a record that is not there yet sees the own words."""
    if sat_at(dialogue):
        return redirect(url_for("record.one_record", dialogue=dialogue), 303)
    if not reads_by_card(dialogue):
        raise access.Unauthorized
    with read_transaction(current_engine()) as connection:
        record = read_record(connection, dialogue)
        has_report = is_told(connection, dialogue)
    if record is None:
        return redirect(url_for("own_words.own_page", dialogue=dialogue), 303)
    told_at = url_for("own_report_back.own_report", dialogue=dialogue) if has_report else ""
    return render_template("participants/record.html", record=record, is_bare=True, told_at=told_at)


def reads_by_card(dialogue: str) -> bool:
    """Whether this browser opened the card of somebody who sat at the table; who was removed from it did not (R9)."""
    seats = [own.seat for own in authentication.card_identities() if own.dialogue == dialogue]
    if not seats:
        return False
    state = current_runtime().broadcaster(dialogue).state()
    return any(seat in state.seats and not is_outside(state, seat) for seat in seats if seat)
