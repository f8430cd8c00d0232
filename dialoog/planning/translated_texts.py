"""Translates a sentence into every language at once, whatever the language of the request.

A page is in one language, but a programme is stored with its dialogue in all of them; so this module reads the
catalogues directly.
"""

import gettext
from functools import cache
from pathlib import Path

from dialoog.settings import LANGUAGES

CATALOGUES = Path(__file__).resolve().parent.parent / "translations"
SOURCE, *OTHERS = LANGUAGES


def mark(sentence: str) -> str:
    """Marks a sentence for extraction and returns it unchanged: `from … import mark as _`."""
    return sentence


def texts(sentence: str, **values: str) -> dict[str, str]:
    """Returns language → sentence with its values filled in; leaves out a language without a translation."""
    others = {language: catalogue(language).gettext(sentence) for language in OTHERS}
    texts_by_language = {SOURCE: sentence} | {lang: text for lang, text in others.items() if text != sentence}
    return {language: text % values if values else text for language, text in texts_by_language.items()}


@cache
def catalogue(language: str) -> gettext.NullTranslations:
    return gettext.translation("messages", CATALOGUES, [language], fallback=True)
