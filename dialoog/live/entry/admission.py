"""How somebody gets in: the code and its budget, sitting down, the set-up key, a link's token."""

import msgspec
from flask_babel import gettext as _
from sqlalchemy.exc import SQLAlchemyError

from dialoog.accounts import authentication, tokens
from dialoog.accounts.tokens import Identity, Purpose
from dialoog.db.engine import current_engine, read_transaction, transaction
from dialoog.live import queries
from dialoog.live.commands import translate, unit_of_work
from dialoog.live.commands.requests import Accepted, Postponed, Rejected
from dialoog.live.entry.forms import JoinForm
from dialoog.live.protocol import commands
from dialoog.live.protocol.messages import Answer
from dialoog.live.protocol.reasons import say
from dialoog.live.queries import DialogueInfo
from dialoog.live.runtime import Runtime, current_runtime
from dialoog.live.transport import responses
from dialoog.rules.state import Role
from dialoog.telemetry.metrics import metrics
from dialoog.web.text_validation import InvalidText

WAITS_SECONDS = 1.0
"""Who tried too many codes or keys hears after this that it was wrong again; nobody else waits meanwhile."""

DESK_PATHS: dict[str, str] = {
    "seat": "/plek",
    "facilitator": "/leiden",
    "scribe": "/verslag-leggen",
    "screen": "/scherm",
}


def desk_at(path: str) -> str | None:
    """Which desk's page this is."""
    return next((desk for desk, page in DESK_PATHS.items() if page == path), None)


class CodeRefused(msgspec.Struct, frozen=True):
    say: str
    status: int


class SeatResult(msgspec.Struct, frozen=True):
    """A seat with its token, or why not."""

    token: str | None
    say: str = ""
    status: int = 303


def find(code: str, address: str) -> DialogueInfo | CodeRefused:
    """The dialogue of this code. Failures are budgeted, right codes never: a hall shares one address, so one prankster
    in it must not shut the door for the others."""
    with read_transaction(current_engine()) as connection:
        about = queries.dialogue_info_by_code(connection, code)
    if about is not None:
        return about
    budget = current_runtime().budget
    metrics.wrong_codes += 1
    if budget.spent(address):
        current_runtime().security_log.code_barred()
        current_runtime().socketio.sleep(
            WAITS_SECONDS
        )  # R10: guessing costs who guesses more than it costs us
        return CodeRefused(
            _("Er is te vaak een code geprobeerd. Scan de QR-code, of probeer het over vijf minuten."), 429
        )
    budget.failed(address)
    return CodeRefused(_("Deze code kennen we niet. Kijk op het scherm of vraag het de gespreksleider."), 404)


def sit_down(at: Runtime, dialogue: str, form: JoinForm) -> SeatResult:
    """C1, C2: a seat and the three choices, once, however often the form is sent; it is to be sent again where either could not
    be kept."""
    door = commands.TakeSeat(
        id=form.id.data or "",
        name=form.name.data or "",
        lang=form.lang.data,
        role=Role(form.role.data) if form.role.data else None,
    )
    try:
        outcome = at.writer.execute(translate.join_request(at.settings.secret, dialogue, door))
    except InvalidText as error:
        outcome = Rejected(error.reason)
    answer = Answer("ok") if isinstance(outcome, Accepted) else responses.answer_to(outcome)
    responses.counted(commands.kind_of(door), answer, responses.cause(outcome))
    if isinstance(outcome, Rejected):
        return SeatResult(None, say(outcome.reason), 409)
    if not isinstance(outcome, Accepted) or outcome.token is None or outcome.seat is None:
        return SeatResult(None, _again(), 503)
    consent = commands.GiveConsent(
        id=f"{door.id[:56]}-consent",
        words=bool(form.words.data),
        name=bool(form.name_too.data),
        contact=bool(form.contact.data),
    )
    participant = Identity("seat", dialogue, outcome.seat, tokens.hash_of(outcome.token))
    consent_outcome = at.writer.execute(translate.request_of(at.settings.secret, participant, consent))
    return (
        SeatResult(None, _again(), 503)
        if isinstance(consent_outcome, Postponed)
        else SeatResult(outcome.token)
    )


def _again() -> str:
    """A form is sent again by who filled it in; no page does it for them."""
    return str(_("Het lukt nu niet om dit te bewaren. Probeer het over een minuut nog eens."))


def key_fits(key: str) -> bool:
    """Whether this is the set-up key. Wrong ones are budgeted like wrong codes, the right one never: nobody shuts an organiser
    out by guessing."""
    with read_transaction(current_engine()) as connection:
        fits = tokens.is_setup_key(connection, key)
    if fits:
        current_runtime().security_log.key_opened()
        return True
    current_runtime().security_log.key_refused()
    budget = current_runtime().budget
    if budget.spent("set-up key"):
        current_runtime().socketio.sleep(WAITS_SECONDS)
    else:
        budget.failed("set-up key")
    return False


class OpenedLink(msgspec.Struct, frozen=True):
    """What a link's token opens, where it leads, the language that is spoken there, and what this browser keeps of it."""

    purpose: Purpose
    where: str
    lang: str | None = None
    keeps: str | None = None


def open_with(token: str) -> OpenedLink | None:
    """A desk speaks the language of its table, and a linked phone that of its seat, until its reader chooses another; the
    browser of a borrowed laptop says little about either. Who comes to join may read any language."""
    with read_transaction(current_engine()) as connection:
        identity = tokens.find(connection, token)
        about = queries.dialogue_info(connection, identity.dialogue) if identity else None
    if identity is None or about is None:
        current_runtime().security_log.link_refused()
        return None
    current_runtime().security_log.link_opened(identity.desk)
    if identity.desk == "join":
        return OpenedLink("join", f"/d/{about.code}")
    seat = current_runtime().broadcaster(about.id).state().seats.get(identity.seat) if identity.seat else None
    keeps = _of_this_browser(token, identity)
    return OpenedLink(identity.desk, DESK_PATHS[identity.desk], seat.lang if seat else about.lang, keeps)


def _of_this_browser(link: str, identity: Identity) -> str | None:
    """T11: a token of its own, so that whoever lost one of two devices can end that one. The dialogue is held like the writer
    holds it: nobody slips in while the link is ended. Where nothing can be written (R11) the link itself lets in."""
    held = authentication.identity(identity.desk)
    try:
        with transaction(current_engine()) as connection:
            unit_of_work.lock_dialogues(connection, {identity.dialogue})
            return tokens.create_for_browser(connection, link, held.hash if held else None)
    except SQLAlchemyError:
        return link
