"""Tries every item of a collection and names each one that fails, so that a corpus is one test and not a thousand."""

import traceback
from collections.abc import Callable, Iterable
from typing import TypeVar

T = TypeVar("T")


def assert_all(items: Iterable[tuple[str, T]], check: Callable[[T], None]) -> None:
    """Runs `check` on each (name, item); fails at the end with the name, the place and the assertion of each failure."""
    failures = []
    count = 0
    for name, item in items:
        count += 1
        try:
            check(item)
        except Exception as error:
            place = traceback.extract_tb(error.__traceback__)[-1]
            failures.append(f"{name}: {type(error).__name__} in line {place.lineno} of {place.name}: {error}")
    assert count, "there was nothing to try"
    assert not failures, "\n".join([f"{len(failures)} of {count} failed", *failures])
