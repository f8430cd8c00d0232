"""A room with people in it: a console, a screen and phones in one browser, on a real server.

Everybody does what people do: they look, tap and type on the real pages. What a page may never do (write to the
console, break its content policy, ask another host for anything) is noted by every device, and `room.is_quiet()`
holds that none of it happened.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from playwright.sync_api import Browser, expect

from dialoog.live.commands.open_dialogue import Links
from tests.browser.devices import PATIENCE, Console, Device, Phone
from tests.people import Table
from tests.serving import Server

D = TypeVar("D", bound=Device)


class Room:
    def __init__(self, browser: Browser, server: Server, links: Links, pictures: Path | None) -> None:
        self.browser = browser
        self.server = server
        self.url = server.url
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
            phone.page.get_by_text("Uitspraak, taal en wie u bent").click()
            page.locator("#lang").select_option(lang)
        phone.pictured("joining")
        page.locator("#submit").click()
        page.wait_for_url(re.compile("/plek"))
        phone.lang = lang
        expect(page.locator("html")).to_have_attribute("lang", lang)
        expect(page.locator("h1")).to_be_visible(timeout=PATIENCE)
        return phone

    def joined_by(self, count: int) -> None:
        """So many at once, by whatever program: seats in which nobody sits."""
        table = Table(self.server, self.links)
        for n in range(count):
            table.form_of(f"Buur {n + 1}")

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
