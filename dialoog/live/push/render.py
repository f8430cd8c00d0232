"""Puts names and texts into the views of the rules, which know people and words by id only.

`{"$name": seat}` becomes the call name, `{"$text": word}` the text, `{"$translation": word}` a
`{lang, text}`; each becomes null where it was erased, blanked or is not there.
"""

from collections.abc import Mapping
from typing import Any

from dialoog.live.queries import Text, translation

PLAIN = frozenset((str, int, float, bool, type(None)))
"""Most of a view: nothing can be put into these."""


def render(bare: Any, names: Mapping[str, str], texts: Mapping[str, Text], lang: str) -> Any:
    """`lang` is the language of the table: the translation that is shown where there are several."""
    if isinstance(bare, dict):
        if len(bare) == 1:
            [(mark, what)] = bare.items()
            if mark == "$name":
                return names.get(what)
            if mark == "$text":
                return texts[what].text if what in texts else None
            if mark == "$translation":
                return translation(texts[what], lang) if what in texts else None
        return {
            key: value if type(value) in PLAIN else render(value, names, texts, lang)
            for key, value in bare.items()
        }
    if isinstance(bare, list | tuple):
        return [value if type(value) in PLAIN else render(value, names, texts, lang) for value in bare]
    return bare
