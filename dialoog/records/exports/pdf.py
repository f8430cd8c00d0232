"""Sets data in letters for paper: Typst makes a PDF/UA-1 of a template of this folder, or refuses.

What people wrote goes in as strings of JSON and is never markup. Setting occupies a processor for a good part of a tenth of a second:
`web.blocking` runs it beside the loop of the phones.
"""

import functools
import unicodedata
from pathlib import Path
from typing import Any

import msgspec
import regex
import typst
from fontTools.ttLib import TTFont

from dialoog.web.languages import unbroken

FOLDER = Path(__file__).parent
LETTERS = FOLDER / "letters"
"""Made of the letters of the pages when the front end is built."""
FORBIDDEN = 0xFEFF
"""PDF/UA refuses a byte order mark, for which a face has an empty letter."""
NO_LETTER = "\N{CURRENCY SIGN}"
"""Stands for a sign that the letters of paper do not have; without it a reader would not know that something was there."""

HYPHENS = ("\N{HYPHEN}", "\N{NON-BREAKING HYPHEN}")
ISOLATES = ("\N{FIRST STRONG ISOLATE}", "\N{POP DIRECTIONAL ISOLATE}")
"""Around a name within a sentence of ours: without a letter, and drawn as nothing."""
TOO_LONG = regex.compile(r"(?<![^\s/-])[^\s/\p{Arabic}-]{31,}")
"""A word that no Dutch dictionary has. Typst parts addresses and what has a hyphen by itself; Arabic letters are joined, so nothing comes
between them."""


def set_pdf(template: str, data: dict[str, Any]) -> bytes:
    """The PDF of the template with this name. Raises TypstError where it cannot be a PDF/UA-1."""
    pdf: bytes = typst.compile(**_inputs(template, data), format="pdf", pdf_standards=["ua-1"])
    return pdf


def query_paper(template: str, data: dict[str, Any], label: str) -> Any:
    """The values that the template with this name notes under this label, such as how high something came to be."""
    return msgspec.json.decode(typst.query(**_inputs(template, data), selector=label, field="value"))


def _inputs(template: str, data: dict[str, Any]) -> dict[str, Any]:
    text = msgspec.json.encode(with_letters(data)).decode()
    return {
        "input": FOLDER / f"{template}.typ",
        "root": FOLDER,
        "font_paths": _fonts(),
        "sys_inputs": {"data": text},
    }


@functools.cache
def _fonts() -> typst.Fonts:
    """Only our own, so that a record looks the same from every machine."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[LETTERS])


@functools.cache
def _drawn() -> frozenset[int]:
    """The code points for which there is a letter."""
    found: set[int] = set()
    for file in LETTERS.glob("*.ttf"):
        with TTFont(file) as font:
            found |= font.getBestCmap().keys()
    signs = (code for code in found if unicodedata.category(chr(code)) not in ("Cc", "Co"))
    return frozenset(signs) - {FORBIDDEN}


def with_letters(value: Any) -> Any:
    """The same data with NO_LETTER for each sign that cannot be drawn; marks without a letter of their own are left out."""
    match value:
        case str():
            return _drawable(value)
        case dict():
            return {key: with_letters(one) for key, one in value.items()}
        case list() | tuple():
            return [with_letters(one) for one in value]
        case _number:
            return value


def _drawable(text: str) -> str:
    """Numbers stay on one line; Typst breaks none after its hyphens, so that needs no sign, which has no letter."""
    clusters = regex.findall(r"\X", unicodedata.normalize("NFC", text))
    drawn = unbroken("".join(map(_draw, clusters))).replace("\N{WORD JOINER}", "")
    return TOO_LONG.sub(_breakable, drawn)


def _breakable(word: regex.Match[str]) -> str:
    """The same with room to break after each few signs: else what is wider than its column runs off the paper. After every sign, Typst
    would weigh so many places that a word of thousands takes it seconds."""
    return "\N{ZERO WIDTH SPACE}".join(regex.findall(r"\X{1,6}", word[0]))


def _draw(cluster: str) -> str:
    """One sign with its marks. A space of whatever width is a space."""
    if cluster == "\n":
        return cluster
    if unicodedata.category(cluster[0])[0] == "Z":
        return " "
    if cluster[0] in HYPHENS:
        return "-"
    if ord(cluster[0]) in _drawn():
        return "".join(sign for sign in cluster if ord(sign) in _drawn())
    if cluster[0] in ISOLATES:
        return cluster[0]
    return "" if unicodedata.category(cluster[0])[0] in "MC" else NO_LETTER
