"""Trusts X-Forwarded-For and X-Forwarded-Proto from the proxy in front, and from nobody else.

The headers count only where the connection comes from an address of the proxy. A client that reaches the port directly
keeps the address of its connection, whatever headers it sends: so failure budgets count the right address, and no client
turns off the Secure attribute of a cookie.
"""

from collections.abc import Callable, Iterable
from typing import Any

from werkzeug.middleware.proxy_fix import ProxyFix

WSGIApp = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def trust_proxy(app: WSGIApp, proxies: Iterable[str]) -> WSGIApp:
    """The application, with the last value of both headers trusted from these addresses."""
    addresses = frozenset(proxies)
    if not addresses:
        return app
    behind_proxy = ProxyFix(app, x_for=1, x_proto=1)

    def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        remote_address = str(environ.get("REMOTE_ADDR", "")).removeprefix("::ffff:")
        return (behind_proxy if remote_address in addresses else app)(environ, start_response)

    return application
