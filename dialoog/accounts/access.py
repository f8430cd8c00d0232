"""Who is asking: what this browser, or the program that speaks for itself, holds; and for whom a route is.

A browser keeps one cookie per desk, so that a facilitator can have screen and console side by side; a
client without a browser sends `Authorization: Bearer`. Every route says with `allow` for whom it is, and
`guard` lets nobody else through: a route that says nothing stops the start. What somebody may do at a desk
is decided in `rules.decide`.
"""

from collections.abc import Callable
from typing import Any, Literal, TypeVar, get_args

from flask import Flask, g, request
from werkzeug import exceptions
from werkzeug.wrappers import Response

from dialoog.accounts import tokens
from dialoog.accounts.tokens import DESKS, Identity, Purpose
from dialoog.db.engine import current_engine, read_transaction
from dialoog.web.cookies import cookie_name, set_cookie

R = TypeVar("R", bound=Response)
V = TypeVar("V", bound=Callable[..., Any])
Audience = Literal["everybody"] | Purpose
LEADING: tuple[Purpose, ...] = ("facilitator", "scribe")
READERS: tuple[Purpose, ...] = ("setup", *LEADING)
"""Who reads records: the organiser with the set-up key all, a desk its own (V4)."""


class Unauthorized(exceptions.Unauthorized):
    """Whoever asks holds nothing that opens this: the same for what is not there and for what is another's."""


def allow(*audience: Audience) -> Callable[[V], V]:
    """Says for whom a route is. Everybody is who holds nothing too; otherwise one of these must be held."""

    def say_so(view: V) -> V:
        view.__dict__["open_to"] = frozenset(audience)
        return view

    return say_so


def audiences(app: Flask) -> dict[str, frozenset[Audience]]:
    """Endpoint → for whom it is; empty where its route does not say, and then nobody gets in."""
    return {name: getattr(view, "open_to", frozenset()) for name, view in app.view_functions.items()}


def guard(app: Flask) -> None:
    """Deny by default, before any view is run. Raises RuntimeError where a route forgot to say for whom it is."""
    known = audiences(app)
    if forgot := sorted(name for name, audience in known.items() if not audience):
        raise RuntimeError(f"for whom are these routes? Say so with access.open_to: {', '.join(forgot)}")

    def let_in() -> None:
        if request.endpoint is not None and not _holds_one_of(known.get(request.endpoint, frozenset())):
            raise Unauthorized

    app.before_request(let_in)


def _holds_one_of(audience: frozenset[Audience]) -> bool:
    if "everybody" in audience:
        return True
    return any(b.desk in audience for b in identities()) or ("setup" in audience and holds_setup_key())


def facilitates(dialogue: str) -> bool:
    """Whether this browser holds a console or scribe link of this dialogue."""
    return dialogue in led()


def led() -> frozenset[str]:
    """The dialogues that this browser holds a console or scribe link of."""
    return frozenset(b.dialogue for b in identities() if b.desk in LEADING)


def identity(desk: str | None = None) -> Identity | None:
    """Who asks from this desk; without a desk the first that this browser holds."""
    return next((b for b in identities() if desk is None or b.desk == desk), None)


def identities() -> list[Identity]:
    """Everything that this request may speak for, phone first; looked up once per request."""
    if "bearers" not in g:
        g.bearers = _bearers()
    found: list[Identity] = g.bearers
    return found


def _bearers() -> list[Identity]:
    with read_transaction(current_engine()) as connection:
        if (sent := _sent_token()) is not None:
            found = tokens.find(connection, sent)
            return [found] if found and found.desk in DESKS else []
        held = ((desk, request.cookies.get(cookie_name(desk))) for desk in DESKS)
        found_in_cookies = ((desk, tokens.find(connection, token)) for desk, token in held if token)
        return [b for desk, b in found_in_cookies if b is not None and b.desk == desk]


def was_ended(desk: str | None = None) -> bool:
    """Whether what this request holds for the desk opened something once, until somebody ended it."""
    sent = _sent_token()
    held = (
        [sent]
        if sent is not None
        else [request.cookies.get(cookie_name(d)) for d in DESKS if desk in (None, d)]
    )
    with read_transaction(current_engine()) as connection:
        return any(tokens.was_ended(connection, tokens.hash_of(token)) for token in held if token)


def holds_setup_key() -> bool:
    key = _sent_token() or request.cookies.get(cookie_name("setup"))
    if not key:
        return False
    with read_transaction(current_engine()) as connection:
        return tokens.opens_setup(connection, key)


def asked_by_our_own() -> bool:
    """Whether no other website made this browser ask, as far as the browser says; old ones say nothing."""
    return request.headers.get("Sec-Fetch-Site", "same-origin") in ("same-origin", "none")


def speaks_for_itself() -> bool:
    """Whether no cookie is involved, so that no other website can have made this request."""
    return _sent_token() is not None


def set_token_cookie(response: R, purpose: Purpose, token: str) -> R:
    """Sets the cookie of this purpose; a newer one takes the place of an older one."""
    set_cookie(response, cookie_name(purpose), token)
    return response


def clear_cookies(response: R) -> R:
    """Takes every cookie of ours out of this browser. What they opened stays open to who has the link or the seat."""
    for name in request.cookies:
        response.delete_cookie(name, path="/", secure=request.is_secure, httponly=True, samesite="Lax")
    response.headers["Clear-Site-Data"] = '"cookies", "storage", "cache"'
    return response


def is_known() -> bool:
    """Whether this browser holds anything of ours but a language."""
    return any(cookie_name(purpose) in request.cookies for purpose in get_args(Purpose))


def _sent_token() -> str | None:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" and token.strip() else None
