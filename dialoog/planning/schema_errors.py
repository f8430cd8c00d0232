"""From a message of msgspec to one sentence that names the field, for whoever wrote the file.

Such as `harvest.minutes is missing` and `steps[2].question must be a text, not a number`.
"""

import re
import reprlib
from typing import Any

NOUNS = {
    "array": "a list", "bool": "true or false", "date": "a day such as 2026-12-06", "float": "a number",
    "int": "a whole number", "null": "null", "object": "an object", "str": "a text",
}  # fmt: skip
VALUE_NOUNS = NOUNS | {"int": "a number"}
_MISSING = re.compile(r"Object missing required field `(?P<field>.*)`")
_TYPE = re.compile(r"Expected `(?P<type>[^`]*)`, got `(?P<value>[^`]*)`")
_RANGE = re.compile(r"Expected `(?P<type>[^`]*)` (?P<range>(?:of length )?[<>]=? ?\d+)")


def sentence(message: str, document: Any) -> str:
    """About a path such as `steps[2].question`. `document` is what the message is about."""
    # The last mark of a path is the library's own: a value in its message may hold another.
    what, found, path = message.rpartition(" - at `$")
    what, path = (what, _with_keys(path.removesuffix("`"), document)) if found else (message, "")
    path = path.removeprefix(".")
    if missing := _MISSING.fullmatch(what):
        return f"{path}.{missing['field']} is missing".removeprefix(".")
    path = path or "the file"
    if wrong := _TYPE.fullmatch(what):
        noun, value = _noun(wrong["type"]), VALUE_NOUNS.get(wrong["value"], wrong["value"])
        is_fraction = noun == NOUNS["int"] and wrong["value"] == "float"
        return f"{path} must be {noun}, not {'a fraction' if is_fraction else value}"
    if outside := _RANGE.fullmatch(what):
        return f"{path} must be {_noun(outside['type'])} {outside['range']}"
    if what.startswith("Invalid RFC3339"):
        return f"{path} must be {NOUNS['date']}"
    return f"{path} cannot be {reprlib.repr(_value_at(path, document))}"


def _noun(types: str) -> str:
    """`int | float | null` → a number."""
    names = [name for name in types.split(" | ") if name != "null"]
    return NOUNS["float"] if "float" in names else " or ".join(NOUNS.get(name, name) for name in names)


def _value_at(path: str, document: Any) -> Any:
    value = document
    for field, index in re.findall(r"([^.\[\]]+)|\[(\d+)\]", path):
        value = value[int(index)] if index else value[field]
    return value


def _with_keys(path: str, document: Any) -> str:
    """The library says `[...]` for a value by its key: of all those keys, the one whose value is no number."""
    above, found, below = path.partition("[...]")
    if not found:
        return path
    values = _value_at(above, document)
    key = next((key for key, value in values.items() if type(value) not in (int, float)), "...")
    return f"{above}.{key}{below}"
