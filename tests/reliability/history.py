"""The history of a run: what everybody sent, heard back, and was shown, in one order, written as it happens.

One line of JSON per entry, so that a run that ends badly can still be read. Each sending of a command is an
`invoke`; `ok`, `fail` (refused, or late) and `unknown` (told `later`, or never answered) say what came of that one
sending, by its number in `of`. What a client was shown is `shown`, what it has in the end `holds`, and what the
server gives to who comes anew `fresh`. The checker reads nothing else but the final journal.
"""

import threading
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import msgspec

FOLDER = Path(__file__).parents[2] / "build" / "promises"
What = Literal["invoke", "ok", "fail", "unknown", "shown", "holds", "fresh", "note"]


class Entry(msgspec.Struct, frozen=True, omit_defaults=True):
    """`n` orders all entries of a run; `at` is in seconds since it began."""

    n: int
    at: float
    what: What
    client: str = ""
    process: str = ""
    """The server process, by its address, that the client spoke with."""
    socket: int = 0
    """The how manieth socket of this client; 0 is a request over HTTP."""
    dialogue: str = ""
    desk: str = ""
    seat: str | None = None
    id: str = ""
    kind: str = ""
    content: dict[str, Any] = {}
    """What was sent beside id and kind, as it was typed."""
    of: int = 0
    answer: str = ""
    version: int | None = None
    doc: str = ""
    digest: str = ""
    owner: str | None = None
    """Whose `mine` this says it is."""
    words: dict[str, str] = {}
    """Texts by the id of the words, only those that this client was not shown before."""
    why: str = ""


class History:
    """Kept in a file and at hand. The name of the file says which promise, which seed and when."""

    def __init__(self, name: str, seed: int, folder: Path = FOLDER) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.name = name
        self.seed = seed
        self.path = folder / f"{name}-{seed}-{time.strftime('%H%M%S')}.jsonl"
        self.entries: list[Entry] = []
        self._began = time.monotonic()
        self._file = self.path.open("wb", buffering=64 * 1024)
        self._lock = threading.Lock()

    def notes(self, what: What, **facts: Any) -> int:
        """Writes one entry and gives its number."""
        with self._lock:
            entry = Entry(len(self.entries) + 1, round(time.monotonic() - self._began, 4), what, **facts)
            self.entries.append(entry)
            self._file.write(msgspec.json.encode(entry) + b"\n")
            return entry.n

    def says(self, why: str) -> int:
        """Something that happened to everybody, such as a kill."""
        return self.notes("note", why=why)

    def is_over(self) -> None:
        with self._lock:
            self._file.close()

    def __str__(self) -> str:
        return f"seed {self.seed}, history {self.path}"

    def unanswered(self) -> set[tuple[str, str]]:
        """Commands that were never told `ok`, `late` or `refused`, by dialogue and id."""
        return self._sent() - self._told("ok") - self._told("fail")

    def figures(self) -> str:
        """What happened, in a line: "9 commands in 12 sendings over 4 sockets, 8 acknowledged, ...; 2 x kill -9"."""
        acknowledged, sendings = self._told("ok"), sum(entry.what == "invoke" for entry in self.entries)
        sockets = {(entry.client, entry.socket) for entry in self.entries if entry.socket}
        happened = Counter(entry.why for entry in self.entries if entry.what == "note")
        commands = f"{len(self._sent())} commands in {sendings} sendings over {len(sockets)} sockets, {len(acknowledged)} acknowledged"
        answers = (
            f"{len(self._told('fail') - acknowledged)} late or refused, {len(self.unanswered())} unanswered"
        )
        return "; ".join(
            (f"{commands}, {answers}", *(f"{times} x {why}" for why, times in happened.most_common()))
        )

    def _sent(self) -> set[tuple[str, str]]:
        return {(entry.dialogue, entry.id) for entry in self.entries if entry.what == "invoke"}

    def _told(self, what: What) -> set[tuple[str, str]]:
        """Commands of which a sending had this answer."""
        of = {entry.of for entry in self.entries if entry.what == what}
        return {(entry.dialogue, entry.id) for entry in self.entries if entry.n in of}


def read(path: Path) -> Iterator[Entry]:
    decoder = msgspec.json.Decoder(Entry)
    with path.open("rb") as file:
        for line in file:
            yield decoder.decode(line)
