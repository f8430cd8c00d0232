"""Under which key a word is found, so that people find what they mean however they type it.

A word is found under its lemma: kinderen under kind, steden under stad. Where no dictionary knows it, its stem stands in; a stem alone is
wrong for Dutch, where gemeente and menen would meet. Accents go last, since the dictionaries know café and not cafe. Capitals do not
count. A dictionary fills some 50 MB and is read at the first word of its language.
"""

import unicodedata
from collections.abc import Callable
from functools import lru_cache
from typing import Any

import regex

DICTIONARIES = ("nl", "en")
"""The Turkish one would fill 110 MB more, for little."""
STEMMERS = {"nl": "dutch", "en": "english", "ar": "arabic", "tr": "turkish"}
ROUNDS = 3
"""Bankjes leads to bankje, and that to bank."""

WORD = regex.compile(r"[\p{L}\p{N}][\p{L}\p{N}\p{M}]*")


def find_words(text: str) -> list[str]:
    """Words only: what stands between them is no part of a search, and no syntax."""
    found: list[str] = WORD.findall(text)
    return found


def keys_of(text: str, lang: str) -> frozenset[str]:
    """The keys of all words of a text."""
    return frozenset(map(keys_in(lang), find_words(text)))


def key_of(word: str, lang: str) -> str:
    return keys_in(lang)(word)


@lru_cache
def keys_in(lang: str) -> Callable[[str], str]:
    """Gives the key of a word of this language."""
    return lru_cache(maxsize=12_500)(lambda word: fold(_lemma(word.casefold(), lang)))


def query_keys(word: str) -> frozenset[str]:
    """All keys that a word may have, since nobody says in which language they search."""
    return frozenset(key_of(word, lang) for lang in STEMMERS)


def fold(text: str) -> str:
    """Without accents, vowel points and capitals, and with one kind of space."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(sign for sign in decomposed if not unicodedata.combining(sign)).replace("ı", "i")
    return " ".join(plain.split())


def _lemma(word: str, lang: str) -> str:
    if lang in DICTIONARIES:
        import simplemma

        if simplemma.is_known(word, lang=lang):
            return _follow(word, lang)
    return _stem(word, lang)


def _follow(word: str, lang: str) -> str:
    import simplemma

    for _round in range(ROUNDS):
        lemma = simplemma.lemmatize(word, lang=lang).casefold()
        if lemma == word:
            break
        word = lemma
    return word


def _stem(word: str, lang: str) -> str:
    name = STEMMERS.get(lang)
    return _stemmer(name).stemWord(word) if name and word.isalpha() else word


@lru_cache
def _stemmer(name: str) -> Any:
    import snowballstemmer

    return snowballstemmer.stemmer(name)
