"""Passwords: hashed with argon2id, at least twelve signs long, and none that everybody tries first. There is no other rule.

Hashing takes some 20 ms of a processor: callers do it outside the loop of the phones (`web.blocking`).
"""

import itertools
import unicodedata
from collections.abc import Iterable, Set

import regex
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST = 12
LONGEST = 256
"""In graphemes; longer ones are refused, so that nobody has a book hashed."""

_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
"""Two passes over 19 MiB on one lane: OWASP's choice for a server that does other work beside."""
_NOBODY = _hasher.hash("nobody has this password")
"""What is verified for a login that does not exist, so that the answer takes as long."""
_LEET = str.maketrans("013457@$", "oieastas")
_ROWS = ("abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm", "azertyuiop")
_COMMON = frozenset(
    [
        "wachtwoord",
        "welkom",
        "geheim",
        "hallo",
        "dialoog",
        "wijkdialoog",
        "buurthuis",
        "bewoners",
        "gemeente",
        "wijk",
        "buurt",
        "inloggen",
        "lente",
        "zomer",
        "herfst",
        "winter",
        "voorjaar",
        "najaar",
        "maandag",
        "dinsdag",
        "woensdag",
        "donderdag",
        "vrijdag",
        "zaterdag",
        "zondag",
        "januari",
        "februari",
        "maart",
        "april",
        "mei",
        "juni",
        "juli",
        "augustus",
        "september",
        "oktober",
        "november",
        "december",
        "nederland",
        "holland",
        "amsterdam",
        "rotterdam",
        "utrecht",
        "eindhoven",
        "groningen",
        "ajax",
        "feyenoord",
        "voetbal",
        "computer",
        "internet",
        "vakantie",
        "liefde",
        "schatje",
        "moppie",
        "poes",
        "hond",
        "welkomthuis",
        "ikhouvanjou",
        "password",
        "passw",
        "pass",
        "secret",
        "letmein",
        "welcome",
        "admin",
        "administrator",
        "root",
        "user",
        "login",
        "changeme",
        "qwerty",
        "azerty",
        "iloveyou",
        "sunshine",
        "princess",
        "football",
        "baseball",
        "monkey",
        "dragon",
        "master",
        "shadow",
        "superman",
        "batman",
        "starwars",
        "trustno",
        "hello",
        "freedom",
        "whatever",
        "michael",
        "jordan",
        "summer",
        "spring",
        "autumn",
        "monday",
        "correct",
        "horse",
        "battery",
        "staple",
        "test",
        "testing",
    ]
)


def hash_password(password: str) -> str:
    return _hasher.hash(_normalise(password))


def verify(password: str, stored_hash: str | None) -> bool:
    """Whether this is the password with that hash; takes as long where there is none."""
    try:
        is_right = _hasher.verify(stored_hash or _NOBODY, _normalise(password))
    except (VerificationError, InvalidHashError):
        return False
    return stored_hash is not None and is_right


def length(password: str) -> int:
    """In graphemes, as people count."""
    return len(regex.findall(r"\X", _normalise(password)))


def is_common(password: str, own_words: Iterable[str] = ()) -> bool:
    """Whether it is among those that are tried first: one sign or pattern again and again, a row of the keyboard, at most two words
    of a list or of this person with digits and signs around them."""
    text = _normalise(password).casefold()
    if any(_repeats(text, size) for size in range(1, 5)) or _is_row(text):
        return True
    words = _COMMON | _words_of(own_words)
    candidates = (text, text.translate(_LEET), regex.sub(r"[\d\p{P}\p{S}]+$", "", text).translate(_LEET))
    letters = {regex.sub(r"\P{L}", "", candidate) for candidate in candidates}
    return any(_is_row(one) or _is_made_of(one, words) for one in letters)


def _words_of(own: Iterable[str]) -> set[str]:
    """What this person would think of first: each name, and a name of several words written as one."""
    folded = [_normalise(text).casefold() for text in own]
    words = {word for text in folded for word in regex.findall(r"\p{L}{3,}", text)}
    return words | {regex.sub(r"\P{L}", "", text) for text in folded}


def _normalise(password: str) -> str:
    """The same however a keyboard composes it."""
    return unicodedata.normalize("NFKC", password)


def _repeats(text: str, size: int) -> bool:
    return text == (text[:size] * len(text))[: len(text)]


def _is_row(text: str) -> bool:
    """Whether it walks along rows of the keyboard, the alphabet or the digits, forth or back, in pieces of four or more."""
    rows = [row for line in _ROWS for row in (line, line[::-1])]
    longest_from = [1] * len(text)
    for start in range(len(text)):
        while any(text[start : start + longest_from[start] + 1] in row for row in rows):
            if start + longest_from[start] >= len(text):
                break
            longest_from[start] += 1
    reach = 0
    while reach < len(text):
        if longest_from[reach] < 4 and reach + longest_from[reach] < len(text):
            return False
        reach += longest_from[reach]
    return True


def _is_made_of(letters: str, words: Set[str]) -> bool:
    """Whether the letters are none, one or two of the words."""
    if not letters or letters in words:
        return True
    return any(
        letters[:cut] in words and letters[cut:] in words
        for cut in itertools.takewhile(lambda cut: cut < len(letters), itertools.count(1))
    )
