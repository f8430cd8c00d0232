"""The headers of every response: nothing from other hosts, nothing inline, nothing cached."""

from collections.abc import Mapping

from flask import Response

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "object-src 'none'",
        "connect-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "media-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
HTTPS_HEADERS = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Strict-Transport-Security": f"max-age={365 * 24 * 3600}; includeSubDomains",
}
SCRIPT_HEADERS = ("X-Content-Type-Options", "Cross-Origin-Resource-Policy", "Strict-Transport-Security")
"""Those that have a meaning for a script or a style; the others would cost every phone bytes for nothing."""
SCRIPT_POLICY = "default-src 'none'"


def security_headers(*, https: bool) -> dict[str, str]:
    """The headers of every response. Over http browsers ignore the last two, and each page complains of the opener."""
    return {**HEADERS, **HTTPS_HEADERS} if https else HEADERS


def static_file_headers(url: str, headers: Mapping[str, str]) -> Mapping[str, str]:
    """Those of `headers` that this static file needs; an image keeps all, since it can be opened as a page."""
    if not url.endswith((".js", ".css")):
        return headers
    return {
        "Content-Security-Policy": SCRIPT_POLICY,
        **{name: headers[name] for name in SCRIPT_HEADERS if name in headers},
    }


def add_security_headers(response: Response, *, https: bool) -> Response:
    """Adds them, and `no-store` where the response says nothing about caching itself."""
    for name, value in security_headers(https=https).items():
        response.headers.setdefault(name, value)
    response.headers.setdefault("Cache-Control", "no-store")
    return response
