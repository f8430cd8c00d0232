"""What is saved of an evening: what its people released, as they released it, and nothing else."""

from pathlib import Path

import msgspec
import pytest

from dialoog.records.document import Document
from dialoog.rules.state import Keep, Kind, Role
from tests.records.evenings import Evening, an_engine, meerlinden

KEPT_BACK = ("Dit hou ik liever hier.", "Onder ons gezegd.", "Hier denk ik nog over na.")


@pytest.fixture
def evening(tmp_path: Path) -> Evening:
    return meerlinden(an_engine(tmp_path))


def texts(record: Document) -> list[str]:
    return [words.text for words in record.contributions]


def test_C3_released_words_are_saved_with_their_names(evening: Evening) -> None:
    evening.closes()
    names = {words.text: words.name for words in evening.record.contributions}
    assert names == {
        "Drie weken soep gebracht.": "Fatma",
        "Er belde een jongetje aan.": None,
        "عندما لا أجد الكلمة، أبقى في البيت.": "Samira",
    }


def test_C3_what_was_kept_back_is_nowhere_in_the_record(evening: Evening) -> None:
    evening.closes()
    encoded = msgspec.json.encode(evening.record).decode()
    assert [text for text in KEPT_BACK if text in encoded] == []
    assert "Ruud" not in encoded


def test_C2_somebody_without_a_name_is_counted_and_not_named(evening: Evening) -> None:
    evening.closes()
    encoded = msgspec.json.encode(evening.record).decode()
    assert "Henk" not in encoded
    [goal] = evening.record.goals
    assert (goal.supporters, goal.supporters_in_all) == (("Fatma",), 2)
    [agreement] = evening.record.agreements
    assert (agreement.name, agreement.together, agreement.together_unnamed) == ("Fatma", ("Samira",), 1)


def test_C5_a_translation_stands_beside_the_original(evening: Evening) -> None:
    evening.closes()
    [own] = [words for words in evening.record.contributions if words.lang == "ar"]
    assert own.translations == {"nl": "Als ik het woord niet vind, blijf ik thuis."}


def test_C7_an_insight_opens_to_the_words_it_came_from(evening: Evening) -> None:
    evening.closes()
    [insight] = evening.record.insights
    assert [words.text for words in evening.record.words_by_id(insight.rests_on)] == [
        "Drie weken soep gebracht."
    ]


def test_C7_an_insight_without_released_words_stays_out(evening: Evening) -> None:
    [soup] = [w for w in evening.state.words.values() if w.rests_on]
    evening.chooses(soup.rests_on[0], Keep.NO)
    evening.closes()
    assert evening.record.insights == ()


def test_T23_an_agreement_stands_when_everybody_in_it_said_yes(evening: Evening) -> None:
    evening.says("Samira", "Brieven lezen.", keep=Keep.NAMED, kind=Kind.AGREEMENT, step="harvest")
    evening.closes()
    assert {a.text: a.stands for a in evening.record.agreements} == {
        "Een lange tafel dekken.": True,
        "Brieven lezen.": False,
    }


def test_S1_a_choice_after_closing_changes_the_record(evening: Evening) -> None:
    evening.closes()
    assert "Hier denk ik nog over na." not in texts(evening.record)
    [undecided] = [w.id for w in evening.state.words.values() if w.keep is None and w.seat]
    evening.chooses(undecided, Keep.UNNAMED)
    assert "Hier denk ik nog over na." in texts(evening.record)
    assert evening.record.changed > evening.record.saved


def test_C4_withdrawn_words_leave_the_record(evening: Evening) -> None:
    evening.closes()
    [soup] = [words.id for words in evening.record.contributions if words.name == "Fatma"]
    evening.withdraws(soup)
    assert "Drie weken soep gebracht." not in texts(evening.record)
    assert evening.record.insights == ()


def test_C8_who_is_erased_is_gone_from_the_record_and_still_counted(evening: Evening) -> None:
    evening.closes()
    seats = evening.record.measures.seats
    evening.erases("Fatma")
    encoded = msgspec.json.encode(evening.record).decode()
    assert "Fatma" not in encoded
    assert "soep" not in encoded
    assert evening.record.measures.seats == seats


def test_who_was_removed_from_the_table_is_not_counted_among_the_people_at_it(evening: Evening) -> None:
    evening.sits("Poepie")
    evening.loses("Poepie")
    evening.closes()
    assert evening.record.measures.seats == len(evening.seats) - 1


def test_V4_nothing_is_measured_per_seat(evening: Evening) -> None:
    evening.closes()
    measured = msgspec.to_builtins(evening.record.measures)
    assert all(not isinstance(value, dict | list) for value in measured.values())


@pytest.mark.parametrize(("more", "shown"), [(0, False), (1, False), (2, True)])
def test_C9_a_share_by_role_is_told_only_where_three_have_it_and_three_have_not(
    evening: Evening, more: int, shown: bool
) -> None:
    """No page is public yet; what is public later is made of this record. Three residents sit beside one from the municipality."""
    for n in range(more):
        evening.sits(f"Collega {n}", role=Role.MUNICIPALITY)
    evening.closes()
    assert (evening.record.measures.resident_share is not None) == shown


def test_saving_again_changes_nothing(evening: Evening) -> None:
    evening.closes()
    first = evening.record
    evening.chooses(first.contributions[0].id, Keep.NAMED)
    assert msgspec.structs.replace(evening.record, changed=first.changed) == first


def test_an_evening_without_a_word_is_a_record_too(tmp_path: Path) -> None:
    evening = Evening(an_engine(tmp_path))
    evening.sits("Fatma")
    evening.closes()
    assert evening.record.is_empty
    assert evening.record.measures.seats == 1
