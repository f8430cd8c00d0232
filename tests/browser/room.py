"""A room with people in it: a console, a screen and phones in one browser, each a device of its own with its own storage.

Everybody does what people do: they look, tap and type on the real pages of a real server. What a page may never do
(write to the console, break its content policy, ask another host for anything) is noted for every device, and
`room.is_quiet()` holds that none of it happened.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, Self, TypeVar
from urllib.parse import urlsplit

from babel.messages.pofile import read_po
from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, Request, expect

from dialoog.live.planning import Links
from tests.serving import Server

DIALOOG = Path(__file__).resolve().parents[2] / "dialoog"
AXE = DIALOOG / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
PATIENCE = 15_000
# What the browser itself says of a line that a test took away, or of an answer that a test asked for: nothing a page can help.
OF_THE_LINE = ("net::ERR_INTERNET_DISCONNECTED", "WebSocket connection to")
OF_THE_STATUS = "the server responded with a status of"


@cache
def _catalogue(lang: str) -> dict[str, str]:
    with (DIALOOG / "translations" / lang / "LC_MESSAGES" / "messages.po").open("rb") as file:
        return {str(entry.id): str(entry.string) for entry in read_po(file) if entry.id and entry.string}


def in_words(lang: str, sentence: str) -> str:
    """A Dutch sentence as somebody reads it in another language of the house."""
    return sentence if lang == "nl" else _catalogue(lang)[sentence]


class Device:
    """Somebody's browser, with what went wrong on it."""

    def __init__(self, room: "Room", name: str, width: int, height: int, **options: Any) -> None:
        self.name = name
        self.context = room.browser.new_context(
            viewport={"width": width, "height": height}, reduced_motion="reduce", locale="nl-NL", **options
        )
        self.page: Page = self.context.new_page()
        self.page.set_default_timeout(PATIENCE)
        self.complaints: list[str] = []
        self.may_be_refused = False
        self._room = room
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.complaints.append(f"{name}: {error}"))
        self.page.on("request", self._asks_only_here)

    def opens(self, link: str) -> Self:
        self.page.goto(link)
        return self

    def says(self, *parts: str) -> None:
        """Somewhere on the page, for who looks at it."""
        for part in parts:
            expect(self.page.locator("body")).to_contain_text(part, timeout=PATIENCE, use_inner_text=True)

    def keeps_quiet_about(self, *parts: str) -> None:
        for part in parts:
            expect(self.page.locator("body")).not_to_contain_text(part, timeout=PATIENCE, use_inner_text=True)

    def taps(self, words: str, among: Locator | None = None) -> None:
        (among or self.page).get_by_role("button", name=words, exact=True).first.click()

    def loses_the_line(self) -> None:
        self.context.set_offline(True)

    def has_a_line_again(self) -> None:
        self.context.set_offline(False)

    def complaints_of_axe(self) -> list[str]:
        if not self.page.evaluate("'axe' in window"):
            self.page.evaluate(f"() => {{ {AXE.read_text()} }}")
        found = self.page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        return [
            f"{self.name}: {one['id']}: {node['html'][:160]}"
            for one in found["violations"]
            for node in one["nodes"]
        ]

    def pictured(self, moment: str) -> None:
        if self._room.pictures:
            self.page.wait_for_timeout(450)  # what glides has arrived
            self.page.screenshot(path=self._room.pictures / f"{moment}-{self.name}.png")

    def _heard(self, message: ConsoleMessage) -> None:
        expected = any(part in message.text for part in OF_THE_LINE)
        expected |= self.may_be_refused and OF_THE_STATUS in message.text
        if message.type in ("error", "warning") and not expected:
            self.complaints.append(f"{self.name}: {message.text}")

    def _asks_only_here(self, request: Request) -> None:
        asked, here = urlsplit(request.url), urlsplit(self._room.server.url)
        if asked.scheme not in ("data", "blob", "about") and asked.netloc != here.netloc:
            self.complaints.append(f"{self.name} asked elsewhere: {request.url}")


class Console(Device):
    """The desk of the facilitator: the big button, the tools, the panels."""

    @property
    def big(self) -> Locator:
        return self.page.locator("#primary")

    @property
    def sheet(self) -> Locator:
        """The panel that is open."""
        return self.page.locator("dialog[open]")

    def next(self, words: str) -> None:
        """Presses the big button as soon as it says this and reacts (T28)."""
        expect(self.big).to_contain_text(words, timeout=PATIENCE)
        expect(self.big).to_have_attribute("aria-disabled", "false", timeout=PATIENCE)
        self.big.click()

    def opens_panel(self, door: str) -> Locator:
        self.taps(door)
        expect(self.sheet).to_be_visible()
        return self.sheet

    def shuts_panel(self) -> None:
        self.taps("Sluiten", self.sheet)
        expect(self.sheet).to_have_count(0)

    def adds(self, name: str) -> None:
        """T13: somebody without a phone."""
        sheet = self.opens_panel("Mensen")
        sheet.get_by_label("Iemand zonder telefoon erbij").fill(name)
        self.taps("Erbij", sheet)
        expect(sheet.get_by_text(name, exact=True)).to_be_visible(timeout=PATIENCE)
        self.shuts_panel()

    def orders(self, *names: str) -> None:
        """T30."""
        self.taps("Wie zit waar?")
        for name in names:
            self.sheet.locator(".seat-name", has_text=name).click()
        self.taps("Zo zitten we", self.sheet)
        expect(self.sheet).to_have_count(0, timeout=PATIENCE)

    def card(self, text: str) -> Locator:
        """Words that lie ready to be shown."""
        return self.page.locator(".ready li", has_text=text)

    def turns_to(self, part: str) -> None:
        """Another part of the panel of the harvest; a number may stand behind its name."""
        self.sheet.locator(".parts button", has_text=part).click()

    def harvested(self, text: str) -> Locator:
        return self.sheet.locator(".harvested > li", has_text=text)

    def shows(self, text: str) -> None:
        self.taps("Laat zien", self.card(text))
        expect(self.card(text).get_by_role("button", name="Haal van het scherm")).to_be_visible(
            timeout=PATIENCE
        )


class Phone(Device):
    """A phone that its owner holds and reads in their own language."""

    lang = "nl"

    def says_large(self, sentence: str, **filled: str) -> None:
        """The one sentence of this phone, given in Dutch; `name="Samira"` fills a placeholder."""
        said = in_words(self.lang, sentence)
        for placeholder, value in filled.items():
            said = said.replace(f"%({placeholder})s", value)
        expect(self.page.locator("h1")).to_have_text(said, timeout=PATIENCE)

    def has_the_word(self) -> None:
        expect(self.page.locator(".frame.turn .yours")).to_have_text(
            in_words(self.lang, "U bent aan de beurt"), timeout=PATIENCE
        )

    def touches(self, words: str, among: Locator | None = None) -> None:
        self.taps(in_words(self.lang, words), among)

    def passes(self) -> None:
        self.has_the_word()
        self.touches("Overslaan")

    def is_done(self) -> None:
        self.has_the_word()
        self.touches("Ik ben klaar")

    def writes(self, text: str, keep: str | None = None, *, on_screen: bool = False) -> None:
        page = self.page
        page.locator("textarea").fill(text)
        if on_screen:
            page.locator(".share input").check()
        if keep:
            page.get_by_label(in_words(self.lang, keep), exact=True).check()
        self.touches("Bewaar")

    @property
    def field(self) -> Locator:
        return self.page.locator("textarea, input[type=text]")


D = TypeVar("D", bound=Device)


class Room:
    def __init__(self, browser: Browser, server: Server, links: Links, pictures: Path | None) -> None:
        self.browser = browser
        self.server = server
        self.links = links
        self.pictures = pictures
        self.devices: list[Device] = []

    def console(self, link: str | None = None) -> Console:
        return self._here(Console(self, "console", 1280, 800)).opens(link or self.links.console)

    def screen(self) -> Device:
        return self._here(Device(self, "screen", 1280, 720)).opens(self.links.screen)

    def phone(self, name: str) -> Phone:
        """A phone on which nothing is open yet."""
        return self._here(Phone(self, name, 360, 640, has_touch=True, is_mobile=True, device_scale_factor=2))

    def joins(
        self, name: str, *, lang: str = "nl", by_link: bool = False, words: bool = True, name_too: bool = True
    ) -> Phone:
        """From the code on the screen, or its QR code, to a seat: a name, the three choices, done (C1, C2)."""
        phone = self.phone(name)
        page = phone.opens(self.links.join if by_link else f"{self.server.url}/d").page
        if not by_link:
            page.locator("#code").fill(self.links.code)
            phone.taps("Verder")
        page.wait_for_url(re.compile("/d/"))
        page.locator("#name").fill(name)
        page.locator("#words").set_checked(words)
        page.locator("#name_too").set_checked(name_too)
        if lang != "nl":
            phone.page.get_by_text("Taal en wie u bent (hoeft niet)").click()
            page.locator("#lang").select_option(lang)
        phone.pictured("joining")
        page.locator("#submit").click()
        page.wait_for_url(re.compile("/plek"))
        phone.lang = lang
        expect(page.locator("html")).to_have_attribute("lang", lang)
        expect(page.locator("h1")).to_be_visible(timeout=PATIENCE)
        return phone

    def pictured(self, moment: str) -> None:
        for device in self.devices:
            device.pictured(moment)

    def is_open_to_everybody(self, *devices: Device) -> None:
        """Axe finds nothing, in the state that everybody is in now."""
        complaints = [line for device in devices or self.devices for line in device.complaints_of_axe()]
        assert complaints == []

    def is_quiet(self) -> None:
        """No console errors, no broken policy, no third party on any device, and no traceback at the server."""
        assert [line for device in self.devices for line in device.complaints] == []
        assert "Traceback" not in self.server.output, self.server.output

    def leaves(self) -> None:
        for device in self.devices:
            device.context.close()

    def _here(self, device: D) -> D:
        self.devices.append(device)
        return device


@contextmanager
def a_room(
    browser: Browser, server: Server, programme: str = "empty", pictures: Path | None = None, **plan: str
) -> Iterator[Room]:
    """One dialogue and whoever comes to it; everybody leaves at the end."""
    planned = {
        "title": "Wijkdialoog Meerlinden",
        "theme": "elkaar kennen en een beetje op elkaar letten",
        "expectation": "Vanavond geen besluit. De gemeente antwoordt binnen vier weken.",
        "facilitator": "Els",
        "organisation": "Buurthuis De Linde",
        "contact": "Els, 06 12 34 56 78",
    }
    if pictures:
        pictures.mkdir(parents=True, exist_ok=True)
    room = Room(browser, server, server.sets_up(programme, **{**planned, **plan}), pictures)
    try:
        yield room
    finally:
        room.leaves()
