"""What somebody with a keyboard meets on a page: everything that can have the focus gets it in turn, has a ring that stands out, and is under nothing."""

from playwright.sync_api import Page

WALK = r"""() => {
  const found = [], canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const channels = (colour) => { canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1); return [...canvas.getImageData(0, 0, 1, 1).data]; };
  const luminance = (colour) => channels(colour).slice(0, 3).map((v) => (v /= 255) <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, n) => sum + v * [0.2126, 0.7152, 0.0722][n], 0);
  const ground = (one) => { for (; one; one = one.parentElement) { const { backgroundColor } = getComputedStyle(one); if (channels(backgroundColor)[3] === 255) return backgroundColor; } return "white"; };
  for (const fold of document.querySelectorAll("details")) fold.open = true;
  const all = [...(document.querySelector("dialog[open]") ?? document).querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary")].filter((one) => one.tabIndex >= 0 && !one.disabled && one.checkVisibility({ visibilityProperty: true }));
  for (const one of all) {
    one.focus({ focusVisible: true });
    const what = one.outerHTML.replace(/\s+/g, " ").slice(0, 100), label = one.closest("label");
    const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(label && getComputedStyle(one).outlineStyle === "none" ? label : one);
    if (document.activeElement !== one) { found.push(`takes no focus: ${what}`); continue; }
    const [light, dark] = [luminance(outlineColor), luminance(ground(one.parentElement))].sort((a, b) => b - a);
    if (outlineStyle === "none" || parseFloat(outlineWidth) < 2) found.push(`no ring: ${what}`);
    else if ((light + 0.05) / (dark + 0.05) < 3) found.push(`a faint ring: ${what}`);
    const { left, top, width, height } = one.getClientRects()[0];
    const drawn = [[0.5, 0.5], [0.1, 0.1], [0.9, 0.9]].map(([x, y]) => document.elementFromPoint(left + width * x, top + height * y));
    if (!drawn.some((over) => over && (one.contains(over) || [...(one.labels ?? [])].some((label) => label.contains(over))))) found.push(`under something: ${what}`);
  }
  for (const one of document.querySelectorAll("[autocomplete=off][type=password], input[type=password]:not([autocomplete]), input[type=email]:not([autocomplete])")) found.push(`no autocomplete: ${one.name}`);
  for (const one of document.querySelectorAll("table")) if (!one.caption && !one.ariaLabel && !one.hasAttribute("aria-labelledby")) found.push(`a table without a name: ${one.className}`);
  if ([...document.querySelectorAll("h1")].filter((one) => one.checkVisibility()).length !== 1) found.push("not one h1");
  return found;
}"""


def faults(page: Page) -> list[str]:
    """Of the page as it is drawn now, every fold opened."""
    found: list[str] = page.evaluate(WALK)
    return found
