"""What an organiser does with the sheet of a record: choose its sentences and their order, and write their own text on it."""

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, insert, update

from dialoog.records import publication
from dialoog.records.actions import Changed, NotNow, lock_publication
from dialoog.records.models import Sheet
from dialoog.records.saving import hidden_ids
from dialoog.records.sheet.queries import SheetInfo, public_ids, read_sheet
from dialoog.records.visibility import without


def save_sheet(connection: Connection, dialogue: str, sheet: SheetInfo, now: int) -> None:
    """Leaves out what may not stand on it. `sheet.number` is that of the sheet when the form was opened. Raises Changed."""
    lock_publication(connection, dialogue)
    stands = read_sheet(connection, dialogue)
    if (stands.number if stands else 0) != sheet.number:
        raise Changed
    head = publication.find_head(connection, dialogue)
    if head is None or head.snapshot is None:
        raise NotNow("not_there")
    allowed = public_ids(without(head.snapshot, hidden_ids(connection, dialogue)))
    values: dict[str, Any] = msgspec.structs.asdict(sheet)
    values |= {"number": sheet.number + 1, "lost": 0, "changed": now}
    values["words"] = " ".join(word for word in dict.fromkeys(sheet.words) if word in allowed)
    if stands is None:
        connection.execute(insert(Sheet).values(dialogue=dialogue, **values))
    else:
        connection.execute(update(Sheet).where(Sheet.dialogue == dialogue).values(**values))


def move(words: Sequence[str], word: str, beside: Iterable[str], *, earlier: bool) -> tuple[str, ...]:
    """The same words, with this one before or after its neighbour among those `beside` it, which are of the same part of the sheet."""
    part = [one for one in words if one in set(beside)]
    if word not in part:
        return tuple(words)
    at = part.index(word)
    other = at - 1 if earlier else at + 1
    if not 0 <= other < len(part):
        return tuple(words)
    swapped = {part[at]: part[other], part[other]: part[at]}
    return tuple(swapped.get(one, one) for one in words)
