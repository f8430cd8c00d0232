"""What became of an evening, to read and to take along on paper: for who sat at the table (`/verslagen/<id>/vervolg`, by a card
`/mijn/<id>/vervolg`), and of a public record for everybody (`/uitkomst/<id>/vervolg`). Before it was sent it is not there.
"""

from urllib.parse import quote

from flask import Blueprint, Response, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as AnyResponse

from dialoog.accounts import access, authentication
from dialoog.accounts.forms import ButtonForm
from dialoog.db.engine import current_engine, read_transaction, run_in_transaction
from dialoog.jobs.clock import wall_ms
from dialoog.live.runtime import current_runtime
from dialoog.records.downloads.actions import Taker
from dialoog.records.downloads.pages import taker_of
from dialoog.records.exports.pdf import set_pdf
from dialoog.records.models import Audience
from dialoog.records.pages import follow_participant, readable_head, redirect_to_sign_in, sat_at
from dialoog.records.participants.pages import redirect_to_code
from dialoog.records.participants.record_pages import reads_by_card
from dialoog.records.publication import find_head
from dialoog.records.report_back.actions import take_paper
from dialoog.records.report_back.paper import TEMPLATE, report_on_paper
from dialoog.records.report_back.phrases import how_agreements_stand, how_much_changed
from dialoog.records.report_back.report import Report, read_report
from dialoog.rules.state import State
from dialoog.web.blocking import run_apart
from dialoog.web.languages import STAFF_LANGUAGES, set_page_languages

pages = Blueprint("report_back", __name__)
pages.register_error_handler(access.Unauthorized, redirect_to_sign_in)
pages.add_app_template_filter(how_agreements_stand)
pages.add_app_template_filter(how_much_changed)
own_pages = Blueprint("own_report_back", __name__)
own_pages.register_error_handler(access.Unauthorized, redirect_to_code)


@pages.get("/verslagen/<dialogue>/vervolg")
@access.allow("record.read")
def report(dialogue: str) -> str:
    """In every language for who sat at the table."""
    head, audience = readable_head(dialogue)
    follow_participant(dialogue)
    with read_transaction(current_engine()) as connection:
        found = read_report(connection, head, audience, _state(dialogue))
    return _page(found, back=url_for("record.one_record", dialogue=dialogue))


@pages.post("/verslagen/<dialogue>/vervolg")
@access.allow("record.read")
def take(dialogue: str) -> AnyResponse:
    _head, audience = readable_head(dialogue)
    follow_participant(dialogue)
    address = url_for("report_back.report", dialogue=dialogue, _external=True)
    return _paper(dialogue, audience, taker_of(dialogue), address)


@pages.get("/uitkomst/<dialogue>/vervolg")
@access.allow("site.read")
def public_report(dialogue: str) -> str:
    if authentication.signed_in() is not None:
        set_page_languages(STAFF_LANGUAGES)  # their navigation stands above it
    return _page(_find_public(dialogue), back=url_for("public_record.public_record", dialogue=dialogue))


@pages.post("/uitkomst/<dialogue>/vervolg")
@access.allow("site.read")
def take_public(dialogue: str) -> AnyResponse:
    """Counted by day; nobody is written down."""
    _find_public(dialogue)
    address = url_for("report_back.public_report", dialogue=dialogue, _external=True)
    return _paper(dialogue, "public", Taker("everybody"), address)


@own_pages.get("/mijn/<dialogue>/vervolg")
@access.allow("own_words.open")
def own_report(dialogue: str) -> str | AnyResponse:
    """Where a mail leads. On the phone with which one took part the page is that of the record; before there is one, the own words."""
    if sat_at(dialogue):
        return redirect(url_for("report_back.report", dialogue=dialogue), 303)
    _require_card(dialogue)
    with read_transaction(current_engine()) as connection:
        head = find_head(connection, dialogue)
        found = read_report(connection, head, "participants", _state(dialogue)) if head else None
    back = url_for("own_words.own_page", dialogue=dialogue)
    return _page(found, back=back) if found else redirect(back, 303)


@own_pages.post("/mijn/<dialogue>/vervolg")
@access.allow("own_words.open")
def take_by_card(dialogue: str) -> AnyResponse:
    if not sat_at(dialogue):
        _require_card(dialogue)
    address = url_for("own_report_back.own_report", dialogue=dialogue, _external=True)
    return _paper(dialogue, "participants", Taker("seat"), address)


def _require_card(dialogue: str) -> None:
    if not reads_by_card(dialogue):
        raise access.Unauthorized


def _state(dialogue: str) -> State:
    return current_runtime().broadcaster(dialogue).state()


def _find_public(dialogue: str) -> Report:
    with read_transaction(current_engine()) as connection:
        head = find_head(connection, dialogue)
        is_public = head is not None and head.is_public
        found = read_report(connection, head, "public", _state(dialogue)) if head and is_public else None
    if found is None:
        raise NotFound
    return found


def _page(report: Report | None, back: str) -> str:
    if report is None:
        raise NotFound
    return render_template(
        "report_back/report.html",
        report=report,
        record=report.record,
        back_to=back,
        button=ButtonForm(formdata=None),
    )


def _paper(dialogue: str, audience: Audience, taker: Taker, address: str) -> AnyResponse:
    """As a file: with a number, and written down."""
    if not ButtonForm().validate_on_submit():
        return redirect(address, 303)
    report = run_in_transaction(
        current_engine(), lambda connection: take_paper(connection, dialogue, audience, taker, wall_ms())
    )
    if report is None or report.record.copy is None:
        raise NotFound
    data = report_on_paper(report, address.partition("//")[2], report.record.copy.made)
    response = Response(run_apart(set_pdf, TEMPLATE, data), mimetype="application/pdf")
    name = quote(_("wat-is-ermee-gebeurd"))
    number = f"{name}-{quote(dialogue)}-{report.record.copy.number}"
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{number}.pdf"
    return response
