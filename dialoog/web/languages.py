"""The languages of the interface and which of them somebody reads: chosen, else the browser's, else Dutch."""

from flask import request
from werkzeug.wrappers import Response

from dialoog.settings import LANGUAGES
from dialoog.web.cookies import set_cookie

LANGUAGE_NAMES = [("nl", "Nederlands"), ("en", "English"), ("ar", "العربية"), ("tr", "Türkçe")]
RIGHT_TO_LEFT = ("ar",)
COOKIE = "lang"
WORKING = LANGUAGES[:2]
"""What organisers, facilitators and scribes read; the other languages hold all that a participant needs, and no more."""
WORKPLACES = ("/nieuw", "/sleutel", "/leiden", "/verslag-leggen", "/verslagen")


def reader_language() -> str:
    """Where people work at a dialogue never one that is there by half: with its direction it would turn the rest around."""
    offered = WORKING if request.path.startswith(WORKPLACES) else LANGUAGES
    chosen = chosen_language()
    if chosen is not None and chosen in offered:
        return chosen
    return request.accept_languages.best_match(offered) or offered[0]


def chosen_language() -> str | None:
    return request.cookies.get(_cookie())


def set_language_cookie(response: Response, lang: str) -> None:
    set_cookie(response, _cookie(), lang)


def _cookie() -> str:
    return f"__Host-{COOKIE}" if request.is_secure else COOKIE


def direction(lang: str) -> str:
    return "rtl" if lang in RIGHT_TO_LEFT else "ltr"
