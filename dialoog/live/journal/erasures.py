"""What an entry erases of people: seats, words, translations, and how somebody could be reached, as lines for the list of erasures.

A text or a name that its owner replaced is not on the list: there is no newer one in a backup to take its place, and words are not to be
lost that nobody took back.
"""

from collections.abc import Iterator

from dialoog.db.erasure_list import Erased
from dialoog.live.journal.contacts import may_be_reached
from dialoog.rules import events as e
from dialoog.rules.events import Entry
from dialoog.rules.state import State


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
            case e.ConsentGiven() if not event.contact and may_be_reached(before.seats.get(event.seat)):
                yield Erased(entry.at, "contact", dialogue, event.seat)
            case _:
                pass
