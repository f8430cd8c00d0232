"""QR codes as one SVG path, for pages without inline styles and external images, and as text for a terminal."""

from itertools import groupby

import segno
from markupsafe import Markup
from msgspec import Struct

QUIET_ZONE = 4
"""The empty border in modules, within the square: what a camera needs to find it (ISO/IEC 18004)."""


class Code(Struct, frozen=True):
    """A QR code as one path: draw `d` in a square of `size` modules."""

    d: str
    size: int


def code(text: str) -> Code:
    """One path of horizontal runs of dark modules."""
    rows = segno.make(text, error="m", micro=False).matrix
    runs: list[str] = []
    for y, row in enumerate(rows):
        x = QUIET_ZONE
        for dark, modules in groupby(row):
            length = len(list(modules))
            if dark:
                runs.append(f"M{x} {y + QUIET_ZONE}h{length}v1h-{length}z")
            x += length
    return Code("".join(runs), len(rows) + 2 * QUIET_ZONE)


def svg(text: str, label: str) -> Markup:
    """An `<svg>` element that brings its own light ground, since a camera reads dark on light alone, whatever colours the page
    has; `label` is its accessible name."""
    qr = code(text)
    return Markup(
        '<svg class="qr" viewBox="0 0 {size} {size}" role="img" aria-label="{label}" '
        'shape-rendering="crispEdges"><path fill="#fff" d="M0 0h{size}v{size}h-{size}z"/>'
        '<path fill="#1d2b28" d="{d}"/></svg>'
    ).format(size=qr.size, label=label, d=qr.d)


def terminal(text: str) -> str:
    """Half blocks, two modules a character, dark on light whatever the colours of the terminal are."""
    rows = [list(row) for row in segno.make(text, error="l", micro=False).matrix_iter(border=2)]
    if len(rows) % 2:
        rows.append([0] * len(rows[0]))
    blocks = {(0, 0): "█", (0, 1): "▀", (1, 0): "▄", (1, 1): " "}
    return "\n".join(
        "".join(blocks[bool(top), bool(low)] for top, low in zip(upper, lower, strict=True))
        for upper, lower in zip(rows[::2], rows[1::2], strict=True)
    )
