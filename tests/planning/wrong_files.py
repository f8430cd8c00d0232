"""Evening files with one thing wrong: every field of a file left out, or of another type."""

import copy
import re
from collections.abc import Iterator
from typing import Any

File = dict[str, Any]
Key = str | int


def paths(value: Any, above: tuple[Key, ...] = ()) -> Iterator[tuple[Key, ...]]:
    """Every field and every item, whatever is in it."""
    items: Iterator[tuple[Key, Any]] = iter(())
    if isinstance(value, dict):
        items = iter(value.items())
    elif isinstance(value, list):
        items = iter(enumerate(value))
    for key, inner in items:
        yield (*above, key)
        yield from paths(inner, (*above, key))


def written(path: tuple[Key, ...]) -> str:
    """`steps[2].question`, as a sentence names it."""
    return "".join(f"[{key}]" if isinstance(key, int) else f".{key}" for key in path).removeprefix(".")


def general(path: tuple[Key, ...]) -> str:
    """`steps[].question`: the same for every item."""
    return re.sub(r"\[\d+\]", "[]", written(path))


def without(file: File, path: tuple[Key, ...]) -> File:
    changed, inside = opened(file, path)
    del inside[path[-1]]
    return changed


def holding(file: File, path: tuple[Key, ...], value: Any) -> File:
    changed, inside = opened(file, path)
    inside[path[-1]] = value
    return changed


def opened(file: File, path: tuple[Key, ...]) -> tuple[File, Any]:
    """A copy, and in it what the last key of the path is of; beside the path nothing is copied: there are thousands."""
    changed = inside = copy.copy(file)
    for key in path[:-1]:
        deeper = copy.copy(inside[key])
        inside[key] = deeper
        inside = deeper
    return changed, inside


def of_another_type(value: Any) -> list[Any]:
    """What cannot stand in the place of this value."""
    match value:
        case bool():
            return ["ja", 1]
        case int() | float():
            return ["tekst", True]
        case str() | None:
            return [7, {}]
        case list():
            return ["tekst", {}, None]
        case _:
            return ["tekst", []]


def at(value: Any, path: tuple[Key, ...]) -> Any:
    for key in path:
        value = value[key]
    return value
