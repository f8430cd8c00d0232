"""Checks what somebody enters with: the code and its failure budget, the form to take a seat, the set-up key, the token of a link."""

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
from dialoog.live.push.broadcaster import is_removed
from dialoog.live.queries import DialogueInfo
from dialoog.live.runtime import Runtime, current_runtime
from dialoog.live.transport import responses
from dialoog.rules.state import Role
from dialoog.telemetry import metrics
from dialoog.web.text_validation import InvalidText

FAILURE_DELAY_SECONDS = 1.0
"""The delay of the answer to a wrong code or key once the failure budget is spent; nobody else waits meanwhile."""

DESK_PATHS: dict[str, str] = {
    "seat": "/plek",
    "facilitator": "/leiden",
    "scribe": "/verslag-leggen",
    "screen": "/scherm",
}


def desk_path(desk: str, dialogue: str) -> str:
    return f"{DESK_PATHS[desk]}/{dialogue}"


def desk_of(path: str) -> tuple[str, str | None] | None:
    """The desk whose page has this path, and its dialogue where the path carries one."""
    _root, page, *rest = path.split("/")
    desk = next((desk for desk, start in DESK_PATHS.items() if start == f"/{page}"), None)
    return (desk, rest[0] if rest else None) if desk else None


class CodeRefused(msgspec.Struct, frozen=True):
    say: str
    status: int


class SeatResult(msgspec.Struct, frozen=True):
    """The token of the new seat, or the sentence and status of the refusal."""

    token: str | None
    say: str = ""
    status: int = 303


def check_code(code: str, address: str) -> DialogueInfo | CodeRefused:
    """The dialogue with this code. Only wrong codes spend the budget of the address: a whole hall shares one address, so one
    prankster must not keep the others out."""
    with read_transaction(current_engine()) as connection:
        about = queries.dialogue_info_by_code(connection, code)
    if about is not None:
        return about
    budget = current_runtime().failure_budget
    metrics.wrong_codes.inc()
    if budget.is_exhausted(address):
        current_runtime().security_log.code_throttled()
        current_runtime().socketio.sleep(
            FAILURE_DELAY_SECONDS
        )  # R10: guessing costs who guesses more than it costs us
        return CodeRefused(
            _("Er is te vaak een code geprobeerd. Scan de QR-code, of probeer het over vijf minuten."), 429
        )
    budget.record_failure(address)
    return CodeRefused(_("Deze code kennen we niet. Kijk op het scherm of vraag het de gespreksleider."), 404)


def take_seat(runtime: Runtime, dialogue: str, form: JoinForm) -> SeatResult:
    """C1, C2: takes a seat and stores the three choices and how the name is said, once, however often the form is sent. The status is 503 where any of it could
    not be stored, and the form is to be sent again."""
    if not runtime.buckets.allow_join(dialogue):
        return SeatResult(None, _retry_message(), 503)
    command = commands.TakeSeat(
        id=form.id.data or "",
        name=form.name.data or "",
        lang=form.lang.data,
        role=Role(form.role.data) if form.role.data else None,
    )
    try:
        outcome = runtime.writer.execute(translate.join_request(runtime.settings.secret, dialogue, command))
    except InvalidText as error:
        outcome = Rejected(error.reason)
    answer = Answer("ok") if isinstance(outcome, Accepted) else responses.answer_to(outcome)
    responses.counted(commands.kind_of(command), answer, responses.cause(outcome))
    if isinstance(outcome, Rejected):
        return SeatResult(None, say(outcome.reason), 409)
    if not isinstance(outcome, Accepted) or outcome.token is None or outcome.seat is None:
        return SeatResult(None, _retry_message(), 503)
    consent = commands.GiveConsent(
        id=f"{command.id[:56]}-consent",
        words=bool(form.words.data),
        name=bool(form.name_too.data),
        contact=bool(form.contact.data),
        reach=form.reach.data or "",
    )
    participant = Identity("seat", dialogue, outcome.seat, tokens.hash_of(outcome.token))
    consent_outcome = runtime.writer.execute(
        translate.request_of(runtime.settings.secret, participant, consent)
    )
    outcomes = [consent_outcome]
    if form.pronunciation.data:
        pronunciation = commands.ChangePronunciation(
            id=f"{command.id[:56]}-said", pronunciation=form.pronunciation.data
        )
        outcomes.append(
            runtime.writer.execute(translate.request_of(runtime.settings.secret, participant, pronunciation))
        )
    if any(isinstance(each, Postponed) for each in outcomes):
        return SeatResult(None, _retry_message(), 503)
    return SeatResult(outcome.token)


def _retry_message() -> str:
    """A person sends the form again; no script does it for them."""
    return str(_("Het lukt nu niet om dit te bewaren. Probeer het over een minuut nog eens."))


def check_setup_key(key: str) -> bool:
    """Whether this is the set-up key, typed or sent in a cookie or header. Only wrong keys spend the budget: nobody locks an organiser
    out by guessing."""
    with read_transaction(current_engine()) as connection:
        is_key = tokens.is_setup_key(connection, key)
    if is_key:
        current_runtime().security_log.key_opened()
        return True
    current_runtime().security_log.key_refused()
    spend_failure("set-up key")
    return False


def spend_failure(subject: str) -> None:
    """Counts a wrong guess at this subject. Once its budget is spent each answer comes later, and what is right still opens."""
    budget = current_runtime().failure_budget
    if budget.is_exhausted(subject):
        current_runtime().socketio.sleep(FAILURE_DELAY_SECONDS)
    else:
        budget.record_failure(subject)


class OpenedLink(msgspec.Struct, frozen=True):
    """What a link opens: its purpose and dialogue, the path of its page, the language to show it in, and the token for this browser's cookie.

    Without a token the browser keeps the cookie that it has."""

    purpose: Purpose
    dialogue: str
    path: str
    lang: str | None = None
    token: str | None = None


class SeatTaken(msgspec.Struct, frozen=True):
    """The browser has another seat at the table of the link: what to ask its reader, and where that seat is."""

    say: str
    path: str


def open_link(token: str, *, instead: bool) -> OpenedLink | SeatTaken | None:
    """None where the token is not valid. A link to another seat takes no seat away unasked: a stranger may have made it. A desk has the language of its table and a linked phone that of its seat, until the
    reader chooses another: the browser of a borrowed laptop says little about either. A link to join sets no language."""
    with read_transaction(current_engine()) as connection:
        identity = tokens.find(connection, token)
        about = queries.dialogue_info(connection, identity.dialogue) if identity else None
    if identity is None or about is None or identity.desk not in ("join", *tokens.DESKS):
        current_runtime().security_log.link_refused()
        return None
    current_runtime().security_log.link_opened(identity.desk)
    if identity.desk == "join":
        return OpenedLink("join", about.id, f"/d/{about.code}")
    if not instead and (name := _other_seat_here(identity)) is not None:
        sentence = _(
            "U zit al aan deze tafel als %(name)s. Deze link is van een andere plek. Daar schrijft u in de naam van een ander.",
            name=name,
        )
        return SeatTaken(sentence, desk_path("seat", about.id))
    seat = current_runtime().broadcaster(about.id).state().seats.get(identity.seat) if identity.seat else None
    return OpenedLink(
        identity.desk,
        about.id,
        desk_path(identity.desk, about.id),
        seat.lang if seat else about.language,
        _browser_token(token, identity),
    )


def _other_seat_here(identity: Identity) -> str | None:
    """The name of the seat that this browser has at the table of this link; None where it has none, or the link's own."""
    own = authentication.identity("seat", identity.dialogue) if identity.desk == "seat" else None
    if own is None or own.seat is None or own.seat == identity.seat:
        return None
    if is_removed(current_runtime().broadcaster(own.dialogue).state(), own.seat):
        return None
    with read_transaction(current_engine()) as connection:
        return queries.names(connection, own.dialogue).get(own.seat)


def _browser_token(link: str, identity: Identity) -> str | None:
    """T11: each browser gets a token of its own, so that a lost device can be ended alone. Locks the dialogue as the writer does, so
    that no browser gets one while the link is revoked. Where the database cannot write (R11) it is the link's own token."""
    current = authentication.identity(identity.desk, identity.dialogue)
    try:
        with transaction(current_engine()) as connection:
            unit_of_work.lock_dialogues(connection, {identity.dialogue})
            return tokens.create_for_browser(connection, link, current.hash if current else None)
    except SQLAlchemyError:
        return link
