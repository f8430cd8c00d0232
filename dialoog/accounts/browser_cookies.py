"""All cookies of ours in a browser together: whether it has any, and taking them away. Each alone is read in `authentication`."""

from typing import TypeVar, get_args

from flask import request
from werkzeug.wrappers import Response

from dialoog.accounts.tokens import Purpose
from dialoog.web.cookies import cookie_name, delete_cookie, former_cookie_name
from dialoog.web.languages import language_cookie

R = TypeVar("R", bound=Response)


def clear_cookies(response: R) -> R:
    """Deletes all that this browser keeps of this installation. The tokens stay valid, since others may share the link.

    Cookies go by name: the header would clear those of other ports and websites of this host too."""
    for name in request.cookies:
        if _is_own_cookie(name):
            delete_cookie(response, name)
    response.headers["Clear-Site-Data"] = '"storage", "cache"'
    return response


def _is_own_cookie(name: str) -> bool:
    former = {"dialoog", language_cookie(), *(former_cookie_name(purpose) for purpose in get_args(Purpose))}
    return name in former or name.startswith(cookie_name("").rstrip("-"))


def has_cookie() -> bool:
    """Whether this browser sends a cookie with a token of any purpose, valid or not."""
    own = (cookie_name(""), *(former_cookie_name(purpose) for purpose in get_args(Purpose)))
    return any(name.startswith(own) for name in request.cookies)
