"""The README's pictures, taken of a real table: the screen in a round, and four phones side by side.

Not a test: `scripts/pictures` runs it after a change that one can see. The evening is that of Meerlinden, which nobody lived.
"""

import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from dialoog.planning.evening_programme import meerlinden
from tests import chromium
from tests.people import Facilitator, Person, Table
from tests.serving import Server

PICTURES = Path(__file__).parents[2] / "docs" / "pictures"
NAMES = ("Fatma", "Henk", "Samira", "Tadesse", "Willemijn", "Ruud", "Naomi", "Joris")
PHONE = {"width": 360, "height": 640}
SENTENCE = "In de winter heb ik de rolstoel van een meneer gemaakt. Nu leert hij mij elke week tien woorden."


def take() -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        server = Server(Path(folder)).starts()
        browser = playwright.chromium.launch(executable_path=chromium.program(), args=chromium.arguments())
        try:
            _an_evening(server, browser)
        finally:
            browser.close()
            server.is_killed()


def _an_evening(server: Server, browser: Browser) -> None:
    dialogue = meerlinden()["dialogue"]
    plan = {name: dialogue[name] for name in ("title", "theme", "neighbourhood", "expectation")}
    table = Table(server, server.sets_up("120", facilitator="Els", **plan))
    for name in NAMES:
        table.seats(name, lang="ar" if name == "Samira" else "nl")
    console = table.facilitator()
    console.opens_round("experiences")
    screen = _page(browser, {"width": 1280, "height": 720}, table.links.screen)
    _until_speaks(console, table, "Samira")
    screen.wait_for_timeout(45_000)  # the arc tells more once some of it is gone
    screen.screenshot(path=PICTURES / "screen.png")
    shots = [
        _phone(browser, server, table.people["Tadesse"], "almost"),
        _phone(browser, server, table.people["Samira"], "turn-ar"),
    ]
    _until_speaks(console, table, "Tadesse")
    shots.append(_phone(browser, server, table.people["Tadesse"], "turn"))
    while console.primary["kind"] != "close_round":
        console.presses_on()
    console.next()
    shots.append(_phone(browser, server, table.people["Tadesse"], "writing", writes=SENTENCE))
    _side_by_side(browser, shots)
    table.ends()


def _until_speaks(console: Facilitator, table: Table, name: str) -> None:
    while console.floor.get("seat") != table.people[name].seat:
        console.next()


def _page(browser: Browser, size: dict[str, int], link: str) -> Page:
    page = browser.new_context(viewport=size, device_scale_factor=1, locale="nl-NL").new_page()  # type: ignore[arg-type]
    page.goto(link)
    page.wait_for_timeout(2500)
    return page


def _phone(browser: Browser, server: Server, person: Person, moment: str, writes: str = "") -> Path:
    lang = person.docs["mine"]["me"]["lang"]
    context = browser.new_context(viewport=PHONE, device_scale_factor=2, locale="nl-NL")  # type: ignore[arg-type]
    context.add_cookies(
        [
            {"name": "dialoog-seat", "value": person.token, "url": server.url},
            {"name": "lang", "value": lang, "url": server.url},
        ]
    )
    page = context.new_page()
    page.goto(f"{server.url}/plek/{person.table.id}")
    page.wait_for_timeout(2500)
    if writes:
        page.locator("textarea").fill(writes)
        page.get_by_label("In het verslag, zonder naam", exact=True).check()
    file = PICTURES / f"phone-{moment}.png"
    page.screenshot(path=file)
    context.close()
    return file


def _side_by_side(browser: Browser, shots: list[Path]) -> None:
    drawn = "".join(f'<img src="{shot.as_uri()}" width="300">' for shot in shots)
    sheet = PICTURES / "phones.html"
    sheet.write_text(
        f'<body style="margin:0;display:flex;gap:20px;background:#8a8a86;padding:20px">{drawn}</body>'
    )
    page = browser.new_page(viewport={"width": 1300, "height": 574})
    page.goto(sheet.as_uri())
    page.screenshot(path=PICTURES / "phones.png")
    for used in (sheet, *shots):
        used.unlink()


if __name__ == "__main__":
    take()
