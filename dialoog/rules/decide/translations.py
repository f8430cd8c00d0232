"""Decisions about translations beside words (C5): the original is never touched."""

from dialoog.rules import commands as c
from dialoog.rules import events as e
from dialoog.rules.decide.outcomes import Decision, Late, Reason, Refused
from dialoog.rules.decide.words import find_words
from dialoog.rules.state import By, Desk, State, Words


def translate_words(state: State, command: c.TranslateWords, by: By) -> Decision:
    """C5: the original stays the text; a translation stands beside it. One that another wrote waits for the "klopt" of an
    owner with a phone. T20: one from a phone takes the words off the screen until somebody shows them again, since
    nobody has seen it yet."""
    word = find_words(state, command.word, by)
    if isinstance(word, Refused):
        return word
    needs_no_yes = by.desk is Desk.SEAT or not _has_phone(state, word)
    if not needs_no_yes and command.lang in word.translations and command.lang not in word.translators:
        return Refused(Reason.WORDS_OF_ANOTHER)
    desk = None if by.desk is Desk.SEAT else by.desk
    words_translated = e.WordsTranslated(
        word.id, command.lang, command.commitment, confirmed=needs_no_yes, by=desk
    )
    if by.desk is Desk.SEAT and word.id in state.screen.shown:
        return (words_translated, e.WordsHidden(word.id))
    return (words_translated,)


def answer_translation(state: State, command: c.AnswerTranslation, by: By) -> Decision:
    """C5: yes, oneself or aloud (T13), or no, which takes it away. What its owner said yes to, only the owner takes away."""
    word = find_words(state, command.word, by)
    if isinstance(word, Refused):
        return word
    if command.lang not in word.translations or command.revision != word.revision:
        return Late()
    waits = command.lang in word.waiting_translations
    if command.on:
        return (e.TranslationConfirmed(word.id, command.lang, by.aloud),) if waits else Late()
    if by.desk is not Desk.SEAT and not waits and _has_phone(state, word):
        return Refused(Reason.WORDS_OF_ANOTHER)
    return (e.TranslationRemoved(word.id, command.lang),)


def _has_phone(state: State, word: Words) -> bool:
    return word.seat is not None and state.seats[word.seat].device
