"""Addresses of this website that a form sends a reader back to."""

from flask import request

LONGEST = 1000


def current_address() -> str:
    """Path and query of the page as the browser asked for it, so that its filters and its page number are there again."""
    address = request.full_path if request.query_string else request.path
    return address if len(address) <= LONGEST else request.path


def own_path(address: str) -> str:
    """The address if it is one of this website, else the start page: never a redirect elsewhere."""
    is_own = address.startswith("/") and not address.startswith(("//", "/\\")) and address.isprintable()
    return address if is_own else "/"
