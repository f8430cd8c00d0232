"""Which names this server answers to: a request for another host is refused, so that no website passes for this one.

Flask's own TRUSTED_HOSTS cuts an IPv6 address at its first colon and so trusts none.
"""

from urllib.parse import urlsplit

from flask import request
from flask_babel import gettext as _
from werkzeug.sansio.utils import host_is_trusted

from dialoog.settings import Settings
from dialoog.web.errors import PageError


def is_trusted_host(host: str, settings: Settings) -> bool:
    """Whether the value of a header Host, with or without a port, names this server."""
    return host_is_trusted(host) and urlsplit(f"//{host}").hostname in settings.trusted_hosts


def require_trusted_host(settings: Settings) -> None:
    """Raises `PageError` with the address to go to: a laptop that moved to another network has a new one."""
    if not is_trusted_host(request.host, settings):
        raise PageError(
            400,
            _("Dit adres kent Dialoog niet"),
            _(
                "Ga naar %(url)s. Lukt dat niet, dan heeft de computer een nieuw adres: start Dialoog daar opnieuw.",
                url=settings.url,
            ),
        )
