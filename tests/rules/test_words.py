"""Words (T18, T20, T23, T24): whose they are, when they are on the screen, agreements, and no votes."""

import json

import pytest

from dialoog.rules import commands as c
from dialoog.rules.decide import Reason
from dialoog.rules.decide.words import MAX_WORDS_PER_SEAT
from dialoog.rules.released import release_words
from dialoog.rules.state import Keep, Kind
from tests.rules.people import Table, a_round_of, at_the_harvest


def test_T18_the_facilitator_changes_no_words_that_their_owner_holds() -> None:
    table = a_round_of(2)
    word = table.fatma.writes()
    change = c.ChangeWords(word, "nl", "shorter")
    for hand in (table.facilitator, table.scribe):
        hand.is_refused(change, Reason.WORDS_OF_ANOTHER)
        hand.is_refused(c.WithdrawWords(word), Reason.WORDS_OF_ANOTHER)
    table.henk.is_refused(change, Reason.WORDS_OF_ANOTHER)
    table.fatma.does(change)
    assert table.state.words[word].commitment == "shorter"


def test_T18_changed_for_who_has_no_device_must_be_said_klopt_to_again() -> None:
    table = a_round_of(2, without_device=("henk",))
    word = table.scribe.writes_for("henk", Kind.EXPERIENCE)
    table.scribe.does(c.ConfirmWords(word))
    table.facilitator.does(c.ChangeWords(word, "nl", "other"))
    assert not table.state.words[word].confirmed


def test_T18_a_pass_is_taken_back_only_by_who_gave_it() -> None:
    table = a_round_of(2)
    table.facilitator.says_next()
    table.fatma.passes()
    undo = c.Undo(table.state.version)
    for hand in (table.facilitator, table.scribe, table.henk):
        hand.is_refused(undo, Reason.THEIR_PASS)
    assert table.fatma.phone["now"]["undo"] == table.state.version
    assert table.henk.phone["now"]["undo"] is None
    table.fatma.does(undo)
    assert table.turn.seat == "fatma"


def test_T18_a_pass_that_the_desk_gave_the_desk_takes_back() -> None:
    table = a_round_of(2, without_device=("fatma",))
    table.facilitator.says_next()
    table.scribe.passes_for_speaker()
    table.facilitator.undoes()
    assert table.turn.seat == "fatma"


def shown(table: Table) -> list[str]:
    return [x["id"].split(".")[0] for x in table.screen["shown"]]


def test_T20_words_come_on_the_screen_when_ticked_shown_and_nobody_speaks() -> None:
    table = a_round_of(2)
    word = table.fatma.writes()
    assert table.state.words[word].ticked is False
    table.facilitator.is_refused(c.ShowWords(word), Reason.NOT_TICKED)
    table.fatma.ticks(word)
    assert shown(table) == []
    table.facilitator.shows(word)
    assert shown(table) == [word]
    table.facilitator.says_next()
    assert shown(table) == []
    table.fatma.ends()
    assert shown(table) == [word]
    table.fatma.ticks(word, on=False)
    assert shown(table) == []


def test_T20_words_that_change_leave_the_screen_until_shown_again() -> None:
    table = a_round_of(2)
    word = table.fatma.writes(ticked=True)
    table.facilitator.shows(word)
    table.fatma.does(c.ChangeWords(word, "nl", "something else"))
    assert shown(table) == []


def test_T20_at_most_three_sentences_at_once_and_the_journal_says_which_went() -> None:
    table = a_round_of(2)
    words = [table.fatma.writes(ticked=True) for _ in range(4)]
    for word in words:
        table.facilitator.shows(word)
    assert shown(table) == words[1:]
    assert [type(e).__name__ for e in table.entries[-1].events] == ["WordsHidden", "WordsShown"]


def test_T20_the_next_step_takes_words_off_the_screen_and_undoing_it_puts_them_back() -> None:
    table = a_round_of(2)
    word = table.fatma.writes(ticked=True)
    table.facilitator.shows(word)
    table.facilitator.says_next()
    table.fatma.passes()
    table.facilitator.forces_close()
    assert shown(table) == [word]
    table.facilitator.opens_round()
    assert shown(table) == []
    table.facilitator.undoes()
    assert shown(table) == [word]


def test_T20_what_the_desk_writes_for_the_group_is_there_and_what_a_phone_sends_waits() -> None:
    table = at_the_harvest()
    from_phone = table.fatma.writes(Kind.GOAL, ticked=True)
    from_desk = table.scribe.writes_for(None, Kind.GOAL)
    assert table.screen["harvest"]["goals"] == [[f"{from_desk}.1", 0]]
    assert [g["id"] for g in table.henk.phone["asks"]["goals"]] == [from_desk]
    table.facilitator.shows(from_phone)
    assert [g[0] for g in table.screen["harvest"]["goals"]] == [f"{from_phone}.1", f"{from_desk}.1"]


@pytest.mark.parametrize("kind", [Kind.INSIGHT, Kind.TENSION, Kind.GOAL, Kind.QUESTION, Kind.AGREEMENT])
def test_C4_what_a_phone_sends_has_an_owner_who_can_take_it_back(kind: Kind) -> None:
    """C2: nobody's words get into the record as the group's, past what they chose."""
    table = at_the_harvest()
    word = table.fatma.writes()
    nobodys = c.Write("nobodys", kind, None, "nl", "sealed", rests_on=(word,))
    table.fatma.is_refused(nobodys, Reason.OWNER_NEEDED)
    own = table.fatma.writes(kind, rests_on=(word,))
    table.fatma.does(c.WithdrawWords(own))


def test_T20_a_translation_from_a_phone_comes_on_the_screen_by_the_facilitators_hand() -> None:
    table = a_round_of(2)
    word = table.fatma.writes(ticked=True)
    table.facilitator.shows(word)
    table.fatma.does(c.TranslateWords(word, "en", "sealed-english"))
    assert shown(table) == []
    table.facilitator.shows(word)
    table.facilitator.is_refused(c.TranslateWords(word, "en", "sealed-other"), Reason.WORDS_OF_ANOTHER)
    assert shown(table) == [word]


def test_T23_who_is_named_is_named_once_and_besides_the_owner() -> None:
    table = at_the_harvest()
    twice = ("henk", "fatma", "henk")
    word = table.fatma.writes(Kind.AGREEMENT, due="2026-12-06", together=twice)
    assert table.state.words[word].together == ("henk",)
    table.fatma.does(c.ChangeWords(word, "nl", "sealed-anew", together=("samira", "samira", "fatma")))
    assert table.state.words[word].together == ("samira",)


def test_T20_a_goal_of_ones_own_is_on_no_other_phone_before_it_is_shown() -> None:
    table = at_the_harvest()
    word = table.fatma.writes(Kind.GOAL, word="secret-goal")
    assert "secret-goal" not in json.dumps([table.screen, table.henk.phone])
    assert [g["id"] for g in table.fatma.phone["asks"]["goals"]] == [word]
    table.fatma.ticks(word)
    table.facilitator.shows(word)
    assert [g["id"] for g in table.henk.phone["asks"]["goals"]] == [word]


def test_T20_a_removed_seat_takes_its_words_off_the_screen_and_off_other_phones() -> None:
    table = at_the_harvest()
    word = table.fatma.writes(Kind.CLOSING_WORD, ticked=True)
    idea = table.fatma.writes(Kind.AGREEMENT, due="2026-12-06", together=("henk",), keep=Keep.NAMED)
    table.facilitator.shows(word)
    assert [a["id"] for a in table.henk.phone["asks"]["agreements"]] == [idea]
    table.facilitator.does(c.RemoveSeat("fatma"))
    assert shown(table) == []
    assert table.henk.phone["asks"]["agreements"] == []
    assert release_words(table.state).agreements == ()
    table.facilitator.does(c.RestoreSeat("fatma"))
    assert [a.id for a in release_words(table.state).agreements] == [idea]
    assert shown(table) == [word]


def test_T23_an_agreement_stands_when_everybody_named_said_yes_themselves() -> None:
    table = at_the_harvest()
    word = table.fatma.writes(Kind.AGREEMENT, due="2026-12-06", together=("henk",), ticked=True)
    table.facilitator.shows(word)
    assert not table.state.words[word].stands
    assert table.screen["harvest"]["agreements"] == []
    table.samira.is_refused(c.AcceptAgreement(word, "samira", on=True), Reason.NOT_NAMED_IN_IT)
    table.fatma.is_refused(c.AcceptAgreement(word, "henk", on=True), Reason.NOT_YOURS)
    table.henk.does(c.AcceptAgreement(word, "henk", on=True))
    assert table.state.words[word].stands
    assert table.screen["harvest"]["agreements"] == [[f"{word}.1", [], "2026-12-06"]]
    table.henk.does(c.AcceptAgreement(word, "henk", on=False))
    assert not table.state.words[word].stands


def test_T23_a_no_is_an_answer_that_stays_with_its_moment_until_it_changes() -> None:
    table = at_the_harvest()
    word = table.fatma.writes(Kind.AGREEMENT, due="2026-12-06", together=("henk",))

    def answer() -> object:
        [asked] = [one for one in table.henk.phone["asks"]["agreements"] if one["id"] == word]
        return asked["accepted"], asked["answered"]

    assert answer() == (None, None)
    table.henk.does(c.AcceptAgreement(word, "henk", on=False))
    assert answer() == (False, table.entries[-1].at)
    assert table.state.words[word].declined == ("henk",)
    table.henk.is_late(c.AcceptAgreement(word, "henk", on=False))
    table.henk.does(c.AcceptAgreement(word, "henk", on=True))
    assert answer() == (True, table.entries[-1].at)
    assert table.state.words[word].stands
    table.henk.does(c.AcceptAgreement(word, "henk", on=None))
    assert answer() == (None, None)
    assert not table.state.words[word].stands
    table.henk.does(c.AcceptAgreement(word, "henk", on=False))
    table.fatma.does(c.ChangeWords(word, "nl", "less work", due="2026-12-07"))
    assert answer() == (None, None), "another text asks again"


def test_T23_a_change_of_the_text_alone_binds_nobody_else_and_a_day_can_be_taken_away() -> None:
    table = at_the_harvest()
    word = table.fatma.writes(Kind.AGREEMENT, due="2026-12-06", together=("henk",))
    [own] = [one for one in table.fatma.phone["words"] if one["id"] == word]
    assert own["together"] == [["henk", {"$name": "henk"}]], "a seat, since two may have one name"
    table.fatma.does(c.ChangeWords(word, "nl", "other words"))
    assert (table.state.words[word].due, table.state.words[word].together) == ("2026-12-06", ("henk",))
    table.fatma.does(c.ChangeWords(word, "nl", "other words", due=None, together=()))
    assert (table.state.words[word].due, table.state.words[word].together) == (None, ())
    assert not table.state.words[word].stands


def test_T23_nobody_is_given_a_task_by_another_and_a_changed_one_asks_again() -> None:
    table = at_the_harvest()
    for_henk = table.facilitator.writes_for("henk", Kind.AGREEMENT, due="2026-12-06")
    assert not table.state.words[for_henk].stands
    own = table.fatma.writes(Kind.AGREEMENT, due="2026-12-06", together=("henk",))
    table.henk.does(c.AcceptAgreement(own, "henk", on=True))
    table.fatma.does(c.ChangeWords(own, "nl", "more work", due="2026-12-07"))
    assert table.state.words[own].accepted == ("fatma",)


def test_T23_the_record_names_nobody_in_an_idea_who_did_not_say_yes() -> None:
    table = at_the_harvest()
    for person in (table.fatma, table.henk):
        person.consents()
    idea = table.fatma.writes(Kind.AGREEMENT, due="2026-12-06", together=("henk",), keep=Keep.NAMED)
    assert [(a.together, a.together_unnamed) for a in release_words(table.state).agreements] == [((), 0)]
    table.henk.does(c.AcceptAgreement(idea, "henk", on=True))
    assert [a.together for a in release_words(table.state).agreements] == [("henk",)]


@pytest.mark.parametrize(("owner", "due"), [(None, "2026-12-06"), ("fatma", None)])
def test_T23_without_owner_or_date_it_stays_an_idea(owner: str | None, due: str | None) -> None:
    table = at_the_harvest()
    word = table.scribe.writes_for(owner, Kind.AGREEMENT, due=due)
    if owner:
        table.scribe.does(c.AcceptAgreement(word, owner, on=True))
    assert not table.state.words[word].stands


def test_T24_support_moves_nothing_up_or_down() -> None:
    table = at_the_harvest()
    first, second = (table.scribe.writes_for(None, Kind.GOAL) for _ in range(2))
    for seat in ("fatma", "henk", "samira"):
        table.person(seat).does(c.SupportGoal(second, seat, on=True))
    assert table.screen["harvest"]["goals"] == [[f"{first}.1", 0], [f"{second}.1", 3]]
    table.fatma.is_late(c.SupportGoal(second, "fatma", on=True))
    word = table.fatma.writes(Kind.CLOSING_WORD)
    table.henk.is_refused(c.SupportGoal(word, "henk", on=True), Reason.NOT_A_GOAL)
    allowed = {"like", "vote", "rank", "score", "star"}
    assert not any(a in name.lower() for a in allowed for name in dir(c))


def test_a_phone_has_a_hundred_words_and_room_again_when_one_is_taken_back() -> None:
    table = a_round_of(2)
    table.fatma.consents()
    first = table.fatma.writes()
    for _ in range(MAX_WORDS_PER_SEAT - 1):
        table.fatma.writes()
    one_more = c.Write("more", Kind.EXPERIENCE, "fatma", "nl", "sealed")
    table.fatma.is_refused(one_more, Reason.ENOUGH_WORDS)
    table.fatma.does(c.WithdrawWords(first))
    table.fatma.does(one_more)
    table.scribe.writes_for("fatma", Kind.EXPERIENCE)
