"""Turns a validation message of msgspec into one sentence that names the field.

Examples: `harvest.minutes is missing`, `steps[2].question must be a text, not a number`.
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
    """Returns the sentence for a message of msgspec about the document."""
    # The last mark of a path is the library's own: a value in its message may hold another.
    what, separator, path = message.rpartition(" - at `$")
    what, path = (what, _with_keys(path.removesuffix("`"), document)) if separator else (message, "")
    path = path.removeprefix(".")
    if match := _MISSING.fullmatch(what):
        return f"{path}.{match['field']} is missing".removeprefix(".")
    path = path or "the file"
    if match := _TYPE.fullmatch(what):
        noun, value = _noun(match["type"]), VALUE_NOUNS.get(match["value"], match["value"])
        is_fraction = noun == NOUNS["int"] and match["value"] == "float"
        return f"{path} must be {noun}, not {'a fraction' if is_fraction else value}"
    if match := _RANGE.fullmatch(what):
        return f"{path} must be {_noun(match['type'])} {match['range']}"
    if what.startswith("Invalid RFC3339"):
        return f"{path} must be {NOUNS['date']}"
    return f"{path} cannot be {reprlib.repr(_value_at(path, document))}"


def _noun(types: str) -> str:
    """Names a type of msgspec: `int | float | null` → `a number`."""
    names = [name for name in types.split(" | ") if name != "null"]
    return NOUNS["float"] if "float" in names else " or ".join(NOUNS.get(name, name) for name in names)


def _value_at(path: str, document: Any) -> Any:
    value = document
    for field, index in re.findall(r"([^.\[\]]+)|\[(\d+)\]", path):
        value = value[int(index)] if index else value[field]
    return value


def _with_keys(path: str, document: Any) -> str:
    """Replaces `[...]`, which msgspec writes for any key of a mapping, by the first key whose value is no number."""
    above, separator, below = path.partition("[...]")
    if not separator:
        return path
    values = _value_at(above, document)
    key = next((key for key, value in values.items() if type(value) not in (int, float)), "...")
    return f"{above}.{key}{below}"
