"""R9: no byte of another dialogue, none of what is another's own, and none after removal.

Five dialogues on two processes, in each a desk and three phones, whose names and words are canaries. Every byte that comes over each
socket and in each HTTP answer is kept and searched: for canaries of other dialogues, for words of other phones that nobody
showed, and for anything at all after a seat was removed.
"""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from pathlib import Path
from random import Random

import pytest
import websocket

from tests.people import Facilitator, Person, Table
from tests.postgres import a_postgres, programs
from tests.reliability import runs
from tests.serving import Server, a_server, eventually
from tests.websocket.raw_client import Raw

DIALOGUES, PHONES = 5, 3
ROUNDS = runs.sized("R9", short=2, long=20)


class Ear:
    """A bare socket with the token of somebody, beside their own: it keeps all that comes, and answers pings only."""

    def __init__(self, server: Server, person: Person) -> None:
        self.person = person
        self.heard: list[tuple[float, str]] = []
        self.answers: list[bytes] = []
        self.raw = Raw(server)
        self.raw.says("40" + json.dumps({"ticket": person.ticket()}))
        threading.Thread(target=self._listens, daemon=True).start()

    def _listens(self) -> None:
        with suppress(websocket.WebSocketException, OSError):
            while told := self.raw.hears():
                self.heard.append((time.monotonic(), told))
                if told == "2":
                    self.raw.says("3")

    def asks(self, server: Server, references: list[str]) -> None:
        """Everything that can be asked over HTTP, also for words of others."""
        identity = {"Authorization": f"Bearer {self.person.token}"}
        for path in (
            f"/live/documents?as={self.person.desk}", f"/live/words?as={self.person.desk}&ids={','.join(references)}",
        ):  # fmt: skip
            self.answers.append(server.asks("GET", path, **identity).body)

    @property
    def everything(self) -> str:
        frames = "".join(told for _, told in self.heard)
        return frames + b"".join(self.answers).decode()


class Around:
    """One dialogue, who sits at it, and what must not leave it."""

    def __init__(self, n: int, servers: list[Server], mark: str) -> None:
        self.mark = f"kanarie{mark}d{n}"
        self.servers = servers
        self.table = Table(servers[0], servers[0].sets_up("90", title=f"{self.mark} titel"))
        self.els: Facilitator = self.table.facilitator()
        elsewhere = Table(servers[1], self.table.links)
        self.tables = (self.table, elsewhere)
        self.phones = [self.tables[p % 2].seats(f"{self.mark}p{p}naam") for p in range(PHONES)]
        self.ears = {one: Ear(servers[n % 2], one) for one in (self.els, *self.phones)}
        self.hidden: dict[str, Person] = {}
        self.shown: list[str] = []
        self.references: list[str] = []

    def writes(self, round: int) -> None:
        """Everybody writes twice; one sentence of each is shown, the other stays their own."""
        for phone in self.phones:
            for kind in ("shown", "hidden"):
                text = f"{self.mark}{phone.name[-5:]}{kind}{round}"
                word = phone.writes(text, "introduction", ticked=True, keep="named")
                self.references.append(f"{word}.1")
                if kind == "hidden":
                    self.hidden[text] = phone
                    continue
                self.els.does("show_words", word=word)
                self.shown.append(text)

    def ends(self) -> None:
        for table in self.tables:
            table.ends()
        for ear in self.ears.values():
            with suppress(OSError):
                ear.raw.closes()


@pytest.fixture
def servers(tmp_path: Path) -> Iterator[list[Server]]:
    if programs() is None:
        pytest.skip("no PostgreSQL (on Debian: apt install postgresql)")
    with a_postgres() as postgres, ExitStack() as stack:
        address = postgres.database()
        shared = {"DIALOOG_DATABASE_URL": address, "DIALOOG_SECRET": "a-secret-that-both-know-0123456789"}
        yield [stack.enter_context(a_server(tmp_path / str(n), **shared)) for n in range(2)]


def test_R9_nothing_crosses_from_one_dialogue_or_phone_to_another(servers: list[Server], seed: int) -> None:
    random, everywhere = Random(seed), [Around(n, servers, f"{seed:06}") for n in range(DIALOGUES)]
    try:
        for round in range(ROUNDS):
            random.shuffle(everywhere)
            for around in everywhere:
                around.writes(round)
        foreign = [reference for around in everywhere for reference in around.references]
        for around in everywhere:
            for ear in around.ears.values():
                eventually(lambda e=ear, a=around: a.shown[-1] in e.everything, what="what was shown last")
                for server in servers:
                    ear.asks(server, foreign[:50])
                    ear.asks(server, around.references[-50:])
        heard = 0
        for around in everywhere:
            others = [other.mark for other in everywhere if other is not around]
            for person, ear in around.ears.items():
                told = ear.everything
                heard += len(told)
                assert [mark for mark in others if mark in told] == [], person.name
                private = [
                    text for text, owner in around.hidden.items() if owner is not person and text in told
                ]
                assert person is around.els or private == [], person.name
                assert person is around.els or all(text in told for text in around.shown[-3:])
        is_gone(everywhere[0], servers)
        runs.tells(f"R9: seed {seed}, {sum(len(a.ears) for a in everywhere)} clients, {heard} bytes searched")
    finally:
        for around in everywhere:
            around.ends()


def pushes_too_many(frames: list[str], removal: int) -> list[str]:
    """What a removed seat may not have heard however soon: a push of the removal itself or of a later version, and anything but the end
    after it was told to go."""
    farewell = next((n for n, frame in enumerate(frames) if frame.startswith('42["gone"')), len(frames))
    newer = [
        frame
        for frame in frames
        if frame.startswith('42["push"') and json.loads(frame[2:])[1]["version"] >= removal
    ]
    return newer + [frame for frame in frames[farewell + 1 :] if frame not in ("1", "2", "41")]


def test_R9_one_push_too_many_is_noticed() -> None:
    push, gone = (
        '42["push",{"doc":"table","base":1,"version":7,"sections":{}}]',
        '42["gone",{"reason":"removed"}]',
    )
    assert pushes_too_many([push, gone, "41", "1"], removal=8) == []
    assert pushes_too_many([push, gone, "41", "1"], removal=7) == [push]
    assert pushes_too_many([gone, push], removal=8) == [push]


def is_gone(around: Around, servers: list[Server]) -> None:
    """A removed seat hears nothing any more from a second later on, and is given nothing of others over HTTP."""
    removed = around.phones[0]
    ear = around.ears[removed]
    removal = around.els.does("remove_seat", seat=removed.seat)
    at = time.monotonic()
    other = around.phones[1]
    for n in range(12):
        around.els.does("theme_screen", theme=("dark", "light")[n % 2])
        word = other.writes(f"{around.mark}na{n}", "introduction", ticked=True)
        around.els.does("show_words", word=word)
        time.sleep(0.2)
    late = [told for moment, told in ear.heard if moment > at + 1.0 and told != "2"]  # a ping says nothing
    assert late == []
    assert pushes_too_many([told for _, told in ear.heard], removal) == []
    ear.answers.clear()
    for server in servers:
        ear.asks(server, around.references[-20:])
    told = b"".join(ear.answers).decode()
    foreign = [text for text in (*around.shown, *around.hidden, f"{around.mark}na") if text in told]
    own = removed.name[-5:]
    assert [text for text in foreign if own not in text] == []
