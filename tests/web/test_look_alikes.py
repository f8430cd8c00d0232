"""Names that people take for one another, and names that they do not."""

import pytest

from dialoog.web.look_alikes import keys_of


@pytest.mark.parametrize(
    "other",
    ["FATMA", "Fátma\u200f ", "F\u0430tma", "Fa\u200btma", "Fatma\u3164", "Ｆａｔｍａ", "𝓕𝓪𝓽𝓶𝓪", "Fatma.", "F\u03b1tm\u0251", "FАТМА", "F\u2060a t-m a"],
    ids=ascii,
)  # fmt: skip
def test_names_that_look_like_fatma(other: str) -> None:
    assert keys_of("Fatma") & keys_of(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Ali", "AIi"), ("Ali", "A1i"), ("Henk", "Неnk"), ("Els", "Εls"), ("Işıl", "Isil"), ("İnci", "inci"), ("Иван", "ИВАН"), ("Bob", "B0b"),
     ("Ooh", "Օօհ"), ("Łukasz", "lukasz"), ("Jørn", "Jorn"), ("مُحَمَّد", "محمد"), ("Αννα", "ΑΝΝΑ"), ("Ibrahim", "lbrahim"), ("🙂", "🙂\ufe0f")],
    ids=ascii,
)  # fmt: skip
def test_pairs_that_look_alike(one: str, other: str) -> None:
    assert keys_of(one) & keys_of(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Ilia", "Lila"), ("Arno", "Amo"), ("Jan", "Jana"), ("Fatma", "Fatima"), ("Mila", "Milla"), ("राम", "रामी"), ("Fatma 2", "Fatma 3"), ("🙂", "🙃"), ("?", "!"),
     ("علی", "علا"), ("か", "が"), ("Анна", "Anna")],
    ids=ascii,
)  # fmt: skip
def test_pairs_that_are_two_names(one: str, other: str) -> None:
    assert not keys_of(one) & keys_of(other)
