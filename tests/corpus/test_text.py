"""Every string of the corpus at the edge: kept as it says, or refused for the reason that it says (R4, C1, C5)."""

import time
from functools import partial

from dialoog.web import text_validation
from tests.corpus.strings import STRINGS, Fate, Odd
from tests.failures import assert_all

LINES = (40, 60, 80, 120, 280)


def test_R4_what_is_kept_is_what_was_typed_in_its_one_form() -> None:
    assert_all(((odd.id, odd) for odd in STRINGS), is_kept_in_its_one_form)


def is_kept_in_its_one_form(odd: Odd) -> None:
    assert became(text_validation.words, odd.typed) == odd.as_words()
    assert became(text_validation.name, odd.typed) == odd.as_name()
    for longest in LINES:
        assert became(partial(text_validation.line, longest=longest), odd.typed) == odd.as_line(longest)


def test_R4_what_was_kept_is_kept_again_as_it_is() -> None:
    assert_all(((odd.id, odd) for odd in STRINGS if odd.kept), is_kept_again_as_it_is)


def is_kept_again_as_it_is(odd: Odd) -> None:
    once = became(text_validation.words, odd.typed)
    if once.kept is not None:
        assert became(text_validation.words, once.kept) == once


def became(edge: object, text: str) -> Fate:
    assert callable(edge)
    try:
        return Fate(kept=edge(text))
    except text_validation.InvalidText as unfit:
        return Fate(reason=unfit.reason)


def test_R10_marks_by_the_thousand_are_not_even_put_in_order() -> None:
    """Ordering takes the square of their number: 2.8 s for 32,000, and everybody else would wait."""
    began = time.process_time()  # of this process alone, however busy the machine is
    takes = {
        text_validation.words: "too_long",
        text_validation.name: "name_too_long",
        partial(text_validation.line, longest=280): "too_long",
    }
    for take, reason in takes.items():
        assert became(take, "a" + "\u0301\u0316" * 16_000).reason == reason
    assert time.process_time() - began < 0.5
