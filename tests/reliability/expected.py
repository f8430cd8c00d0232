"""What the server may make of a text: said here anew, apart from the product, so that a mistake there is seen here."""

import re
import unicodedata

BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""Signs that turn the order of others round; they are taken out."""


def words(typed: str) -> str:
    """NFC, one kind of line break, runs of blanks as one, nothing at the ends."""
    text = re.sub(r"\r\n?", "\n", typed).replace("\t", " ")
    text = unicodedata.normalize("NFC", BIDI.sub("", text))
    return re.sub(r"[^\S\n]+", " ", text).strip()


def name(typed: str) -> str:
    """As words, on one line."""
    return words(re.sub(r"[\r\n]+", " ", typed))
