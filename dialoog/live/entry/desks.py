"""The pages of the four desks: phone, screen, console and scribe. Each address carries its table.

A page is a frame of what does not change, with its place; its script fetches the documents of that place.
"""

import msgspec
from flask import Blueprint, redirect, render_template
from flask.typing import ResponseReturnValue as Page
from flask_babel import force_locale
from flask_babel import gettext as _

from dialoog.accounts import access, authentication, tokens
from dialoog.accounts.mails import entry_link
from dialoog.accounts.tokens import Identity, Purpose
from dialoog.db.engine import read_transaction, transaction
from dialoog.live import cards, queries
from dialoog.live.commands import access_grants
from dialoog.live.entry.admission import desk_path
from dialoog.live.journal import contacts
from dialoog.live.protocol.reasons import say
from dialoog.live.push.broadcaster import is_removed
from dialoog.live.queries import DialogueInfo
from dialoog.live.runtime import current_runtime
from dialoog.rules.state import State
from dialoog.settings import listens_everywhere
from dialoog.web import qr
from dialoog.web.errors import PageError
from dialoog.web.languages import direction

pages = Blueprint("desk", __name__)


@pages.get("/plek/<dialogue>")
@access.allow("phone.open")
def phone(dialogue: str) -> Page:
    identity, state, about = _desk_context("seat", dialogue)
    own = _removed_seat(about.id, state, identity.seat or "")
    with read_transaction(current_runtime().engine) as connection:
        reach = contacts.read_contacts(connection, about.id).get(identity.seat or "", "")
    return render_template(
        "live/phone.html",
        about=about,
        place=identity.place,
        desk="seat",
        own=own,
        reach=reach,
        linked=identity.linked,
    )


@pages.get("/scherm/<dialogue>")
@access.allow("screen.open")
def screen(dialogue: str) -> Page:
    """In the language of the table, not of the laptop: everybody reads it."""
    identity, state, about = _desk_context("screen", dialogue)
    settings = current_runtime().settings
    token = access_grants.join_token(settings.secret, about.id, state.code_version)
    with force_locale(about.language):
        return render_template(
            "live/screen.html",
            about=about,
            place=identity.place,
            code_version=state.code_version,
            settings=settings,
            is_offline=listens_everywhere(settings.host),
            qr_svg=qr.svg(entry_link(token), _("QR-code om mee te doen")),
            lang=about.language,
            direction=direction(about.language),
        )


@pages.get("/leiden/<dialogue>")
@access.allow("console.open")
def console(dialogue: str) -> Page:
    return _console_page("facilitator", dialogue)


@pages.post("/leiden/<dialogue>/openen")
@access.allow("console.take")
def take_console(dialogue: str) -> Page:
    """An organiser gets the console of an evening of the own organisation, as by its link: to lead it, or to close what was left open."""
    with read_transaction(current_runtime().engine) as connection:
        about = queries.resource_of(connection, dialogue)
        access.require("console.take", about)
    response = redirect(desk_path("facilitator", dialogue), 303)
    if authentication.identity("facilitator", dialogue) is not None:
        return response
    with transaction(current_runtime().engine) as connection:
        token = tokens.create(connection, "facilitator", dialogue, opened_by=authentication.opener(about))
    return authentication.set_desk_cookie(response, "facilitator", dialogue, token)


@pages.get("/verslag-leggen/<dialogue>")
@access.allow("scribe.open")
def scribe(dialogue: str) -> Page:
    return _console_page("scribe", dialogue)


@pages.get("/plek")
@access.allow("phone.open")
def any_phone() -> Page:
    return _only_table("seat")


@pages.get("/scherm")
@access.allow("screen.open")
def any_screen() -> Page:
    return _only_table("screen")


@pages.get("/leiden")
@access.allow("console.open")
def any_console() -> Page:
    return _only_table("facilitator")


@pages.get("/verslag-leggen")
@access.allow("scribe.open")
def any_scribe() -> Page:
    return _only_table("scribe")


def _only_table(desk: Purpose) -> Page:
    """For an address without a table, as people type it: goes to the one that this browser has, or lets its reader choose."""
    own = {identity.dialogue for identity in authentication.desk_identities() if identity.desk == desk}
    with read_transaction(current_runtime().engine) as connection:
        found = [queries.dialogue_info(connection, dialogue) for dialogue in own]
    tables = sorted((about for about in found if about), key=lambda about: -about.created)
    if not tables:
        raise PageError(401, _("Wie bent u?"), say("no_token"))
    addresses = [(about, desk_path(desk, about.id)) for about in tables]
    return (
        redirect(addresses[0][1], 303)
        if len(tables) == 1
        else render_template("tables.html", tables=addresses)
    )


class RemovedSeat(msgspec.Struct, frozen=True):
    """What a removed participant can still decide about: their choices by name, and their words as JSON. Who is `outside` was
    never let in."""

    choices: str
    words: str
    outside: bool


def _removed_seat(dialogue: str, state: State, seat: str) -> RemovedSeat | None:
    """C2, C4: a removed participant gets no documents, so the page itself holds what they may decide about; None for others."""
    if not is_removed(state, seat):
        return None
    own = state.seats.get(seat)
    consent = own.consent if own else None
    ids = [word.id for word in state.words.values() if word.seat == seat and word.alive]
    with read_transaction(current_runtime().engine) as connection:
        texts = queries.texts(connection, dialogue, ids)
    words = [
        {"id": word, "text": texts[word].text, "lang": texts[word].lang} for word in ids if word in texts
    ]
    return RemovedSeat(
        " ".join(name for name in ("words", "name", "contact") if consent and getattr(consent, name)),
        msgspec.json.encode(words).decode(),
        seat not in state.circle,
    )


def _console_page(desk: Purpose, dialogue: str) -> str:
    identity, _state, about = _desk_context(desk, dialogue)
    with read_transaction(current_runtime().engine) as connection:
        has_cards = desk == "facilitator" and bool(cards.list_cards(connection, dialogue))
    return render_template(
        "live/console.html", about=about, place=identity.place, desk=desk, has_cards=has_cards
    )


def _desk_context(desk: Purpose, dialogue: str) -> tuple[Identity, State, DialogueInfo]:
    """Reads the state before the dialogue: if the code is renewed in between, a screen has the new code under an older version
    and reloads; the other way round it would show an expired code for the rest of the evening (T14)."""
    identity = authentication.identity(desk, dialogue)
    if identity is None:
        raise PageError(401, _("Wie bent u?"), say("no_token"))
    state = current_runtime().broadcaster(identity.dialogue).state()
    with read_transaction(current_runtime().engine) as connection:
        about = queries.dialogue_info(connection, identity.dialogue)
    if about is None:
        raise PageError(404, _("Niet gevonden"), say("unknown_dialogue"))
    return identity, state, about
