"""How long a run is, by which seed, and what is told of it at the end of the tests: `scripts/promises` says it.

DIALOOG_PROMISES_LONG names the promises that run in their long form, DIALOOG_PROMISES_SEED the seed; without a seed
each run takes its own and prints it, so that it can be held again.
"""

import os
import secrets
from typing import TypeVar

T = TypeVar("T")

lines: list[str] = []
"""Lines for the end: where each history is, its seed, and what was measured."""


def is_long(promise: str) -> bool:
    promises = os.environ.get("DIALOOG_PROMISES_LONG", "").replace(",", " ").split()
    return promise in promises or "all" in promises


def sized(promise: str, *, short: T, long: T) -> T:
    return long if is_long(promise) else short


def new_seed() -> int:
    return int(os.environ.get("DIALOOG_PROMISES_SEED") or secrets.randbelow(1_000_000))


def tells(line: str) -> None:
    lines.append(line)
    print(line)


def percentile(values: list[float], part: float) -> float:
    """Between the two nearest where it falls between them; `part` 0.99 is the p99."""
    ordered = sorted(values)
    at = part * (len(ordered) - 1)
    below = ordered[int(at)]
    return below + (ordered[min(int(at) + 1, len(ordered) - 1)] - below) * (at - int(at))


def percentiles(seconds: list[float]) -> str:
    """Of times in seconds, in milliseconds: the middle, p95, p99, the longest."""
    if not seconds:
        return "none"
    p50, p95, p99, longest = (percentile(seconds, part) * 1000 for part in (0.5, 0.95, 0.99, 1))
    return f"p50 {p50:.0f}, p95 {p95:.0f}, p99 {p99:.0f}, longest {longest:.0f} ms of {len(seconds)}"
