"""A page as a browser takes it apart: which elements there are, what stands in them as text, and which forms can be filled in."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

EMPTY = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr", "circle", "path"}  # fmt: skip
OF_ITS_OWN = "utrecht-form-field-error-message"
OF_A_STATE = {"aria-invalid", "aria-describedby", "selected", "open"}
"""An error stands in an element of its own; a page with another error has another number of them."""


@dataclass
class Filled:
    """A form with what is in it as it comes."""

    method: str
    action: str
    fields: dict[str, str] = field(default_factory=dict)


@dataclass
class Text:
    text: str
    isolated: bool
    """Whether its direction stays its own: within `bdi` or `dir=auto`."""
    inside: tuple[str, ...]


class Page(HTMLParser):
    """`elements` are all start tags in their order, `names` every (element, attribute), `values` what stands in attributes."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[str] = []
        self.names: set[tuple[str, str]] = set()
        self.values: list[tuple[str, str, str]] = []
        self.texts: list[Text] = []
        self.forms: list[Filled] = []
        self.errors: list[str] = []
        self.error_ids: list[str] = []
        self._open: list[tuple[str, bool, bool]] = []
        self._chosen = False
        self._area: str | None = None
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        error = OF_ITS_OWN in given.get("class", "")
        if error:
            self.error_ids.append(given.get("id", ""))
        else:
            self.elements.append(tag)
        self.names |= {(tag, name) for name in given if name not in OF_A_STATE}
        self.values += [(tag, name, value) for name, value in given.items()]
        if tag not in EMPTY:
            self._open.append((tag, tag == "bdi" or given.get("dir") == "auto", error))
        self._of_a_form(tag, given)

    @property
    def is_refusal(self) -> bool:
        """It says what is wrong, in its title first; every error describes its field, for who hears the page; one has the focus."""
        described = {
            one for _, name, value in self.values if name == "aria-describedby" for one in value.split()
        }
        has_focus = any(name == "autofocus" for _, name, _ in self.values)
        titled = any(
            one.text.startswith("Niet gelukt: ") for one in self.texts if one.inside[-1:] == ("title",)
        )
        return bool(self.errors) and set(self.error_ids) <= described and has_focus and titled

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in EMPTY:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._area = None
        while self._open and tag in [one for one, _, _ in self._open]:
            if self._open.pop()[0] == tag:
                return

    def handle_data(self, data: str) -> None:
        if self._area is not None and self.forms:
            self.forms[-1].fields[self._area] += data.removeprefix("\r").removeprefix("\n")
        if not data.strip():
            return
        if self._open and self._open[-1][2]:
            self.errors.append(data.strip())
        isolated = any(own for _, own, _ in self._open)
        self.texts.append(Text(data, isolated, tuple(tag for tag, _, _ in self._open)))

    def _of_a_form(self, tag: str, given: dict[str, str]) -> None:
        if tag == "form":
            self.forms.append(Filled(given.get("method", "get").lower(), given.get("action", "")))
        name = given.get("name")
        if not name or not self.forms or tag not in ("input", "textarea", "select", "button"):
            if tag == "option" and self.forms and self._select and ("selected" in given or not self._chosen):
                self.forms[-1].fields[self._select] = given.get("value", "")
                self._chosen = True
            return
        fields = self.forms[-1].fields
        if tag == "select":
            self._select, self._chosen = name, False
            fields[name] = ""
        elif tag == "textarea":
            self._area = name
            fields[name] = ""
        elif given.get("type") not in ("checkbox", "submit") or tag == "button":
            fields[name] = given.get("value", "")

    _select: str | None = None

    def says(self, text: str) -> bool:
        """Whether this stands somewhere as text; a browser makes of NUL and of half a character what it likes."""
        return any(text in one.text for one in self.texts)
