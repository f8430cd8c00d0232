"""Consent (C1–C5, C7, C8): three choices, what is kept, seven days, insights, erasing."""

import json

import pytest

from dialoog.rules import commands as c
from dialoog.rules import events as e
from dialoog.rules.decide import Reason
from dialoog.rules.released import count_undecided, release_words, resolve_keep
from dialoog.rules.state import Desk, Keep, Kind, SourceKind, TurnStatus
from tests.rules.people import Table, a_circle_of, a_round_of, a_table, at_the_harvest


def test_C1_joining_asks_a_name_only_and_consent_comes_before_the_first_word() -> None:
    table = a_table()
    table.person("fatma").does(c.TakeSeat("fatma", "sealed"))
    assert table.fatma.phone["me"]["consent"] is None
    table.fatma.is_refused(c.Write("w1", Kind.EXPERIENCE, "fatma", "nl", "x"), Reason.CONSENT_FIRST)
    table.fatma.consents(words=False, name=False)
    table.fatma.writes()


def test_C1_a_name_changed_while_the_dialogue_runs_waits_until_a_desk_has_read_it() -> None:
    table = a_round_of(2)
    old_name = table.state.seats["fatma"].name
    screen = json.dumps(table.screen)
    table.fatma.does(c.ChangeName("fatma", "new-name"))
    assert table.state.seats["fatma"].name == old_name
    assert json.dumps(table.screen) == screen
    asked = {"name": {"$requested_name": "fatma"}, "request": table.state.version}
    assert table.fatma.phone["me"]["name_request"] == asked
    assert [p["name_request"] for p in table.desk["people"] if p["seat"] == "fatma"] == [
        {**asked, "alike": {"$requested_look_alike": "fatma"}}
    ]
    assert "requested" not in json.dumps([table.screen, table.henk.phone])
    table.fatma.is_refused(c.AcceptName("fatma", table.state.version), Reason.NOT_ALLOWED)
    table.facilitator.does(c.AcceptName("fatma", table.state.version))
    assert table.state.seats["fatma"].name == "new-name"
    assert table.fatma.phone["me"]["name_request"] is None


def test_C1_T21_a_desk_lets_in_the_name_that_it_read_and_no_other() -> None:
    table = a_round_of(2)
    old_name = table.state.seats["fatma"].name
    table.fatma.does(c.ChangeName("fatma", "one"))
    first = table.state.version
    table.fatma.does(c.ChangeName("fatma", "two"))
    second = table.state.version
    for command in (c.AcceptName("fatma", first), c.DeclineName("fatma", first)):
        table.scribe.is_late(command)
    table.scribe.does(c.DeclineName("fatma", second))
    table.scribe.is_late(c.AcceptName("fatma", second))
    assert (table.state.seats["fatma"].name, table.state.seats["fatma"].name_request) == (old_name, None)
    table.fatma.does(c.ChangeName("fatma", "three"))
    table.henk.is_refused(c.DeclineName("fatma", table.state.version), Reason.NOT_YOURS)
    table.fatma.does(c.DeclineName("fatma", table.state.version))
    assert table.state.seats["fatma"].name_request is None


def test_C1_a_desk_changes_a_name_at_once_and_what_waited_is_gone() -> None:
    table = a_round_of(2)
    table.fatma.does(c.ChangeName("fatma", "asked"))
    table.scribe.does(c.ChangeName("fatma", "by the scribe"))
    assert (table.state.seats["fatma"].name, table.state.seats["fatma"].name_request) == (
        "by the scribe",
        None,
    )


def test_C1_while_people_sit_down_and_after_closing_a_name_is_its_owners() -> None:
    table = a_table()
    table.person("fatma").does(c.TakeSeat("fatma", "sealed"))
    table.fatma.does(c.ChangeName("fatma", "while sitting down"))
    assert table.state.seats["fatma"].name == "while sitting down"
    table = a_round_of(2)
    table.fatma.does(c.ChangeName("fatma", "nobody read it"))
    table.facilitator.does(c.CloseDialogue("time"))
    assert table.state.seats["fatma"].name_request is None
    table.fatma.does(c.ChangeName("fatma", "after closing"))
    assert table.state.seats["fatma"].name == "after closing"


def test_C1_S5_what_is_taken_back_of_the_flow_leaves_the_name_that_waits() -> None:
    table = a_round_of(2)
    table.facilitator.says_next()
    turn = table.state.version
    table.fatma.does(c.ChangeName("fatma", "new-name"))
    asked = table.state.seats["fatma"].name_request
    table.facilitator.does(c.Undo(turn))
    assert table.state.seats["fatma"].name_request == asked
    table.facilitator.does(c.RemoveSeat("fatma"))
    table.fatma.does(c.EraseSeat("fatma"))
    assert table.state.seats["fatma"].name_request is None


def test_C2_three_choices_bound_everything_and_change_at_any_time() -> None:
    table = a_round_of(2)
    word = table.fatma.writes(keep=Keep.NAMED)
    assert resolve_keep(table.state, table.state.words[word]) is Keep.NAMED
    table.fatma.consents(name=False)
    assert resolve_keep(table.state, table.state.words[word]) is Keep.UNNAMED
    table.fatma.consents(words=False, name=True)
    assert resolve_keep(table.state, table.state.words[word]) is Keep.NO
    table.fatma.consents()
    table.facilitator.does(c.CloseDialogue("time"))
    table.fatma.consents(name=False)
    assert [s.seat for s in release_words(table.state).steps[1].words] == [None]
    table.fatma.consents(words=False)
    assert table.state.words[word].blanked


def test_C2_contact_is_a_choice_of_its_own() -> None:
    table = a_round_of(2)
    table.fatma.consents(words=False, name=False, contact=True)
    assert table.fatma.phone["me"]["consent"] == {"words": False, "name": False, "contact": True}


def test_C3_undecided_is_the_tables_only_and_the_read_back_counts_it() -> None:
    table = at_the_harvest()
    word = table.fatma.writes(Kind.CLOSING_WORD)
    assert table.fatma.phone["words"][0]["undecided"] is True
    assert table.desk["close"]["undecided"] == 1
    assert release_words(table.state).steps[2].words == ()
    table.fatma.keeps(word, Keep.NAMED)
    assert table.desk["close"]["undecided"] == 0
    assert [w.seat for w in release_words(table.state).steps[2].words] == ["fatma"]


def test_C3_C4_one_count_says_what_is_still_to_decide() -> None:
    """A choice without "klopt" waits; what was refused does not, nor what nobody can keep."""
    table = at_the_harvest()
    unconfirmed, hidden = (table.scribe.writes_for(seat, Kind.EXPERIENCE) for seat in ("fatma", "samira"))
    refused, open_word = (table.fatma.writes(keep=keep) for keep in (Keep.NO, None))
    table.fatma.keeps(unconfirmed, Keep.UNNAMED)
    table.facilitator.does(c.RemoveSeat("samira"))
    waiting = {word["id"] for word in table.desk["words.0"] if word["undecided"]}
    assert waiting == {unconfirmed, open_word}
    assert table.desk["close"]["undecided"] == len(waiting)
    assert {word["id"] for word in table.fatma.phone["words"] if word["undecided"]} == waiting
    agreement = table.fatma.writes(Kind.AGREEMENT, due="2026-12-06")
    assert count_undecided(table.state) == (1, 2)
    table.fatma.keeps(agreement, Keep.NAMED)
    table.fatma.does(c.ConfirmWords(unconfirmed))
    table.fatma.keeps(open_word, Keep.NO)
    assert count_undecided(table.state) == (0, 0)
    assert table.desk["close"]["undecided"] == 0
    assert {hidden, refused} <= set(table.state.words)


def test_C10_after_closing_the_console_decides_for_who_has_no_device_and_for_nobody_else() -> None:
    """T13, C10: what the contact heard is marked as asked aloud, by this desk. The scribe went home."""
    table = at_the_harvest()
    table.facilitator.does(c.EndDevices("henk"))
    word, other = (table.scribe.writes_for("henk", Kind.CLOSING_WORD) for _ in range(2))
    fatmas = table.scribe.writes_for("fatma", Kind.CLOSING_WORD)
    table.facilitator.does(c.CloseDialogue("time"))
    table.scribe.is_refused(c.KeepWords(word, Keep.NAMED), Reason.CLOSED)
    for command in (c.KeepWords(fatmas, Keep.NAMED), c.ConfirmWords(fatmas), c.EraseSeat("fatma")):
        table.facilitator.is_refused(command, Reason.CLOSED)
    table.facilitator.is_refused(c.ChangeWords(word, "nl", "changed"), Reason.CLOSED)
    table.facilitator.does(c.ConfirmWords(word))
    table.facilitator.does(c.KeepWords(word, Keep.NAMED))
    assert [w.id for w in release_words(table.state).steps[2].words] == [word]
    entry = table.entries[-1]
    assert entry.by.desk is Desk.FACILITATOR
    assert entry.events == (e.WordsKept(word, Keep.NAMED, aloud=True),)
    table.facilitator.does(c.KeepWords(other, Keep.NO))
    assert table.state.words[other].blanked
    table.clock.advance(days=300)
    table.facilitator.does(c.WithdrawWords(word))
    table.facilitator.does(c.EraseSeat("henk"))
    assert table.state.seats["henk"].erased


def closed_with(keep: Keep | None) -> tuple[Table, str]:
    table = at_the_harvest()
    word = table.fatma.writes(Kind.CLOSING_WORD, keep=keep)
    table.facilitator.does(c.CloseDialogue("time"))
    return table, word


def test_C3_what_was_refused_is_blanked_at_closing() -> None:
    table, word = closed_with(Keep.NO)
    assert table.state.words[word].blanked
    table, word = closed_with(Keep.NAMED)
    assert not table.state.words[word].blanked


def test_C3_undecided_is_decided_by_the_owner_alone_for_seven_days_and_then_blanked() -> None:
    table, word = closed_with(None)
    table.facilitator.is_refused(c.KeepWords(word, Keep.NAMED), Reason.CLOSED)
    table.henk.is_refused(c.KeepWords(word, Keep.NAMED), Reason.WORDS_OF_ANOTHER)
    table.clock.advance(days=6.9)
    table.house.is_late(c.BlankUndecided())
    table.fatma.keeps(word, Keep.UNNAMED)
    table, word = closed_with(None)
    table.clock.advance(days=7)
    table.fatma.is_refused(c.KeepWords(word, Keep.UNNAMED), Reason.WORDS_GONE)
    table.house.does(c.BlankUndecided())
    assert table.state.words[word].blanked
    table.house.is_late(c.BlankUndecided())


def test_C7_an_insight_whose_words_fell_is_blanked_after_seven_days_too() -> None:
    table = at_the_harvest()
    refused, kept_words = (table.fatma.writes(Kind.CLOSING_WORD, keep=k) for k in (Keep.NO, Keep.NAMED))
    fallen, stays = (
        table.facilitator.writes_for(None, Kind.INSIGHT, rests_on=(w,)) for w in (refused, kept_words)
    )
    table.facilitator.does(c.CloseDialogue("time"))
    table.clock.advance(days=7)
    table.house.does(c.BlankUndecided())
    assert table.state.words[fallen].blanked
    assert not table.state.words[stays].blanked


@pytest.mark.parametrize("kind", [Kind.SOURCE, Kind.QUESTION, Kind.GOAL, Kind.AGREEMENT])
def test_C3_holds_for_what_the_harvest_makes_too(kind: Kind) -> None:
    table = at_the_harvest()
    word = table.fatma.writes(kind, keep=Keep.NO, source=SourceKind.TIME, due="2026-12-06")
    table.facilitator.does(c.CloseDialogue("time"))
    assert table.state.words[word].blanked


def test_C4_words_somebody_else_wrote_count_after_klopt() -> None:
    table = a_round_of(2)
    word = table.scribe.writes_for("fatma", Kind.EXPERIENCE)
    table.fatma.keeps(word, Keep.NAMED)
    assert resolve_keep(table.state, table.state.words[word]) is Keep.NO
    table.fatma.ticks(word)
    table.facilitator.is_refused(c.ShowWords(word), Reason.NOT_CONFIRMED)
    table.fatma.does(c.ConfirmWords(word))
    assert resolve_keep(table.state, table.state.words[word]) is Keep.NAMED


def test_C4_the_owner_says_klopt_and_withdraws_after_closing_too() -> None:
    table = a_round_of(2)
    word = table.scribe.writes_for("fatma", Kind.EXPERIENCE)
    table.fatma.keeps(word, Keep.NAMED)
    table.facilitator.does(c.CloseDialogue("time"))
    table.facilitator.is_refused(c.ConfirmWords(word), Reason.CLOSED)
    table.fatma.does(c.ConfirmWords(word))
    assert [w.id for w in release_words(table.state).steps[1].words] == [word]
    table.fatma.does(c.WithdrawWords(word))
    assert table.state.words[word].blanked
    table.fatma.is_late(c.WithdrawWords(word))


def test_C5_the_original_is_the_text_and_a_translation_stands_beside_it() -> None:
    """How long a text may be is the live layer's: the rules hold a commitment and no text."""
    table = a_round_of(2)
    word = table.fatma.writes(lang="ar")
    table.fatma.does(c.TranslateWords(word, "nl", "sealed-translation"))
    words = table.state.words[word]
    assert (words.lang, words.commitment) == ("ar", f"sealed-{word}")
    assert words.translations == {"nl": "sealed-translation"}
    table.fatma.does(c.ChangeWords(word, "ar", "new"))
    assert table.state.words[word].translations == {}


def test_C7_an_insight_points_to_words_and_stays_out_without_released_ones() -> None:
    table = at_the_harvest()
    word = table.fatma.writes(Kind.EXPERIENCE)
    for rests_on in ((), ("nothing",)):
        table.scribe.is_refused(
            c.Write("i", Kind.INSIGHT, None, "nl", "x", rests_on=rests_on), Reason.INSIGHT_NEEDS_WORDS
        )
    insight = table.scribe.writes_for(None, Kind.INSIGHT, rests_on=(word,))
    assert release_words(table.state).insights == ()
    table.fatma.keeps(word, Keep.UNNAMED)
    assert [(w.id, w.rests_on) for w in release_words(table.state).insights] == [(insight, (word,))]
    table.fatma.does(c.WithdrawWords(word))
    assert release_words(table.state).insights == ()


def test_C8_erasing_blanks_words_and_name_and_leaves_the_course() -> None:
    table = a_round_of(3)
    table.facilitator.says_next()
    word = table.fatma.writes(keep=Keep.NAMED)
    table.clock.advance(40)
    table.facilitator.says_next()
    course = (table.state.turns, table.order, table.state.circle)
    table.fatma.does(c.EraseSeat("fatma"))
    assert (table.state.turns, table.order, table.state.circle) == course
    assert table.state.words[word].blanked
    assert table.state.seats["fatma"].erased
    assert "fatma" not in json.dumps(table.screen)
    table.fatma.is_refused(c.ChangeName("fatma", "again"), Reason.UNKNOWN_SEAT)
    assert release_words(table.state).steps[1].words == ()


def test_C8_erasing_in_ones_own_turn_ends_it_and_is_never_undone() -> None:
    table = a_round_of(2)
    table.facilitator.says_next()
    turn = table.state.version
    table.fatma.does(c.EraseSeat("fatma"))
    assert table.stands("fatma") is TurnStatus.SPOKE
    assert [u.version for u in table.state.undoable][-1] == turn
    table.facilitator.does(c.Undo(turn))
    assert table.state.seats["fatma"].erased


def test_C8_others_erase_only_who_has_no_device() -> None:
    table = a_circle_of(2, without_device=("henk",))
    table.facilitator.is_refused(c.EraseSeat("fatma"), Reason.NOT_YOURS)
    table.scribe.does(c.EraseSeat("henk"))
    table.scribe.is_late(c.EraseSeat("henk"))
