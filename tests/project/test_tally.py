"""Counting: what is raised on the way stays cheap and right at the edges of its buckets."""

import pytest

from dialoog.telemetry.metrics import Histogram


def test_a_size_falls_into_the_first_bucket_that_holds_it() -> None:
    spread = Histogram(1.0, 2.0)
    for size in (0.5, 1.0, 1.5, 2.0, 9.0):
        spread.add(size)
    assert spread.counts == [2, 2, 1]
    assert spread.total == 14.0


def test_what_fails_is_timed_too() -> None:
    spread = Histogram(60.0)
    with pytest.raises(ValueError, match="no"), spread.timed():
        raise ValueError("no")
    assert sum(spread.counts) == 1
