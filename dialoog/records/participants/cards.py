"""Numbered cards: made before the evening, printed, handed out, and each the key to one seat's own words.

A card has a code of sixteen signs, about 77 bits. Only its hash is stored. The code follows from the secret of the installation,
so that a card that nobody has yet can be printed again; after a new secret the printed ones still open.
"""

import hashlib
import hmac
from collections.abc import Mapping

import msgspec
from sqlalchemy import Connection, func, insert, select, update

from dialoog.accounts import tokens
from dialoog.accounts.tokens import Identity
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
    number: int
    seat: str | None
    hash: bytes


def create_sheet(connection: Connection, secret: str, dialogue: str) -> int:
    """Makes one more sheet of cards; how many there are now."""
    last = connection.execute(select(func.max(Card.number)).where(Card.dialogue == dialogue)).scalar() or 0
    numbers = range(last + 1, min(last + ON_A_SHEET, MOST) + 1)
    rows = [
        {
            "dialogue": dialogue,
            "number": number,
            "hash": tokens.hash_of(derive_code(secret, dialogue, number)),
        }
        for number in numbers
    ]
    if rows:
        connection.execute(insert(Card), rows)
    return last + len(rows)


def list_cards(connection: Connection, dialogue: str) -> list[CardInfo]:
    query = select(Card.number, Card.seat, Card.hash).where(Card.dialogue == dialogue).order_by(Card.number)
    return [CardInfo(*row) for row in connection.execute(query)]


def printable_codes(connection: Connection, secret: str, dialogue: str) -> Mapping[int, str]:
    """Number → code in groups, of the cards that nobody has yet: whoever prints must not read what others were given."""
    codes: dict[int, str] = {}
    for card in list_cards(connection, dialogue):
        code = derive_code(secret, dialogue, card.number)
        if card.seat is None and tokens.hash_of(code) == card.hash:
            codes[card.number] = in_groups(code)
    return codes


def give_to(connection: Connection, dialogue: str, number: int, seat: str | None) -> bool:
    """Card `number` is for this seat from now on, and for no other; whoever opened it before is out. False where there is none."""
    of_card = (Card.dialogue == dialogue, Card.number == number)
    former = connection.execute(select(Card.seat).where(*of_card).with_for_update()).one_or_none()
    if former is None:
        return False
    for owner in {former.seat, seat} - {None}:
        tokens.revoke(connection, "card", dialogue, owner)
    connection.execute(update(Card).where(Card.dialogue == dialogue, Card.seat == seat).values(seat=None))
    connection.execute(update(Card).where(*of_card).values(seat=seat))
    return True


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


def derive_code(secret: str, dialogue: str, number: int) -> str:
    digest = hmac.new(secret.encode(), f"card\0{dialogue}\0{number}".encode(), hashlib.sha256).digest()
    rest, signs = int.from_bytes(digest), []
    for _ in range(CODE_LENGTH):
        rest, sign = divmod(rest, len(CODE_SIGNS))
        signs.append(CODE_SIGNS[sign])
    return "".join(signs)


def in_groups(code: str) -> str:
    return "-".join(code[at : at + GROUP] for at in range(0, len(code), GROUP))
