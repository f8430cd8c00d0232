"""A record as Markdown (CommonMark): for websites and wikis."""

import re
from collections.abc import Iterable, Iterator

from dialoog.records.exports.outline import Grid, Line, Outline

_SIGNS = re.compile(r"([\\`*_{}\[\]<>#+\-.!|~&()])")

_SPACE = re.compile(r"[^\S\u00a0]+")


def render(outline: Outline) -> bytes:
    return "\n".join(_lines(outline)).encode("utf-8") + b"\n"


def _lines(outline: Outline) -> Iterator[str]:
    yield f"# {_plain(outline.theme)}"
    if outline.title:
        yield f"\n{_plain(outline.title)}"
    yield ""
    for label, text in outline.facts:
        yield f"- {_plain(label)}: {_plain(text)}"
    if outline.conclusion:
        yield f"\n**{_plain(outline.conclusion)}**"
    for text in filter(None, (*outline.introduction, outline.signature, *outline.notes)):
        yield f"\n{_plain(text)}"
    for section in outline.sections:
        yield f"\n{'###' if section.is_step else '##'} {_plain(section.heading)}"
        if section.lead:
            yield f"\n*{_plain(section.lead)}*"
        if section.note:
            yield f"\n{_plain(section.note)}"
        for line in section.lines:
            yield from _quote(line, "> ")
            for under in line.under:
                yield ">"
                yield from _quote(under, "> > ", apart=False)
    yield f"\n## {_plain(outline.counted_heading)}\n"
    for name, value in outline.counted:
        yield f"- {_plain(name)}: {_plain(value)}"
    if outline.timeline:
        yield from _table(outline.timeline)
    yield f"\n## {_plain(outline.closing_heading)}"
    for text in (*outline.closing, outline.state):
        yield f"\n{_plain(text)}"


def _table(grid: Grid) -> Iterator[str]:
    yield f"\n## {_plain(grid.heading)}\n"
    yield _cells(grid.columns)
    yield _cells("---" for _column in grid.columns)
    for row in grid.rows:
        yield _cells(map(_plain, row))
    yield f"\n{_plain(grid.note)}"


def _cells(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _quote(line: Line, mark: str, *, apart: bool = True) -> Iterator[str]:
    if apart:
        yield ""
    yield f"{mark}{_plain(line.text)}"
    for translation in line.translations:
        yield mark.rstrip()
        yield f"{mark}*{_plain(translation.label)}*"
        yield mark.rstrip()
        yield f"{mark}{_plain(translation.text)}"
    signed = " ".join(filter(None, (f"— {line.who}." if line.who else "", line.detail)))
    if signed:
        yield mark.rstrip()
        yield f"{mark}{_plain(signed)}"
    if line.note:
        yield mark.rstrip()
        yield f"{mark}{_plain(line.note)}"


def _plain(text: str) -> str:
    """No sign of anybody's words is markup; a number stays on one line."""
    return _SIGNS.sub(r"\\\1", _SPACE.sub(" ", text).strip())
