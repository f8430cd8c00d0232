"""The token bucket, by a clock that the test turns."""

from dialoog.websocket.rate_limit import TokenBucket


def test_a_bucket_refills_at_its_rate_and_never_holds_more_than_its_size() -> None:
    now = [0.0]
    bucket = TokenBucket(2, 0.5, clock=lambda: now[0])
    assert [bucket.take() for _ in range(3)] == [True, True, False]
    now[0] = 1.0
    assert not bucket.take()
    now[0] = 2.0  # what was refused took nothing
    assert [bucket.take() for _ in range(2)] == [True, False]
    now[0] = 100.0
    assert [bucket.take() for _ in range(3)] == [True, True, False]
