"""Buckets, budgets and tickets, by a clock that the test turns."""

import pytest

from dialoog.accounts.tokens import Identity
from dialoog.live.commands.access_grants import CODE_LENGTH, CODE_SIGNS, normalize_code
from dialoog.live.transport.rate_limits import FailureBudget, Tickets, TokenBuckets


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


FATMA = Identity("seat", "d", "s1", b"her phone")
HER_TABLET = Identity("seat", "d", "s1", b"her tablet")
HENK = Identity("seat", "d", "s2", b"his phone")


def test_a_seat_may_five_at_once_and_then_one_a_second() -> None:
    clock = Clock()
    buckets = TokenBuckets(clock)
    assert [buckets.allow(FATMA) for _ in range(6)] == [True] * 5 + [False]
    assert not buckets.allow(HER_TABLET)
    assert buckets.allow(HENK)
    clock.now = 1.0
    assert [buckets.allow(FATMA) for _ in range(2)] == [True, False]


def test_wrong_codes_are_counted_per_address_and_in_all_and_forgotten_after_five_minutes() -> None:
    clock = Clock()
    budget = FailureBudget(clock)
    for _ in range(20):
        assert not budget.is_exhausted("hall")
        budget.record_failure("hall")
    assert budget.is_exhausted("hall")
    assert not budget.is_exhausted("elsewhere")
    for n in range(280):
        budget.record_failure(f"address {n}")
    assert budget.is_exhausted("elsewhere")
    clock.now = 300.1
    assert not budget.is_exhausted("hall")


def test_a_ticket_opens_once_and_not_after_a_minute() -> None:
    clock = Clock()
    tickets = Tickets(clock)
    first, second = tickets.give(FATMA), tickets.give(FATMA)
    assert tickets.take(first) == FATMA
    assert tickets.take(first) is None
    clock.now = 60.1
    assert tickets.take(second) is None


def test_a_code_has_28_signs_that_nobody_mistakes() -> None:
    assert len(set(CODE_SIGNS)) == len(CODE_SIGNS) == 28
    assert not set("0O1ISZ58") & set(CODE_SIGNS)
    assert normalize_code(" kvw-8cfz ") == "KVWBCF2"
    assert CODE_LENGTH == 7


@pytest.mark.parametrize("zero", ["٠", "۰", "०", "０", "𝟎"])
def test_a_code_has_the_same_digits_on_every_keyboard(zero: str) -> None:
    digits = "".join(chr(ord(zero) + int(digit)) for digit in "234679")
    assert normalize_code(f"ｋ{digits}") == normalize_code(f"k{'234679'}") == "K234679"


def test_a_full_hall_comes_in_at_once_and_a_script_does_not_go_on_for_ever() -> None:
    clock = Clock()
    buckets = TokenBuckets(clock)
    assert [buckets.allow_join("linde") for _ in range(301)] == [True] * 300 + [False]
    assert buckets.allow_join("eik")
    clock.now = 1.0
    assert [buckets.allow_join("linde") for _ in range(3)] == [True, True, False]
