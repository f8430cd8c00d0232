"""How somebody gets in: the code and its budget, sitting down, the set-up key, a link's token."""

import msgspec
from flask_babel import gettext as _
from sqlalchemy.exc import SQLAlchemyError

from dialoog.accounts import access, tokens
from dialoog.accounts.tokens import Bearer, Purpose
from dialoog.db.engine import current_engine, reading, transaction
from dialoog.live import queries
from dialoog.live.commands import translate, unit_of_work
from dialoog.live.commands.execute import Done, Later, No, Request
from dialoog.live.entry.forms import JoinForm
from dialoog.live.protocol import commands
from dialoog.live.protocol.messages import Answer
from dialoog.live.protocol.reasons import say
from dialoog.live.queries import About
from dialoog.live.runtime import House, house
from dialoog.live.transport import responses
from dialoog.rules.state import By, Desk, Role
from dialoog.telemetry.metrics import tally

WAITS_SECONDS = 1.0
"""Who tried too many codes or keys hears after this that it was wrong again; nobody else waits meanwhile."""

GOES: dict[str, str] = {
    "seat": "/plek",
    "facilitator": "/leiden",
    "scribe": "/verslag-leggen",
    "screen": "/scherm",
}


def desk_at(path: str) -> str | None:
    """Which desk's page this is."""
    return next((desk for desk, page in GOES.items() if page == path), None)


class Barred(msgspec.Struct, frozen=True):
    say: str
    status: int


class Taken(msgspec.Struct, frozen=True):
    """A seat with its token, or why not."""

    token: str | None
    say: str = ""
    status: int = 303


def find(code: str, address: str) -> About | Barred:
    """The dialogue of this code. Failures are budgeted, right codes never: a hall shares one address, so one prankster
    in it must not shut the door for the others."""
    with reading(current_engine()) as connection:
        about = queries.about_code(connection, code)
    if about is not None:
        return about
    budget = house().budget
    tally.wrong_codes += 1
    if budget.spent(address):
        house().knocks.code_barred()
        house().socketio.sleep(WAITS_SECONDS)  # R10: guessing costs who guesses more than it costs us
        return Barred(
            _("Er is te vaak een code geprobeerd. Scan de QR-code, of probeer het over vijf minuten."), 429
        )
    budget.failed(address)
    return Barred(_("Deze code kennen we niet. Kijk op het scherm of vraag het de gespreksleider."), 404)


def sit_down(at: House, dialogue: str, form: JoinForm) -> Taken:
    """C1, C2: a seat and the three choices, once, however often the form is sent; it is to be sent again where either could not
    be kept."""
    door = commands.TakeSeat(
        id=form.id.data or "",
        name=form.name.data or "",
        lang=form.lang.data,
        role=Role(form.role.data) if form.role.data else None,
    )
    nobody = By(Desk.SEAT)
    outcome = at.writer.ask(
        Request(
            dialogue=dialogue,
            id=door.id,
            mac=translate.mac_of(at.settings.secret, door, nobody),
            by=None,
            prepare=lambda seat: translate.ready(door, By(Desk.SEAT, seat), seat),
        )
    )
    answer = Answer("ok") if isinstance(outcome, Done) else responses.answer_to(outcome)
    responses.counted(commands.kind_of(door), answer, responses.cause(outcome))
    if isinstance(outcome, No):
        return Taken(None, say(outcome.reason), 409)
    if not isinstance(outcome, Done) or outcome.made is None or outcome.seat is None:
        return Taken(None, _again(), 503)
    consent = commands.GiveConsent(
        id=f"{door.id[:56]}-consent",
        words=bool(form.words.data),
        name=bool(form.name_too.data),
        contact=bool(form.contact.data),
    )
    given = at.ask(Bearer("seat", dialogue, outcome.seat, tokens.hash_of(outcome.made)), consent)
    return Taken(None, _again(), 503) if isinstance(given, Later) else Taken(outcome.made)


def _again() -> str:
    """A form is sent again by who filled it in; no page does it for them."""
    return str(_("Het lukt nu niet om dit te bewaren. Probeer het over een minuut nog eens."))


def key_fits(key: str) -> bool:
    """Whether this is the set-up key. Wrong ones are budgeted like wrong codes, the right one never: nobody shuts an organiser
    out by guessing."""
    with reading(current_engine()) as connection:
        fits = tokens.opens_setup(connection, key)
    if fits:
        house().knocks.key_opened()
        return True
    house().knocks.key_refused()
    budget = house().budget
    if budget.spent("set-up key"):
        house().socketio.sleep(WAITS_SECONDS)
    else:
        budget.failed("set-up key")
    return False


class Opened(msgspec.Struct, frozen=True):
    """What a link's token opens, where it leads, the language that is spoken there, and what this browser keeps of it."""

    purpose: Purpose
    where: str
    lang: str | None = None
    keeps: str | None = None


def open_with(token: str) -> Opened | None:
    """A desk speaks the language of its table, and a linked phone that of its seat, until its reader chooses another; the
    browser of a borrowed laptop says little about either. Who comes to join may read any language."""
    with reading(current_engine()) as connection:
        bearer = tokens.find(connection, token)
        about = queries.about(connection, bearer.dialogue) if bearer else None
    if bearer is None or about is None:
        house().knocks.link_refused()
        return None
    house().knocks.link_opened(bearer.desk)
    if bearer.desk == "join":
        return Opened("join", f"/d/{about.code}")
    seat = house().table(about.id).state().seats.get(bearer.seat) if bearer.seat else None
    keeps = _of_this_browser(token, bearer)
    return Opened(bearer.desk, GOES[bearer.desk], seat.lang if seat else about.lang, keeps)


def _of_this_browser(link: str, bearer: Bearer) -> str | None:
    """T11: a token of its own, so that whoever lost one of two devices can end that one. The dialogue is held like the writer
    holds it: nobody slips in while the link is ended. Where nothing can be written (R11) the link itself lets in."""
    held = access.bearer(bearer.desk)
    try:
        with transaction(current_engine()) as connection:
            unit_of_work.held(connection, {bearer.dialogue})
            return tokens.opened(connection, link, held.hash if held else None)
    except SQLAlchemyError:
        return link
