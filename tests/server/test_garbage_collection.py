"""Python's collector: short and often, and as a whole only where few would notice (R10)."""

import gc
from collections.abc import Iterator
from types import SimpleNamespace

import pytest

from dialoog.server import process
from dialoog.server.process import COLLECT_SECONDS, FEW_SOCKETS, FULL_SECONDS, collect_garbage


class Enough(Exception):
    """Ends the task, which never ends by itself."""


@pytest.fixture
def young() -> Iterator[None]:
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()


@pytest.mark.usefixtures("young")
def test_R10_new_objects_in_place_of_old_ones_do_not_pile_up_for_a_long_collection() -> None:
    """As new states take the place of old ones. Python counts what was made less what was freed, and so waits for ever."""
    states = [[number] for number in range(50_000)]
    gc.collect()
    for number in range(50_000):
        states[number] = [-number]
    assert len(gc.get_objects(0)) > 40_000
    naps = iter([None])

    def nap(_seconds: float) -> None:
        next(naps)

    with pytest.raises(StopIteration):
        collect_garbage(nap, lambda: 10 * FEW_SOCKETS)
    assert len(gc.get_objects(0)) + len(gc.get_objects(1)) < 5_000


def test_R10_a_full_collection_waits_for_an_hour_with_few_sockets(monkeypatch: pytest.MonkeyPatch) -> None:
    now, sockets, full = 0.0, FEW_SOCKETS + 1, list[float]()

    def nap(seconds: float) -> None:
        nonlocal now, sockets
        now += seconds
        if now >= 1.5 * FULL_SECONDS:
            sockets = FEW_SOCKETS
        if now > 3 * FULL_SECONDS:
            raise Enough

    def collect(generation: int = 2) -> None:
        if generation == 2:
            full.append(now)

    monkeypatch.setattr(process, "gc", SimpleNamespace(collect=collect))
    monkeypatch.setattr(process, "time", SimpleNamespace(monotonic=lambda: now))
    with pytest.raises(Enough):
        collect_garbage(nap, lambda: sockets)
    assert full == pytest.approx([1.5 * FULL_SECONDS, 2.5 * FULL_SECONDS], abs=2 * COLLECT_SECONDS)
