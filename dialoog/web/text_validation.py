"""People's words at the edge: normalised once, or refused with a reason; nothing inside looks again.

A text becomes NFC without bidi overrides. It is refused when it holds NUL, lone surrogates, control signs,
noncharacters or letters under a heap of marks, when nothing in it can be seen, or when it is longer than people write (C1, C5).
"""

import unicodedata

import regex

WORDS_GRAPHEMES = 280
WORDS_POINTS = 1120
NAME_GRAPHEMES = 24
NAME_POINTS = 96
TYPED_POINTS = 2 * WORDS_POINTS
"""Longer is not even looked at: ten thousand marks on one letter would take Unicode's ordering a second."""

_STRIPPED = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])
_SPACES = regex.compile(r"[^\S\n]+")
_GRAPHEMES = regex.compile(r"\X")
_BAD = regex.compile(r"[^\P{Cc}\n]|\p{Cs}|\p{Noncharacter_Code_Point}")
_HEAP = regex.compile(r"[\p{Mn}\p{Me}]{9}")
"""More marks on one letter than any alphabet knows: they would be drawn over the lines around it."""
_UNSEEN = regex.compile(r"[\s\p{M}\p{Default_Ignorable_Code_Point}\u2800]*")
"""Spaces, marks without a letter, fillers and the empty Braille cell. Not what Unicode has not named yet: new emoji are."""


class InvalidText(ValueError):
    """This text cannot be taken; `reason` says why in a word of the protocol."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def words(text: str) -> str:
    """C5: at most 280 graphemes and 1,120 code points; line breaks may stay."""
    return _fit(_clean(text, "\n"), WORDS_GRAPHEMES, WORDS_POINTS)


def name(text: str) -> str:
    """C1: a call name of at most 24 signs on one line."""
    return _fit(_clean(text, ""), NAME_GRAPHEMES, NAME_POINTS)


def line(text: str, longest: int) -> str:
    """One line of plan, such as a title: as words, but it may be empty."""
    cleaned = _clean(text, "")
    return "" if _UNSEEN.fullmatch(cleaned) else _fit(cleaned, longest, longest * 4)


def _clean(text: str, breaks: str) -> str:
    if len(text) > TYPED_POINTS:
        raise InvalidText("too_long")
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    if breaks != "\n":
        text = text.replace("\n", " ")
    plain = text.replace("\n", "").isprintable()  # then nothing is unseen and every space is a space
    if not plain:
        if _BAD.search(text):
            raise InvalidText("bad_signs")
        text = text.translate(_STRIPPED)
    text = unicodedata.normalize("NFC", text)
    if not text.isascii() and _HEAP.search(text):
        raise InvalidText("bad_signs")
    return (text if plain and "  " not in text else _SPACES.sub(" ", text)).strip()


def _fit(text: str, graphemes: int, points: int) -> str:
    if _UNSEEN.fullmatch(text):
        raise InvalidText("empty_text")
    if len(text) <= graphemes:  # never more signs than code points
        return text
    if len(text) > points or len(_GRAPHEMES.findall(text)) > graphemes:
        raise InvalidText("too_long")
    return text
