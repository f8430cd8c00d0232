"""The corpus itself: as large and as varied as it says, and true to Unicode as Python's own tables have it."""

import unicodedata
from collections import Counter

from tests.corpus.strings import GROUPS, STRINGS, texts


def test_the_corpus_is_large_and_every_string_has_one_name() -> None:
    assert len(STRINGS) >= 400
    assert [id for id, count in Counter(odd.id for odd in STRINGS).items() if count > 1] == []
    typed = Counter(odd.typed for odd in STRINGS)
    assert [odd.id for odd in STRINGS if typed[odd.typed] > 1] == []
    assert len(GROUPS) >= 20


def test_what_is_kept_is_composed_and_holds_no_override_and_no_control_sign() -> None:
    for odd in STRINGS:
        if odd.kept is None:
            assert odd.reason in ("bad_signs", "empty_text"), odd.id
            continue
        assert unicodedata.normalize("NFC", odd.kept) == odd.kept, odd.id
        assert not any(unicodedata.bidirectional(sign) in OVERRIDING for sign in odd.kept), odd.id
        assert not any(unicodedata.category(sign) == "Cc" and sign != "\n" for sign in odd.kept), odd.id
        assert odd.kept == odd.kept.strip(), odd.id
        assert odd.line is not None, odd.id
        assert "\n" not in odd.line, odd.id


OVERRIDING = {"LRE", "RLE", "PDF", "LRO", "RLO", "LRI", "RLI", "FSI", "PDI"}


def test_texts_by_the_thousand_are_all_different() -> None:
    made = texts(1, 2000)
    assert len(made) == 2000
    assert len({kept for _, kept in made}) == 2000
    assert made == texts(1, 2000)
