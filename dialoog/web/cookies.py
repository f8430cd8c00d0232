"""Cookies: their names and attributes. Their callers know what they hold.

Browsers share cookies between the ports of a host, so every name holds the mark of this installation.
"""

import hashlib

from flask import current_app, request
from werkzeug.wrappers import Response

COOKIE_SECONDS = 30 * 24 * 3600


def set_cookie(response: Response, name: str, value: str, seconds: int = COOKIE_SECONDS) -> None:
    """Hidden from scripts and from forms of other websites; over https for this host alone."""
    response.set_cookie(
        name,
        value,
        max_age=seconds,
        secure=request.is_secure,
        httponly=True,
        samesite="Lax",
        path="/",
    )


def delete_cookie(response: Response, name: str) -> None:
    response.delete_cookie(name, path="/", secure=request.is_secure, httponly=True, samesite="Lax")


def cookie_name(purpose: str) -> str:
    return f"{own_prefix(str(current_app.secret_key), https=request.is_secure)}-{purpose}"


def own_prefix(secret: str, *, https: bool) -> str:
    """How the names of all cookies of this installation begin, but for the language; its secret gives it the mark."""
    mark = hashlib.sha256(f"cookies\0{secret}".encode()).hexdigest()[:8]
    return f"__Host-dialoog-{mark}" if https else f"dialoog-{mark}"


def former_cookie_name(purpose: str) -> str:
    """The name before cookies were per table and installation. A browser may hold such a cookie for `COOKIE_SECONDS`."""
    return f"__Host-{purpose}" if request.is_secure else f"dialoog-{purpose}"
