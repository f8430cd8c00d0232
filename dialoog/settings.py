"""What can be set from outside, read once from DIALOOG_* environment variables and frozen.

Nothing here is a secret in itself but `secret`, which the first start makes and keeps in the folder of
the installation. The rest of the program gets a `Settings` and never looks at the environment.
"""

import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

import msgspec

LANGUAGES = ("nl", "en", "ar", "tr")
"""The languages of the interface; the first is the source and the one to fall back on."""


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """`public_url` is how phones reach this server; origins and host names follow from it."""

    folder: str = "data"
    database_url: str = ""
    host: str = "127.0.0.1"
    port: int = 8000
    public_url: str = ""
    extra_origins: str = ""
    proxies: str = ""
    """Addresses of the proxy in front, with commas; empty: this machine where the public address is https, else none."""
    secret: str = ""
    house_style: str = ""
    organisation: str = ""
    contact: str = ""
    retention_days: int = 365
    async_mode: str = "eventlet"
    fan_out: str = "direct"
    """`stock` leaves sending to Socket.IO's own manager."""
    log: Literal["text", "json"] = "text"
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    log_requests: bool = False
    """A line per request, with its endpoint and never its path: off, since there are many."""
    metrics_port: int = 0
    """Where this machine alone can read /metrics; 0: nowhere. The next processes take the next ports."""

    @property
    def url(self) -> str:
        return self.public_url.rstrip("/") or f"http://{self.host}:{self.port}"

    @property
    def https(self) -> bool:
        return self.url.startswith("https://")

    @property
    def address(self) -> str:
        """What somebody types by hand: the public address without its scheme."""
        return self.url.split("://", 1)[1]

    @property
    def origins(self) -> tuple[str, ...]:
        """Who may open a socket from a browser: never `*`, never taken from a header."""
        local = (f"http://localhost:{self.port}", f"http://127.0.0.1:{self.port}")
        more = tuple(part.strip() for part in self.extra_origins.split(",") if part.strip())
        return tuple(dict.fromkeys((self.url, *more, *(() if self.https else local))))

    @property
    def believed(self) -> tuple[str, ...]:
        """Who may say for whom a request is: the proxy, which alone does https."""
        given = tuple(part.strip() for part in self.proxies.split(",") if part.strip())
        return given or (("127.0.0.1", "::1") if self.https else ())

    @property
    def trusted_hosts(self) -> tuple[str, ...]:
        hosts = (urlsplit(origin).hostname or "" for origin in self.origins)
        return tuple(dict.fromkeys((*hosts, "localhost", "127.0.0.1")))

    @property
    def database(self) -> str:
        return self.database_url or f"sqlite:///{Path(self.folder).resolve() / 'dialoog.sqlite3'}"


def from_environment(environment: Mapping[str, str] = os.environ, **given: Any) -> Settings:
    """What was given on the command line comes before DIALOOG_*, which comes before the defaults."""
    wanted: dict[str, Any] = {}
    for name in Settings.__struct_fields__:
        if given.get(name) is not None:
            wanted[name] = given[name]
        elif f"DIALOOG_{name.upper()}" in environment:
            wanted[name] = environment[f"DIALOOG_{name.upper()}"]
    return msgspec.convert({k: str(v) for k, v in wanted.items()}, Settings, strict=False)


def settle(settings: Settings) -> Settings:
    """Makes the folder of this installation and the secret that it keeps from its first start on."""
    folder = Path(settings.folder)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if settings.secret:
        return settings
    kept = folder / "secret"
    if not kept.exists():
        _keep(kept, secrets.token_urlsafe(32))
    secret = kept.read_text().strip()
    if not secret:  # as a full disk leaves it behind: every key made from it could be guessed
        raise SystemExit(f"{kept} is empty. Remove it, and the next start makes a new one.")
    return msgspec.structs.replace(settings, secret=secret)


def _keep(kept: Path, secret: str) -> None:
    """Of several that start together the first one's stays; nobody ever reads half of it."""
    beside = kept.with_name(f"secret-{os.getpid()}")
    opened = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(opened, "w") as file:
        file.write(secret)
        file.flush()
        os.fsync(file.fileno())
    with suppress(FileExistsError):
        os.link(beside, kept)
    beside.unlink()
