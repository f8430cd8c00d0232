"""An installation as somebody looks after it: it serves in this process, is stopped, and its commands are typed.

One dialogue is in it, with Fatma and Henk, who wrote two sentences each; `does` sends a command of the console.
"""

from pathlib import Path
from threading import Thread
from typing import Any

from click.testing import CliRunner, Result
from sqlalchemy import Engine, select

from dialoog import settings
from dialoog.accounts.tokens import find
from dialoog.app import create_app
from dialoog.cli import setup
from dialoog.cli.commands import main
from dialoog.db.engine import make_engine, read_transaction
from dialoog.live.commands.requests import Accepted
from dialoog.live.models import Contact, SeatName, Translation, Word
from dialoog.live.plan import Plan
from dialoog.live.protocol import commands
from dialoog.live.runtime import Runtime
from dialoog.rules.state import Kind
from tests import migrated
from tests.commands import execute

FATMA, HENK = "s1", "s2"


class House:
    """`address` is that of a database with our tables; without it SQLite in the folder."""

    def __init__(self, folder: Path, address: str = "") -> None:
        self.folder = folder
        self.backups = folder.parent / "backups"
        self.address = address
        if not address:
            migrated.copy_into(folder)
        more = {"database_url": address} if address else {}
        chosen = settings.from_environment({}, folder=str(folder), **more)
        self.settings = setup.prepare_installation(chosen, quiet=True)
        self._numbers = iter(range(10_000, 99_999))
        self._runtime: Runtime | None = None
        links = setup.new_dialogue(self.settings, Plan(title="Linde"), "check-in")
        self.dialogue = links.dialogue
        self._console = links.console.partition("#")[2]
        self.words = [self._sits(seat) for seat in (FATMA, HENK)]

    @property
    def runtime(self) -> Runtime:
        """Of the server, which starts where it does not run."""
        if self._runtime is None:
            self._runtime = create_app(self.settings).extensions["dialoog"]
            Thread(target=self._runtime.writer.run, daemon=True).start()
        return self._runtime

    def stops(self) -> None:
        if self._runtime is not None:
            self._runtime.close()
            self._runtime = None

    def _sits(self, seat: str) -> list[str]:
        self.does(commands.TakeSeat, name=f"Buur {seat}")
        self.does(commands.GiveConsent, seat=seat, words=True, name=True, contact=True, reach=f"06 {seat}")
        return [
            self.does(commands.Write, seat=seat, text=f"Zin {n} van {seat}.", word_kind=Kind.INTRODUCTION)
            for n in (1, 2)
        ]

    def does(self, command: Any, **fields: Any) -> str:
        """Returns the id of the command, which is that of the words that it wrote."""
        id = f"command-of-the-console-{next(self._numbers)}"
        with read_transaction(self.runtime.engine) as connection:
            console = find(connection, self._console)
        assert console is not None
        outcome = execute(self.runtime, console, command(id=id, **fields))
        assert isinstance(outcome, Accepted), outcome
        return id

    def types(self, *arguments: str) -> Result:
        environment = {"DIALOOG_FOLDER": str(self.folder), "DIALOOG_DATABASE_URL": self.address or None}
        return CliRunner(env=environment).invoke(main, arguments)

    def backs_up(self, *more: str) -> Path:
        """The file of a new backup."""
        result = self.types("backup", str(self.backups), *more)
        assert result.exit_code == 0, result.output
        return Path(result.output.partition(": ")[0])

    def restores(self, backup: Path, *more: str) -> str:
        """What the command says, once the server is stopped."""
        self.stops()
        result = self.types("restore", str(backup), *more)
        assert result.exit_code == 0, (result.output, result.exception)
        return result.output

    def is_refused(self, backup: Path, *more: str) -> str:
        """What a refused restore says; it changed nothing."""
        self.stops()
        before = self.content()
        result = self.types("restore", str(backup), *more)
        assert result.exit_code == 1, result.output
        assert isinstance(result.exception, SystemExit), result.exception
        assert self.content() == before
        return result.output.strip()

    def proves(self) -> str:
        """What `dialoog verify` says; it finds nothing wrong."""
        result = self.types("verify")
        assert result.exit_code == 0, result.output
        return result.output

    def engine(self) -> Engine:
        return make_engine(self.settings.database)

    def content(self) -> dict[str, list[str]]:
        """What people left that can be read: their sentences, translations, names and telephone numbers."""
        engine = self.engine()
        with read_transaction(engine) as connection:
            found = {
                table.__tablename__: sorted(connection.execute(select(column)).scalars())
                for table, column in (
                    (Word, Word.text),
                    (Translation, Translation.text),
                    (SeatName, SeatName.name),
                    (Contact, Contact.text),
                )
            }
        engine.dispose()
        return found


def overwrites(path: Path, at: int, byte: int) -> None:
    """A disk that gives another byte back."""
    data = bytearray(path.read_bytes())
    data[at] ^= byte or 1
    path.write_bytes(data)
