"""What somebody changes on their own page: the same commands as those of a phone, with the ids that their forms carry."""

from typing import Any

import msgspec

from dialoog.accounts.tokens import Identity
from dialoog.live.protocol.messages import Answer
from dialoog.live.runtime import current_runtime
from dialoog.live.transport import command_intake, responses
from dialoog.records.participants.own_words import OwnSentence
from dialoog.rules.state import Keep


class Change(msgspec.Struct, frozen=True):
    """What the page says after a form: `say` is empty where it was done."""

    say: str = ""
    status: int = 303


def choose(own: Identity, sentence: OwnSentence, keep: Keep, command: str, *, public: bool, closed: bool) -> Change:  # fmt: skip
    """C3, C4: the choice for one sentence. Whoever chooses for what another wrote down says that it is right. After closing what is not kept
    is taken back, and gone."""
    if closed and keep is Keep.NO:
        return _send(own, "withdraw_words", command, word=sentence.id)
    if not sentence.confirmed and keep is not Keep.NO:
        confirmed = _send(own, "confirm_words", f"{command}-yes", word=sentence.id)
        if confirmed.say:
            return confirmed
    return _send(own, "keep_words", command, word=sentence.id, keep=keep.value, public=public)


def answer_agreement(own: Identity, word: str, command: str, *, on: bool) -> Change:
    """T23."""
    return _send(own, "accept_agreement", command, word=word, on=on)


def give_consent(own: Identity, command: str, *, words: bool, name: bool, contact: bool, reach: str) -> Change:  # fmt: skip
    """C2."""
    return _send(own, "give_consent", command, words=words, name=name, contact=contact, reach=reach)


def erase(own: Identity, command: str) -> Change:
    """C8."""
    return _send(own, "erase_seat", command)


def _send(own: Identity, kind: str, command: str, **fields: Any) -> Change:
    """By a card one acts as the seat itself: the card was handed to this person."""
    as_seat = Identity("seat", own.dialogue, own.seat, own.hash)
    payload = {"id": command, "kind": kind, **fields}
    answer, cause = command_intake.execute(current_runtime(), as_seat, payload)
    if answer.answer in ("ok", "late"):
        return Change()
    return Change(_sentence(answer), responses.status_of(answer, cause))


def _sentence(answer: Answer) -> str:
    return answer.say or ""
