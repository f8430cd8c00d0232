"""The further yes for public pages (C3, C9): the owner's, per sentence, off by default."""

import pytest

from dialoog.rules import commands as c
from dialoog.rules import events as e
from dialoog.rules.decide import Reason
from dialoog.rules.released import is_public, release_words
from dialoog.rules.state import Keep, Kind
from tests.rules.people import at_the_harvest


def test_C3_public_is_a_further_yes_of_the_owner_that_each_choice_says_anew() -> None:
    table = at_the_harvest()
    word = table.fatma.writes(Kind.CLOSING_WORD, keep=Keep.UNNAMED)

    def is_released_to_all() -> bool:
        [released] = [w for step in release_words(table.state).steps for w in step.words if w.id == word]
        return released.public

    assert not is_released_to_all()
    assert [w["public"] for w in table.fatma.phone["words"] if w["id"] == word] == [False]
    table.henk.is_refused(c.KeepWords(word, Keep.UNNAMED, public=True), Reason.WORDS_OF_ANOTHER)
    table.fatma.does(c.KeepWords(word, Keep.UNNAMED, public=True))
    table.fatma.is_late(c.KeepWords(word, Keep.UNNAMED, public=True))
    assert is_released_to_all()
    assert [w["public"] for w in table.fatma.phone["words"] if w["id"] == word] == [True]
    table.fatma.keeps(word, Keep.NAMED)
    assert not is_released_to_all(), "the yes was for words without a name"
    table.fatma.does(c.KeepWords(word, Keep.NAMED, public=True))
    table.fatma.does(c.ChangeWords(word, "nl", "changed"))
    assert not is_released_to_all(), "the yes was for other words"


@pytest.mark.parametrize("keep", [Keep.NO, None])
def test_C3_what_is_in_no_record_is_not_public(keep: Keep | None) -> None:
    table = at_the_harvest()
    word = table.fatma.writes(Kind.CLOSING_WORD)
    table.fatma.does(c.KeepWords(word, Keep.NAMED, public=True))
    table.fatma.does(c.KeepWords(word, keep, public=True))
    assert not table.state.words[word].public
    table.fatma.does(c.KeepWords(word, Keep.NAMED, public=True))
    table.fatma.consents(words=False)
    assert not is_public(table.state, table.state.words[word])
    table.fatma.consents()
    assert is_public(table.state, table.state.words[word])
    table.fatma.does(c.WithdrawWords(word))
    assert not is_public(table.state, table.state.words[word])


def test_C9_what_the_group_made_is_public_where_the_table_says_so_at_the_read_back() -> None:
    table = at_the_harvest()
    word = table.fatma.writes(Kind.CLOSING_WORD, keep=Keep.NAMED)
    insight = table.facilitator.writes_for(None, Kind.INSIGHT, rests_on=(word,))
    tension = table.facilitator.writes_for(None, Kind.TENSION)
    table.fatma.does(c.KeepWords(word, Keep.NAMED, public=True))
    assert not is_public(table.state, table.state.words[insight]), "one person says it for nobody else"
    for desk in (table.facilitator, table.scribe):
        desk.is_refused(c.KeepWords(insight, Keep.UNNAMED, public=True), Reason.READ_BACK_FIRST)
    table.fatma.is_refused(c.KeepWords(tension, Keep.UNNAMED, public=True), Reason.WORDS_OF_ANOTHER)
    table.facilitator.does(c.ShowReadBack(table.state.step_version))
    for each in (insight, tension):
        table.facilitator.does(c.KeepWords(each, Keep.UNNAMED, public=True))
        assert table.entries[-1].events == (e.WordsKept(each, Keep.UNNAMED, aloud=True, public=True),)
        assert is_public(table.state, table.state.words[each])
    table.facilitator.does(c.ChangeWords(tension, "nl", "changed"))
    assert not is_public(table.state, table.state.words[tension]), "the yes was for other words"
    table.facilitator.does(c.KeepWords(tension, Keep.UNNAMED, public=True))
    table.facilitator.does(c.KeepWords(tension, Keep.UNNAMED))
    assert not is_public(table.state, table.state.words[tension])
    table.facilitator.does(c.CloseDialogue("time"))
    table.facilitator.is_refused(c.KeepWords(tension, Keep.UNNAMED, public=True), Reason.CLOSED)


def test_C7_an_insight_is_public_no_longer_than_one_of_its_words() -> None:
    table = at_the_harvest()
    word = table.fatma.writes(Kind.CLOSING_WORD, keep=Keep.NAMED)
    insight = table.facilitator.writes_for(None, Kind.INSIGHT, rests_on=(word,))
    table.facilitator.does(c.ShowReadBack(table.state.step_version))
    table.facilitator.does(c.KeepWords(insight, Keep.UNNAMED, public=True))
    assert not is_public(table.state, table.state.words[insight])
    table.fatma.does(c.KeepWords(word, Keep.NAMED, public=True))
    assert is_public(table.state, table.state.words[insight])
    table.fatma.keeps(word, Keep.UNNAMED)
    assert not is_public(table.state, table.state.words[insight])


def test_C10_the_console_writes_down_the_further_yes_of_who_has_no_device() -> None:
    table = at_the_harvest()
    table.facilitator.does(c.EndDevices("henk"))
    word = table.scribe.writes_for("henk", Kind.CLOSING_WORD)
    fatmas = table.fatma.writes(Kind.CLOSING_WORD, keep=Keep.NAMED)
    table.facilitator.does(c.CloseDialogue("time"))
    table.facilitator.does(c.ConfirmWords(word))
    table.facilitator.does(c.KeepWords(word, Keep.NAMED, public=True))
    assert table.entries[-1].events == (e.WordsKept(word, Keep.NAMED, aloud=True, public=True),)
    assert [w["public"] for w in table.desk["words.0"] if w["id"] == word] == [True]
    table.facilitator.is_refused(c.KeepWords(fatmas, Keep.NAMED, public=True), Reason.CLOSED)
    table.clock.advance(days=300)
    table.fatma.does(c.KeepWords(fatmas, Keep.NAMED, public=True))
    table.facilitator.does(c.KeepWords(word, Keep.NAMED))
    assert [w.public for w in release_words(table.state).steps[2].words] == [False, True]
