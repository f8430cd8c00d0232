"""Whom to believe about where a request came from: the proxy in front, and nobody else.

What a proxy says of the real address and of https counts only where the connection itself comes from the proxy. Whoever
reaches the port in another way is who the connection says, whatever headers come along: so budgets count the right
address, and nobody talks a cookie into being less safe.
"""

from collections.abc import Callable, Iterable
from typing import Any

from werkzeug.middleware.proxy_fix import ProxyFix

Site = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def trust_proxy(site: Site, proxies: Iterable[str]) -> Site:
    """The site, with the last X-Forwarded-For and X-Forwarded-Proto believed from these addresses."""
    believed = frozenset(proxies)
    if not believed:
        return site
    behind_proxy = ProxyFix(site, x_for=1, x_proto=1)

    def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        came_from = str(environ.get("REMOTE_ADDR", "")).removeprefix("::ffff:")
        return (behind_proxy if came_from in believed else site)(environ, start_response)

    return answer
