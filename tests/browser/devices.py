"""What people hold and look at: a console, a screen, a phone. Each is a browser of its own, with its own storage, and speaks:
`phone.passes()`, `console.next("Volgende: Fatma")`, `screen.says("Iedereen was aan de beurt.")`.
"""

from functools import cache
from pathlib import Path
from typing import Any, Protocol, Self
from urllib.parse import urlsplit

from babel.messages.pofile import read_po
from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, Request, Route, expect

from tests.browser import axe

DIALOOG = Path(__file__).resolve().parents[2] / "dialoog"
PATIENCE = 15_000
# What the browser itself says of a line that a test took away, or of an answer that a test asked for: nothing a page can help.
OF_THE_LINE = ("net::ERR_INTERNET_DISCONNECTED", "WebSocket connection to")
OF_THE_STATUS = "the server responded with a status of"
# What a browser that translates a page does to it: every text, and every new one, gives its place to another in two <font>s.
TRANSLATES = """addEventListener("DOMContentLoaded", () => {
  const translate = (root) => {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT), texts = [];
    while (walker.nextNode()) texts.push(walker.currentNode);
    for (const text of texts) {
      if (!text.data.trim() || text.parentElement.closest("font, svg, script, textarea, option")) continue;
      const [outer, inner] = [document.createElement("font"), document.createElement("font")];
      inner.textContent = text.data;
      outer.append(inner);
      text.replaceWith(outer);
    }
  };
  new MutationObserver(() => translate(document.body)).observe(document.body, {childList: true, characterData: true, subtree: true});
  translate(document.body);
})"""


@cache
def _catalogue(lang: str) -> dict[str, str]:
    with (DIALOOG / "translations" / lang / "LC_MESSAGES" / "messages.po").open("rb") as file:
        return {str(entry.id): str(entry.string) for entry in read_po(file) if entry.id and entry.string}


def in_words(lang: str, sentence: str) -> str:
    """A Dutch sentence as somebody reads it in another language of the house."""
    return sentence if lang == "nl" else _catalogue(lang)[sentence]


class Place(Protocol):
    """Where a device is opened: in which browser, at which server, and where its pictures go, if anybody wants them."""

    @property
    def browser(self) -> Browser: ...
    @property
    def url(self) -> str: ...
    @property
    def pictures(self) -> Path | None: ...


class Device:
    """Somebody's browser, with what went wrong on it."""

    def __init__(self, at: "Place", name: str, width: int, height: int, **options: Any) -> None:
        self.name = name
        self.context = at.browser.new_context(
            viewport={"width": width, "height": height}, reduced_motion="reduce", locale="nl-NL", **options
        )
        self.page: Page = self.context.new_page()
        self.page.set_default_timeout(PATIENCE)
        self.complaints: list[str] = []
        self.may_be_refused = False
        self._at = at
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.complaints.append(f"{name}: {error}"))
        self.page.on("request", self._asks_only_here)

    def opens(self, link: str) -> Self:
        self.page.goto(link)
        return self

    def is_translated(self) -> Self:
        """By the browser, as its owner asked it to; the words stay the same here, so that they can be looked for."""
        self.page.locator("#live").wait_for(state="attached")  # a link leads on to its page by itself
        self.context.add_init_script(TRANSLATES)
        self.page.reload()
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

    def waits_for(self, address: str) -> "Held":
        """A slow line: requests to this address are held back until they are let go."""
        return Held(self.page, address)

    def complaints_of_axe(self) -> list[str]:
        return [f"{self.name}: {line}" for line in axe.violations(self.page)]

    def pictured(self, moment: str) -> None:
        if self._at.pictures:
            self.page.wait_for_timeout(450)  # what glides has arrived
            self.page.screenshot(path=self._at.pictures / f"{moment}-{self.name}.png")

    def _heard(self, message: ConsoleMessage) -> None:
        expected = any(part in message.text for part in OF_THE_LINE)
        expected |= self.may_be_refused and OF_THE_STATUS in message.text
        if message.type in ("error", "warning") and not expected:
            self.complaints.append(f"{self.name}: {message.text}")

    def _asks_only_here(self, request: Request) -> None:
        url, here = urlsplit(request.url), urlsplit(self._at.url)
        if url.scheme not in ("data", "blob", "about") and url.netloc != here.netloc:
            self.complaints.append(f"{self.name} asked elsewhere: {request.url}")


class Held:
    def __init__(self, page: Page, address: str) -> None:
        self._routes: list[Route] | None = []
        page.route(address, self._come)

    def let_go(self) -> None:
        held, self._routes = self._routes or [], None
        for route in held:
            route.continue_()

    def _come(self, route: Route) -> None:
        if self._routes is None:
            route.continue_()
        else:
            self._routes.append(route)


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

    def begins(self) -> None:
        """T30: first who sits where, in the order in which they came; then the dialogue."""
        self.next("Wie zit waar?")
        for name in self.sheet.locator(".seat-name").all():
            name.click()
        self.taps("Zo zitten we", self.sheet)
        expect(self.sheet).to_have_count(0, timeout=PATIENCE)
        self.next("Begin de dialoog")

    def orders(self, *names: str) -> None:
        """T30."""
        self.taps("Wie zit waar?")
        for name in names:
            self.sheet.locator(".seat-name", has_text=name).click()
        self.taps("Zo zitten we", self.sheet)
        expect(self.sheet).to_have_count(0, timeout=PATIENCE)

    def card(self, text: str) -> Locator:
        """Words that lie ready to be shown; they are a count until it is unfolded."""
        fold = self.page.locator(".to-show:not([open]) > summary")
        if fold.count():
            fold.click()
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
        heading = in_words(self.lang, sentence)
        for placeholder, value in filled.items():
            heading = heading.replace(f"%({placeholder})s", value)
        expect(self.page.locator("h1")).to_have_text(heading, timeout=PATIENCE)

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
