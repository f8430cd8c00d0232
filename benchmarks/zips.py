"""What making a zip of many records costs: memory at its highest and time, for a tenth of a neighbourhood's archive beside all of it.

`python -m benchmarks.zips FOLDER FORMAT` makes one, as the worker does, in a process of its own.
"""

import resource
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime

import msgspec
from sqlalchemy import insert

from benchmarks.figures import Line, Series
from dialoog.db import migrations
from dialoog.db.engine import make_engine, transaction
from dialoog.jobs.clock import WallClock
from dialoog.jobs.worker import Worker
from dialoog.live.models import Dialogue, Word
from dialoog.records.archives import files, making
from dialoog.records.archives.actions import Wish, ask
from dialoog.records.models import Record
from dialoog.records.snapshot import FORM, Snapshot, SnapshotMeasures, SnapshotStep, SnapshotWords
from dialoog.settings import Settings

DIALOGUES, SENTENCES = 2_000, 50
NOW = int(datetime(2026, 11, 20, tzinfo=UTC).timestamp()) * 1000
SENTENCE = (
    "Ik bracht drie weken soep naar de buurvrouw, en toen belde er een jongetje aan dat de weg kwijt was."
)


def zipping() -> list[Line]:
    """As PDF, which takes most, and as Word."""
    lines = []
    for format in ("pdf", "docx"):
        few, all_of_them = (_measure(number, format) for number in (DIALOGUES // 10, DIALOGUES))
        for at, (name, unit) in enumerate((("memory of", "MB"), ("a record into", "ms"), ("size of", "MB"))):
            beside, measured = (Series(one[at], one[at], one[at], 1, unit) for one in (few, all_of_them))
            lines.append(Line(f"{name} a zip of {DIALOGUES} {format}", measured, beside, "of a tenth"))
    return lines


def _measure(dialogues: int, format: str) -> tuple[float, float, float]:
    """Peak in MB, milliseconds per record, and MB on disk."""
    with tempfile.TemporaryDirectory() as folder:
        _fill(folder, dialogues)
        command = [sys.executable, "-m", "benchmarks.zips", folder, format]
        made = subprocess.run(command, check=True, capture_output=True, text=True)
        peak, seconds, size = map(float, made.stdout.split())
    return peak, seconds * 1000 / dialogues, size


def _fill(folder: str, dialogues: int) -> None:
    engine = make_engine(Settings(folder=folder).database)
    migrations.upgrade(engine)
    for number in range(dialogues):
        dialogue = f"evening-{number:05}"
        plan = {
            "title": "Wijkdialoog",
            "theme": "Elkaar kennen",
            "neighbourhood": "Meerlinden",
            "owner": "linde",
        }
        words = [
            {"id": f"w{one}", "lang": "nl", "text": SENTENCE, "salt": bytes(16)} for one in range(SENTENCES)
        ]
        with transaction(engine) as connection:
            connection.execute(insert(Dialogue).values(id=dialogue, code=f"{number:07}", created=NOW, **plan))
            connection.execute(insert(Record).values(_record(dialogue)))
            connection.execute(insert(Word), [{"dialogue": dialogue, **word} for word in words])
    engine.dispose()


def _record(dialogue: str) -> dict[str, object]:
    words = tuple(SnapshotWords(f"w{one}", "experience", "nl") for one in range(SENTENCES))
    step = SnapshotStep("experiences", "round", {"nl": "Ervaringen"}, {"nl": "Wat maakte u mee?"}, {}, words)
    measures = SnapshotMeasures(8, SENTENCES, SENTENCES, 1.0, True, 0, 0, 3600, None)
    snapshot = Snapshot(FORM, NOW, (step,), (), (), (), (), (), (), measures)
    moments = {"saved": NOW, "changed": NOW, "held": NOW}
    counts = {"seats": 8, "insights": 0, "questions": 0, "agreements": 0}
    return {"id": dialogue, "dialogue": dialogue, "version": 1, "document": msgspec.json.encode(snapshot), **moments, **counts}  # fmt: skip


class _Clock(WallClock):
    def is_credible(self) -> bool:
        return True


def _make(folder: str, format: str) -> None:
    """Prints the peak in MB, the seconds, and the size in MB."""
    settings = Settings(folder=folder)
    engine = make_engine(settings.database)
    with transaction(engine) as connection:
        archive = ask(connection, "linde", "els", Wish(format, "nl", neighbourhood="Meerlinden"), NOW)
    began = time.monotonic()
    worker = Worker(engine, making.handlers(settings), _Clock(engine, wall=lambda: NOW))
    while worker.run_once():
        pass
    seconds = time.monotonic() - began
    size = files.path_of(folder, archive or "").stat().st_size / 1e6
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, seconds, size)
    engine.dispose()


if __name__ == "__main__":
    _make(sys.argv[1], sys.argv[2])
