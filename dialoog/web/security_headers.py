"""What every answer says to the browser: nothing from elsewhere, nothing inline, nothing kept."""

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
SECURITY = {
    "Content-Security-Policy": POLICY,
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}

OF_A_SCRIPT = ("X-Content-Type-Options", "Cross-Origin-Resource-Policy", "Strict-Transport-Security")
"""What means something for a script or a style, which is no page: the rest would weigh on every phone."""
NOTHING = "default-src 'none'"

YEAR = 365 * 24 * 3600


def security_headers(*, https: bool) -> dict[str, str]:
    """The headers of every answer. Who came by https once comes by https from then on."""
    return (
        {**SECURITY, "Strict-Transport-Security": f"max-age={YEAR}; includeSubDomains"} if https else SECURITY
    )


def static_file_headers(url: str, headers: Mapping[str, str]) -> Mapping[str, str]:
    """Of the headers of every answer those that this file needs; a picture can be opened as a page."""
    if not url.endswith((".js", ".css")):
        return headers
    return {
        "Content-Security-Policy": NOTHING,
        **{name: headers[name] for name in OF_A_SCRIPT if name in headers},
    }


def add_security_headers(response: Response, *, https: bool) -> Response:
    """Pages are for who asked and for now; a page that may be kept longer says so itself."""
    for name, value in security_headers(https=https).items():
        response.headers.setdefault(name, value)
    response.headers.setdefault("Cache-Control", "no-store")
    return response
