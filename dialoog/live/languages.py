"""The languages of the interface and which of them somebody reads: chosen, else the browser's, else Dutch."""

from flask import request
from werkzeug.wrappers import Response

from dialoog.accounts.access import keep_cookie
from dialoog.settings import LANGUAGES

LANGUAGE_NAMES = [("nl", "Nederlands"), ("en", "English"), ("ar", "العربية"), ("tr", "Türkçe")]
RIGHT_TO_LEFT = ("ar",)
COOKIE = "lang"


def reader_language() -> str:
    chosen = chosen_language()
    if chosen in LANGUAGES:
        return chosen
    return request.accept_languages.best_match(LANGUAGES) or LANGUAGES[0]


def chosen_language() -> str | None:
    return request.cookies.get(_cookie())


def remember(response: Response, lang: str) -> None:
    keep_cookie(response, _cookie(), lang)


def _cookie() -> str:
    return f"__Host-{COOKIE}" if request.is_secure else COOKIE


def direction(lang: str) -> str:
    return "rtl" if lang in RIGHT_TO_LEFT else "ltr"
