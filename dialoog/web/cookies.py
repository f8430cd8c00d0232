"""Cookies: their names and attributes. Their callers know what they hold."""

from flask import request
from werkzeug.wrappers import Response

COOKIE_SECONDS = 30 * 24 * 3600


def set_cookie(response: Response, name: str, value: str) -> None:
    """Sets it for 30 days, hidden from scripts and from forms of other websites; over https for this host alone."""
    response.set_cookie(
        name,
        value,
        max_age=COOKIE_SECONDS,
        secure=request.is_secure,
        httponly=True,
        samesite="Lax",
        path="/",
    )


def cookie_name(purpose: str) -> str:
    return f"__Host-{purpose}" if request.is_secure else f"dialoog-{purpose}"
