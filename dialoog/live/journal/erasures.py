"""What an entry erases of people, as lines for the list of erasures: seats, words, translations, how somebody could be reached; and which of
their choices it makes smaller.

A text or a name that its owner replaced is not on the list: there is no newer one in a backup to take its place, and words are not to be
lost that nobody took back.
"""

from collections.abc import Iterator

from dialoog.db.erasure_list import Erased
from dialoog.live.journal.contacts import may_be_reached
from dialoog.rules import events as e
from dialoog.rules.events import Entry
from dialoog.rules.state import Keep, State, Words

UNDECIDED, PUBLIC = "undecided", "public"
_EXTENT = {None: 0, Keep.NO: 0, Keep.UNNAMED: 1, Keep.NAMED: 2}


def erased_by(before: State, dialogue: str, entry: Entry) -> Iterator[Erased]:
    """The lines of this entry; `before` is the state without it."""
    for event in entry.events:
        match event:
            case e.SeatErased():
                yield Erased(entry.at, "seat", dialogue, event.seat)
            case e.NamesErased():
                yield from (Erased(entry.at, "name", dialogue, seat) for seat in event.seats)
            case e.PronunciationChanged(pronunciation=None):
                yield Erased(entry.at, "pronunciation", dialogue, event.seat)
            case e.WordsBlanked():
                yield from (Erased(entry.at, "word", dialogue, word) for word in event.words)
            case e.TranslationRemoved():
                yield Erased(entry.at, "translation", dialogue, f"{event.word}:{event.lang}")
            case e.ConsentGiven():
                if not event.contact and may_be_reached(before.seats.get(event.seat)):
                    yield Erased(entry.at, "contact", dialogue, event.seat)
                seat = before.seats.get(event.seat)
                consent = seat.consent if seat is not None else None
                for choice in ("words", "name"):
                    if consent is not None and getattr(consent, choice) and not getattr(event, choice):
                        yield Erased(entry.at, "consent", dialogue, f"{event.seat}:{choice}")
            case e.WordsKept():
                word = before.words.get(event.word)
                if word is not None and narrowed(word, event.keep, is_public=event.public):
                    subject = f"{word.id}:{event.keep or UNDECIDED}:{PUBLIC if event.public else ''}"
                    yield Erased(entry.at, "keep", dialogue, subject)
            case _:
                pass


def narrowed(word: Words, keep: Keep | None, *, is_public: bool) -> tuple[Keep | None, bool] | None:
    """What is kept of these words and whether they may be public, where this choice makes either smaller; None where it does not."""
    smaller = keep if _EXTENT[keep] < _EXTENT[word.keep] else word.keep
    changed = smaller, word.public and is_public and _EXTENT[smaller] > 0
    return changed if changed != (word.keep, word.public) else None
