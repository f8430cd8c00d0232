"""What a camera sees of a QR code: which modules are dark, whatever colours the browser was told to use."""

import base64

from playwright.sync_api import Locator

QUIET_ZONE = 4
"""Modules around a code, as ISO/IEC 18004 asks."""
FINDER = 7

# Of the picture of one code, row by row, whether the middle of each module is dark.
DARK_MODULES = """async ([png, size]) => {
  const image = new Image();
  image.src = `data:image/png;base64,${png}`;
  await image.decode();
  const canvas = new OffscreenCanvas(image.width, image.height), drawing = canvas.getContext("2d");
  drawing.drawImage(image, 0, 0);
  const unit = Math.min(image.width, image.height) / size; // the drawing stands in the middle of its box
  const [left, top] = [(image.width - size * unit) / 2, (image.height - size * unit) / 2];
  const isDark = (x, y) => drawing.getImageData(left + (x + .5) * unit, top + (y + .5) * unit, 1, 1).data.slice(0, 3)
    .reduce((sum, part) => sum + part) < 384;
  return Array.from({length: size}, (_row, y) => Array.from({length: size}, (_cell, x) => isDark(x, y)));
}"""


def assert_dark_on_light(code: Locator) -> None:
    """Its quiet zone is light on all sides, and its first finder pattern dark."""
    size = int((code.get_attribute("viewBox") or "").split()[2])
    blank = code.page.context.new_page()
    modules = blank.evaluate(DARK_MODULES, [base64.b64encode(code.screenshot()).decode(), size])
    blank.close()
    edge = (*range(QUIET_ZONE), *range(size - QUIET_ZONE, size))
    assert [y for y in edge if any(modules[y])] == []
    assert [y for y, row in enumerate(modules) if any(row[x] for x in edge)] == []
    assert modules[QUIET_ZONE][QUIET_ZONE : QUIET_ZONE + FINDER] == [True] * FINDER
