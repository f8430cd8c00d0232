"""Who is asking: what this browser, or the program that speaks for itself, holds.

A browser keeps one cookie per desk, so that a facilitator can have screen and console side by side; a
client without a browser sends `Authorization: Bearer`. What somebody may do is decided in `rules.decide`.
"""

from typing import TypeVar

from flask import request
from werkzeug.wrappers import Response

from dialoog.accounts import tokens
from dialoog.accounts.tokens import DESKS, Bearer, Purpose
from dialoog.database import current_engine, reading

R = TypeVar("R", bound=Response)
COOKIE_SECONDS = 30 * 24 * 3600


def bearer(desk: str | None = None) -> Bearer | None:
    """Who asks from this desk; without a desk the first that this browser holds."""
    return next((b for b in bearers() if desk is None or b.desk == desk), None)


def bearers() -> list[Bearer]:
    """Everything that this request may speak for, phone first."""
    with reading(current_engine()) as connection:
        if (sent := _sent_token()) is not None:
            found = tokens.find(connection, sent)
            return [found] if found and found.desk in DESKS else []
        held = ((desk, request.cookies.get(cookie_name(desk))) for desk in DESKS)
        found_in_cookies = ((desk, tokens.find(connection, token)) for desk, token in held if token)
        return [b for desk, b in found_in_cookies if b is not None and b.desk == desk]


def holds(purpose: Purpose) -> Bearer | None:
    """What the cookie of this purpose opens, such as the join token of a QR code."""
    token = request.cookies.get(cookie_name(purpose))
    if not token:
        return None
    with reading(current_engine()) as connection:
        found = tokens.find(connection, token)
    return found if found is not None and found.desk == purpose else None


def holds_setup_key() -> bool:
    key = _sent_token() or request.cookies.get(cookie_name("setup"))
    if not key:
        return False
    with reading(current_engine()) as connection:
        return tokens.opens_setup(connection, key)


def speaks_for_itself() -> bool:
    """Whether no cookie is involved, so that no other website can have made this request."""
    return _sent_token() is not None


def give(response: R, purpose: Purpose, token: str) -> R:
    """Sets the cookie of this purpose; a newer one takes the place of an older one."""
    response.set_cookie(
        cookie_name(purpose),
        token,
        max_age=COOKIE_SECONDS,
        secure=request.is_secure,
        httponly=True,
        samesite="Lax",
        path="/",
    )
    return response


def cookie_name(purpose: str) -> str:
    return f"__Host-{purpose}" if request.is_secure else f"dialoog-{purpose}"


def _sent_token() -> str | None:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" and token.strip() else None
