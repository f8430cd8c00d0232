"""Reading the sheet of a record, and counting what it lost: sentences that somebody withdrew, hid or no longer lets everybody read."""

import msgspec
from sqlalchemy import Connection, select, update

from dialoog.records.models import Sheet
from dialoog.records.snapshot import Snapshot
from dialoog.records.visibility import all_words, for_everybody


class SheetInfo(msgspec.Struct, frozen=True, kw_only=True):
    """As it is now; the defaults are those of a sheet that nobody made yet. `words` are ids in their order."""

    number: int = 0
    title: str = ""
    introduction: str = ""
    contact: str = ""
    phone: str = ""
    visit: str = ""
    words: tuple[str, ...] = ()
    lost: int = 0


_sheet = Sheet.__table__.columns


def read_sheet(connection: Connection, dialogue: str) -> SheetInfo | None:
    """None where nobody made one."""
    columns = [_sheet[name] for name in SheetInfo.__struct_fields__]
    row = connection.execute(select(*columns).where(_sheet.dialogue == dialogue)).one_or_none()
    return None if row is None else SheetInfo(**{**row._mapping, "words": tuple(row.words.split())})


def public_ids(shown: Snapshot) -> set[str]:
    """C3: the sentences that may stand on a sheet."""
    return {word.id for word in all_words(for_everybody(shown))}


def count_lost_sentences(connection: Connection, dialogue: str, shown: Snapshot) -> None:
    """After the record changed. A sentence that may be read again is lost no more. `shown`: what is not hidden of it."""
    sheet = read_sheet(connection, dialogue)
    if sheet is None:
        return
    lost = len(set(sheet.words) - public_ids(shown))
    if lost != sheet.lost:
        connection.execute(update(Sheet).where(Sheet.dialogue == dialogue).values(lost=lost))
