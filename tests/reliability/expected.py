"""What the server may make of a text: said here anew, apart from the product, so that a mistake there is seen here."""

import re
import unicodedata

BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""Signs that turn the order of others round; they are taken out."""
HIDDEN = re.compile(
    "[\u00ad\u034f\u17b4\u17b5\u180e\u200b\u2060-\u2064\u206a-\u206f\ufeff\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0001]"
)
FILLERS = re.compile("[\u115f\u1160\u2800\u3164\uffa0]")


def words(typed: str) -> str:
    """NFC, one kind of line break, runs of blanks as one, nothing at the ends."""
    text = re.sub(r"\r\n?", "\n", typed).replace("\t", " ")
    text = unicodedata.normalize("NFC", BIDI.sub("", text))
    return re.sub(r"[^\S\n]+", " ", text).strip()


def name(typed: str) -> str:
    """As words, on one line, without what cannot be seen."""
    return words(re.sub(r"[\r\n]+", " ", FILLERS.sub(" ", HIDDEN.sub("", typed))))
