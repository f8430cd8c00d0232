"""Passwords: what is refused is what everybody tries first, and nothing else but what is short."""

import pytest

from dialoog.accounts import passwords


@pytest.mark.parametrize(
    "password",
    [
        "wachtwoord123", "Welkom2026!!", "W@chtw00rd2026", "aaaaaaaaaaaa", "abcabcabcabc", "123456789012", "qwertyuiop[]", "asdfghjklasdf",
        "zomerzomer12", "amsterdam-2026", "000000000000", "98765432109876", "Feyenoord1908!", "gemeente2026!", "margriet19580403",
        "Dialoog-dialoog", "password1234", "1!2@3#4$5%6^",
    ],
)  # fmt: skip
def test_what_is_tried_first_is_common(password: str) -> None:
    assert passwords.is_common(password, ["Margriet de Wit", "margriet@voorbeeld.nl"])


@pytest.mark.parametrize(
    "password",
    [
        "molen fiets tulp regen", "ik fiets elke dinsdag", "geel paard slaapt", "Xq7-mulder-tram", "مرحبا بالجيران الطيبين", "zonder spaties maar lang",
        "hgT5!ksl9@wQz",
    ],
)  # fmt: skip
def test_other_words_are_free(password: str) -> None:
    assert not passwords.is_common(password, ["Margriet de Wit", "margriet@voorbeeld.nl"])


def test_a_password_is_right_however_it_was_composed() -> None:
    stored = passwords.hash_password("café in de zomer")
    assert stored.startswith("$argon2id$")
    assert passwords.verify("cafe\u0301 in de zomer", stored)
    assert not passwords.verify("cafe in de zomer", stored)
    assert not passwords.verify("café in de zomer", None)


def test_nobody_has_the_password_of_nobody() -> None:
    assert not passwords.verify("nobody has this password", None)


def test_length_is_counted_as_people_count() -> None:
    assert passwords.length("👨‍👩‍👧‍👦" * 12) == 12
