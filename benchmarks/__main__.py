"""Runs every measurement and prints one table each: `scripts/bench`, or with `--only NAME` (also several) a part of it."""

import argparse
import json
import os
import platform
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from benchmarks import archive, fetching, halls, holding, journals, rooms, servers, tables, weight, zips
from benchmarks.figures import Line, table

MEASUREMENTS: dict[str, Callable[[], list[Line]]] = {
    "next-10": partial(rooms.next_to_the_last_phone, 10),
    "next-50": partial(rooms.next_to_the_last_phone, 50),
    "next-200": partial(rooms.next_to_the_last_phone, 200),
    "next-1000": partial(rooms.next_to_the_last_phone, 1_000),
    "durable": rooms.commands_a_second,
    "together": rooms.together,
    "stalled": rooms.stalled,
    "joins": halls.joining_at_once,
    "memory": halls.memory,
    "processes": halls.two_processes,
    "tables": tables.a_national_day,
    "folding": journals.folding,
    "joining": journals.joining,
    "standing-still": journals.standing_still,
    "searching": archive.searching,
    "holding": holding.holding,
    "zipping": zips.zipping,
    "fetching": fetching.fetching,
}


def main() -> None:
    asked = argparse.ArgumentParser(prog="scripts/bench", description=__doc__)
    asked.add_argument(
        "--json", type=Path, default=Path("build/bench.json"), help="where the figures are kept"
    )
    asked.add_argument("--only", nargs="+", choices=[*MEASUREMENTS, "next", "weight"], metavar="NAME",
                       help=f"next, weight, {', '.join(MEASUREMENTS)}")  # fmt: skip
    given = asked.parse_args()
    servers.open_many_files()
    cores = sorted(os.sched_getaffinity(0))
    if len(cores) < 2:
        print("One core only: servers and phones share it, so these figures say little.\n")
    lines: list[Line] = []
    for name, measure in MEASUREMENTS.items():
        if given.only is None or name in given.only or ("next" in given.only and name.startswith("next-")):
            lines += _measured(name, measure)
    kept = {"python": platform.python_version(), "lines": [line.as_json() for line in lines]}
    if given.only is None or "weight" in given.only:
        weights = weight.of_the_phone_page()
        print(weights)
        kept["phone"] = weights.as_json()
    given.json.parent.mkdir(parents=True, exist_ok=True)
    given.json.write_text(json.dumps(kept, indent=1, ensure_ascii=False) + "\n")
    print(f"\nKept in {given.json}.")


def _measured(name: str, measure: Callable[[], list[Line]]) -> list[Line]:
    """One that cannot be measured here, or goes wrong, says so and leaves the others alone."""
    began = time.perf_counter()
    try:
        lines = measure()
    except (servers.CannotMeasure, AssertionError, TimeoutError, OSError) as wrong:
        print(f"{name}: not measured: {type(wrong).__name__}: {wrong}\n", flush=True)
        return []
    print(f"{name} ({time.perf_counter() - began:.0f} s)\n{table(lines)}\n", flush=True)
    return lines


main()
