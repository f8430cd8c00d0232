"""What commands do before or beside serving: migrate, make the set-up key, open dialogues, print links, start the demo's player."""

import json
import os
import subprocess
import sys
import webbrowser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
import msgspec
from sqlalchemy import Engine, make_url
from sqlalchemy.exc import DBAPIError

from dialoog.accounts import tokens
from dialoog.cli import accounts, secret_rotation
from dialoog.cli.private_files import make_private
from dialoog.db import migrations
from dialoog.db.engine import is_shared, make_engine, retry_while_locked, transaction
from dialoog.db.postgres import AdvisoryLock, acquire_lock
from dialoog.live.commands.open_dialogue import Links, open_dialogue
from dialoog.live.plan import LONGEST, Plan
from dialoog.live.programme_names import OWN, TEMPLATES
from dialoog.planning import evening_programme, programmes
from dialoog.planning.evening_file import plan_of, validated_fields
from dialoog.planning.evening_schema import InvalidEvening
from dialoog.records.saving import save
from dialoog.rules.state import Step
from dialoog.settings import Settings, http_origin, listens_everywhere, settle
from dialoog.web import qr, text_validation
from dialoog.web.network_addresses import network_urls, other_urls

OURSELVES = (
    sys.executable,
    "-P",
    "-c",
    f"import sys; sys.path.append({str(Path(__file__).parents[2])!r}); from dialoog.cli.commands import main; main(prog_name='dialoog')",
)
"""How this program starts itself: the package that runs now, not a folder `dialoog` in which somebody happens to stand."""
INVALID_TEXT = {
    "empty_text": "A dialogue needs a title.",
    "too_long": f"That is too long: a title has {LONGEST['title']} signs at most, a theme {LONGEST['theme']},"
    f" a name {LONGEST['facilitator']}.",
    "bad_signs": "There are signs in it that cannot be read.",
}


def prepare_installation(settings: Settings, *, quiet: bool = False) -> Settings:
    """Makes the folder, the secret, the newest tables and a set-up key, for this account alone; the first start prints the key, once, and
    each start a link to make the first account, until somebody has."""
    settings = _with_public_url(settings)
    engine = make_engine(settings.database)
    with report_faults(engine):
        secret_rotation.recover(settings)
    settings = settle(settings)
    make_private(settings)
    with report_faults(engine):
        retry_while_locked(lambda: migrations.upgrade(engine))
        key = None if quiet else retry_while_locked(lambda: _first_setup_key(engine))
    if key:
        click.echo(f"Set-up key of this installation, shown once: {key}")
        click.echo(
            "Keep it: whoever has it makes dialogues and reads records. `dialoog setup-key` makes a new one."
        )
    if not quiet:
        with report_faults(engine):
            link = retry_while_locked(lambda: accounts.setup_link(engine))
        if link:
            click.echo(f"Nobody has an account yet. Make the first one: {settings.url}/in#{link}")
    engine.dispose()
    return settings


def existing_installation(settings: Settings) -> Settings:
    """`prepare_installation` for an installation that must exist, so that a mistyped folder makes none. Raises SystemExit."""
    return prepare_installation(found_installation(settings), quiet=True)


def found_installation(settings: Settings) -> Settings:
    """The same settings, where there is an installation. Raises SystemExit."""
    if not is_shared(settings.database) and not Path(str(make_url(settings.database).database)).is_file():
        raise SystemExit(
            f"There is no database in {Path(settings.folder).resolve()}. Where is it? --data FOLDER, or DIALOOG_FOLDER."
        )
    return settings


@contextmanager
def report_faults(engine: Engine) -> Iterator[None]:
    """Ends the command with one sentence where the database, or a file beside it, cannot be used. Every write of a command is one
    transaction, so nothing was changed."""
    try:
        yield
    except DBAPIError as error:
        raise SystemExit(_database_error(engine, error)) from None
    except OSError as error:
        raise SystemExit(f"{error.filename or 'A file'} cannot be used: {error.strerror or error}.") from None


def _database_error(engine: Engine, error: DBAPIError) -> str:
    """One sentence for the operator. Raises `error` itself where the program is at fault."""
    reason = " ".join(str(error.orig).split())
    if engine.dialect.name == "postgresql":
        return f"PostgreSQL lets nobody in: {reason}"
    name = getattr(error.orig, "sqlite_errorname", "SQLITE_ERROR")
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return (
            f"Another program holds {engine.url.database}. Nothing was changed; try again when it has ended."
        )
    if name == "SQLITE_ERROR":
        raise error
    return f"{engine.url.database} cannot be used: {reason}."


def _first_setup_key(engine: Engine) -> str | None:
    """The new key, or None where there is one; also where several services start at once."""
    with transaction(engine) as connection:
        acquire_lock(connection, AdvisoryLock.FIRST_KEY)
        return None if tokens.has_setup_key(connection) else tokens.create(connection, "setup")


def new_setup_key(settings: Settings) -> str:
    """Makes a set-up key and ends the former one, also while the server writes."""
    engine = make_engine(settings.database)
    with report_faults(engine):
        key = retry_while_locked(lambda: _replace_setup_key(engine))
    engine.dispose()
    return key


def _replace_setup_key(engine: Engine) -> str:
    with transaction(engine) as connection:
        tokens.revoke_all(connection, "setup")
        return tokens.create(connection, "setup")


def plan_from(fields: dict[str, str]) -> Plan:
    """A plan from the fields of the command line, validated as the form validates them."""
    try:
        return Plan(**validated_fields(fields))
    except text_validation.InvalidText as error:
        raise click.UsageError(INVALID_TEXT[error.reason]) from None


def new_dialogue(settings: Settings, plan: Plan, template: str) -> Links:
    try:
        steps = programmes.template(template, plan.theme)
    except KeyError:
        names = ", ".join(name for name, _ in TEMPLATES)
        raise click.UsageError(f"There is no programme {template}; there are: {names}.") from None
    return _open_dialogue(settings, plan, steps, template)


def new_evening(settings: Settings, evening: dict[str, Any]) -> Links:
    """Opens a dialogue with the programme of an evening file. Raises `InvalidEvening`."""
    return _open_dialogue(settings, plan_of(evening), evening_programme.programme_of(evening), OWN)


def _open_dialogue(settings: Settings, plan: Plan, steps: tuple[Step, ...], programme: str) -> Links:
    engine = make_engine(settings.database)
    with report_faults(engine):
        links = open_dialogue(engine, settings, plan, steps, save, programme=programme)
    engine.dispose()
    return links


def read_evening(file: str) -> dict[str, Any]:
    """Reads and validates an evening file before anything is made. Raises UsageError that names the invalid field."""
    try:
        evening: dict[str, Any] = json.loads(Path(file).read_text(encoding="utf-8"))
        plan_of(evening)
    except InvalidEvening as error:
        raise click.UsageError(f"This file is no evening: {error}.") from None
    except (ValueError, RecursionError) as error:
        raise click.UsageError(f"This file is no evening: it is no JSON in UTF-8 ({error}).") from None
    return evening


def print_links(links: Links) -> None:
    """Prints each link on a line of its own, which a program can read, below what it is for."""
    click.echo("For you who lead the dialogue, on a laptop or phone. Keep it to yourself.")
    click.echo(f"console: {links.console}")
    click.echo("For the beamer: the question, the circle, who has the word.")
    click.echo(f"screen: {links.screen}")
    click.echo("For everybody at the table, on their own phone; or the code, typed at the start page.")
    click.echo(f"join: {links.join}")
    click.echo(f"code: {links.code}")


def print_demo(settings: Settings, links: Links) -> None:
    click.echo(f"\n{qr.terminal(links.join)}\n")
    click.echo(f"The evening of Meerlinden is ready. Scan this with a phone, or go to {settings.address}.\n")
    print_links(links)
    click.echo()
    print_reach(settings)
    sys.stdout.flush()


def play_in_background(console: str, speed: float) -> None:
    """Starts the player in a process of its own; it is a client like any other."""
    file = str(evening_programme.MEERLINDEN)
    subprocess.Popen([*OURSELVES, "play", file, "--url", console, "--speed", str(speed)])  # noqa: S603 - our own program


def start_worker(folder: str) -> "subprocess.Popen[bytes]":
    """A worker that ends when its standard input, which this process holds open, does."""
    command = [*OURSELVES, "worker", "--beside", "--data", folder]
    return subprocess.Popen(command, stdin=subprocess.PIPE)  # noqa: S603 - our own program


def open_in_browser(link: str) -> None:
    if os.environ.get("DISPLAY") or sys.platform in ("darwin", "win32"):
        webbrowser.open(link)


def _with_public_url(settings: Settings) -> Settings:
    """Sets the public address where the server listens on every address: links need one that phones on the network reach. The
    pages of the other addresses of this machine work too."""
    if settings.public_url or not listens_everywhere(settings.host):
        return settings
    urls = network_urls(settings.host, settings.port) or (http_origin("127.0.0.1", settings.port),)
    origins = ", ".join(filter(None, (settings.extra_origins, *urls[1:])))
    return msgspec.structs.replace(settings, public_url=urls[0], extra_origins=origins)


def print_reach(settings: Settings) -> None:
    """Says who can open the links, where that is not everybody on one network."""
    if settings.is_local and listens_everywhere(settings.host):
        click.echo(
            "This machine is on no network: only it can open these links. Connect it, then start again."
        )
    elif settings.is_local:
        urls = network_urls("0.0.0.0", settings.port)  # noqa: S104
        where = f" at {' or '.join(urls)}" if urls else ", once this machine is on their network"
        click.echo(f"Only this machine can open {settings.url}.")
        click.echo(f"With `--host 0.0.0.0`, to `serve` and to `new`, phones and a beamer reach it{where}.")
    elif others := other_urls(settings):
        click.echo(
            f"It is also at {' and '.join(others)}; DIALOOG_PUBLIC_URL says which address the links have."
        )
