"""What axe-core finds on a page, as lines to read. Only those come back from the browser: the whole report takes longer than the search."""

from pathlib import Path

from playwright.sync_api import Page

SCRIPT = (
    Path(__file__).resolve().parents[2] / "dialoog" / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
)
VIOLATIONS = """async () => (await axe.run(document, { resultTypes: ["violations"] })).violations.flatMap((one) =>
  one.nodes.map((node) => `${one.id}: ${node.html.slice(0, 160)} ${(node.failureSummary ?? "").slice(0, 200)}`))"""


def violations(page: Page) -> list[str]:
    """axe is put into a page once, past its content policy."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(f"() => {{ {SCRIPT.read_text('utf-8')} }}")
    found: list[str] = page.evaluate(VIOLATIONS)
    return found
