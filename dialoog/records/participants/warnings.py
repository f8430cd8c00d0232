"""Warns where kept words name somebody, their owner although the name is hidden, or health, religion or politics (C6).

The lists ship with the program, and the phone has them too (`frontend/src/warnings.ts`); nothing is asked of anybody else.
"""

import json
import unicodedata
from collections.abc import Collection, Mapping
from functools import cache
from pathlib import Path

import regex
from flask_babel import gettext as _

from dialoog import web
from dialoog.records.looking_back.answers import AnswerInfo
from dialoog.rules.state import Keep

LISTS = Path(web.__file__).parent / "sensitive_words.json"
_WORDS = regex.compile(r"[\p{L}\p{M}\p{N}'-]+")


def warn(text: str, own_name: str, others: Collection[str], *, hides_name: bool) -> list[str]:
    """One sentence for each that is found. `hides_name`: the words are without the own name; `others` are the call names of others at
    the table."""
    words = _words_in(text)
    known = {name for name in (*lists()["names"], *others) if not _is_called(own_name, name)}
    candidates = (word for word in words if word[0].isupper() or word in others)
    named = next((word for word in candidates if any(_is_called(word, name) for name in known)), None)
    found = []
    if hides_name and any(_is_called(word, own_name) for word in words):
        found.append(_("In deze zin staat uw eigen naam, en u koos: zonder naam."))
    if named:
        found.append(_("In deze zin staat een naam: %(name)s. Vindt die persoon dat goed?", name=named))
    if word := _subject("health", words):
        found.append(_("Deze zin gaat over gezondheid (%(word)s). Wilt u dat bewaren?", word=word))
    if word := _subject("religion", words):
        found.append(_("Deze zin gaat over geloof (%(word)s). Wilt u dat bewaren?", word=word))
    if word := _subject("politics", words):
        found.append(_("Deze zin gaat over politiek (%(word)s). Wilt u dat bewaren?", word=word))
    return found


def warn_of_answer(answer: AnswerInfo, own_name: str, others: Collection[str]) -> list[str]:
    """Of the sentence about what changed."""
    return warn(answer.text, own_name, others, hides_name=answer.keep is not Keep.NAMED)


@cache
def lists() -> Mapping[str, list[str]]:
    """`names`, and the words of each subject; one with a star is the beginning of a word."""
    read: dict[str, list[str]] = json.loads(LISTS.read_text("utf-8"))
    return read


def _words_in(text: str) -> list[str]:
    words = _WORDS.findall(unicodedata.normalize("NFC", text).replace("’", "'"))
    return [stripped for word in words if (stripped := word.strip("'-"))]


def _is_called(word: str, name: str) -> bool:
    """Also "Riets" and "Anna's"."""
    return word in (name, f"{name}s", f"{name}'s")


def _subject(subject: str, words: Collection[str]) -> str | None:
    return next((word for word in words if any(_is_listed(word.lower(), one) for one in lists()[subject])), None)  # fmt: skip


def _is_listed(word: str, listed: str) -> bool:
    return word.startswith(listed[:-1]) if listed.endswith("*") else word == listed
