"""What the checker says of small histories, one promise broken in each."""

from typing import Any

import pytest

from tests.reliability.checker import check
from tests.reliability.final import Final, Row
from tests.reliability.history import Entry


class History:
    """A history and its journal, made by hand."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self.rows: list[Row] = []
        self.texts: dict[tuple[str, str], str] = {}

    def notes(self, what: Any, **facts: Any) -> int:
        facts = {"dialogue": "D", "client": "phone", "seat": "s1", **facts}
        self.entries.append(Entry(len(self.entries) + 1, 0.0, what, **facts))
        return len(self.entries)

    def sends(self, id: str, text: str = "Een zin", **more: Any) -> int:
        return self.notes("invoke", id=id, kind="write", content={"text": text}, **{"socket": 1, **more})

    def hears(self, of: int, version: int | None, answer: str = "ok") -> None:
        self.notes("ok" if answer == "ok" else "fail", of=of, version=version, answer=answer)

    def kept(self, version: int, id: str, text: str | None = "Een zin", **more: Any) -> None:
        facts = {"dialogue": "D", "desk": "seat", "seat": "s1", **more}
        self.rows.append(Row(version=version, id=id, events=(("words_written", {"word": id}),), **facts))
        if text is not None:
            self.texts[facts["dialogue"], id] = text

    def all_is_well(self, count: int = 3) -> "History":
        for n in range(1, count + 1):
            self.hears(self.sends(f"w{n}", f"Zin {n}"), n)
            self.kept(n, f"w{n}", f"Zin {n}")
        return self

    @property
    def found(self) -> list[str]:
        return [one.fault for one in check(self.entries, Final(tuple(self.rows), self.texts, {}))]


@pytest.fixture
def history() -> History:
    return History().all_is_well()


def test_where_all_is_well_nothing_is_found(history: History) -> None:
    history.sends("w4")  # nobody knows what became of it
    history.hears(history.sends("w2", "Zin 2", socket=2), 2)  # sent again, and told the same
    assert history.found == []


def test_what_was_acknowledged_and_is_not_there_is_lost(history: History) -> None:
    history.hears(history.sends("w4"), 4)
    assert history.found == ["lost"]


def test_what_was_acknowledged_at_another_version_is_lost(history: History) -> None:
    history.hears(history.sends("w4"), 3)
    history.kept(4, "w4")
    assert history.found == ["lost"]


def test_a_text_that_is_gone_is_lost(history: History) -> None:
    del history.texts["D", "w2"]
    assert history.found == ["lost"]


def test_what_nobody_sent_is_a_phantom(history: History) -> None:
    history.kept(4, "w4")
    assert set(history.found) == {"phantom"}


def test_what_was_refused_and_is_there_is_a_phantom(history: History) -> None:
    history.hears(history.sends("w4"), None, "refused")
    history.kept(4, "w4")
    assert history.found == ["phantom"]


def test_a_text_that_is_not_as_it_was_typed_is_a_phantom(history: History) -> None:
    history.texts["D", "w2"] = "zin 2"
    assert history.found == ["phantom"]


def test_a_text_may_be_normalised(history: History) -> None:
    history.hears(history.sends("w4", " cafe\u0301  \u202eop de hoek\r\n"), 4)
    history.kept(4, "w4", "café op de hoek")
    assert history.found == []


def test_what_another_seat_sent_is_a_phantom(history: History) -> None:
    history.hears(history.sends("w4"), 4)
    history.kept(4, "w4", seat="s2")
    assert history.found == ["phantom"]


def test_one_id_twice_is_doubled(history: History) -> None:
    history.rows.append(Row("D", 4, "w3", "seat", "s1", (("language_chosen", {}),)))
    assert history.found == ["doubled"]


def test_one_id_with_two_answers_is_doubled(history: History) -> None:
    history.hears(history.sends("w3", "Zin 3"), None, "refused")
    assert history.found == ["doubled"]


def test_one_content_under_two_ids_is_doubled(history: History) -> None:
    history.texts["D", "w9"] = "Zin 3"
    assert set(history.found) == {"doubled", "phantom"}


def test_versions_with_a_gap_are_reordered(history: History) -> None:
    history.hears(history.sends("w5"), 5)
    history.kept(5, "w5")
    assert history.found == ["reordered"]


def test_what_was_sent_after_an_answer_comes_after_it(history: History) -> None:
    history.hears(history.sends("w5", "vijf", client="another"), 5)
    history.hears(history.sends("w4", "vier"), 4)
    history.kept(4, "w4", "vier")
    history.kept(5, "w5", "vijf")
    assert history.found == ["reordered"]


def test_one_phones_commands_over_one_socket_keep_their_order(history: History) -> None:
    first, second = history.sends("w4"), history.sends("w5", "vijf")
    history.hears(first, 5)
    history.hears(second, 4)
    history.kept(4, "w5", "vijf")
    history.kept(5, "w4")
    assert history.found == ["reordered"]


def test_a_command_in_another_dialogue_is_leaked(history: History) -> None:
    history.hears(history.sends("w4"), None, "refused")
    history.hears(history.sends("x1", "Elders", dialogue="E", client="there"), 1)
    history.kept(1, "x1", "Elders", dialogue="E")
    history.kept(2, "w4", None, dialogue="E")
    assert "leaked" in history.found


def test_words_of_another_dialogue_on_a_screen_are_leaked(history: History) -> None:
    history.hears(history.sends("x1", "Elders", dialogue="E", client="there"), 1)
    history.kept(1, "x1", "Elders", dialogue="E")
    history.notes("shown", client="screen", seat=None, doc="table", version=3, words={"x1": "Elders"})
    assert history.found == ["leaked"]


def test_what_is_anothers_own_is_leaked(history: History) -> None:
    history.notes("shown", client="other", seat="s2", doc="mine", version=3, owner="s1")
    assert history.found == ["leaked"]


def test_words_that_nobody_wrote_on_a_screen_are_a_phantom(history: History) -> None:
    history.notes("shown", client="screen", doc="table", version=3, words={"w3": "Iets anders"})
    assert history.found == ["phantom"]


def test_a_version_that_the_journal_does_not_have_is_a_phantom(history: History) -> None:
    history.notes("shown", client="screen", doc="table", version=4)
    assert history.found == ["phantom"]


def test_another_content_at_one_version_is_reordered(history: History) -> None:
    history.notes("shown", client="screen", doc="table", version=3, digest="a")
    history.notes("shown", client="other", doc="table", version=3, digest="b")
    assert history.found == ["reordered"]


def test_a_screen_that_goes_back_is_reordered(history: History) -> None:
    for version in (3, 2):
        history.notes("shown", client="screen", doc="table", version=version)
    assert history.found == ["reordered"]


def test_who_ends_at_an_older_version_is_left_behind(history: History) -> None:
    history.notes("holds", client="screen", doc="table", version=2, digest="a")
    history.notes("fresh", client="screen", doc="table", version=3, digest="b")
    assert history.found == ["left behind"]


def test_who_never_sees_its_own_words_is_left_behind(history: History) -> None:
    history.notes("shown", doc="mine", version=2, owner="s1", words={"w1": "Zin 1", "w2": "Zin 2"})
    for what in ("holds", "fresh"):
        history.notes(what, doc="mine", version=3, digest="a", owner="s1")
    assert history.found == ["left behind"]
