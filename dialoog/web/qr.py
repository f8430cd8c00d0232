"""QR codes as one path, for a page that may hold no inline style and no picture from elsewhere."""

from itertools import groupby

import segno
from markupsafe import Markup
from msgspec import Struct

QUIET = 2
"""The empty border in modules, within the square; the pages add their own white around it."""


class Code(Struct, frozen=True):
    """A QR code as one path: draw `d` in a square of `size` modules."""

    d: str
    size: int


def code(text: str) -> Code:
    """A path of runs of dark modules in a square of `size`."""
    rows = segno.make(text, error="m", micro=False).matrix
    runs: list[str] = []
    for y, row in enumerate(rows):
        x = QUIET
        for dark, modules in groupby(row):
            length = len(list(modules))
            if dark:
                runs.append(f"M{x} {y + QUIET}h{length}v1h-{length}z")
            x += length
    return Code("".join(runs), len(rows) + 2 * QUIET)


def svg(text: str, label: str) -> Markup:
    """The same as an element; dark is `currentColor`, so a page says how dark."""
    drawn = code(text)
    return Markup(
        '<svg class="qr" viewBox="0 0 {size} {size}" role="img" aria-label="{label}" '
        'shape-rendering="crispEdges"><path fill="currentColor" d="{d}"/></svg>'
    ).format(size=drawn.size, label=label, d=drawn.d)


def terminal(text: str) -> str:
    """Half blocks, two modules a sign, dark on light whatever the colours of the terminal are."""
    rows = [list(row) for row in segno.make(text, error="l", micro=False).matrix_iter(border=2)]
    if len(rows) % 2:
        rows.append([0] * len(rows[0]))
    signs = {(0, 0): "█", (0, 1): "▀", (1, 0): "▄", (1, 1): " "}
    return "\n".join(
        "".join(signs[bool(top), bool(low)] for top, low in zip(upper, lower, strict=True))
        for upper, lower in zip(rows[::2], rows[1::2], strict=True)
    )
