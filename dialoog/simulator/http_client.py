"""What goes over HTTP: sitting down with a code, opening a link, a ticket for a socket, documents, the record.

A browser's cookies are kept as a browser keeps them; a desk that came by a link sends its token itself.
"""

import json
import re
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from email.message import Message
from html import unescape
from http.client import HTTPException
from http.cookiejar import CookieJar
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit

from dialoog.simulator.websocket_client import ConnectionLost


class ServerUnreachable(Exception):
    """The server answered, but not with what was asked; the text is for a person."""

    def __init__(self, what: str, status: int, body: str) -> None:
        super().__init__(f"{what}: the server answered {status}")
        self.status = status
        self.body = body


@dataclass(frozen=True)
class Page:
    status: int
    headers: Message
    body: str

    @property
    def json(self) -> Any:
        return json.loads(self.body)


class _Stay(urllib.request.HTTPRedirectHandler):
    """Redirects are answers too."""

    def redirect_request(self, *_: Any) -> None:
        return None


@dataclass
class HttpClient:
    """One browser, or one program with a token, at one server."""

    url: str
    token: str | None = None
    cookies: CookieJar = field(default_factory=CookieJar)

    def __post_init__(self) -> None:
        keep = urllib.request.HTTPCookieProcessor(self.cookies)
        self._opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), keep, _Stay)

    def get(self, path: str) -> Page:
        return self._ask(urllib.request.Request(urljoin(self.url, path)))  # noqa: S310 - http(s) only, below

    def post(self, path: str, content: Any) -> Page:
        body = json.dumps(content, ensure_ascii=False).encode()
        headers = {"Content-Type": "application/json"}
        return self._ask(urllib.request.Request(urljoin(self.url, path), body, headers))  # noqa: S310

    def fill_in(self, path: str, fields: dict[str, str]) -> Page:
        """Opens a page with a form and sends that form, its hidden fields as they came."""
        hidden = dict(_hidden_fields(self._must(self.get(path), path).body))
        body = urlencode({**hidden, **fields}).encode()
        return self._ask(urllib.request.Request(urljoin(self.url, path), body))  # noqa: S310

    def ticket(self, desk: str) -> str:
        """Opens one socket within a minute."""
        return str(self._must(self.post("/live/ticket", {"desk": desk}), "a ticket").json["ticket"])

    def documents(self, desk: str, have: dict[str, int]) -> list[dict[str, Any]]:
        path = f"/live/documents?{urlencode({'as': desk, **have})}"
        return list(self._must(self.get(path), "the documents").json["documents"])

    def follow(self, token: str) -> str:
        """Opens a link's token and says where it leads."""
        return str(self._must(self.post("/in", {"token": token}), "this link").json["go"])

    def sit_down(self, code: str, fields: dict[str, str]) -> None:
        """Joins as a phone does; the seat is then in this browser's cookies."""
        page = self.fill_in(f"/d/{code}", fields)
        if page.status != 303:
            raise ServerUnreachable(f"{fields.get('name')} could not sit down", page.status, page.body)

    def _must(self, page: Page, what: str) -> Page:
        if page.status in (429, 500, 502, 503):
            raise ConnectionLost(f"{what}: the server answered {page.status}")
        if page.status >= 400:
            raise ServerUnreachable(what, page.status, page.body)
        return page

    def _ask(self, request: urllib.request.Request) -> Page:
        if urlsplit(request.full_url).scheme not in ("http", "https"):
            raise ServerUnreachable(request.full_url, 0, "")
        request.add_header("Origin", self.url.rstrip("/"))
        if self.token is not None:
            request.add_header("Authorization", f"Bearer {self.token}")
        try:
            with self._opener.open(request, timeout=20) as answer:
                return Page(answer.status, answer.headers, answer.read().decode())
        except urllib.error.HTTPError as error:
            with error:
                return Page(error.code, error.headers, error.read().decode())
        except (OSError, HTTPException) as error:
            raise ConnectionLost(str(error)) from error


def token_of(link: str) -> str:
    """The token in a link's fragment."""
    return urlsplit(link).fragment


def _hidden_fields(page: str) -> list[tuple[str, str]]:
    found = []
    for tag in re.findall(r"<input\b[^>]*>", page):
        fields = {name: unescape(value) for name, value in re.findall(r'([\w-]+)="([^"]*)"', tag)}
        if fields.get("type") == "hidden" and "name" in fields:
            found.append((fields["name"], fields.get("value", "")))
    return found
