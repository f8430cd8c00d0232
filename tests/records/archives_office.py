"""An office that asks for zips of its records, and the worker that makes them."""

import io
import time
import zipfile
from pathlib import Path

from sqlalchemy import select, update

from dialoog.cli.worker_process import HANDLERS
from dialoog.db.engine import read_transaction, transaction
from dialoog.jobs.clock import wall_ms
from dialoog.live.models import Dialogue
from dialoog.records.archives import files, making
from dialoog.records.models import Archive
from dialoog.rules.state import Keep
from tests.jobs.working import works_off
from tests.records.evenings import meerlinden
from tests.records.test_editing import Office
from tests.web.visits import words_of

ZIP = "/verslagen/zip"
WITHDRAWN = "Hetstaatgeschrevenopdewaslijn."


class Archives:
    """An office with a second evening in another neighbourhood, and a worker that runs when it is told to."""

    def __init__(self, office: Office) -> None:
        self.office, self.els = office, office.els
        self.settings = office.app.extensions["dialoog"].settings
        self.other = meerlinden(office.engine, "eikenhof")
        self.word = self.other.says("Fatma", WITHDRAWN, keep=Keep.NAMED)
        self.other.closes()
        with transaction(office.engine) as connection:
            owner = select(Dialogue.owner).where(Dialogue.id == "linde").scalar_subquery()
            values = {"owner": owner, "neighbourhood": "De Hoven"}
            connection.execute(update(Dialogue).where(Dialogue.id == "eikenhof").values(**values))

    @property
    def folder(self) -> Path:
        return Path(self.settings.folder) / files.FOLDER

    def works(self, after: int = 0) -> None:
        handlers = {**HANDLERS, **making.handlers(self.settings)}
        works_off(self.office.engine, handlers, wall_ms() + after)

    def asks(self, **fields: str) -> str:
        answer = self.els.sends(ZIP, **fields)
        assert answer.status_code == 303, words_of(answer)
        return str(answer.location)

    def fetches(self, address: str) -> zipfile.ZipFile:
        answer = self.els.opens(f"{address}/bestand")
        assert answer.status_code == 200
        assert int(answer.headers["Content-Length"]) == len(answer.data)
        return zipfile.ZipFile(io.BytesIO(answer.data))

    def bytes_on_disk(self) -> list[str]:
        return sorted(path.name for path in self.folder.glob("*"))

    def wait_until_removed(self) -> None:
        """The server removes beside the request."""
        until = time.monotonic() + 10
        while self.bytes_on_disk() and time.monotonic() < until:
            time.sleep(0.02)
        assert self.bytes_on_disk() == []

    def state(self) -> list[str]:
        with read_transaction(self.office.engine) as connection:
            return list(connection.execute(select(Archive.state)).scalars())
