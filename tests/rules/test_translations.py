"""Translations beside words (C5): by whom, the yes of who has a phone, and what becomes of them."""

from typing import Any

from dialoog.rules import commands as c
from dialoog.rules.decide import Reason
from dialoog.rules.released import release_words
from dialoog.rules.state import Keep, Kind, Words
from tests.rules.people import Person, Table, a_round_of


def words_in_arabic(table: Table, **more: Any) -> Words:
    word = table.fatma.writes(lang="ar", **more)
    return table.state.words[word]


def answer(word: Words, table: Table, *, on: bool, revision: int | None = None) -> c.AnswerTranslation:
    return c.AnswerTranslation(word.id, "nl", revision or table.state.words[word.id].revision, on)


def beside_on_screen(table: Table) -> list[Any]:
    return [entry["translation"] for entry in table.screen["shown"]]


def own(person: Person) -> Any:
    return person.phone["words"][0]


def test_C5_a_translation_by_another_waits_for_klopt_and_the_original_stays() -> None:
    table = a_round_of(2)
    word = words_in_arabic(table, ticked=True)
    table.facilitator.shows(word.id)
    for hand, desk in ((table.scribe, "scribe"), (table.facilitator, "facilitator")):
        hand.does(c.TranslateWords(word.id, "nl", f"sealed-by-{desk}"))
        words = table.state.words[word.id]
        assert (words.lang, words.commitment, words.confirmed) == ("ar", word.commitment, True)
        assert beside_on_screen(table) == [None]
        assert own(table.fatma)["translation"] is None
        assert own(table.fatma)["translated"] == {"$translation": [word.id, {"nl": desk}]}
    table.fatma.does(answer(word, table, on=True))
    assert beside_on_screen(table) == [{"$translation": [word.id, {"nl": "facilitator"}]}]
    assert own(table.fatma)["translated"] is None
    table.fatma.is_late(answer(word, table, on=True))


def test_C5_a_yes_is_to_the_translation_that_was_read() -> None:
    table = a_round_of(2)
    word = words_in_arabic(table)
    table.scribe.does(c.TranslateWords(word.id, "nl", "sealed-first"))
    first = table.state.words[word.id].revision
    table.scribe.does(c.TranslateWords(word.id, "nl", "sealed-second"))
    table.fatma.is_late(answer(word, table, on=True, revision=first))
    assert table.state.words[word.id].waiting_translations == ("nl",)


def test_C5_no_takes_the_translation_away_and_nothing_else() -> None:
    table = a_round_of(2)
    word = words_in_arabic(table, keep=Keep.NAMED)
    table.scribe.does(c.TranslateWords(word.id, "nl", "sealed-dutch"))
    table.henk.is_refused(answer(word, table, on=False), Reason.WORDS_OF_ANOTHER)
    table.fatma.does(answer(word, table, on=False))
    words = table.state.words[word.id]
    assert (words.translations, words.translators, words.waiting_translations) == ({}, {}, ())
    assert (words.alive, words.commitment, words.keep) == (True, word.commitment, Keep.NAMED)
    table.fatma.is_late(answer(word, table, on=False))


def test_T13_of_who_has_no_phone_a_translation_stands_at_once() -> None:
    table = a_round_of(2, without_device=("henk",))
    word = table.scribe.writes_for("henk", Kind.EXPERIENCE)
    table.scribe.does(c.ConfirmWords(word))
    table.scribe.does(c.TranslateWords(word, "tr", "sealed-turkish"))
    assert table.state.words[word].confirmed_translations == {"tr": "scribe"}
    table.scribe.does(c.AnswerTranslation(word, "tr", table.state.words[word].revision, on=False))
    assert table.state.words[word].translations == {}


def test_T13_somebody_whose_phone_is_lost_says_klopt_aloud() -> None:
    table = a_round_of(2)
    word = words_in_arabic(table)
    table.scribe.does(c.TranslateWords(word.id, "nl", "sealed-dutch"))
    table.scribe.does(answer(word, table, on=True))
    assert table.state.words[word.id].confirmed_translations == {"nl": "scribe"}
    table.scribe.is_refused(answer(word, table, on=False), Reason.WORDS_OF_ANOTHER)


def test_C4_ones_own_translation_is_changed_by_nobody_else() -> None:
    table = a_round_of(2)
    word = words_in_arabic(table)
    table.fatma.does(c.TranslateWords(word.id, "nl", "sealed-own"))
    assert table.state.words[word.id].confirmed_translations == {"nl": None}
    table.scribe.is_refused(c.TranslateWords(word.id, "nl", "sealed-other"), Reason.WORDS_OF_ANOTHER)
    table.scribe.is_refused(answer(word, table, on=False), Reason.WORDS_OF_ANOTHER)
    table.fatma.does(answer(word, table, on=False))


def test_C5_closing_takes_away_what_nobody_said_klopt_to() -> None:
    table = a_round_of(2)
    word, other = words_in_arabic(table, keep=Keep.NAMED), table.henk.writes(keep=Keep.NAMED)
    for id in (word.id, other):
        table.scribe.does(c.TranslateWords(id, "nl", f"sealed-{id}-in-dutch"))
    table.henk.does(c.AnswerTranslation(other, "nl", table.state.words[other].revision, on=True))
    table.facilitator.does(c.CloseDialogue("time"))
    assert table.state.words[word.id].translations == {}
    assert table.state.words[other].confirmed_translations == {"nl": "scribe"}
    released = [w.id for step in release_words(table.state).steps for w in step.words]
    assert set(released) == {word.id, other}
    table.fatma.is_refused(answer(word, table, on=True), Reason.CLOSED)
