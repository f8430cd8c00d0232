"""The languages of the interface and which of them somebody reads: chosen, else the browser's, else Dutch."""

from flask import request
from werkzeug.wrappers import Response

from dialoog.accounts.access import COOKIE_SECONDS
from dialoog.settings import LANGUAGES

LANGUAGE_NAMES = [("nl", "Nederlands"), ("en", "English"), ("ar", "العربية"), ("tr", "Türkçe")]
RIGHT_TO_LEFT = ("ar",)
COOKIE = "lang"


def reader_language() -> str:
    chosen = request.cookies.get(COOKIE)
    if chosen in LANGUAGES:
        return chosen
    return request.accept_languages.best_match(LANGUAGES) or LANGUAGES[0]


def remember(response: Response, lang: str) -> None:
    response.set_cookie(COOKIE, lang, max_age=COOKIE_SECONDS, samesite="Lax", secure=request.is_secure)


def direction(lang: str) -> str:
    return "rtl" if lang in RIGHT_TO_LEFT else "ltr"
