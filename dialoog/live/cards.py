"""Numbered cards: made before the evening, printed, handed out, and each the key to one seat's own words.

A card has a code of sixteen signs, about 77 bits. Only its hash is stored. The code follows from the secret of the installation and
the id of what it was made for, the dialogue or the planned evening, so that a card that nobody has yet can be printed again; after a
new secret the printed ones still open.
"""

import hashlib
import hmac
import time
from collections.abc import Iterable, Mapping

import msgspec
from sqlalchemy import Connection, func, insert, select, update

from dialoog.accounts import tokens
from dialoog.accounts.tokens import Identity
from dialoog.db.erasure_list import Erased, note
from dialoog.live.commands.access_grants import CODE_SIGNS, normalize_code
from dialoog.live.models import Card, Dialogue

CODE_LENGTH = 16
GROUP = 4
"""Signs that are printed together."""
ON_A_SHEET = 8
MOST = 200
"""Cards of one dialogue."""
_columns = Card.__table__.columns


class CardInfo(msgspec.Struct, frozen=True):
    """`origin` is the planned evening that it was printed for; None where it was made for the dialogue itself."""

    number: int
    seat: str | None
    hash: bytes
    origin: str | None
    is_lost: bool


def create_sheet(connection: Connection, secret: str, dialogue: str) -> int:
    """Makes one more sheet of cards; how many there are now."""
    last = connection.execute(select(func.max(Card.number)).where(Card.dialogue == dialogue)).scalar() or 0
    hashes = hashes_of_sheet(secret, dialogue, last)
    if hashes:
        rows = [{"dialogue": dialogue, "number": number, "hash": hash} for number, hash in hashes.items()]
        connection.execute(insert(Card), rows)
    return last + len(hashes)


def hashes_of_sheet(secret: str, origin: str, last: int) -> dict[int, bytes]:
    """Number → the hash of its code, of the sheet after the card numbered `last`."""
    numbers = range(last + 1, min(last + ON_A_SHEET, MOST) + 1)
    return {number: tokens.hash_of(derive_code(secret, origin, number)) for number in numbers}


def list_cards(connection: Connection, dialogue: str) -> list[CardInfo]:
    of_card = (_columns[name] for name in ("number", "seat", "hash", "origin"))
    query = select(*of_card, _columns.lost.is_not(None).label("is_lost"))
    query = query.where(_columns.dialogue == dialogue).order_by(_columns.number)
    return [msgspec.convert(row._mapping, CardInfo) for row in connection.execute(query)]


def printable_codes(connection: Connection, secret: str, dialogue: str) -> Mapping[int, str]:
    """Number → code in groups, of the cards that nobody has yet: whoever prints must not read what others were given."""
    free = (card for card in list_cards(connection, dialogue) if card.seat is None and not card.is_lost)
    return codes_of(secret, ((card.origin or dialogue, card.number, card.hash) for card in free))


def codes_of(secret: str, cards: Iterable[tuple[str, int, bytes]]) -> dict[int, str]:
    """Number → code in groups, of cards given as (origin, number, hash); without those that an earlier secret made."""
    codes = {number: (derive_code(secret, origin, number), hash) for origin, number, hash in cards}
    return {number: in_groups(code) for number, (code, hash) in codes.items() if tokens.hash_of(code) == hash}


def take_over(connection: Connection, dialogue: str, origin: str, hashes: Mapping[int, bytes]) -> None:
    """The cards that were printed for a planned evening are those of its dialogue, which was opened just now."""
    rows = [
        {"dialogue": dialogue, "number": number, "hash": hash, "origin": origin}
        for number, hash in hashes.items()
    ]
    if rows:
        connection.execute(insert(Card), rows)


def give_to(connection: Connection, dialogue: str, number: int, seat: str | None) -> bool:
    """Card `number` is for this seat from now on, and for no other; whoever opened it before is out. False where there is none, and for
    one that was lost."""
    of_card = (Card.dialogue == dialogue, Card.number == number)
    existing = select(Card.seat).where(*of_card, Card.lost.is_(None))
    former = connection.execute(existing.with_for_update()).one_or_none()
    if former is None:
        return False
    for owner in {former.seat, seat} - {None}:
        tokens.revoke(connection, "card", dialogue, owner)
    connection.execute(update(Card).where(Card.dialogue == dialogue, Card.seat == seat).values(seat=None))
    connection.execute(update(Card).where(*of_card).values(seat=seat))
    if former.seat not in (None, seat):
        note(connection, Erased(time.time_ns() // 1_000_000, "card", dialogue, f"{number}:free"))
    return True


def end_lost(connection: Connection, dialogue: str, number: int, now: int) -> bool:
    """Card `number` was lost: it opens nothing any more, whoever finds it, and nobody is given it again. False where there is none."""
    of_card = (Card.dialogue == dialogue, Card.number == number)
    former = connection.execute(select(Card.seat).where(*of_card).with_for_update()).one_or_none()
    if former is None:
        return False
    if former.seat is not None:
        tokens.revoke(connection, "card", dialogue, former.seat)
    if connection.execute(
        update(Card).where(*of_card, Card.lost.is_(None)).values(seat=None, lost=now)
    ).rowcount:
        note(connection, Erased(now, "card", dialogue, f"{number}:lost"))
    return True


def is_free(connection: Connection, dialogue: str, number: int) -> bool:
    """Whether there is such a card, and nobody has it or lost it."""
    query = select(Card.number).where(
        Card.dialogue == dialogue, Card.number == number, Card.seat.is_(None), Card.lost.is_(None)
    )
    return connection.execute(query).scalar() is not None


def find(connection: Connection, typed: str) -> Identity | None:
    """The seat of the card with this code, as somebody typed it; None for an unknown code and for a card that nobody has. One look-up
    by hash, so that a code that is nearly right takes as long as any other."""
    query = (
        select(_columns.dialogue, _columns.seat)
        .join(Dialogue, Dialogue.id == _columns.dialogue)
        .where(_columns.hash == tokens.hash_of(normalize_code(typed[:80])), Dialogue.erasing.is_(None))
    )
    row = connection.execute(query).one_or_none()
    return None if row is None or row.seat is None else Identity("card", row.dialogue, row.seat, b"")


def derive_code(secret: str, origin: str, number: int) -> str:
    digest = hmac.new(secret.encode(), f"card\0{origin}\0{number}".encode(), hashlib.sha256).digest()
    rest, signs = int.from_bytes(digest), []
    for _ in range(CODE_LENGTH):
        rest, sign = divmod(rest, len(CODE_SIGNS))
        signs.append(CODE_SIGNS[sign])
    return "".join(signs)


def in_groups(code: str) -> str:
    return "-".join(code[at : at + GROUP] for at in range(0, len(code), GROUP))
