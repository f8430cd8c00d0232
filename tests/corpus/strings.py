"""The corpus: every odd string that a person, a phone or a prankster may send, and what must become of it.

`STRINGS` is all of it, `string("emoji-family")` one by its id, `SENDABLE` what UTF-8 can carry. Suites that need texts by
the thousand take them from here (R4, R15).
"""

from random import Random

from tests.corpus import injections, values, writing
from tests.corpus.odd import Fate, Odd

__all__ = ["BY_ID", "GROUPS", "SENDABLE", "STRINGS", "Fate", "Odd", "a_few", "string", "texts"]

STRINGS: tuple[Odd, ...] = (*writing.STRINGS, *injections.STRINGS, *values.STRINGS)
BY_ID: dict[str, Odd] = {odd.id: odd for odd in STRINGS}
SENDABLE: tuple[Odd, ...] = tuple(odd for odd in STRINGS if odd.sendable)
GROUPS: tuple[str, ...] = tuple(dict.fromkeys(odd.group for odd in STRINGS))


def string(id: str) -> Odd:
    return BY_ID[id]


def a_few(seed: int, each: int = 3) -> list[Odd]:
    """Some of every group; the same for the same seed."""
    chance = Random(seed)
    chosen: list[Odd] = []
    for group in GROUPS:
        of_group = [odd for odd in SENDABLE if odd.group == group]
        chosen += chance.sample(of_group, min(each, len(of_group)))
    return chosen


def texts(seed: int, count: int) -> list[tuple[str, str]]:
    """(typed, kept): so many different texts that are kept as words, made of strings of the corpus with a number behind."""
    fit = [odd for odd in SENDABLE if odd.kept and odd.signs <= 250 and len(odd.kept) <= 1000]
    whole = [odd for odd in fit if odd.typed == odd.typed.strip()]
    chosen = Random(seed).choices(whole, k=count)
    return [(f"{odd.typed} {n}", f"{odd.kept} {n}") for n, odd in enumerate(chosen)]
