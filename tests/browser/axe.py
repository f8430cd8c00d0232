"""What axe-core finds on a page, as lines to read. Only those come back from the browser: the whole report takes longer than the search."""

from pathlib import Path

from playwright.sync_api import Page

SCRIPT = (
    Path(__file__).resolve().parents[2] / "dialoog" / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
)
VIOLATIONS = """async (rules) => (await axe.run(document, { resultTypes: ["violations"], ...(rules && { runOnly: { type: "rule", values: rules } }) })).violations.flatMap((one) =>
  one.nodes.map((node) => `${one.id}: ${node.html.slice(0, 160)} ${(node.failureSummary ?? "").slice(0, 200)}`))"""


ABOUT_COLOURS = ["color-contrast", "link-in-text-block"]
"""The rules whose outcome other colours may change; the others only look at elements and sizes."""


def violations(page: Page, rules: list[str] | None = None) -> list[str]:
    """What all rules find, or these. axe is put into a page once, past its content policy."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(f"() => {{ {SCRIPT.read_text('utf-8')} }}")
    found: list[str] = page.evaluate(VIOLATIONS, rules)
    return found
