"""Proving that nothing was changed afterwards: every journal's chain, every text against its commitment."""

from collections.abc import Iterator

from sqlalchemy import Connection, Engine, select

from dialoog.db.engine import read_transaction
from dialoog.live.journal import store
from dialoog.live.journal.texts import commitment
from dialoog.live.models import Dialogue, SeatName, Translation, Word
from dialoog.rules import evolve
from dialoog.rules.state import State

_whole = select(Dialogue.id).where(Dialogue.erasing.is_(None))
"""A dialogue that is being erased lacks what is gone already."""


def prove_all(engine: Engine) -> Iterator[tuple[str, int, int, list[str]]]:
    """(dialogue, entries, texts and names, what is wrong), for each dialogue."""
    with read_transaction(engine) as connection:
        for dialogue in connection.execute(_whole.order_by(Dialogue.created)).scalars().all():
            yield dialogue, *prove(connection, dialogue)


def ends(engine: Engine) -> dict[str, str]:
    """Dialogue → what its chain ends in, in hex: written down elsewhere, it proves the whole of it."""
    with read_transaction(engine) as connection:
        dialogues = connection.execute(_whole).scalars().all()
        return {dialogue: store.end(connection, dialogue).hex() for dialogue in dialogues}


def prove(connection: Connection, dialogue: str) -> tuple[int, int, list[str]]:
    wrong: list[str] = []
    entries = []
    for version, entry, problem in store.proven(connection, dialogue):
        if entry is not None:
            entries.append(entry)
        if problem is not None:
            wrong.append(f"entry {version}: {problem}")
    stored = _kept(connection, dialogue)
    wrong += _unlike(_promised(evolve.fold(entries)), stored)
    return len(entries), len(stored), wrong


def _promised(state: State) -> dict[str, str]:
    """What the journal committed to and never took back: place → commitment."""
    promised = {f"name of {s.id}": s.name for s in state.seats.values() if not s.erased}
    for word in state.words.values():
        if word.alive:
            promised[f"words {word.id}"] = word.commitment
            for lang, translated in word.translations.items():
                promised[f"words {word.id} in {lang}"] = translated
    return promised


def _kept(connection: Connection, dialogue: str) -> dict[str, str]:
    names = select(SeatName.id, SeatName.salt, SeatName.name).where(SeatName.dialogue == dialogue)
    words = select(Word.id, Word.salt, Word.text).where(Word.dialogue == dialogue)
    beside = select(Translation.word, Translation.lang, Translation.salt, Translation.text).where(
        Translation.dialogue == dialogue
    )
    stored = {f"name of {row.id}": commitment(row.salt, row.name) for row in connection.execute(names)}
    stored |= {f"words {row.id}": commitment(row.salt, row.text) for row in connection.execute(words)}
    stored |= {
        f"words {row.word} in {row.lang}": commitment(row.salt, row.text)
        for row in connection.execute(beside)
    }
    return stored


def _unlike(promised: dict[str, str], stored: dict[str, str]) -> Iterator[str]:
    for place in sorted(promised.keys() | stored.keys()):
        if place not in stored:
            yield f"{place}: its text is missing"
        elif place not in promised:
            yield f"{place}: there is a text that the journal does not know or has blanked"
        elif promised[place] != stored[place]:
            yield f"{place}: the text is not the one that the journal committed to"
