"""The requests of a client: joining with a code, a ticket for a socket, documents, the record.

Each `HttpClient` has cookies of its own, as a browser has; a desk that has a link sends its token instead.
"""

import re
import ssl
from html import unescape
from typing import Any
from urllib.parse import urlsplit

import httpx

from dialoog.simulator.websocket_client import ConnectionLost


class UnexpectedResponse(Exception):
    """The server answered with a status that does not go away; the text is for people."""

    def __init__(self, what: str, response: httpx.Response) -> None:
        super().__init__(f"{what}: the server answered {response.status_code}")


class HttpClient:
    """One browser, or one program with a token, at the server of `url`. Does not follow redirects.

    TLS trusts the certificates that the machine trusts, or those that SSL_CERT_FILE names."""

    def __init__(self, url: str, token: str | None = None, tls: ssl.SSLContext | None = None) -> None:
        self.url = f"{urlsplit(url).scheme}://{urlsplit(url).netloc}"
        self.tls = tls or ssl.create_default_context()
        self._page = ""
        """The address of the phone's page, once it joined."""
        self._place = ""
        self._client = httpx.AsyncClient(
            base_url=self.url,
            headers={"Origin": self.url, **({"Authorization": f"Bearer {token}"} if token else {})},
            verify=self.tls,
            trust_env=False,  # no proxy
            timeout=20,
            # A connection that was kept may be one that the server, killed or not, has just closed.
            limits=httpx.Limits(max_keepalive_connections=0),
        )

    async def aclose(self) -> None:
        await self._client.aclose()

    def new_session(self, token: str | None = None) -> "HttpClient":
        """Returns a client of the same server without these cookies and this token."""
        return HttpClient(self.url, token, self.tls)

    async def get(self, path: str, **query: Any) -> httpx.Response:
        return await self._request("GET", path, params=query)

    async def post(self, path: str, content: Any) -> httpx.Response:
        return await self._request("POST", path, json=content)

    async def submit_form(self, path: str, fields: dict[str, str]) -> httpx.Response:
        """Loads a page with a form and posts it, hidden fields included."""
        hidden = _hidden_fields(_require_success(await self.get(path), path).text)
        return await self._request("POST", path, data={**hidden, **fields})

    async def request_ticket(self, desk: str) -> str:
        """Returns a ticket: it opens one socket within a minute."""
        place = await self._own_place()
        response = await self.post("/live/ticket", {"place": place} if place else {"desk": desk})
        return str(_require_success(response, "a ticket").json()["ticket"])

    async def fetch_documents(self, desk: str, have: dict[str, int]) -> list[dict[str, Any]]:
        """Returns a push for each document that is newer than `have` (document → version)."""
        place = await self._own_place()
        response = await self.get("/live/documents", **({"place": place} if place else {"as": desk}), **have)
        return list(_require_success(response, "the documents").json()["documents"])

    async def join(self, code: str, fields: dict[str, str]) -> None:
        """Joins the dialogue of this code as a phone does; the token of the seat is then a cookie."""
        response = await self.submit_form(f"/d/{code}", fields)
        if response.status_code != httpx.codes.SEE_OTHER:
            raise UnexpectedResponse(f"{fields.get('name')} could not sit down", response)
        self._page = response.headers["Location"]

    async def _own_place(self) -> str:
        """The place that the page of a joined phone names, since a browser may hold cookies of several; empty for a token of one's own."""
        if not self._place and self._page:
            page = _require_success(await self.get(self._page), "the page of a phone").text
            match = re.search(r'data-place="([^"]+)"', page)
            self._place = match[1] if match else ""
        return self._place

    async def _request(self, method: str, path: str, **content: Any) -> httpx.Response:
        try:
            return await self._client.request(method, path, **content)
        except (httpx.RequestError, httpx.InvalidURL) as error:
            raise ConnectionLost(str(error)) from error


def token_from(link: str) -> str:
    """Returns the token in the fragment of a link."""
    return urlsplit(link).fragment


def _require_success(response: httpx.Response, what: str) -> httpx.Response:
    """Raises ConnectionLost where another attempt may succeed, else UnexpectedResponse."""
    if response.status_code in (429, 500, 502, 503):
        raise ConnectionLost(f"{what}: the server answered {response.status_code}")
    if response.is_error:
        raise UnexpectedResponse(what, response)
    return response


def _hidden_fields(page: str) -> dict[str, str]:
    inputs = [
        {name: unescape(value) for name, value in re.findall(r'([\w-]+)="([^"]*)"', tag)}
        for tag in re.findall(r"<input\b[^>]*>", page)
    ]
    return {
        fields["name"]: fields.get("value", "")
        for fields in inputs
        if fields.get("type") == "hidden" and "name" in fields
    }
