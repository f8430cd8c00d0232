"""The commands and documents over HTTP, for networks that forbid websockets, and the tickets of sockets.

Every response is JSON. A request that changes something must come from our own origin, unless its client sends the token
itself: another website cannot make a browser do that.
"""

from typing import Any

import msgspec
from flask import Blueprint, Response, request

from dialoog.accounts import access, account_links, authentication
from dialoog.accounts.tokens import DESKS, Identity
from dialoog.db.engine import read_transaction
from dialoog.jobs.clock import wall_ms
from dialoog.live import queries
from dialoog.live.entry import admission
from dialoog.live.protocol.messages import Answer, AskTicket, Enter, Have
from dialoog.live.push.broadcaster import Broadcaster, is_removed
from dialoog.live.push.presence import BoundSocket
from dialoog.live.push.read_access import readable_references, readable_translations
from dialoog.live.runtime import current_runtime
from dialoog.live.transport import command_intake, responses
from dialoog.rules.state import Words
from dialoog.web.fetch_metadata import is_same_origin
from dialoog.web.languages import chosen_language, set_language_cookie

http_api = Blueprint("wire", __name__)
MAX_WORDS = 200


class Abort(Exception):
    """Ends the request with this response."""

    def __init__(self, answer: Answer, status: int) -> None:
        super().__init__(answer.reason)
        self.answer = answer
        self.status = status


@http_api.errorhandler(Abort)
def handle_abort(error: Abort) -> Response:
    return json_response(error.answer, error.status)


@http_api.errorhandler(access.Unauthorized)
def handle_unauthorized(_error: access.Unauthorized) -> Response:
    return json_response(_unauthorized(*_who_asks()), 401)


@http_api.post("/in")
@access.allow("link.open")
def enter() -> Response:
    """Sets the cookie of the link's desk; for a join link, only says where to go. Who has another seat at that table is asked first.
    A link to an account waits in a cookie until its page uses it."""
    _require_own_origin()
    link: Enter = _decode_body(Enter)
    with read_transaction(current_runtime().engine) as connection:
        account_link = account_links.find(connection, link.token, wall_ms())
    if account_link is not None:
        response = json_response({"go": account_links.page_of(account_link)})
        return authentication.set_link_cookie(response, account_link, link.token)
    opened = admission.open_link(link.token, instead=link.instead)
    if opened is None:
        raise Abort(responses.refused("token_ended"), 401)
    if isinstance(opened, admission.SeatTaken):
        return json_response({"say": opened.say, "stay": opened.path}, 409)
    answer = json_response({"go": opened.path})
    if opened.token is not None:
        authentication.set_desk_cookie(answer, opened.purpose, opened.dialogue, opened.token)
    if opened.lang and chosen_language() is None:
        set_language_cookie(answer, opened.lang)
    return answer


@http_api.post("/live/ticket")
@access.allow("live.connect")
def ticket() -> Response:
    _require_own_origin()
    body: AskTicket = _decode_body(AskTicket)
    identity = _identity(body.desk, body.place)
    if not current_runtime().buckets.allow_ticket(identity):
        raise Abort(responses.too_fast(), 429)
    return json_response({"ticket": current_runtime().tickets.give(identity)})


@http_api.post("/live/command")
@access.allow("live.command")
def command() -> Response:
    _require_own_origin()
    identity = _require_identity(*_who_asks())
    payload = _decode_body(Any)
    is_removed = _is_removed(identity)
    if is_removed and not _concerns_own_words(identity, payload):
        raise Abort(responses.refused("removed"), 403)
    answer, cause = command_intake.execute(current_runtime(), identity, payload)
    if is_removed:  # R9: not even how far the dialogue is
        answer = msgspec.structs.replace(answer, version=None)
    return json_response(answer, responses.status_of(answer, cause))


@http_api.get("/live/documents")
@access.allow("live.read")
def documents() -> Response:
    identity = _identity(*_who_asks())
    versions = {name: request.args[name] for name in Have.__struct_fields__ if name in request.args}
    try:
        have = msgspec.convert(versions, Have, strict=False)
    except msgspec.ValidationError:
        raise Abort(responses.refused("malformed"), 400) from None
    return json_response(
        {
            "documents": _broadcaster(identity).documents(
                BoundSocket("", identity), have, current_runtime().disconnect_soon
            ),
            "now": current_runtime().now(identity.dialogue),
        }
    )


@http_api.get("/live/words")
@access.allow("live.read")
def words() -> Response:
    """Texts by id and revision: only those that this desk may read, and nothing about the others. A text that was replaced since
    this process read the journal is left out, since that revision may not have been shown yet (T20)."""
    identity = _identity(*_who_asks())
    references = [ref for ref in request.args.get("ids", "").split(",") if ref][:MAX_WORDS]
    state = _broadcaster(identity).state()
    allowed = readable_references(state, identity)
    word_ids = {ref: ref.rpartition(".")[0] for ref in references if ref in allowed}
    with read_transaction(current_runtime().engine) as connection:
        texts = queries.texts(connection, identity.dialogue, word_ids.values())
        about = queries.dialogue_info(connection, identity.dialogue)
    lang = about.language if about else "nl"
    readable = {
        ref: {
            "text": texts[word].text,
            "lang": texts[word].lang,
            "kind": state.words[word].kind.value,
            "translation": _translation(state.words[word], texts[word], lang, identity),
        }
        for ref, word in word_ids.items()
        if word in texts and texts[word].matches(state.words[word])
    }
    return json_response({"words": readable})


def _translation(words: Words, text: queries.Text, lang: str, identity: Identity) -> dict[str, Any] | None:
    """`waits`: the owner was not asked yet, so that desks alone see it (C5)."""
    translation = queries.pick_translation(text, lang, readable_translations(words, identity))
    if translation is None or translation["lang"] not in words.waiting_translations:
        return translation
    return {**translation, "waits": True}


def json_response(answer: Any, status: int = 200) -> Response:
    return Response(msgspec.json.encode(answer), status, mimetype="application/json")


def _who_asks() -> tuple[str | None, str | None]:
    """The desk and the place that the address of this request names."""
    return request.args.get("as"), request.args.get("place")


def _identity(desk: str | None, place: str | None) -> Identity:
    identity = _require_identity(desk, place)
    if _is_removed(identity):
        raise Abort(responses.refused("removed"), 403)
    return identity


def _require_identity(desk: str | None, place: str | None) -> Identity:
    """A browser may hold the cookies of several tables and desks, so its page names the place that it shows and is answered as that
    alone. Raises `Abort` where this request may not ask as that."""
    identity = (
        authentication.identity_without_place(desk) if place is None else authentication.identity_at(place)
    )
    if identity is None or desk not in (None, identity.desk):
        raise Abort(_unauthorized(desk, place), 401)
    return identity


def _unauthorized(desk: str | None, place: str | None) -> Answer:
    dialogue = None
    if place is not None:
        dialogue, _dot, at = place.rpartition(".")
        desk = at if at in DESKS else "seat"
    return responses.refused(
        "token_ended" if authentication.has_revoked_token(desk, dialogue) else "no_token"
    )


def _is_removed(identity: Identity) -> bool:
    return identity.seat is not None and is_removed(
        current_runtime().broadcaster(identity.dialogue).state(), identity.seat
    )


def _concerns_own_words(identity: Identity, payload: Any) -> bool:
    """Whether a removed participant may send this: consent can be changed and own words withdrawn at any time (C2, C4). Whether others'
    words exist is not revealed (R9)."""
    match payload:
        case {"kind": "give_consent"}:
            return True
        case {"kind": "withdraw_words", "word": str(word)}:
            words = current_runtime().broadcaster(identity.dialogue).state().words.get(word)
            return words is not None and words.seat == identity.seat
        case _:
            return False


def _broadcaster(identity: Identity) -> Broadcaster:
    return current_runtime().broadcaster(identity.dialogue)


def _decode_body(kind: Any) -> Any:
    try:
        return msgspec.json.decode(request.get_data(), type=kind)
    except (ValueError, RecursionError):  # msgspec's errors, and bytes that are not UTF-8
        raise Abort(responses.refused("malformed"), 400) from None


def _require_own_origin() -> None:
    """Raises `Abort` for a request from another origin whose client does not send its token itself."""
    origin = request.headers.get("Origin")
    is_foreign = origin is not None and origin not in current_runtime().settings.origins
    if is_foreign or not (is_same_origin() or authentication.sends_own_token()):
        raise Abort(responses.refused("other_origin"), 403)
