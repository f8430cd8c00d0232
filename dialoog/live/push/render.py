"""Fills names and texts into the views of the rules, which know people and words by id only.

`{"$name": seat}` becomes the call name, with its number where another looks like it, `{"$typed_name": seat}` the name as
it was typed, `{"$requested_name": seat}` the name that waits, `{"$pronunciation": seat}` how it is said,
`{"$look_alike": seat}` whether there is such another, `{"$requested_look_alike": seat}` whether the name that waits looks like
another's; `{"$text": word}` becomes the text,
`{"$translation": [word, {lang: desk}]}` the translation in one of these languages, `{lang, text, by}`. Each becomes null if it was erased or blanked, or does not exist.
"""

from collections.abc import Mapping
from typing import Any

from dialoog.live.push.seat_names import SeatNames
from dialoog.live.queries import Text, pick_translation

SCALAR_TYPES = frozenset((str, int, float, bool, type(None)))
"""Most values of a view: they hold no placeholder."""


def render(view: Any, names: SeatNames, texts: Mapping[str, Text], lang: str) -> Any:
    """`lang` is the language of the table: it chooses among several translations."""
    if isinstance(view, dict):
        if len(view) == 1:
            [(placeholder, id)] = view.items()
            if placeholder == "$name":
                return names.shown.get(id)
            if placeholder == "$typed_name":
                return names.typed.get(id)
            if placeholder == "$requested_name":
                return names.requested.get(id)
            if placeholder == "$pronunciation":
                return names.pronunciations.get(id)
            if placeholder == "$look_alike":
                return id in names.look_alikes
            if placeholder == "$requested_look_alike":
                return names.requests_name_of_another(id)
            if placeholder == "$text":
                return texts[id].text if id in texts else None
            if placeholder == "$translation":
                word, translators = id
                return pick_translation(texts[word], lang, translators) if word in texts else None
        return {
            key: value if type(value) in SCALAR_TYPES else render(value, names, texts, lang)
            for key, value in view.items()
        }
    if isinstance(view, list | tuple):
        return [value if type(value) in SCALAR_TYPES else render(value, names, texts, lang) for value in view]
    return view
