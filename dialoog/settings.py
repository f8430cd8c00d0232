"""What can be set from outside, read once from DIALOOG_* environment variables and frozen.

Secret are `secret`, which the first start makes and keeps in the folder of the installation, and `database_url` and
`smtp_url` where a password is in them. The rest of the program gets a `Settings` and never looks at the environment.
"""

import difflib
import ipaddress
import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Annotated, Any, Literal, get_type_hints
from urllib.parse import urlsplit

import msgspec
from msgspec import Meta

LANGUAGES = ("nl", "en", "ar", "tr")
"""The languages of the interface; the first is the source and the one to fall back on."""

ORIGIN = r"(?!http:[^,]*:80/?(,|$))(?!https:[^,]*:443/?(,|$))https?://([a-z0-9.-]+|\[[0-9a-f:]+\])(:[0-9]+)?"
"""As a browser says it in the header Origin: whatever is written in another way would let nobody's socket in."""
AS_BROWSERS_SAY = "such as https://dialoog.example.org: small letters, no path, no :443"

SMTP_URL = (
    r"smtps?://((%[2-7][0-9A-Fa-f]|[!-~](?<![%:@/?#\[\]\\]))+:(%[2-7][0-9A-Fa-f]|[!-~](?<![%:@/?#\[\]\\]))+@)?"
    r"([A-Za-z0-9.-]+|\[[0-9a-f:]+\])(:([1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5]))?/?"
)
MAILBOX = r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*"

LOCAL_HOSTS = ("localhost", "127.0.0.1", "::1")
SECRET_BYTES = 16
"""The shortest secret that is accepted; the program makes one of 43."""

Port = Annotated[int, Meta(ge=0, le=65535, description="a number from 0 to 65535")]
Days = Annotated[int, Meta(ge=1, le=36500, description="a number of days from 1 to 36500")]
Address = Annotated[str, Meta(pattern=f"^({ORIGIN}/?)?$", description=f"an address {AS_BROWSERS_SAY}")]
Origins = Annotated[
    str,
    Meta(
        pattern=f"^({ORIGIN}(, *{ORIGIN})*)?$",
        description=f"addresses with commas between, {AS_BROWSERS_SAY}",
    ),
]
Machines = Annotated[
    str, Meta(pattern="^[0-9a-f.:, ]*$", description="addresses with commas between, such as 10.0.0.5")
]
MailServer = Annotated[
    str,
    Meta(
        pattern=f"^({SMTP_URL})?\\Z",
        description="smtp://user:password@host:587 or smtps://user:password@host:465; in a password %40 is @, %3A : and %2F /",
    ),
]
Mailbox = Annotated[
    str,
    Meta(
        pattern=f'^({MAILBOX}|[^\\x00-\\x1f\\x7f<>"@,;:\\\\]+ <{MAILBOX}>)?\\Z',
        description="post@example.org or Buurthuis De Linde <post@example.org>",
    ),
]
Switch = Annotated[bool, Meta(description="1 or 0")]


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """`public_url` is how phones reach this server; origins and host names follow from it."""

    folder: str = "data"
    database_url: str = ""
    host: str = "127.0.0.1"
    port: Port = 8000
    public_url: Address = ""
    extra_origins: Origins = ""
    proxies: Machines = ""
    """Addresses of the proxy in front, with commas; empty: this machine where the public address is https, else none."""
    secret: str = ""
    house_style: str = ""
    organisation: str = ""
    contact: str = ""
    retention_days: Days = 365
    name_retention_days: Days = 240
    contact_retention_days: Days = 120
    """How long after it was opened a dialogue keeps all of it, its names, and how people can be reached, where nobody chose days."""
    async_mode: Annotated[Literal["eventlet", "gevent"], Meta(description="eventlet or gevent")] = "eventlet"
    log: Annotated[Literal["text", "json"], Meta(description="text or json")] = "text"
    log_level: Annotated[
        Literal["debug", "info", "warning", "error"], Meta(description="debug, info, warning or error")
    ] = "info"
    log_requests: Switch = False
    """A line per request, with its endpoint and never its path: off, since there are many."""
    worker: Switch = True
    """On SQLite `serve` starts the worker beside itself; on PostgreSQL it is a service of its own."""
    smtp_url: MailServer = ""
    """The server that sends mail; empty: no mail is sent, and pages show links to hand over instead."""
    mail_from: Mailbox = ""
    metrics_port: Port = 0
    """Where this machine alone can read /metrics; 0: nowhere."""

    @property
    def url(self) -> str:
        return self.public_url.rstrip("/") or http_origin(self.host, self.port)

    @property
    def is_local(self) -> bool:
        """Whether links with the public address open on this machine alone."""
        host = urlsplit(self.url).hostname or ""
        return host == "localhost" or is_loopback(host) or listens_everywhere(host)

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
        local = tuple(http_origin(host, self.port) for host in LOCAL_HOSTS)
        more = tuple(part.strip() for part in self.extra_origins.split(",") if part.strip())
        return tuple(dict.fromkeys((self.url, *more, *(() if self.https else local))))

    @property
    def believed(self) -> tuple[str, ...]:
        """Who may say for whom a request is: the proxy, which alone does https."""
        addresses = tuple(part.strip() for part in self.proxies.split(",") if part.strip())
        return addresses or (("127.0.0.1", "::1") if self.https else ())

    @property
    def trusted_hosts(self) -> tuple[str, ...]:
        """The names that this server has in the header Host: IPv6 without its brackets."""
        hosts = (urlsplit(origin).hostname or "" for origin in self.origins)
        return tuple(dict.fromkeys((*hosts, *LOCAL_HOSTS)))

    @property
    def database(self) -> str:
        return self.database_url or f"sqlite:///{Path(self.folder).resolve() / 'dialoog.sqlite3'}"


PREFIX = "DIALOOG_"
KNOWN = frozenset(f"{PREFIX}{name.upper()}" for name in (*Settings.__struct_fields__, "setup_key"))
"""Every setting that a command reads; the set-up key it reads by itself (`cli`)."""
SECRET = ("secret", "database_url", "smtp_url")
"""Settings that no message shows."""
OF_TESTS = ("DIALOOG_TESTS", "DIALOOG_PROMISES", "DIALOOG_PICTURES")
"""What begins like this is for tests and scripts, and comes along when they start a server."""


def http_origin(host: str, port: int) -> str:
    """As a browser says it in the header Origin: IPv6 in brackets, without the port that http has anyway."""
    name = f"[{host}]" if ":" in host else host
    return f"http://{name}" if port == 80 else f"http://{name}:{port}"


def listens_everywhere(host: str) -> bool:
    """Whether a server on this address accepts connections at every address of its machine."""
    address = _ip_address(host)
    return address is not None and address.is_unspecified


def is_loopback(host: str) -> bool:
    address = _ip_address(host)
    return address is not None and address.is_loopback


def _ip_address(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


def _normalise_host(host: str) -> str:
    """The address as a browser writes it, without the brackets that it has in a URL."""
    bare = host.removeprefix("[").removesuffix("]").lower()
    address = _ip_address(bare)
    return address.compressed if address else bare


def from_environment(environment: Mapping[str, str] = os.environ, **overrides: Any) -> Settings:
    """What was given on the command line comes before DIALOOG_*, which comes before the defaults; an empty one is none.
    Whatever cannot be, or is no setting, ends the program with one sentence."""
    for name in sorted(environment):
        if name.startswith(PREFIX) and name not in KNOWN and not name.startswith(OF_TESTS):
            raise SystemExit(_no_setting(name))
    fields: dict[str, str] = {}
    for name in Settings.__struct_fields__:
        if overrides.get(name) is not None:
            fields[name] = str(overrides[name])
        elif set_to := environment.get(f"DIALOOG_{name.upper()}"):
            fields[name] = set_to
    try:
        settings = msgspec.convert(fields, Settings, strict=False)
    except msgspec.ValidationError as wrong:
        name = str(wrong).rpartition("$.")[2].rstrip("`")
        may_be = get_type_hints(Settings, include_extras=True)[name].__metadata__[0].description
        value = "what it is set to" if name in SECRET else repr(fields[name])
        raise SystemExit(f"DIALOOG_{name.upper()} cannot be {value}. It takes {may_be}.") from None
    if bool(settings.smtp_url) != bool(settings.mail_from):
        lacking = "DIALOOG_MAIL_FROM" if settings.smtp_url else "DIALOOG_SMTP_URL"
        raise SystemExit(
            f"To send mail takes DIALOOG_SMTP_URL and DIALOOG_MAIL_FROM together; {lacking} is not set."
        )
    return msgspec.structs.replace(settings, host=_normalise_host(settings.host))


def _no_setting(name: str) -> str:
    """Names one only where somebody may have meant it: what all of them begin with makes none of them near."""
    known = {setting.removeprefix(PREFIX): setting for setting in sorted(KNOWN)}
    near = difflib.get_close_matches(name.removeprefix(PREFIX).upper(), known, n=1)
    return f"There is no setting {name}" + "".join(f"; the nearest is {known[one]}" for one in near) + "."


def settle(settings: Settings) -> Settings:
    """Makes the folder of this installation and the secret that it keeps from its first start on. Where that cannot
    be, the program ends with one sentence."""
    folder, style = Path(settings.folder), settings.house_style
    if style and not Path(style).is_file():
        raise SystemExit(f"DIALOOG_HOUSE_STYLE: there is no file {style}.")
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not settings.secret:
            return _with_its_secret(settings, folder / "secret")
    except OSError as wrong:
        raise SystemExit(f"{wrong.filename or folder} cannot be used: {wrong.strerror}.") from None
    if _is_short(settings.secret):
        raise SystemExit(
            f"DIALOOG_SECRET is shorter than {SECRET_BYTES} bytes, so it could be guessed."
            " `openssl rand -base64 32` makes one."
        )
    return settings


def _with_its_secret(settings: Settings, path: Path) -> Settings:
    if not path.exists():
        _keep(path, secrets.token_urlsafe(32))
    secret = path.read_text(errors="replace").strip()
    if not secret:  # as a full disk leaves it behind: every key made from it could be guessed
        raise SystemExit(f"{path} is empty. Remove it, and the next start makes a new one.")
    if _is_short(secret):
        raise SystemExit(
            f"{path} is shorter than {SECRET_BYTES} bytes, so it could be guessed."
            " Remove it, and the next start makes a new one."
        )
    return msgspec.structs.replace(settings, secret=secret)


def _is_short(secret: str) -> bool:
    return len(secret.strip().encode()) < SECRET_BYTES


def _keep(path: Path, secret: str) -> None:
    """Of several that start together the first one's stays; nobody ever reads half of it. It is on disk when this returns: after a
    power cut another secret would end every link that this one made."""
    beside = path.with_name(f"secret-{os.getpid()}")
    write_private(beside, secret)
    with suppress(FileExistsError):
        os.link(beside, path)
    beside.unlink()
    sync_folder(path.parent)
    with suppress(PermissionError):  # where it may not be read, this account did not make the folder in it
        sync_folder(path.parent.parent)


def write_private(path: Path, text: str) -> None:
    """Writes a file that only this account reads; it is on disk when this returns, its name is after `sync_folder`."""
    opened = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(opened, "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    if os.name != "posix":
        return  # only there a folder can be opened
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
