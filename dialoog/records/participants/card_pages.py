"""The numbered cards of a table, for who leads it: make a sheet, print what nobody has yet, say whose each one is, and which was lost."""

from flask import Blueprint, abort, render_template, url_for
from flask.typing import ResponseReturnValue as Page
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from dialoog.accounts import access
from dialoog.accounts.forms import ButtonForm
from dialoog.accounts.policy import Resource
from dialoog.db.engine import current_engine, read_transaction, run_in_transaction
from dialoog.jobs.clock import wall_ms
from dialoog.live import cards, queries
from dialoog.live.queries import DialogueInfo
from dialoog.live.runtime import current_runtime
from dialoog.records.participants.forms import GiveCardForm, MoreCardsForm
from dialoog.telemetry.logging import log
from dialoog.web import erasure_file, qr
from dialoog.web.formats import listed
from dialoog.web.outcomes import redirect_and_say

pages = Blueprint("cards", __name__)


@pages.get("/leiden/<dialogue>/kaarten")
@access.allow("card.print")
def card_list(dialogue: str) -> Page:
    return _list(_require(dialogue))


@pages.post("/leiden/<dialogue>/kaarten")
@access.allow("card.print")
def make_cards(dialogue: str) -> Page:
    about = _require(dialogue)
    if not MoreCardsForm().validate_on_submit():
        return _list(about), 400
    secret = current_runtime().settings.secret
    run_in_transaction(current_engine(), lambda connection: cards.create_sheet(connection, secret, dialogue))
    return redirect_and_say(url_for("cards.card_list", dialogue=dialogue), _("De kaarten zijn gemaakt."))


@pages.post("/leiden/<dialogue>/kaarten/<int:number>")
@access.allow("card.print")
def give_card(dialogue: str, number: int) -> Page:
    """ "Kaart 7 is voor Fatma": in nobody's journal, since it says nothing of words; the log says that it happened."""
    about = _require(dialogue)
    form = GiveCardForm(prefix=f"card{number}")
    form.offer(_people(dialogue))
    if not form.validate_on_submit():
        return _list(about), 400
    seat = form.seat.data or None
    is_known = erasure_file.run_and_complete(
        lambda connection: cards.give_to(connection, dialogue, number, seat)
    )
    if not is_known:
        abort(404)
    log.info("a card was handed out", dialogue=dialogue)
    return _back_to(dialogue, number)


@pages.post("/leiden/<dialogue>/kaarten/<int:number>/kwijt")
@access.allow("card.print")
def end_lost(dialogue: str, number: int) -> Page:
    """Whoever finds it opens nothing with it."""
    about = _require(dialogue)
    if not ButtonForm().validate_on_submit():
        return _list(about), 400
    is_known = erasure_file.run_and_complete(
        lambda connection: cards.end_lost(connection, dialogue, number, wall_ms())
    )
    if not is_known:
        abort(404)
    log.info("a card was said to be lost", dialogue=dialogue)
    return _back_to(dialogue, number)


@pages.get("/leiden/<dialogue>/kaarten/papier")
@access.allow("card.print")
def card_paper(dialogue: str) -> Page:
    """The code of a card that somebody has is on that card alone; the page says which those are, since one may never have been printed."""
    about, settings = _require(dialogue), current_runtime().settings
    with read_transaction(current_engine()) as connection:
        codes = cards.printable_codes(connection, settings.secret, dialogue)
        numbers = [str(card.number) for card in cards.list_cards(connection, dialogue) if card.seat]
    address = f"{settings.url}{url_for('own_words.enter')}"
    return render_template(
        "participants/card_paper.html",
        about=about,
        codes=codes,
        given=listed(numbers),
        address=address,
        qr=qr.svg,
    )


def _back_to(dialogue: str, number: int) -> Response:
    place = f"kaart-{number}"
    return redirect_and_say(
        url_for("cards.card_list", dialogue=dialogue, _anchor=place), _("Bewaard."), place
    )


def _require(dialogue: str) -> DialogueInfo:
    access.require("card.print", Resource(dialogue=dialogue))
    with read_transaction(current_engine()) as connection:
        about = queries.dialogue_info(connection, dialogue)
    if about is None:
        abort(404)
    return about


def _people(dialogue: str) -> list[tuple[str, str]]:
    """Seat and name of everybody who is not erased, in the order of the circle, then who is outside of it."""
    state = current_runtime().broadcaster(dialogue).state()
    with read_transaction(current_engine()) as connection:
        names = queries.names(connection, dialogue)
    seats = [*state.circle, *(seat for seat in state.seats if seat not in state.circle)]
    return [(seat, names[seat]) for seat in seats if seat in names and not state.seats[seat].erased]


def _list(about: DialogueInfo) -> str:
    people = _people(about.id)
    with read_transaction(current_engine()) as connection:
        own_cards = cards.list_cards(connection, about.id)
    forms = {
        card.number: GiveCardForm(None, prefix=f"card{card.number}", data={"seat": card.seat or ""})
        for card in own_cards
    }
    for form in forms.values():
        form.offer(people)
    return render_template(
        "participants/cards.html",
        about=about,
        cards=own_cards,
        forms=forms,
        names=dict(people),
        more=MoreCardsForm(None),
        button=ButtonForm(formdata=None),
        is_full=len(own_cards) >= cards.MOST,
    )  # fmt: skip
