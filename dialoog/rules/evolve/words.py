"""What follows from a fact about words and the shared screen. Words are never undone (S5)."""

from typing import Any

from dialoog.rules import events as e
from dialoog.rules.dataclass_replace import replace
from dialoog.rules.state import Desk, State, Words


def apply_word_event(state: State, event: e.WordEvent, entry: e.Entry) -> State:
    """The state after one fact about words or the screen."""
    match event:
        case e.WordsWritten():
            return _add_words(state, event, entry)
        case e.WordsChanged():
            return _mark_device(_change_words(state, event), event.word, entry)
        case e.WordsTranslated():
            return _add_translation(state, event)
        case e.TranslationConfirmed():
            return _settle_translation(state, event.word, event.lang)
        case e.TranslationRemoved():
            return _remove_translation(_settle_translation(state, event.word, event.lang), event)
        case e.WordsConfirmed():
            return _mark_device(_update_words(state, event.word, confirmed=True), event.word, entry)
        case e.WordsKept():
            state = _update_words(state, event.word, keep=event.keep, public=event.public)
            return _mark_device(state, event.word, entry)
        case e.WordsTicked():
            return _mark_device(_update_words(state, event.word, ticked=event.on), event.word, entry)
        case e.WordsWithdrawn():
            return _hide_words(_update_words(state, event.word, withdrawn=True), (event.word,))
        case e.WordsBlanked():
            for word_id in event.words:
                state = _update_words(state, word_id, blanked=True)
            return _hide_words(state, event.words)
        case e.WordsShown():
            other_words = tuple(w for w in state.screen.shown if w != event.word)
            return replace(state, screen=replace(state.screen, shown=(*other_words, event.word)))
        case e.WordsHidden():
            return _hide_words(state, (event.word,))
        case e.ScreenBlanked():
            return replace(state, screen=replace(state.screen, blank=event.on))
        case e.ScreenThemed():
            return replace(state, screen=replace(state.screen, theme=event.theme))
        case e.GoalSupported():
            return _set_member(state, event.word, "supporters", event.seat, on=event.on)
        case e.AgreementAccepted():
            return _answer_agreement(state, event, entry)


def _add_words(state: State, event: e.WordsWritten, entry: e.Entry) -> State:
    words = Words(
        event.word, event.kind, event.seat, event.step, event.lang, event.commitment,
        written=entry.at, by=entry.by.desk, turn=event.turn, confirmed=event.confirmed,
        keep=event.keep, ticked=event.ticked, source=event.source, due=event.due,
        together=event.together, rests_on=event.rests_on, answers=event.answers,
        linked=entry.by.linked,
    )  # fmt: skip
    word_counts = state.word_counts
    if event.seat is not None:
        word_counts = {**word_counts, event.seat: word_counts.get(event.seat, 0) + 1}
    return replace(state, words={**state.words, words.id: words}, word_counts=word_counts)


def _change_words(state: State, event: e.WordsChanged) -> State:
    """Changed words leave the screen: nobody showed the new ones yet (T20). The further yes was for the former ones (C3)."""
    word = state.words.get(event.word)
    if word is None:
        return state
    state = _update_words(
        state, event.word, lang=event.lang, commitment=event.commitment,
        translations={}, translators={}, waiting_translations=(),
        confirmed=event.confirmed, public=False, due=event.due, together=event.together,
        rests_on=event.rests_on, revision=word.revision + 1,
        **({"accepted": (), "declined": (), "answered": {}} if event.reopened else {}),
    )  # fmt: skip
    return _hide_words(state, (event.word,))


def _add_translation(state: State, event: e.WordsTranslated) -> State:
    word = state.words.get(event.word)
    if word is None:
        return state
    translators = {lang: desk for lang, desk in word.translators.items() if lang != event.lang}
    if event.by is not None:
        translators[event.lang] = event.by
    waiting = tuple(lang for lang in word.waiting_translations if lang != event.lang)
    return _update_words(
        state, word.id, translations={**word.translations, event.lang: event.commitment}, translators=translators,
        waiting_translations=waiting if event.confirmed else (*waiting, event.lang), revision=word.revision + 1,
    )  # fmt: skip


def _settle_translation(state: State, word_id: str, lang: str) -> State:
    """It waits no more. The revision counts on, since others read the words with it, or without it, from now on."""
    word = state.words.get(word_id)
    if word is None:
        return state
    waiting = tuple(other for other in word.waiting_translations if other != lang)
    return _update_words(state, word_id, waiting_translations=waiting, revision=word.revision + 1)


def _remove_translation(state: State, event: e.TranslationRemoved) -> State:
    word = state.words.get(event.word)
    if word is None:
        return state
    translations = {lang: text for lang, text in word.translations.items() if lang != event.lang}
    translators = {lang: desk for lang, desk in word.translators.items() if lang != event.lang}
    return _update_words(state, event.word, translations=translations, translators=translators)


def _mark_device(state: State, word: str, entry: e.Entry) -> State:
    """What a desk does aloud says nothing about the devices of a seat."""
    return _update_words(state, word, linked=entry.by.linked) if entry.by.desk is Desk.SEAT else state


def _hide_words(state: State, words: tuple[str, ...]) -> State:
    shown = tuple(w for w in state.screen.shown if w not in words)
    return replace(state, screen=replace(state.screen, shown=shown))


def _set_member(state: State, word_id: str, field: str, seat: str, *, on: bool) -> State:
    word = state.words.get(word_id)
    if word is None:
        return state
    members = tuple(s for s in getattr(word, field) if s != seat)
    return _update_words(state, word_id, **{field: (*members, seat) if on else members})


def _answer_agreement(state: State, event: e.AgreementAccepted, entry: e.Entry) -> State:
    state = _set_member(state, event.word, "accepted", event.seat, on=event.on is True)
    state = _set_member(state, event.word, "declined", event.seat, on=event.on is False)
    word = state.words.get(event.word)
    answered = {seat: at for seat, at in word.answered.items() if seat != event.seat} if word else {}
    if event.on is not None:
        answered[event.seat] = entry.at
    return _update_words(state, event.word, answered=answered)


def _update_words(state: State, word_id: str, **fields: Any) -> State:
    if word_id not in state.words:
        return state
    word = replace(state.words[word_id], **fields)
    return replace(state, words={**state.words, word_id: word})
