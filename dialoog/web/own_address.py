"""Addresses of this website that a form sends a reader back to."""

import re

from flask import redirect, request
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

LONGEST = 1000
_FRAGMENT = re.compile(r"[A-Za-z0-9_-]+")


def current_address() -> str:
    """Path and query of the page as the browser asked for it, so that its filters and its page number are there again."""
    address = request.full_path if request.query_string else request.path
    return address if len(address) <= LONGEST else request.path


def own_path(address: str) -> str:
    """The address if it is one of this website, else the start page: never a redirect elsewhere."""
    is_own = address.startswith("/") and not address.startswith(("//", "/\\")) and address.isprintable()
    return address if is_own else "/"


def repair_address() -> Response | None:
    """Redirects from an address that was changed on its way by mail or paper to the one that was meant: without a slash at its end,
    and with the `#` before a link's token that a program wrote as `%23`. None for every other request."""
    if request.method not in ("GET", "HEAD") or not isinstance(request.routing_exception, NotFound):
        return None
    path, hash_sign, fragment = request.path.partition("#")
    own = own_path(path.rstrip("/") or "/")
    if hash_sign and _FRAGMENT.fullmatch(fragment):
        return redirect(f"{own}#{fragment}", 303)
    if not hash_sign and path != own and path.endswith("/"):
        query = request.query_string.decode("ascii", "replace")
        return redirect(f"{own}?{query}" if query else own, 303)
    return None
