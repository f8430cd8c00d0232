"""The languages of the interface, and which of them a reader gets: the one chosen, else the browser's, else Dutch."""

import re
import unicodedata

import flask_babel
from flask import g, request
from werkzeug.wrappers import Response

from dialoog.settings import LANGUAGES
from dialoog.web.cookies import set_cookie

LANGUAGE_NAMES = [("nl", "Nederlands"), ("en", "English"), ("ar", "العربية"), ("tr", "Türkçe")]
RIGHT_TO_LEFT = ("ar",)
COOKIE = "lang"
STAFF_LANGUAGES = LANGUAGES[:2]
"""What organisers, facilitators and scribes can read; the other languages are translated for participants only."""
STAFF_PATHS = (
    "/aanmelden",
    "/account",
    "/beheer",
    "/bellijst",
    "/bijeenkomsten",
    "/leiden",
    "/nieuw",
    "/overnemen",
    "/sleutel",
    "/thuis",
    "/uitleg",
    "/verslag-leggen",
    "/verslagen",
    "/vraag",
    "/welkom",
)


def reader_language() -> str:
    """The language of this page. A page for staff is never in a half-translated language, whose direction would turn the rest
    around."""
    available = page_languages()
    choice = chosen_language()
    if choice is not None and choice in available:
        return choice
    return request.accept_languages.best_match(available) or available[0]


def page_languages() -> tuple[str, ...]:
    """In which languages this page can be read, so which it offers."""
    by_path = STAFF_LANGUAGES if request.path.startswith(STAFF_PATHS) else LANGUAGES
    languages: tuple[str, ...] = g.get("page_languages", by_path)
    return languages


def set_page_languages(languages: tuple[str, ...]) -> None:
    """For a page that both staff and participants read, as soon as it is known who asks."""
    g.page_languages = languages
    flask_babel.refresh()


def chosen_language() -> str | None:
    return request.cookies.get(language_cookie())


def set_language_cookie(response: Response, lang: str) -> None:
    set_cookie(response, language_cookie(), lang)


def language_cookie() -> str:
    return f"__Host-{COOKIE}" if request.is_secure else COOKIE


def isolate(text: str) -> str:
    """The words of a person within a sentence of ours: whatever their direction, they turn nothing around."""
    return f"\u2068{unbroken(text)}\u2069"


def quoted(text: str) -> str:
    """The same of a theme, which reads like a sentence of its own."""
    return isolate(f"‘{text}’")


PHONE_NUMBER = re.compile(r"\+?\d[\d\s().+/-]{5,}\d")
HOUR = re.compile(r"\b(\d{1,2}(?:[:.]\d\d)?)\s+(uur|u)\b")


def unbroken(text: str) -> str:
    """The same text, whose phone numbers and hours stay on one line: who copies one from paper needs all of it. Markup stays
    markup."""
    joined = PHONE_NUMBER.sub(lambda number: _unbroken_number(number[0]), text)
    return type(text)(HOUR.sub("\\1\u00a0\\2", joined))


def _unbroken_number(number: str) -> str:
    return re.sub(r"\s", "\u00a0", number).replace("-", "-\u2060")


def direction(lang: str) -> str:
    return "rtl" if lang in RIGHT_TO_LEFT else "ltr"


def written_right_to_left(text: str) -> bool:
    """What people wrote, by its first letter, as browsers decide: a phone in Dutch also takes Arabic."""
    strong = (unicodedata.bidirectional(sign) for sign in text)
    return next((side for side in strong if side in ("L", "R", "AL")), "L") != "L"
