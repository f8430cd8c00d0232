"""Answering what changed: by the person, or by who rang them; and taking an answer back. Each within a transaction of its caller.

Every function takes the moment `now` in ms since 1970.
"""

import msgspec
from sqlalchemy import Connection, select, update

from dialoog.db.erasure_list import Erased, note
from dialoog.records.downloads import contents
from dialoog.records.looking_back.answers import AnswerInfo, find_answer, forget_answer
from dialoog.records.looking_back.models import Amount, LookingBack
from dialoog.records.models import Record
from dialoog.records.saving import hidden_ids
from dialoog.records.snapshot import decode
from dialoog.records.visibility import without
from dialoog.rules.state import Keep


class NotAsked(Exception):
    """Nobody asked this person, or they are not there any more."""


class NewAnswer(msgspec.Struct, frozen=True):
    """`keep` is Keep.NO where the text is not to be kept; then only the amount is."""

    amount: Amount
    text: str
    lang: str
    keep: Keep
    public: bool = False


def answer(
    connection: Connection, dialogue: str, seat: str, new: NewAnswer, now: int, caller: str | None = None
) -> bool:
    """The same again changes nothing; whether something changed. Raises NotAsked."""
    stands = _lock(connection, dialogue, seat)
    is_kept = bool(new.text) and new.keep is not Keep.NO
    values: dict[str, object] = {
        "amount": new.amount,
        "text": new.text if is_kept else "",
        "keep": new.keep.value if is_kept else None,
        "public": is_kept and new.public,
    }
    now_stands = {name: getattr(stands, name) for name in values} | {
        "keep": stands.keep and stands.keep.value
    }
    if stands.at is not None and values == now_stands:
        return False
    lang = new.lang if is_kept else stands.lang
    this = LookingBack.dialogue == dialogue, LookingBack.seat == seat
    connection.execute(update(LookingBack).where(*this).values(**values, lang=lang, at=now, caller=caller))
    _sync_copies(connection, stands, new.text if is_kept else "", now)
    return True


def take_back(connection: Connection, dialogue: str, seat: str, now: int) -> None:
    """Raises NotAsked."""
    stands = _lock(connection, dialogue, seat)
    forget_answer(connection, dialogue, seat)
    _sync_copies(connection, stands, "", now)


def _lock(connection: Connection, dialogue: str, seat: str) -> AnswerInfo:
    """Locks the record first, as saving does."""
    connection.execute(select(Record.id).where(Record.dialogue == dialogue).with_for_update())
    found = find_answer(connection, dialogue, seat)
    if found is None:
        raise NotAsked
    return found


def _sync_copies(connection: Connection, former: AnswerInfo, text: str, now: int) -> None:
    """Copies with a sentence that went are old from here on, and an older backup that is put back is without it."""
    dialogue = former.dialogue
    if former.text and former.text != text:
        note(connection, Erased(now, "answer", dialogue, former.seat))
    document = connection.execute(select(Record.document).where(Record.dialogue == dialogue)).scalar()
    if document is not None:
        shown = without(decode(document), hidden_ids(connection, dialogue))
        contents.sync(connection, dialogue, shown, now)
