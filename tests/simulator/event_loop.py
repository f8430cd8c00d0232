"""Runs the player in a thread of its own: it makes an event loop, and a browser of other tests may run one in this thread."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


def run_in_thread(function: Callable[P, T], *arguments: P.args, **more: P.kwargs) -> T:
    with ThreadPoolExecutor(1) as executor:
        return executor.submit(function, *arguments, **more).result()
