"""Who is asking: the identities of a request, from its cookies or its `Authorization: Bearer`, and what a browser keeps.

A browser keeps one cookie per desk, so that a facilitator can have screen and console side by side. What an identity
may do is decided in `policy`, at a desk in `rules.decide`.
"""

from collections.abc import Iterator
from typing import TypeVar, get_args

from flask import g, request
from werkzeug.wrappers import Response

from dialoog.accounts import tokens
from dialoog.accounts.policy import AnyIdentity, Nobody, Organiser
from dialoog.accounts.tokens import DESKS, Identity, Purpose
from dialoog.db.engine import current_engine, read_transaction
from dialoog.web.cookies import cookie_name, set_cookie

R = TypeVar("R", bound=Response)


def identities() -> Iterator[AnyIdentity]:
    """Everything that this request may act as: as nobody, as each of its desks, as the organiser. Tokens are looked up as far
    as the caller iterates."""
    yield Nobody()
    yield from desk_identities()
    if holds_setup_key():
        yield Organiser()


def desk_identities() -> list[Identity]:
    """Every desk that this request may act as, phone first; looked up once per request."""
    if "desk_identities" not in g:
        g.desk_identities = _find_desk_identities()
    found: list[Identity] = g.desk_identities
    return found


def identity(desk: str | None = None) -> Identity | None:
    """The identity of this desk; without a desk the first that this request holds."""
    return next((one for one in desk_identities() if desk is None or one.desk == desk), None)


def _find_desk_identities() -> list[Identity]:
    with read_transaction(current_engine()) as connection:
        if (token := _bearer_token()) is not None:
            identity = tokens.find(connection, token)
            return [identity] if identity and identity.desk in DESKS else []
        cookies = {desk: request.cookies.get(cookie_name(desk)) for desk in DESKS}
        by_desk = {desk: tokens.find(connection, token) for desk, token in cookies.items() if token}
        return [found for desk, found in by_desk.items() if found is not None and found.desk == desk]


def holds_setup_key() -> bool:
    key = _bearer_token() or request.cookies.get(cookie_name("setup"))
    if not key:
        return False
    with read_transaction(current_engine()) as connection:
        return tokens.opens_setup(connection, key)


def was_ended(desk: str | None = None) -> bool:
    """Whether the token of this request for the desk, or for any, was revoked."""
    token = _bearer_token()
    cookies = (request.cookies.get(cookie_name(name)) for name in DESKS if desk in (None, name))
    with read_transaction(current_engine()) as connection:
        return any(
            tokens.was_ended(connection, tokens.hash_of(one))
            for one in ([token] if token is not None else cookies)
            if one
        )


def sends_own_token() -> bool:
    """Whether no cookie is involved, so that no other website can have made this request."""
    return _bearer_token() is not None


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


def has_cookie() -> bool:
    """Whether this browser holds anything of ours but a language."""
    return any(cookie_name(purpose) in request.cookies for purpose in get_args(Purpose))


def _bearer_token() -> str | None:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" and token.strip() else None
