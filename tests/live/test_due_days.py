"""T23: the day of a small step is asked again where a finger slipped in its year."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from dialoog.accounts.tokens import Identity
from dialoog.live.commands import translate
from dialoog.live.commands.requests import CommandRequest
from dialoog.live.protocol import commands
from dialoog.live.protocol.reasons import SENTENCES
from dialoog.web.text_validation import InvalidText

FATMA = Identity("seat", "dialogue", "s1", b"hash")
THIS_YEAR = datetime.now(UTC).year


def written(kind: str, due: str, **fields: str) -> CommandRequest:
    message = commands.parse(
        {"id": "due-0123456789abcdef", "kind": kind, "text": "Soep.", "due": due, **fields}
    )
    return translate.request_of("s" * 32, FATMA, message)


@pytest.mark.parametrize(
    "fields", [{"kind": "write", "word_kind": "agreement"}, {"kind": "change_words", "word": "w"}]
)
def test_T23_a_year_that_nobody_means_is_asked_again(fields: dict[str, str]) -> None:
    for year in ("0001", "0027", "0202", "2002", "2206", "9999"):
        with pytest.raises(InvalidText) as refusal:
            written(due=f"{year}-12-06", **fields)
        assert refusal.value.reason == "unlikely_year", year
    assert str(SENTENCES["unlikely_year"]).endswith(".")


def test_T23_a_day_of_the_coming_years_is_taken() -> None:
    for day in (date(2026, 12, 6), date(THIS_YEAR, 1, 1), date(THIS_YEAR + 5, 12, 31)):
        command: Any = written("write", day.isoformat(), word_kind="agreement").command
        assert command.due == day.isoformat()


@pytest.mark.parametrize("year", [1970, 2106])
def test_T23_a_machine_whose_clock_stands_wrong_takes_a_right_day(
    monkeypatch: pytest.MonkeyPatch, year: int
) -> None:
    class WrongClock(datetime):
        @classmethod
        def now(cls, tz: Any = None) -> "WrongClock":
            return cls(year, 1, 1, tzinfo=tz)

    monkeypatch.setattr(translate, "datetime", WrongClock)
    assert written("write", "2027-03-01", word_kind="agreement")
