"""Validates what people type: normalises it once, or raises `InvalidText` with a reason; nothing further in checks it again.

A text becomes NFC without bidi overrides. It is invalid when it holds NUL, lone surrogates, control characters,
noncharacters or more than eight marks on one letter, when nothing in it is visible, or when it is too long (C1, C5).
"""

import unicodedata
from collections.abc import Mapping

import regex

WORDS_GRAPHEMES = 280
WORDS_POINTS = 1120
NAME_GRAPHEMES = 24
NAME_POINTS = 96
PRONUNCIATION_GRAPHEMES = 40
INPUT_POINTS = 2 * WORDS_POINTS
"""Longer input is refused before normalisation: ten thousand marks on one letter would take Unicode's ordering a second."""

_BIDI_OVERRIDES = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])
_SPACES = regex.compile(r"[^\S\n]+")
_BREAKS = regex.compile(r" *\n[ \n]*")
_GRAPHEMES = regex.compile(r"\X")
_FORBIDDEN = regex.compile(r"[^\P{Cc}\n]|\p{Cs}|\p{Noncharacter_Code_Point}")
_STACKED_MARKS = regex.compile(r"[\p{Mn}\p{Me}]{9}")
"""More marks on one letter than any alphabet has: a browser draws them over the lines around it."""
_HIDDEN_IN_NAMES: dict[int, str | None] = {
    **dict.fromkeys([0xAD, 0x34F, 0x17B4, 0x17B5, 0x180E, 0x200B, 0xFEFF, 0xE0001]),
    **dict.fromkeys([*range(0x2060, 0x2065), *range(0x206A, 0x2070)]),
    **dict.fromkeys([*range(0x1BCA0, 0x1BCA4), *range(0x1D173, 0x1D17B)]),
    **dict.fromkeys([0x115F, 0x1160, 0x2800, 0x3164, 0xFFA0], " "),
}
"""What makes a second name that nobody can tell from the first: signs without width are removed, fillers become spaces.
Joiners, directions, variants and the signs of a flag stay: Persian names, Arabic ones and emoji are written with them."""
_INVISIBLE = regex.compile(r"[\s\p{M}\p{Default_Ignorable_Code_Point}\u2800]*")
"""Spaces, marks without a letter, fillers and the empty Braille cell. Unassigned code points are not: a new emoji is one."""


class InvalidText(ValueError):
    """This text is not valid; `reason` is a reason of the protocol."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def words(text: str) -> str:
    """C5: at most 280 graphemes and 1,120 code points, with line breaks."""
    return _check(_normalise(text, "\n"), WORDS_GRAPHEMES, WORDS_POINTS)


def name(text: str) -> str:
    """C1: a call name of at most 24 graphemes on one line, without what cannot be seen."""
    try:
        return _check(_normalise(text, "", _HIDDEN_IN_NAMES), NAME_GRAPHEMES, NAME_POINTS)
    except InvalidText as error:
        raise InvalidText("name_too_long" if error.reason == "too_long" else error.reason) from None


def line(text: str, longest: int) -> str:
    """A field of a plan on one line, such as a title, of at most `longest` graphemes; it may be empty."""
    cleaned = _normalise(text, "")
    return "" if _INVISIBLE.fullmatch(cleaned) else _check(cleaned, longest, longest * 4)


def paragraphs(text: str, longest: int) -> str:
    """As `line`, with its line breaks; between two paragraphs stands one."""
    cleaned = _BREAKS.sub("\n", _normalise(text, "\n"))
    return "" if _INVISIBLE.fullmatch(cleaned) else _check(cleaned, longest, longest * 4)


def latin(text: str) -> str:
    """A code or key as it was made, however it was typed: full-width letters and the digits of every script become ASCII (NFKC)."""
    compatible = unicodedata.normalize("NFKC", text)
    return "".join(sign if sign.isascii() else str(unicodedata.decimal(sign, sign)) for sign in compatible)


def _normalise(text: str, breaks: str, hidden: Mapping[int, str | None] | None = None) -> str:
    if len(text) > INPUT_POINTS:
        raise InvalidText("too_long")
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    if breaks != "\n":
        text = text.replace("\n", " ")
    plain = text.replace("\n", "").isprintable()  # then every character is visible or an ordinary space
    if not plain:
        if _FORBIDDEN.search(text):
            raise InvalidText("bad_signs")
        text = text.translate(_BIDI_OVERRIDES)
    if hidden and not text.isascii():
        text = text.translate(hidden)
    text = unicodedata.normalize("NFC", text)
    if not text.isascii() and _STACKED_MARKS.search(text):
        raise InvalidText("bad_signs")
    return (text if plain and "  " not in text else _SPACES.sub(" ", text)).strip()


def _check(text: str, graphemes: int, points: int) -> str:
    if _INVISIBLE.fullmatch(text):
        raise InvalidText("empty_text")
    if len(text) <= graphemes:  # there are never more graphemes than code points
        return text
    if len(text) > points or len(_GRAPHEMES.findall(text)) > graphemes:
        raise InvalidText("too_long")
    return text
