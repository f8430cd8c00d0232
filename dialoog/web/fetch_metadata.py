"""What a browser says about which website made it send a request (Fetch Metadata)."""

from flask import request


def is_same_origin() -> bool:
    """Whether no other website made this browser send the request. Old browsers send no such header and are let through."""
    return request.headers.get("Sec-Fetch-Site", "same-origin") in ("same-origin", "none")
