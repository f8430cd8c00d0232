"""Cookies: their names and how they are set. What they hold is known to those who set them."""

from flask import request
from werkzeug.wrappers import Response

COOKIE_SECONDS = 30 * 24 * 3600


def set_cookie(response: Response, name: str, value: str) -> None:
    """No script reads it and no other website sends it along with a form; by https it is for this host alone."""
    response.set_cookie(
        name,
        value,
        max_age=COOKIE_SECONDS,
        secure=request.is_secure,
        httponly=True,
        samesite="Lax",
        path="/",
    )


def cookie_name(what: str) -> str:
    return f"__Host-{what}" if request.is_secure else f"dialoog-{what}"
