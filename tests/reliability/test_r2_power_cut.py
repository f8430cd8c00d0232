"""R2: what was acknowledged survives a power cut, at whatever moment, whatever the disk had not written yet.

The real writer's calls to the kernel are recorded (`recorded`), replayed on a disk whose power is cut (`power`), and what is left
is opened by the real engine and proven. That the harness can find something is shown by faults planted in the program and in the disk.
"""

import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from random import Random

import msgspec
import pytest

from tests.reliability import history, runs
from tests.reliability.power import cuts, missing
from tests.reliability.recorded import ROOT, Change, record


def can_be_traced() -> bool:
    tries = ["strace", "-o", "/dev/null", "true"]
    return shutil.which("strace") is not None and not subprocess.run(tries, check=False).returncode


pytestmark = pytest.mark.skipif(
    not can_be_traced(), reason="no strace that may trace (on Debian: apt install strace)"
)
CUTS = runs.sized("R2", short=60, long=100)
ROUNDS = runs.sized("R2", short=1, long=5)
COMMANDS = runs.sized("R2", short=300, long=1200)


def verdicts(changes: Sequence[Change], times: int, seed: int, folder: Path) -> list[str]:
    """One line for each cut after which something was not as it should be."""
    wrong = []
    for moment, disk, own in cuts(changes, times, Random(seed), folder):
        if found := missing(folder, disk.acknowledged):
            wrong.append(f"cut {own} after {moment} of {len(changes)}: {len(found)} x, {found[:2]}")
    return wrong


class Evening:
    """One recording, for the tests that ask different things of it."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.seed = seed
        self.changes = record(folder, seed, COMMANDS)
        self.acknowledged = sum(change.what == "ack" for change in self.changes)

    def kept(self) -> Path:
        """Where its calls lie from now on: threads took turns in it, so that the seed alone does not give it again. They are
        read with `msgspec.msgpack.decode(path.read_bytes(), type=list[Change])`."""
        history.FOLDER.mkdir(parents=True, exist_ok=True)
        path = history.FOLDER / f"R2-{self.seed}.msgpack"
        path.write_bytes(msgspec.msgpack.encode(self.changes))
        return path


@pytest.fixture(scope="module")
def evening(tmp_path_factory: pytest.TempPathFactory) -> Evening:
    return Evening(tmp_path_factory.mktemp("evening"), runs.new_seed())


@pytest.mark.parametrize("round", range(ROUNDS))
def test_R2_nothing_acknowledged_is_lost_when_the_power_is_cut(
    tmp_path: Path, evening: Evening, round: int
) -> None:
    held = evening if round == 0 else Evening(tmp_path / "evening", evening.seed + round)
    assert held.acknowledged >= COMMANDS * 0.99
    wrong = verdicts(held.changes, CUTS, held.seed, tmp_path / "cut")
    runs.tells(
        f"R2: {held.acknowledged} acknowledged in {len(held.changes)} calls; {CUTS} cuts; {len(wrong)} with a loss;"
        f" seed {held.seed}, history {held.kept() if wrong else 'only where something was lost'}"
    )
    assert wrong == []
    verifies(tmp_path / "cut")


def verifies(folder: Path) -> None:
    """`dialoog verify` on what the last cut left."""
    ended = subprocess.run(
        [sys.executable, "-m", "dialoog", "verify"], env={"DIALOOG_FOLDER": str(folder)},
        cwd=ROOT, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert ended.returncode == 0, ended.stdout + ended.stderr


@pytest.mark.parametrize("fault", ["normal", "early"])
def test_R2_a_program_that_does_not_wait_for_the_disk_is_found(tmp_path: Path, seed: int, fault: str) -> None:
    """`synchronous=NORMAL`, and acknowledging before the commit."""
    changes = record(tmp_path / "evening", seed, 300, fault)
    assert any("lost: " in line for line in verdicts(changes, 60, seed, tmp_path / "cut"))


def test_R2_a_disk_that_says_synced_and_is_not_is_found(tmp_path: Path, evening: Evening) -> None:
    changes = evening.changes
    sits = [change.data.startswith(b"everybody") for change in changes].index(True)
    lying = [change for n, change in enumerate(changes) if change.what != "sync" or n < sits]
    assert verdicts(lying, 20, evening.seed, tmp_path / "cut")
