"""Marking in a text what was looked for."""

from collections.abc import Callable, Container
from typing import Any

import msgspec

from dialoog.records.search.keys import WORD, fold, keys_in

_AFTER_WORDS = ".,!?;:"
"""What mostly stands behind a word; looking with the pattern takes ten times as long."""


class Piece(msgspec.Struct, frozen=True):
    """A stretch of a sentence; `is_match` where it is what was looked for."""

    text: str
    is_match: bool


Pieces = tuple[Piece, ...]
Mark = Callable[[str, str], Pieces]
"""Cuts a text of a language where something is to be marked."""

Find = Callable[[str], Any]
Match = tuple[int, str]
"""Where in a text a word stands that was looked for, and the word."""


def mark_words(text: str, lang: str, *, keys: frozenset[str]) -> Pieces:
    """Words with one of these keys."""
    return _cut(text, keys_in(lang), keys)


def mark_part(text: str, _lang: str, *, part: str) -> Pieces:
    """Words with this part, which is folded."""
    return _cut(text, lambda word: part in fold(word), (True,))


def has_match(pieces: Pieces) -> bool:
    return any(piece.is_match for piece in pieces)


def _cut(text: str, find: Find, looked_for: Container[Any]) -> Pieces:
    """Around the words for which `find` gives one of those."""
    pieces, end = list[Piece](), 0
    for begin, word in _matches(text, find, looked_for):
        if begin > end:
            pieces.append(Piece(text[end:begin], False))
        pieces.append(Piece(word, True))
        end = begin + len(word)
    if end < len(text):
        pieces.append(Piece(text[end:], False))
    return tuple(pieces)


def _matches(text: str, find: Find, looked_for: Container[Any]) -> list[Match]:
    matches, begin = list[Match](), 0
    for part in text.split(" "):
        word = part
        if part.isalnum() or (word := part.rstrip(_AFTER_WORDS)).isalnum():
            if find(word) in looked_for:
                matches.append((begin, word))
        elif word:
            matches += _matches_within(part, begin, find, looked_for)
        begin += len(part) + 1
    return matches


def _matches_within(part: str, begin: int, find: Find, looked_for: Container[Any]) -> list[Match]:
    """Where words stand between other signs than spaces."""
    words = ((begin + word.start(), word[0]) for word in WORD.finditer(part))
    return [(at, word) for at, word in words if find(word) in looked_for]
