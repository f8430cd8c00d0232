"""Which sentences of an evening may belong to a theme, since the same words stand in them. Somebody looks at each; nothing is added by itself.

A pure function over the keys of the search (`search.keys`), which know kinderen as kind.
"""

from collections import Counter
from collections.abc import Collection, Mapping

FEWEST_SHARED = 2
"""Keys that a sentence has in common with one sentence of the theme."""
SHORTEST_KEY = 4
"""Shorter words say little: een, wij, dat."""
FREQUENT_SHARE = 8
"""A key in more than one of so many sentences says little, such as kunnen or mensen."""
FEW = 3
"""So many sentences are no crowd, however few there are."""


def propose(
    name_keys: Collection[str], theme: Collection[frozenset[str]], candidates: Mapping[str, frozenset[str]]
) -> set[str]:
    """The ids of candidates that have a key of the theme's name, or two that are not frequent in common with one of its sentences.
    `theme` and `candidates` are sentences as the keys of their words."""
    numbers = Counter(key for keys in (*theme, *candidates.values()) for key in keys)
    most = max(FEW, (len(theme) + len(candidates)) // FREQUENT_SHARE)
    telling = {key for key, number in numbers.items() if number <= most and len(key) >= SHORTEST_KEY}
    of_name = {key for key in name_keys if len(key) >= SHORTEST_KEY}
    return {
        word
        for word, keys in candidates.items()
        if keys & of_name or any(len(keys & other & telling) >= FEWEST_SHARED for other in theme)
    }
