"""One line a minute of each kind, with how many events it is about."""

from dialoog.telemetry.log_throttle import QUIET_SECONDS, LogThrottle


def test_kinds_have_their_line_apart_and_the_next_one_counts_those_between() -> None:
    moments = iter([0.0, 1.0, 2.0, QUIET_SECONDS, QUIET_SECONDS + 1, QUIET_SECONDS + 2])
    throttle = LogThrottle(clock=lambda: next(moments))
    kinds = ("key", "link", "key", "key", "key", "link")
    assert [throttle.count(kind) for kind in kinds] == [1, 1, 0, 2, 0, 1]
