"""Runs every measurement and prints one table: `scripts/bench`."""

import argparse
import asyncio
import json
import platform
from pathlib import Path

from tests.bench import journals, rooms, weight
from tests.bench.figures import Line, table


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--json", type=Path, default=Path("build/bench.json"))
    given = asked.parse_args()
    lines: list[Line] = []
    lines += _said(journals.folding())
    with rooms.both_servers() as (server, bare):
        for count in (50, 200):
            lines += _said([asyncio.run(rooms.next_to_the_last_phone(server, bare, count))])
        lines += _said([asyncio.run(rooms.commands_a_second(server, bare))])
        lines += _said([journals.joining(server)])
    weights = weight.of_the_phone_page()
    print(weights)
    given.json.parent.mkdir(parents=True, exist_ok=True)
    kept = {
        "python": platform.python_version(),
        "lines": [x.as_json() for x in lines],
        "phone": weights.as_json(),
    }
    given.json.write_text(json.dumps(kept, indent=1, ensure_ascii=False) + "\n")
    print(f"\nKept in {given.json}.")


def _said(lines: list[Line]) -> list[Line]:
    print(table(lines), end="\n\n", flush=True)
    return lines


main()
