"""A disk whose power is cut: what was synced is there, of the rest each sector may be, may not be, or may be an older one.

Sectors are 512 or 4096 bytes and whole, as SQLite relies on them to be; a page of the database may be torn over several. The
order of unsynced writes means nothing, a truncation or a file's existence that was not synced may be undone. Then the
files are opened by the real engine, and whatever was acknowledged before the cut must be there.
"""

import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from sqlalchemy import select

from dialoog.db.engine import make_engine, read_transaction
from dialoog.live.journal.verify import verify_all
from dialoog.live.models import JournalRow
from tests.reliability.recorded import DATABASE, Change


@dataclass
class File:
    synced: bytes = b""
    waiting: list[Change] = field(default_factory=list)
    lasts: bool = False
    """Whether its existence was synced, with its folder."""
    unlinked: bool = False

    def is_synced(self) -> None:
        self.synced = self.after(len(self.waiting))
        self.waiting.clear()

    def after(self, count: int) -> bytes:
        """The content once so many of the waiting changes are made, in their order."""
        content = bytearray(self.synced)
        for change in self.waiting[:count]:
            applied(content, change)
        return bytes(content)

    def left(self, random: Random) -> bytes:
        """What a cut leaves of it."""
        sector = random.choice((512, 4096))
        if random.random() < 0.3:  # in their order, up to one of them
            return self.after(random.randint(0, len(self.waiting)))
        newest = random.choice((0.0, 0.1, 0.5, 0.9, 1.0))
        content, sizes, versions = bytearray(self.synced), [len(self.synced)], dict[int, list[bytes]]()
        for change in self.waiting:
            first, last = change.at // sector, (change.at + len(change.data) - 1) // sector
            touched = range(first, last + 1) if change.what == "write" else range(0)
            for n in touched:
                versions.setdefault(n, [padded(content, n, sector)])
            applied(content, change)
            sizes.append(len(content))
            for n in touched:
                versions[n].append(padded(content, n, sector))
        size = sizes[-1] if random.random() < newest else random.choice(sizes)
        left = bytearray(self.synced[:size].ljust(size, b"\0"))
        for n, known in versions.items():
            version = known[-1] if random.random() < newest else random.choice(known)
            if n * sector < size:
                left[n * sector : (n + 1) * sector] = version[: size - n * sector]
        return bytes(left)


def applied(content: bytearray, change: Change) -> None:
    if change.what == "truncate":
        del content[change.at :]
        content.extend(bytes(change.at - len(content)))
    else:
        content.extend(bytes(max(0, change.at - len(content))))
        content[change.at : change.at + len(change.data)] = change.data


def padded(content: bytearray, n: int, sector: int) -> bytes:
    return bytes(content[n * sector : (n + 1) * sector]).ljust(sector, b"\0")


class Disk:
    """The files as they would be found; `acknowledged` is what somebody was told is kept."""

    def __init__(self) -> None:
        self.files: dict[str, File] = {}
        self.acknowledged: list[tuple[str, str]] = []

    def takes(self, change: Change) -> None:
        match change.what:
            case "create":
                known = self.files.get(change.file)
                if known is None or known.unlinked:
                    self.files[change.file] = File()
            case "unlink":
                self.files[change.file].unlinked = True
            case "sync" if change.file:
                self.files[change.file].is_synced()
            case "sync":
                self.files = {name: file for name, file in self.files.items() if not file.unlinked}
                for file in self.files.values():
                    file.lasts = True
            case "ack":
                acknowledgements = (line.split() for line in change.data.decode().splitlines())
                self.acknowledged += [
                    (dialogue, id) for dialogue, id in acknowledgements if dialogue != "everybody"
                ]
            case "write" | "truncate":
                self.files[change.file].waiting.append(change)

    def is_cut(self, folder: Path, random: Random) -> None:
        """Leaves in this folder what a cut at this moment might."""
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        for name, file in self.files.items():
            certain = file.lasts and not file.unlinked
            if certain or random.random() < 0.5:
                (folder / name).write_bytes(file.left(random))


def cuts(
    changes: Sequence[Change], times: int, random: Random, folder: Path
) -> Iterator[tuple[int, Disk, int]]:
    """(where, the disk as it was told things, the seed of this cut): cut at a random moment after everybody sat."""
    sits = next(n for n, c in enumerate(changes) if c.what == "ack" and c.data.startswith(b"everybody"))
    moments = sorted(random.choices(range(sits + 1, len(changes) + 1), k=times))
    disk, position = Disk(), 0
    for moment in moments:
        for change in changes[position:moment]:
            disk.takes(change)
        position = moment
        own = random.getrandbits(32)
        disk.is_cut(folder, Random(own))
        yield moment, disk, own


def missing(folder: Path, acknowledged: Sequence[tuple[str, str]]) -> list[str]:
    """What is lost or broken in these files, found by the engine and the proof of `dialoog verify`."""
    engine = make_engine(f"sqlite:///{folder / DATABASE}")
    try:
        with read_transaction(engine) as connection:
            integrity = connection.exec_driver_sql("PRAGMA integrity_check").scalars().all()
            stored = {
                tuple(row) for row in connection.execute(select(JournalRow.dialogue, JournalRow.command_id))
            }
        broken = [f"integrity: {line}" for line in integrity if line != "ok"]
        lost = [f"lost: {id} of {dialogue}" for dialogue, id in acknowledged if (dialogue, id) not in stored]
        unproven = [line for *_, lines in verify_all(engine) for line in lines]
        return [*lost, *broken, *unproven]
    except Exception as error:
        return [f"cannot be read: {type(error).__name__}"]
    finally:
        engine.dispose()
