"""docs/protocol.md, read as a program reads it: its tables, and the names of fields in its forms."""

import re
from pathlib import Path

PAGE = (Path(__file__).parents[2] / "docs" / "protocol.md").read_text(encoding="utf-8")


def rows_under(heading: str) -> list[list[str]]:
    """The cells of the first table under this heading, without its head."""
    _, heading_line, rest = PAGE.partition(f"{heading}\n")
    assert heading_line, f"no heading {heading}"
    rows: list[list[str]] = []
    for line in rest.splitlines():
        if line.startswith("|"):
            rows.append([cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]])
        elif rows or line.startswith("#"):
            break
    return rows[2:]


def plain(cell: str) -> str:
    """A cell's code as it was meant."""
    return cell.strip("`").replace("\\|", "|")


def outside_brackets(cell: str) -> str:
    return re.sub(r"\([^)]*\)", "", cell)


def fields_of(cell: str) -> dict[str, bool]:
    """Field → whether it must be there."""
    fields = re.findall(r"`(\w+)`(\??)", outside_brackets(cell))
    return {name: not optional for name, optional in fields}


def form_in(cell: str) -> str | None:
    """The first form with named fields: what stands between its braces."""
    for code in re.findall(r"`([^`]*\{[^`]*)`", cell):
        return braces(plain(code))
    return None


def braces(code: str, name: str | None = None) -> str:
    """What is between the first braces, or between those of this field."""
    at = code.index("{", 0 if name is None else code.index(f"{name}:"))
    depth = 0
    for place in range(at, len(code)):
        depth += {"{": 1, "}": -1}.get(code[place], 0)
        if depth == 0:
            return code[at + 1 : place]
    raise AssertionError(f"braces that do not close: {code}")


def names_in(form: str) -> set[str]:
    """The fields of a form, without those of the forms within it."""
    depth, flat = 0, ""
    for sign in form:
        depth += {"{": 1, "[": 1, "}": -1, "]": -1}.get(sign, 0)
        flat += sign if depth == 0 else ""
    return {m[1] for part in flat.split(",") if (m := re.match(r"\s*\"?(\w+)", part))}
