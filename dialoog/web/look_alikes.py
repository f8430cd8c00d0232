"""Which names look alike to people: the keys under which look-alikes meet, after the skeletons of UTS 39.

The table holds letters of other alphabets that are drawn as Latin ones in the typefaces of a screen. Pairs of letters
such as "rn" and "m" are left out: Arno and Amo are two names.
"""

import unicodedata

import regex

_NO_LETTERS = regex.compile(r"[\p{P}\p{Z}\p{Default_Ignorable_Code_Point}\u2800]")
_FIRST_ACCENT = 10
"""Combining classes from here on are accents, vowel points and tones; below stand signs that make another letter."""

_LATIN_AND_OTHERS = {
    "A": "АΑᎪ", "B": "ВΒᏴ", "C": "СϹᏟ", "D": "ԀᎠĐÐ", "E": "ЕΕᎬ", "F": "Ϝ", "G": "ԌᏀ", "H": "НΗᎻĦ", "I": "ІΙӀᏆ", "J": "ЈᎫͿ",
    "K": "КΚᏦ", "L": "ᏞԼŁ", "M": "МΜᎷ", "N": "Ν", "O": "ОΟՕØ", "P": "РΡᏢ", "Q": "Ԛ", "S": "ЅՏᏚ", "T": "ТΤᎢŦ", "U": "Սᑌ",
    "V": "ѴᏙ", "W": "ԜᎳ", "X": "ХΧ", "Y": "ҮΥУ", "Z": "ΖᏃ",
    "a": "аαɑ", "c": "сϲ", "d": "ԁđð", "e": "еҽ", "g": "ɡց", "h": "һհħ", "i": "іιıɩ", "j": "јϳȷ", "k": "кκ", "l": "ӏłا", "n": "ոηп", "o": "оοօøσ",
    "p": "рρ", "q": "ԛզ", "s": "ѕ", "t": "ŧ", "u": "υսц", "v": "νѵ", "w": "ԝա", "x": "хχ", "y": "уγү", "z": "ᴢ",
}  # fmt: skip
_LETTERS = {ord(other): latin for latin, others in _LATIN_AND_OTHERS.items() for other in others}
_LETTERS_AND_STROKES = {
    **{other: {"I": "l"}.get(latin, latin) for other, latin in _LETTERS.items()},
    **{ord(stroke): "l" for stroke in "I1|"},
    ord("0"): "O",
}
"""A capital I, a small l and a one are one stroke; a nought is an O."""


def keys_of(name: str) -> frozenset[str]:
    """Two names look alike where they have a key in common: the same letters whatever capitals, accents, spaces and
    signs that cannot be seen; or other letters that are drawn alike."""
    decomposed = unicodedata.normalize("NFKD", name)
    drawn = "".join(sign for sign in decomposed if unicodedata.combining(sign) < _FIRST_ACCENT)
    letters = _NO_LETTERS.sub("", drawn) or drawn
    return frozenset(
        letters.translate(table).casefold().replace("̇", "") for table in ({}, _LETTERS, _LETTERS_AND_STROKES)
    )
