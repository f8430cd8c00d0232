"""The same commands and documents over HTTP, for where websockets are forbidden, and what lets a socket in.

Every answer is JSON. A request with cookies must come from our own pages; a program that sends its token
itself cannot be made to by another website.
"""

from typing import Any

import msgspec
from flask import Blueprint, Response, request

from dialoog.accounts import access, authentication
from dialoog.accounts.tokens import Identity
from dialoog.db.engine import read_transaction
from dialoog.live import queries
from dialoog.live.entry import admission
from dialoog.live.protocol.messages import Answer, AskTicket, Enter, Have
from dialoog.live.push.broadcaster import Broadcaster, removed
from dialoog.live.push.presence import BoundSocket
from dialoog.live.push.read_access import may_read
from dialoog.live.runtime import current_runtime
from dialoog.live.tasks.heartbeat import now_ms
from dialoog.live.transport import command_intake, responses
from dialoog.web.fetch_metadata import is_same_origin
from dialoog.web.languages import chosen_language, set_language_cookie

http_api = Blueprint("wire", __name__)
MOST_WORDS = 200


class Abort(Exception):
    """This request ends here, with this answer."""

    def __init__(self, answer: Answer, status: int) -> None:
        super().__init__(answer.reason)
        self.answer = answer
        self.status = status


@http_api.errorhandler(Abort)
def stopped(stop: Abort) -> Response:
    return told(stop.answer, stop.status)


@http_api.errorhandler(access.Unauthorized)
def stranger(_stranger: access.Unauthorized) -> Response:
    return told(_not_known(None), 401)


@http_api.post("/in")
@access.allow("link.open")
def enter() -> Response:
    """A link becomes the cookie of its desk; that of a join only says the way to the door."""
    _from_our_pages()
    link: Enter = _body(Enter)
    opened = admission.open_link(link.token)
    if opened is None:
        raise Abort(responses.refused("token_ended"), 401)
    answer = told({"go": opened.path})
    if opened.token is not None:
        authentication.set_token_cookie(answer, opened.purpose, opened.token)
    if opened.lang and chosen_language() is None:
        set_language_cookie(answer, opened.lang)
    return answer


@http_api.post("/live/ticket")
@access.allow("live.connect")
def ticket() -> Response:
    _from_our_pages()
    identity = _identity(_body(AskTicket).desk)
    if not current_runtime().buckets.allow_ticket(identity):
        raise Abort(responses.too_fast(), 429)
    return told({"ticket": current_runtime().tickets.give(identity)})


@http_api.post("/live/command")
@access.allow("live.command")
def command() -> Response:
    _from_our_pages()
    identity = _known(request.args.get("as"))
    payload = _body(Any)
    shut_out = _is_removed(identity)
    if shut_out and not _is_about_ones_own(identity, payload):
        raise Abort(responses.refused("removed"), 403)
    answer, cause = command_intake.execute(current_runtime(), identity, payload)
    if shut_out:  # R9: not even how far the dialogue is
        answer = msgspec.structs.replace(answer, version=None)
    return told(answer, responses.status_of(answer, cause))


@http_api.get("/live/documents")
@access.allow("live.read")
def documents() -> Response:
    identity = _identity(request.args.get("as"))
    counted = {name: request.args[name] for name in Have.__struct_fields__ if name in request.args}
    try:
        have = msgspec.convert(counted, Have, strict=False)
    except msgspec.ValidationError:
        raise Abort(responses.refused("malformed"), 400) from None
    return told(
        {
            "documents": _table(identity).documents(
                BoundSocket("", identity), have, current_runtime().dismiss
            ),
            "now": now_ms(),
        }
    )


@http_api.get("/live/words")
@access.allow("live.read")
def words() -> Response:
    """Texts by id and revision; only those that this desk may read, without a word about the others. A text that was replaced
    since this process looked is another revision's, which nobody may have shown yet (T20)."""
    identity = _identity(request.args.get("as"))
    references = [one for one in request.args.get("ids", "").split(",") if one][:MOST_WORDS]
    state = _table(identity).state()
    allowed = may_read(state, identity)
    word_ids = {ref: ref.rpartition(".")[0] for ref in references if ref in allowed}
    with read_transaction(current_runtime().engine) as connection:
        texts = queries.texts(connection, identity.dialogue, word_ids.values())
        about = queries.dialogue_info(connection, identity.dialogue)
    lang = about.lang if about else "nl"
    found = {
        ref: {
            "text": texts[word].text,
            "lang": texts[word].lang,
            "kind": state.words[word].kind.value,
            "translation": queries.translation(texts[word], lang),
        }
        for ref, word in word_ids.items()
        if word in texts and texts[word].is_of(state.words[word])
    }
    return told({"words": found})


def told(answer: Any, status: int = 200) -> Response:
    return Response(msgspec.json.encode(answer), status, mimetype="application/json")


def _identity(desk: str | None) -> Identity:
    identity = _known(desk)
    if _is_removed(identity):
        raise Abort(responses.refused("removed"), 403)
    return identity


def _known(desk: str | None) -> Identity:
    identity = authentication.identity(desk)
    if identity is None:
        raise Abort(_not_known(desk), 401)
    return identity


def _not_known(desk: str | None) -> Answer:
    return responses.refused("token_ended" if authentication.has_revoked_token(desk) else "no_token")


def _is_removed(identity: Identity) -> bool:
    return identity.seat is not None and removed(
        current_runtime().broadcaster(identity.dialogue).state(), identity.seat
    )


def _is_about_ones_own(identity: Identity, payload: Any) -> bool:
    """C2, C4: the three choices can be changed and own words taken back at any time, so also by who was removed. R9: of the
    words of others they are not even told whether there are such."""
    match payload:
        case {"kind": "give_consent"}:
            return True
        case {"kind": "withdraw_words", "word": str(word)}:
            known = current_runtime().broadcaster(identity.dialogue).state().words.get(word)
            return known is not None and known.seat == identity.seat
        case _:
            return False


def _table(identity: Identity) -> Broadcaster:
    return current_runtime().broadcaster(identity.dialogue)


def _body(kind: Any) -> Any:
    try:
        return msgspec.json.decode(request.get_data(), type=kind)
    except (ValueError, RecursionError):  # msgspec's own, and bytes that are no UTF-8
        raise Abort(responses.refused("malformed"), 400) from None


def _from_our_pages() -> None:
    """What changes something comes from our own pages, or from a client that sends its token itself."""
    origin = request.headers.get("Origin")
    elsewhere = origin is not None and origin not in current_runtime().settings.origins
    if elsewhere or not (is_same_origin() or authentication.sends_own_token()):
        raise Abort(responses.refused("other_origin"), 403)
