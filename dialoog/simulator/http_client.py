"""What goes over HTTP: sitting down with a code, a ticket for a socket, documents, the record.

A browser's cookies are kept as a browser keeps them; a desk that came by a link sends its token itself.
"""

import re
import ssl
from html import unescape
from typing import Any
from urllib.parse import urlsplit

import httpx

from dialoog.simulator.websocket_client import ConnectionLost


class ServerUnreachable(Exception):
    """The server answered, but not with what was asked; the text is for a person."""

    def __init__(self, what: str, response: httpx.Response) -> None:
        super().__init__(f"{what}: the server answered {response.status_code}")


class HttpClient:
    """One browser, or one program with a token, at the server of `url`. Redirects are answers too.

    TLS trusts what the machine trusts, or the certificates that SSL_CERT_FILE names."""

    def __init__(self, url: str, token: str | None = None, tls: ssl.SSLContext | None = None) -> None:
        self.url = f"{urlsplit(url).scheme}://{urlsplit(url).netloc}"
        self.tls = tls or ssl.create_default_context()
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

    def another(self, token: str | None = None) -> "HttpClient":
        """Another browser or program at the same server."""
        return HttpClient(self.url, token, self.tls)

    async def get(self, path: str, **query: Any) -> httpx.Response:
        return await self._request("GET", path, params=query)

    async def post(self, path: str, content: Any) -> httpx.Response:
        return await self._request("POST", path, json=content)

    async def fill_in(self, path: str, fields: dict[str, str]) -> httpx.Response:
        """Opens a page with a form and sends that form, its hidden fields as they came."""
        hidden = _hidden_fields(_successful(await self.get(path), path).text)
        return await self._request("POST", path, data={**hidden, **fields})

    async def ticket(self, desk: str) -> str:
        """Opens one socket within a minute."""
        response = await self.post("/live/ticket", {"desk": desk})
        return str(_successful(response, "a ticket").json()["ticket"])

    async def documents(self, desk: str, have: dict[str, int]) -> list[dict[str, Any]]:
        """The pushes that are newer than `have`, by document."""
        response = await self.get("/live/documents", **{"as": desk, **have})
        return list(_successful(response, "the documents").json()["documents"])

    async def sit_down(self, code: str, fields: dict[str, str]) -> None:
        """Joins as a phone does; the seat is then in this browser's cookies."""
        response = await self.fill_in(f"/d/{code}", fields)
        if response.status_code != httpx.codes.SEE_OTHER:
            raise ServerUnreachable(f"{fields.get('name')} could not sit down", response)

    async def _request(self, method: str, path: str, **content: Any) -> httpx.Response:
        try:
            return await self._client.request(method, path, **content)
        except (httpx.RequestError, httpx.InvalidURL) as error:
            raise ConnectionLost(str(error)) from error


def token_of(link: str) -> str:
    """The token in a link's fragment."""
    return urlsplit(link).fragment


def _successful(response: httpx.Response, what: str) -> httpx.Response:
    """Raises ConnectionLost where asking again may help, ServerUnreachable where it does not."""
    if response.status_code in (429, 500, 502, 503):
        raise ConnectionLost(f"{what}: the server answered {response.status_code}")
    if response.is_error:
        raise ServerUnreachable(what, response)
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
