"""The file of a backup: a zip with the database and a manifest that says of which installation, release and moment it is.

It is written under another name, synced, and then renamed, so that whatever bears the name of a backup is whole. It ends with the digest
of all that stands before, as the comment of the zip, since a zip checks its members and not what it says of them.
"""

import hashlib
import os
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

import msgspec

from dialoog.settings import sync_folder

MANIFEST = "manifest.json"
FORM = 1
PIECE = 1 << 20
LARGEST_MANIFEST = 1 << 20
SEAL = hashlib.sha256().digest_size
"""Bytes at the end of the file."""
NAME = "dialoog-%Y%m%dT%H%M%SZ.backup"
PATTERN = "dialoog-????????T??????Z.backup"


class Damaged(Exception):
    """The file is no backup, or not whole."""


class InUse(Exception):
    """Another process has the database open whose place the backup would take."""


class Manifest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`members` has the SHA-256 of every other file in the zip; `moment` is in ms since 1970."""

    form: int = FORM
    installation: str
    release: str
    revision: str
    """The newest migration of its tables."""
    database: str
    """sqlite or postgresql."""
    moment: int
    dialogues: int
    entries: int
    members: dict[str, str]

    @property
    def date(self) -> datetime:
        return datetime.fromtimestamp(self.moment / 1000, UTC)


Describe = Callable[[Mapping[str, str]], Manifest]
"""The manifest, once the digests of the members are known."""


class Members:
    """The members of a backup that is being written."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self.digests: dict[str, str] = {}

    @contextmanager
    def add(self, name: str) -> Iterator["Digesting"]:
        with self._archive.open(name, "w", force_zip64=True) as raw:
            file = Digesting(raw)
            yield file
        self.digests[name] = file.digest.hexdigest()


class Digesting:
    """A file that takes what is written to it, and its digest."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.digest = hashlib.sha256()

    def write(self, data: bytes) -> int:
        self.digest.update(data)
        return self._file.write(data)


@contextmanager
def write(path: Path, describe: Callable[[dict[str, str]], Manifest]) -> Iterator[Members]:
    """Members that are added within; afterwards the file is there, on disk, for this account alone. Raises OSError."""
    unfinished = path.with_name(f"{path.name}.part")
    opened = os.open(unfinished, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(opened, "w+b") as file:
            with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
                members = Members(archive)
                yield members
                archive.writestr(
                    MANIFEST, msgspec.json.format(msgspec.json.encode(describe(members.digests)))
                )
                archive.comment = bytes(SEAL)
            seal(file)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


@contextmanager
def read(path: Path) -> Iterator[tuple[Manifest, zipfile.ZipFile]]:
    """Raises `Damaged`, also from within, and OSError where there is no such file."""
    try:
        with path.open("rb") as file, zipfile.ZipFile(file) as archive:
            if archive.comment != _digest(file):
                raise Damaged
            if archive.getinfo(MANIFEST).file_size > LARGEST_MANIFEST:
                raise Damaged
            manifest = msgspec.json.decode(archive.read(MANIFEST), type=Manifest)
            if manifest.form != FORM or set(archive.namelist()) != {MANIFEST, *manifest.members}:
                raise Damaged
            yield manifest, archive
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        KeyError,
        NotImplementedError,
        msgspec.MsgspecError,
    ) as error:
        raise Damaged from error


def seal(file: IO[bytes]) -> None:
    """Writes the digest into the comment of the zip, which has room for it."""
    digest = _digest(file)
    file.seek(-SEAL, os.SEEK_END)
    file.write(digest)


def _digest(file: IO[bytes]) -> bytes:
    """Of everything but the seal."""
    found, left = hashlib.sha256(), file.seek(0, os.SEEK_END) - SEAL
    file.seek(0)
    while left > 0 and (piece := file.read(min(PIECE, left))):
        found.update(piece)
        left -= len(piece)
    return found.digest()


def copy_member(archive: zipfile.ZipFile, name: str, digest: str, write: Callable[[bytes], object]) -> None:
    """Gives a member to `write` piece by piece. Raises `Damaged` at its end where it is not the one that was written."""
    found = hashlib.sha256()
    with archive.open(name) as file:
        while piece := file.read(PIECE):
            found.update(piece)
            write(piece)
    if found.hexdigest() != digest:
        raise Damaged


def check_members(manifest: Manifest, archive: zipfile.ZipFile) -> None:
    """Raises `Damaged`."""
    for name, digest in manifest.members.items():
        copy_member(archive, name, digest, lambda piece: None)


def list_backups(folder: Path) -> list[Path]:
    """The newest first."""
    return sorted(folder.glob(PATTERN), reverse=True)
