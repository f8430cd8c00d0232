"""What the database's files went through, as the kernel was asked it: the real writer under strace, in a process of its own.

Run as a program it is an evening: six hands that write, change and withdraw words through the real engine and writer, each
of whom notes in a file of its own what was acknowledged. `record` runs that under strace and gives every write, truncation, sync
and unlink of the database and its write-ahead log in their order, with the acknowledgements between them.
"""

import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Literal

CALLS = "pwrite64,write,ftruncate,fsync,fdatasync,unlink,rename,openat"
DATABASE = "dialoog.sqlite3"
FILES = (DATABASE, f"{DATABASE}-wal", f"{DATABASE}-journal")
HANDS = 6
ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Change:
    """One thing asked of the disk. `sync` without a file is the folder's; an `ack` holds what was acknowledged."""

    what: Literal["create", "write", "truncate", "sync", "unlink", "ack"]
    file: str = ""
    data: bytes = b""
    at: int = 0


def record(folder: Path, seed: int, commands: int, wrong: str = "") -> list[Change]:
    """`wrong` plants a fault in the program: see `main`."""
    folder.mkdir(parents=True, exist_ok=True)
    trace = folder / "trace.txt"
    watched = [part for name in (*FILES, "acks", "") for part in ("-P", str(folder / name))]
    subprocess.run(
        ["strace", "--follow-forks", "--seccomp-bpf", "-y", "-xx", "-s", "200000", "-e", f"trace={CALLS}", *watched,
         "-o", str(trace), sys.executable, "-m", "tests.reliability.recorded", str(folder), str(seed), str(commands), wrong],
        cwd=ROOT, check=True, timeout=300,
    )  # fmt: skip
    changes = list(read(trace, folder))
    trace.unlink()
    return changes


def read(trace: Path, folder: Path) -> Iterator[Change]:
    """The calls in the order in which they took effect; an acknowledgement counts from the moment it was begun."""
    begun: dict[str, str] = {}
    there: set[str] = set()
    with trace.open() as lines:
        for line in lines:
            pid, _, call = line.rstrip("\n").partition(" ")
            call = call.lstrip()
            if call.endswith("<unfinished ...>"):
                begun[pid] = call.removesuffix("<unfinished ...>")
                if change := _acknowledged(begun[pid]):
                    yield change
                continue
            if call.startswith("<... "):
                call = begun.pop(pid) + call.partition(" resumed>")[2]
                if _acknowledged(call):
                    continue
            change = _acknowledged(call) or _change(call, folder, there)
            if change:
                yield change


def _acknowledged(call: str) -> Change | None:
    if not call.startswith("write("):
        return None
    path, data = _path_and_data(call)
    return Change("ack", data=data) if path.endswith("/acks") else None


def _change(call: str, folder: Path, there: set[str]) -> Change | None:
    name, _, arguments = call.partition("(")
    if "= -1 " in call[-60:] or name not in CALLS.split(","):
        return None
    path, data = _path_and_data(call)
    file = path.removeprefix(f"{folder}/")
    if name in ("fsync", "fdatasync"):
        return Change("sync", "" if path == str(folder) else file)
    if file not in FILES:
        return None
    numbers = re.findall(r", (\d+)", call[-60:])
    match name:
        case "openat" if "O_CREAT" in call and file not in there:
            there.add(file)
            return Change("create", file)
        case "pwrite64":
            assert len(data) == int(numbers[-2]), call[-60:]
            return Change("write", file, data, int(numbers[-1]))
        case "ftruncate":
            return Change("truncate", file, at=int(numbers[-1]))
        case "unlink":
            there.discard(file)
            return Change("unlink", file)
        case "openat":
            return None
    raise AssertionError(f"the replay does not know {name}({arguments[:40]}")


def _path_and_data(call: str) -> tuple[str, bytes]:
    quoted = [_bytes(part) for part in re.findall(r'"((?:\\x[0-9a-f]{2})*)"', call)]
    held = re.search(r"\(\d+<((?:\\x[0-9a-f]{2})+)", call)
    if held:
        return _bytes(held[1]).decode(), quoted[0] if quoted else b""
    return quoted[0].decode() if quoted else "", b""


def _bytes(text: str) -> bytes:
    return bytes.fromhex(text.replace("\\x", ""))


def main(folder: str, seed: str, commands: str, wrong: str = "") -> None:
    """`wrong`: "normal" does not wait for the disk at a commit; "early" acknowledges before the commit."""
    from sqlalchemy import event

    from dialoog import settings
    from dialoog.accounts.tokens import Identity, find
    from dialoog.app import create_app
    from dialoog.cli import setup
    from dialoog.db import migrations
    from dialoog.db.engine import make_engine, read_transaction
    from dialoog.live.commands.requests import Accepted
    from dialoog.live.plan import Plan
    from dialoog.live.protocol import commands as protocol
    from dialoog.live.runtime import Runtime
    from dialoog.rules.state import Kind
    from tests.commands import execute, in_threads

    chosen = in_threads(settings.settle(settings.from_environment({}, folder=folder)))
    migrations.upgrade(make_engine(chosen.database))
    runtime: Runtime = create_app(chosen).extensions["dialoog"]
    if wrong == "normal":
        event.listen(runtime.engine, "connect", lambda made, _: made.execute("PRAGMA synchronous=NORMAL"))
    threading.Thread(target=runtime.writer.run, daemon=True).start()
    acks = os.open(Path(folder) / "acks", os.O_CREAT | os.O_WRONLY | os.O_APPEND, 0o600)

    def asks(identity: Identity, wire: protocol.Command) -> None:
        if wrong == "early":
            os.write(acks, f"{identity.dialogue} {wire.id}\n".encode())
        outcome = execute(runtime, identity, wire)
        assert isinstance(outcome, Accepted), (wire, outcome)
        os.write(acks, f"{identity.dialogue} {wire.id}\n".encode())

    def a_desk() -> Identity:
        links = setup.new_dialogue(chosen, Plan(title="Linde"), "check-in")
        with read_transaction(runtime.engine) as connection:
            desk = find(connection, links.console.partition("#")[2])
        assert desk is not None
        asks(desk, protocol.TakeSeat(id="a-seat-is-taken-01", name="Fatma"))
        consent = protocol.GiveConsent(
            id="a-yes-to-keeping-1", seat="s1", words=True, name=True, contact=False
        )
        asks(desk, consent)
        return desk

    desks = [a_desk() for _ in range(HANDS // 2)]
    os.write(acks, b"everybody sits\n")

    def writes(hand: int) -> None:
        random, mine = Random(f"{seed}-{hand}"), desks[hand % len(desks)]
        alive: list[str] = []
        for n in range(int(commands) // HANDS):
            id = f"hand-{hand}-command-{n:05}"
            text = f"Woord {n} van hand {hand}: " + "wij zitten hier aan tafel. " * random.randint(0, 8)
            drawn = random.random()
            if not alive or drawn < 0.7:
                asks(mine, protocol.Write(id=id, seat="s1", text=text, word_kind=Kind.INTRODUCTION))
                alive.append(id)
            elif drawn < 0.85:
                asks(mine, protocol.ChangeWords(id=id, word=random.choice(alive), text=text))
            elif drawn < 0.95:
                asks(mine, protocol.ConfirmWords(id=id, word=alive.pop(random.randrange(len(alive)))))
            else:
                gone = alive.pop(random.randrange(len(alive)))
                asks(mine, protocol.WithdrawWords(id=id, word=gone))

    with ThreadPoolExecutor(HANDS) as hands:
        list(hands.map(writes, range(HANDS)))
    runtime.writer.stop()
    runtime.engine.dispose()


if __name__ == "__main__":
    main(*sys.argv[1:])
