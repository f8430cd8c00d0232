"""Numbered cards of an evening that is planned: printed from its page, and those of its dialogue once its table is open."""

from collections.abc import Mapping

from sqlalchemy import Connection, delete, insert, select

from dialoog.live import cards
from dialoog.planning.models import PlannedCard


def create_sheet(connection: Connection, secret: str, gathering: str) -> None:
    """Makes one more sheet of cards, up to as many as a dialogue may have."""
    last = max(_hashes(connection, gathering), default=0)
    hashes = cards.hashes_of_sheet(secret, gathering, last)
    if hashes:
        rows = [{"gathering": gathering, "number": number, "hash": hash} for number, hash in hashes.items()]
        connection.execute(insert(PlannedCard), rows)


def printable_codes(connection: Connection, secret: str, gathering: str) -> Mapping[int, str]:
    """Number → code in groups: nobody has one yet."""
    hashes = _hashes(connection, gathering)
    return cards.codes_of(secret, ((gathering, number, hash) for number, hash in hashes.items()))


def hand_over(connection: Connection, gathering: str, dialogue: str) -> None:
    """The table was opened: the cards are those of its dialogue."""
    cards.take_over(connection, dialogue, gathering, _hashes(connection, gathering))
    forget(connection, gathering)


def forget(connection: Connection, gathering: str) -> None:
    connection.execute(delete(PlannedCard).where(PlannedCard.gathering == gathering))


def _hashes(connection: Connection, gathering: str) -> dict[int, bytes]:
    query = select(PlannedCard.number, PlannedCard.hash).where(PlannedCard.gathering == gathering)
    return {row.number: row.hash for row in connection.execute(query.order_by(PlannedCard.number))}
