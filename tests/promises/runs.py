"""How long a run is, by which seed, and what is told of it at the end of the tests: `scripts/promises` says it.

DIALOOG_PROMISES_LONG names the promises that run in their long form, DIALOOG_PROMISES_SEED the seed; without a seed
each run takes its own and prints it, so that it can be held again.
"""

import os
import secrets
from typing import TypeVar

T = TypeVar("T")

told: list[str] = []
"""Lines for the end: where each history is, its seed, and what was measured."""


def is_long(promise: str) -> bool:
    wanted = os.environ.get("DIALOOG_PROMISES_LONG", "").replace(",", " ").split()
    return promise in wanted or "all" in wanted


def sized(promise: str, *, short: T, long: T) -> T:
    return long if is_long(promise) else short


def new_seed() -> int:
    return int(os.environ.get("DIALOOG_PROMISES_SEED") or secrets.randbelow(1_000_000))


def tells(line: str) -> None:
    told.append(line)
    print(line)


def percentiles(seconds: list[float]) -> str:
    """Of times in seconds, in milliseconds: the middle, p95, p99, the longest."""
    if not seconds:
        return "none"
    ordered = sorted(seconds)

    def at(part: float) -> float:
        return ordered[min(len(ordered) - 1, int(len(ordered) * part))] * 1000

    return f"p50 {at(0.5):.0f}, p95 {at(0.95):.0f}, p99 {at(0.99):.0f}, longest {ordered[-1] * 1000:.0f} ms of {len(ordered)}"
