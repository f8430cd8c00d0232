"""The commands of `dialoog`, each a function: serve, new, verify, demo, play and the others.

A command imports heavy modules itself, and `server.main` before anything that imports Flask.
"""

import errno
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
from msgspec.structs import replace

from dialoog.cli.backup_commands import backup, restore
from dialoog.cli.options import LAST_PORT, address_options, folder_option, load_settings
from dialoog.server.version import release
from dialoog.settings import Settings


@click.group()
@click.version_option(release(), message="%(version)s")
def main() -> None:
    """A neighbourhood holds a dialogue: everybody gets a turn, and what was said becomes a record."""


main.add_command(backup)
main.add_command(restore)
_speed_range = click.FloatRange(min=0, min_open=True)


@main.command()
@address_options
@click.option(
    "--metrics-port",
    type=click.IntRange(0, LAST_PORT),
    help="Port for /metrics, on this machine alone (none).",
)
@click.option("--worker/--no-worker", default=None, help="On SQLite, start the worker beside it (yes).")
def serve(**options: Any) -> None:
    """Serve dialogues to screens, phones and consoles."""
    from dialoog.server.main import run_server  # isort: skip  # first: it patches the standard library
    from dialoog.app import create_app, start_work
    from dialoog.cli import setup
    from dialoog.server.exclusive import hold_database

    def ready() -> None:
        click.echo(f"Dialoog serves {settings.url}")
        setup.print_reach(settings)

    settings = load_settings(options)
    with hold_database(settings), _report_listen_errors():
        settings = setup.prepare_installation(settings)
        work = _with_worker(settings, start_work)
        run_server(settings, create_app, work, ready)


@main.command()
@click.option("--title", default="Wijkdialoog", show_default=True)
@click.option("--theme", default="", help="What it is about.")
@click.option("--facilitator", default="", help="Who leads it, by the name that people read.")
@click.option("--programme", default="90", show_default=True, help="90, 60, 120, day, check-in or empty.")
@click.option(
    "--evening", type=click.Path(exists=True, dir_okay=False), help="Take title and programme from a file."
)
@address_options
def new(
    title: str, theme: str, facilitator: str, programme: str, evening: str | None, **options: Any
) -> None:
    """Set a dialogue up and print its links."""
    from dialoog.cli import setup

    file = setup.read_evening(evening) if evening else None
    settings = setup.prepare_installation(load_settings(options))
    if file is not None:
        links = setup.new_evening(settings, file)
    else:
        fields = {"title": title, "theme": theme, "facilitator": facilitator}
        links = setup.new_dialogue(settings, setup.plan_from(fields), programme)
    setup.print_links(links)
    click.echo("They work while `dialoog serve` runs.")
    setup.print_reach(settings)


@main.command()
@folder_option
def verify(**options: Any) -> None:
    """Prove that no journal and no record was touched.

    There is no gap, no changed row, plan and texts are as they were committed to, and every record follows from its journal. What a chain ends in, written down
    elsewhere, proves that nobody wrote a whole new one. What was acknowledged until a second before the end is still there."""
    from dialoog.cli import setup
    from dialoog.db.engine import make_engine, read_transaction
    from dialoog.live.journal.acknowledged import FILE_NAME, find_missing, read
    from dialoog.live.journal.verify import read_last_digests, verify_all
    from dialoog.records.verify import verify_record

    settings = setup.existing_installation(load_settings(options))
    engine = make_engine(settings.database)
    count, chain = 0, read_last_digests(engine)
    for dialogue, entries, texts, problems in verify_all(engine, verify_record):
        count += len(problems)
        for problem in problems:
            click.echo(f"{dialogue}: {problem}")
        if not problems:
            click.echo(
                f"{dialogue}: {entries} entries, {texts} texts and names, whole, ends in {chain[dialogue]}"
            )
    with read_transaction(engine) as connection:
        for line in find_missing(connection, read(Path(settings.folder) / FILE_NAME)):
            count += 1
            click.echo(
                f"{line.dialogue}: entry {line.version} was acknowledged and is not there, or another: was the database put back?"
            )
    engine.dispose()
    summary = "Nothing is wrong." if chain else "There is no dialogue yet."
    click.echo(f"Wrong: {count}." if count else summary)
    sys.exit(1 if count else 0)


@main.command()
@folder_option
@click.option("--retry-failed", is_flag=True, help="First let every job that failed be tried again.")
@click.option("--beside", is_flag=True, hidden=True)
def worker(retry_failed: bool, beside: bool, **options: Any) -> None:
    """Do what was promised for later: erase dialogues, send mail.

    On SQLite `dialoog serve` starts it by itself; on PostgreSQL it is a service of its own."""
    from dialoog.cli import setup, worker_process

    settings = setup.existing_installation(load_settings(options))
    worker_process.run(settings, beside=beside, retry_failed=retry_failed)


@main.command("setup-key")
@folder_option
def setup_key(**options: Any) -> None:
    """Make a new set-up key; the former one ends."""
    from dialoog.cli import setup

    click.echo(setup.new_setup_key(setup.existing_installation(load_settings(options))))


@main.command("organisation")
@click.argument("name")
@click.option(
    "--kind", type=click.Choice(["collective", "municipality", "care", "professional"]), default="collective"
)
@address_options
def organisation(name: str, kind: str, **options: Any) -> None:
    """Add an organisation; print its first organiser's link.

    Organisations of one installation do not see each other's evenings."""
    from dialoog.cli import accounts, setup

    settings = setup.existing_installation(load_settings(options))
    click.echo(f"{settings.url}/in#{accounts.add_organisation(settings, name, kind)}")


@main.command("sign-in-link")
@click.argument("name")
@click.option(
    "--without-second-step",
    is_flag=True,
    help="Switch their second step off: for who lost the phone and the recovery codes.",
)
@address_options
def sign_in_link(name: str, without_second_step: bool, **options: Any) -> None:
    """Make a link that signs somebody in, once.

    For who has an account and forgot the password. NAME is their name or mail address."""
    from dialoog.cli import accounts, setup

    settings = setup.existing_installation(load_settings(options))
    token = accounts.sign_in_link(settings, name, without_second_step=without_second_step)
    click.echo(f"{settings.url}/in#{token}")


@main.command("new-locks")
@address_options
@click.confirmation_option(prompt="End every link, seat and key of this installation, and make a new secret?")
@click.option("--secret-is-new", is_flag=True, help="DIALOOG_SECRET was changed already.")
def new_locks(secret_is_new: bool, **options: Any) -> None:
    """After a theft: end every link, seat and key.

    What is not closed gets a new console link. Stop the server first."""
    from dialoog.cli import rotate_credentials, setup

    settings = load_settings(options)
    installation = setup.existing_installation(settings)
    try:
        credentials = rotate_credentials.rotate(
            replace(installation, secret=settings.secret), secret_is_new=secret_is_new
        )
    except rotate_credentials.SecretFromEnvironment:
        raise click.UsageError(
            "The secret is in DIALOOG_SECRET: change it there, then run this with --secret-is-new."
        ) from None
    click.echo(f"Set-up key: {credentials.setup_key}")
    for title, console in credentials.consoles:
        click.echo(f"{title}: {console}")


@main.command()
@address_options
@click.option("--play", is_flag=True, help="Let simulated people hold the evening.")
@click.option(
    "--speed",
    type=_speed_range,
    default=20.0,
    show_default=True,
    help="How many times faster than the evening itself.",
)
@click.option("--browser/--no-browser", default=True, help="Open the console in a browser.")
def demo(play: bool, speed: float, browser: bool, **options: Any) -> None:
    """Serve the evening of Meerlinden, to try it."""
    from dialoog.server.main import run_server  # isort: skip  # first: it patches the standard library
    from dialoog.app import create_app, start_work
    from dialoog.cli import setup
    from dialoog.planning import evening_programme
    from dialoog.server.exclusive import hold_database

    def ready() -> None:
        setup.print_demo(settings, links)
        if play:
            setup.play_in_background(links.console, speed)
        if browser:
            setup.open_in_browser(links.console)

    settings = load_settings(options)
    with hold_database(settings), _report_listen_errors():
        settings = setup.prepare_installation(settings, quiet=True)
        links = setup.new_evening(settings, evening_programme.meerlinden())
        run_server(settings, create_app, _with_worker(settings, start_work), ready)


@main.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False))
@click.option(
    "--url",
    required=True,
    help="Address of the server, or the console link that `dialoog new --evening` prints.",
)
@click.option(
    "--setup-key", envvar="DIALOOG_SETUP_KEY", help="Makes the dialogue, where --url is an address."
)
@click.option(
    "--speed",
    type=_speed_range,
    default=1.0,
    show_default=True,
    help="Times as fast; from 1000 on nothing waits.",
)
def play(file: str, url: str, setup_key: str | None, speed: float) -> None:
    """Hold an evening from a file, with simulated people.

    It is held against a running server; afterwards it says where the record differs from the file."""
    from dialoog.simulator import main as player

    sys.exit(player.main(file, url, speed, setup_key))


def _with_worker(settings: Settings, start_work: Callable[[Any], object]) -> Callable[[Any], object]:
    """`start_work`, and on SQLite the worker after it."""
    from dialoog.cli import worker_process
    from dialoog.db.engine import is_shared

    def start(runtime: Any) -> None:
        start_work(runtime)
        if settings.worker and not is_shared(settings.database):
            runtime.start(worker_process.keep_running, settings.folder, runtime.socketio.sleep)

    return start


@contextmanager
def _report_listen_errors() -> Iterator[None]:
    """Ends the command with one sentence where the server cannot listen at its address."""
    from dialoog.server.listener import CannotListen

    try:
        yield
    except CannotListen as error:
        is_in_use = getattr(error.__cause__, "errno", None) == errno.EADDRINUSE
        hint = " Does Dialoog run already? Otherwise take another port, such as 8001." if is_in_use else ""
        raise click.ClickException(f"{error}{hint}") from None
