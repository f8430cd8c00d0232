"""The same commands and documents over HTTP, for where websockets are forbidden, and what lets a socket in.

Every answer is JSON. A request with cookies must come from our own pages; a program that sends its token
itself cannot be made to by another website.
"""

from typing import Any

import msgspec
from flask import Blueprint, Response, request

from dialoog.accounts import access, tokens
from dialoog.accounts.tokens import Bearer
from dialoog.db.engine import reading
from dialoog.live import queries
from dialoog.live.entry import admission
from dialoog.live.protocol.messages import Answer, AskTicket, Enter, Have
from dialoog.live.push.broadcaster import Table, removed
from dialoog.live.push.presence import Bound
from dialoog.live.push.read_access import may_read
from dialoog.live.runtime import house
from dialoog.live.tasks.periodic import now_ms
from dialoog.live.transport import responses
from dialoog.live.transport.command_intake import take_command
from dialoog.web.languages import chosen_language, remember

wire = Blueprint("wire", __name__)
MOST_WORDS = 200


class Stop(Exception):
    """This request ends here, with this answer."""

    def __init__(self, answer: Answer, status: int) -> None:
        super().__init__(answer.reason)
        self.answer = answer
        self.status = status


@wire.errorhandler(Stop)
def stopped(stop: Stop) -> Response:
    return told(stop.answer, stop.status)


@wire.errorhandler(access.Stranger)
def stranger(_stranger: access.Stranger) -> Response:
    return told(_not_known(None), 401)


@wire.post("/in")
@access.open_to("everybody")
def enter() -> Response:
    """A link becomes the cookie of its desk; that of a join only says the way to the door."""
    _from_our_pages()
    asked: Enter = _body(Enter)
    opened = admission.open_with(asked.token)
    if opened is None:
        raise Stop(responses.refused("token_ended"), 401)
    answer = told({"go": opened.where})
    if opened.keeps is not None:
        access.give(answer, opened.purpose, opened.keeps)
    if opened.lang and chosen_language() is None:
        remember(answer, opened.lang)
    return answer


@wire.post("/live/ticket")
@access.open_to(*tokens.DESKS)
def ticket() -> Response:
    _from_our_pages()
    bearer = _bearer(_body(AskTicket).desk)
    if not house().buckets.allow_ticket(bearer):
        raise Stop(responses.too_fast(), 429)
    return told({"ticket": house().tickets.give(bearer)})


@wire.post("/live/command")
@access.open_to(*tokens.DESKS)
def command() -> Response:
    _from_our_pages()
    bearer = _known(request.args.get("as"))
    asked = _body(Any)
    shut_out = _is_removed(bearer)
    if shut_out and not _is_about_ones_own(bearer, asked):
        raise Stop(responses.refused("removed"), 403)
    answer, cause = take_command(house(), bearer, asked)
    if shut_out:  # R9: not even how far the dialogue is
        answer = msgspec.structs.replace(answer, version=None)
    return told(answer, responses.status_of(answer, cause))


@wire.get("/live/documents")
@access.open_to(*tokens.DESKS)
def documents() -> Response:
    bearer = _bearer(request.args.get("as"))
    counted = {name: request.args[name] for name in Have.__struct_fields__ if name in request.args}
    try:
        have = msgspec.convert(counted, Have, strict=False)
    except msgspec.ValidationError:
        raise Stop(responses.refused("malformed"), 400) from None
    return told(
        {"documents": _table(bearer).documents(Bound("", bearer), have, house().dismiss), "now": now_ms()}
    )


@wire.get("/live/words")
@access.open_to(*tokens.DESKS)
def words() -> Response:
    """Texts by id and revision; only those that this desk may read, without a word about the others. A text that was replaced
    since this process looked is another revision's, which nobody may have shown yet (T20)."""
    bearer = _bearer(request.args.get("as"))
    asked = [one for one in request.args.get("ids", "").split(",") if one][:MOST_WORDS]
    state = _table(bearer).state()
    allowed = may_read(state, bearer)
    wanted = {ref: ref.rpartition(".")[0] for ref in asked if ref in allowed}
    with reading(house().engine) as connection:
        texts = queries.texts(connection, bearer.dialogue, wanted.values())
        about = queries.about(connection, bearer.dialogue)
    lang = about.lang if about else "nl"
    found = {
        ref: {
            "text": texts[word].text,
            "lang": texts[word].lang,
            "kind": state.words[word].kind.value,
            "translation": queries.translation(texts[word], lang),
        }
        for ref, word in wanted.items()
        if word in texts and texts[word].is_of(state.words[word])
    }
    return told({"words": found})


def told(answer: Any, status: int = 200) -> Response:
    return Response(msgspec.json.encode(answer), status, mimetype="application/json")


def _bearer(desk: str | None) -> Bearer:
    bearer = _known(desk)
    if _is_removed(bearer):
        raise Stop(responses.refused("removed"), 403)
    return bearer


def _known(desk: str | None) -> Bearer:
    bearer = access.bearer(desk)
    if bearer is None:
        raise Stop(_not_known(desk), 401)
    return bearer


def _not_known(desk: str | None) -> Answer:
    return responses.refused("token_ended" if access.was_ended(desk) else "no_token")


def _is_removed(bearer: Bearer) -> bool:
    return bearer.seat is not None and removed(house().table(bearer.dialogue).state(), bearer.seat)


def _is_about_ones_own(bearer: Bearer, asked: Any) -> bool:
    """C2, C4: the three choices can be changed and own words taken back at any time, so also by who was removed. R9: of the
    words of others they are not even told whether there are such."""
    match asked:
        case {"kind": "give_consent"}:
            return True
        case {"kind": "withdraw_words", "word": str(word)}:
            known = house().table(bearer.dialogue).state().words.get(word)
            return known is not None and known.seat == bearer.seat
        case _:
            return False


def _table(bearer: Bearer) -> Table:
    return house().table(bearer.dialogue)


def _body(kind: Any) -> Any:
    try:
        return msgspec.json.decode(request.get_data(), type=kind)
    except (ValueError, RecursionError):  # msgspec's own, and bytes that are no UTF-8
        raise Stop(responses.refused("malformed"), 400) from None


def _from_our_pages() -> None:
    """What changes something comes from our own pages, or from a client that sends its token itself."""
    origin = request.headers.get("Origin")
    elsewhere = origin is not None and origin not in house().settings.origins
    if elsewhere or not (access.asked_by_our_own() or access.speaks_for_itself()):
        raise Stop(responses.refused("other_origin"), 403)
