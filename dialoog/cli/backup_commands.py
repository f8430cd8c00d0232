"""The commands `dialoog backup` and `dialoog restore`, and what they say."""

import time
from pathlib import Path
from typing import Any

import click

from dialoog.cli.options import folder_option, load_settings
from dialoog.server.version import release


@click.command()
@click.argument("target", metavar="FOLDER", type=click.Path(file_okay=False, path_type=Path))
@click.option(
    "--keep",
    type=click.IntRange(min=1),
    metavar="DAYS",
    help="Remove backups that are older, never the newest.",
)
@folder_option
def backup(target: Path, keep: int | None, **options: Any) -> None:
    """Write everything to a file in FOLDER, while Dialoog runs.

    The list of what was erased goes beside it; `dialoog restore` needs both. The file `secret` is not in it: keep that in another place."""
    from dialoog.backups import making
    from dialoog.cli import setup
    from dialoog.db.engine import make_engine

    settings = setup.found_installation(load_settings(options))
    engine = make_engine(settings.database)
    with setup.report_faults(engine):
        try:
            path, manifest = making.make_backup(engine, target, release())
        except making.OtherTables:
            raise SystemExit(
                "The tables are not those of this release of Dialoog. Start it once, or make the backup with the release that runs."
            ) from None
        click.echo(f"{path}: {manifest.dialogues} dialogues with {manifest.entries} entries.")
        if keep is not None:
            now = time.time_ns() // 1_000_000
            for former in making.prune(target, manifest.installation, keep, now):
                click.echo(f"{former} is older than {keep} days and was removed.")
    engine.dispose()


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--erasures",
    "lists",
    multiple=True,
    metavar="FILE",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="One more list of what was erased.",
)
@click.option(
    "--of-another-installation", "of_another", is_flag=True, help="Let it take the place of what is here."
)
@folder_option
def restore(file: Path, lists: tuple[Path, ...], of_another: bool, **options: Any) -> None:
    """Put a backup back, and erase again what was erased since.

    Stop Dialoog first. What came after the backup is lost. Where anything goes wrong, the database stays as it is."""
    from dialoog.backups import restoring
    from dialoog.backups.backup_file import InUse
    from dialoog.cli import setup
    from dialoog.cli.private_files import make_private
    from dialoog.db.engine import make_engine
    from dialoog.server.exclusive import hold_database
    from dialoog.settings import settle

    settings = load_settings(options)
    with hold_database(settings):
        settings = settle(settings)
        engine = make_engine(settings.database)
        try:
            with setup.report_faults(engine):
                result = restoring.restore(
                    engine,
                    file,
                    settings,
                    more_lists=lists,
                    of_another=of_another,
                )
        except restoring.Refused as refusal:
            raise SystemExit(str(refusal)) from None
        except InUse:
            raise SystemExit(
                "Something has this database open. Stop every service of Dialoog and its worker first. Nothing was changed."
            ) from None
        finally:
            engine.dispose()
        make_private(settings)
    _report(result, settings.url)


def _report(result: Any, url: str) -> None:
    manifest = result.manifest
    click.echo(
        f"Back is everything as it was at {manifest.date:%Y-%m-%d %H:%M:%S} UTC:"
        f" {manifest.dialogues} dialogues with {manifest.entries} entries. Nothing is wrong."
    )
    if result.erased_again:
        click.echo(f"Erased again: {result.erased_again} of what was erased or ended since.")
    for line in result.lost:
        click.echo(f"{line.dialogue}: what came after the backup is lost, up to entry {line.version}.")
    for organisation, token in result.invitations:
        click.echo(f"{organisation} has no organiser any more. A link for a new one: {url}/in#{token}")
    click.echo(
        "Everybody signs in again; `dialoog sign-in-link NAME` lets somebody in whose password or address changed since. Invitations that"
        " waited are made anew. Mails that may have been sent since wait at `Beheer` for who organises. Now start Dialoog."
    )
