"""One sentence in every language of the house, without asking who is reading.

A page is shown in one language; a programme travels with the dialogue in all of them. So this reads
the catalogues directly instead of through the language of the request.
"""

import gettext
from functools import cache
from pathlib import Path

from dialoog.settings import LANGUAGES

CATALOGUES = Path(__file__).resolve().parent.parent / "translations"
SOURCE, *OTHERS = LANGUAGES


def mark(sentence: str) -> str:
    """Marks a sentence for the catalogues and leaves it as it is: `from … import mark as _`."""
    return sentence


def texts(sentence: str, **values: str) -> dict[str, str]:
    """Language → sentence with its values filled in; a language without a translation is left out."""
    others = {language: catalogue(language).gettext(sentence) for language in OTHERS}
    texts_by_language = {SOURCE: sentence} | {lang: text for lang, text in others.items() if text != sentence}
    return {language: text % values if values else text for language, text in texts_by_language.items()}


@cache
def catalogue(language: str) -> gettext.NullTranslations:
    return gettext.translation("messages", CATALOGUES, [language], fallback=True)
