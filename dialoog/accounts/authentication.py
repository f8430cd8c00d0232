"""Who is asking: the identities of a request, from its cookies or its `Authorization: Bearer`, and the cookies themselves.

A browser keeps one cookie per desk, so that a facilitator can have screen and console side by side. What an identity
may do is decided in `policy`, at a desk in `rules.decide`.
"""

from collections.abc import Callable, Iterator
from typing import TypeVar, get_args

from flask import Flask, current_app, g, request
from werkzeug.wrappers import Response

from dialoog.accounts import policy, tokens
from dialoog.accounts.policy import Action, AnyIdentity, Nobody, Organiser
from dialoog.accounts.tokens import DESKS, Identity, Purpose
from dialoog.db.engine import current_engine, read_transaction
from dialoog.web.cookies import cookie_name, set_cookie

R = TypeVar("R", bound=Response)
KeyCheck = Callable[[str], bool]
"""Whether this is the set-up key; logs the answer, and a wrong key spends the failure budget."""


def register_key_check(app: Flask, check: KeyCheck) -> None:
    """Registers the check for keys in a cookie or header; it comes from the application, since `accounts` knows no budget."""
    app.extensions["dialoog.key_check"] = check


def identities(action: Action) -> Iterator[AnyIdentity]:
    """Everything that this request may act as: as nobody, as each of its desks, and for an action of the organiser as that. Tokens
    are looked up as far as the caller iterates: each wrong key is counted, so none is looked up in vain."""
    yield Nobody()
    yield from desk_identities()
    if policy.allowed(Organiser(), action, None) and holds_setup_key():
        yield Organiser()


def desk_identities() -> list[Identity]:
    """Every desk that this request may act as, phone first; looked up once per request."""
    if "desk_identities" not in g:
        g.desk_identities = _find_desk_identities()
    cached: list[Identity] = g.desk_identities
    return cached


def identity(desk: str | None = None) -> Identity | None:
    """The identity of this desk; without a desk the first that this request holds."""
    return next((identity for identity in desk_identities() if desk in (None, identity.desk)), None)


def _find_desk_identities() -> list[Identity]:
    with read_transaction(current_engine()) as connection:
        if (token := _bearer_token()) is not None:
            identity = tokens.find(connection, token)
            return [identity] if identity and identity.desk in DESKS else []
        cookies = {desk: request.cookies.get(cookie_name(desk)) for desk in DESKS}
        by_cookie = {desk: tokens.find(connection, token) for desk, token in cookies.items() if token}
        return [identity for desk, identity in by_cookie.items() if identity and identity.desk == desk]


def holds_setup_key() -> bool:
    """Whether this request sends the set-up key; looked up once per request."""
    if "holds_setup_key" not in g:
        g.holds_setup_key = _sends_setup_key()
    return bool(g.holds_setup_key)


def _sends_setup_key() -> bool:
    """The token of a desk in the header is no attempt at the key, also where it was revoked."""
    bearer = _bearer_token()
    key = bearer or request.cookies.get(cookie_name("setup"))
    if not key:
        return False
    if bearer is not None:
        with read_transaction(current_engine()) as connection:
            if tokens.is_dialogue_token(connection, bearer):
                return False
    check: KeyCheck = current_app.extensions["dialoog.key_check"]
    return check(key)


def has_revoked_token(desk: str | None = None) -> bool:
    """Whether this request sends a revoked token for the desk; without a desk, for any."""
    bearer = _bearer_token()
    cookies = (request.cookies.get(cookie_name(name)) for name in DESKS if desk in (None, name))
    candidates = [bearer] if bearer is not None else [cookie for cookie in cookies if cookie]
    with read_transaction(current_engine()) as connection:
        return any(tokens.is_revoked(connection, tokens.hash_of(token)) for token in candidates)


def sends_own_token() -> bool:
    """Whether the request authenticates by its header, which no other website can make a browser send."""
    return _bearer_token() is not None


def set_token_cookie(response: R, purpose: Purpose, token: str) -> R:
    """Sets the cookie of this purpose, in place of an earlier one."""
    set_cookie(response, cookie_name(purpose), token)
    return response


def clear_cookies(response: R) -> R:
    """Deletes all cookies of this browser. Their tokens stay valid, since others may share the link."""
    for name in request.cookies:
        response.delete_cookie(name, path="/", secure=request.is_secure, httponly=True, samesite="Lax")
    response.headers["Clear-Site-Data"] = '"cookies", "storage", "cache"'
    return response


def has_cookie() -> bool:
    """Whether this browser sends a cookie with a token of any purpose, valid or not."""
    return any(cookie_name(purpose) in request.cookies for purpose in get_args(Purpose))


def _bearer_token() -> str | None:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" and token.strip() else None
