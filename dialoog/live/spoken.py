"""The languages of the interface and which of them somebody reads: chosen, else the browser's, else Dutch."""

from flask import request

from dialoog.settings import LANGUAGES

LANGUAGE_NAMES = [("nl", "Nederlands"), ("en", "English"), ("ar", "العربية"), ("tr", "Türkçe")]
RIGHT_TO_LEFT = ("ar",)
COOKIE = "lang"


def reader_language() -> str:
    chosen = request.cookies.get(COOKIE)
    if chosen in LANGUAGES:
        return chosen
    return request.accept_languages.best_match(LANGUAGES) or LANGUAGES[0]


def direction(lang: str) -> str:
    return "rtl" if lang in RIGHT_TO_LEFT else "ltr"
