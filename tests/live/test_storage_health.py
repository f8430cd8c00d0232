"""The look beside the commands: what holds the database for a moment is no trouble, for the log neither."""

import pytest

from dialoog.live.tasks import storage_health
from dialoog.live.tasks.storage_health import PATIENCE_SECONDS, StorageMonitor
from dialoog.telemetry.logging import log


def test_a_database_that_is_held_for_a_moment_is_logged_nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    clock, lines = [0.0], list[str]()
    is_held = True

    def probe() -> None:
        if is_held:
            raise OSError

    monkeypatch.setattr(storage_health.time, "monotonic", lambda: clock[-1])
    monkeypatch.setattr(log, "warning", lambda line, **_fields: lines.append(line))
    monitor = StorageMonitor(probe, entries=lambda: 0)
    monitor.check()
    is_held = False
    monitor.check()
    assert (monitor.in_trouble, lines) == (False, [])
    is_held = True
    for moment in (10.0, 10.0 + PATIENCE_SECONDS, 10.1 + PATIENCE_SECONDS, 20.0):
        clock.append(moment)
        monitor.check()
    assert (monitor.in_trouble, lines) == (True, ["storage check failed"])
    is_held = False
    monitor.check()
    assert not monitor.in_trouble
