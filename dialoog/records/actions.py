"""What an organiser does with a record, each in one transaction: write above it, move it on, choose its audience, hide a sentence and
show it again. Each leaves a version; none touches the words of others.

Every function takes the moment `now` in ms since 1970, and who does it.
"""

from typing import Any

import msgspec
from sqlalchemy import Connection, delete, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from dialoog.accounts.policy import SYSTEM_PARTIES
from dialoog.db.erasure_list import Erased, note
from dialoog.live.models import Dialogue
from dialoog.live.queries import owner_kind
from dialoog.records.downloads import contents
from dialoog.records.models import AUDIENCES, Audience, HiddenWord, Publication, Record, RecordVersion, Stage
from dialoog.records.publication import PublicationInfo, publication
from dialoog.records.saving import count_lost_insights, counts_of, hidden_ids
from dialoog.records.search import index
from dialoog.records.sheet.queries import count_lost_sentences
from dialoog.records.snapshot import Snapshot, decode
from dialoog.records.visibility import all_words, without
from dialoog.rules.released import SEVEN_DAYS_MS
from dialoog.rules.state import CONTRIBUTIONS, Kind


class Changed(Exception):
    """Somebody else changed it since this page was opened."""


class NotNow(Exception):
    """The record is not where this can be done: `reason` is `settled`, `early`, `not_settled` or `not_there`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class NotTheirs(Exception):
    """A municipality or care organisation never edits a harvest, but for somebody who asked for it."""


def write_above(
    connection: Connection,
    dialogue: str,
    person: str,
    introduction: str,
    conclusion: str,
    version: int,
    now: int,
) -> None:
    """`version` is the number of the newest one when the form was opened. Raises Changed, and NotNow where the record is settled."""
    stands = lock_publication(connection, dialogue)
    if stands.stage == "final":
        raise NotNow("settled")
    if stands.number != version:
        raise Changed
    changed = msgspec.structs.replace(stands, introduction=introduction, conclusion=conclusion)
    _store(connection, dialogue, person, changed, now)


def move_on(connection: Connection, dialogue: str, person: str, stage: Stage, now: int) -> bool:
    """Concept → in review for seven days → settled, and from each back to concept, which only who took part reads. Raises NotNow for
    what is not the next step. A step that was done already is done once: then it answers False."""
    stands = lock_publication(connection, dialogue)
    if stands.stage == stage:
        return False
    match stands.stage, stage:
        case _, "concept":
            changed = msgspec.structs.replace(stands, stage=stage, audience="participants", review_ends=None)
        case "concept", "review":
            changed = msgspec.structs.replace(stands, stage=stage, review_ends=now + SEVEN_DAYS_MS)
        case "review", "final" if stands.review_ends is not None and now >= stands.review_ends:
            changed = msgspec.structs.replace(stands, stage=stage)
        case _:
            raise NotNow("early")
    _store(connection, dialogue, person, changed, now)
    if stage == "concept":
        note(connection, Erased(now, "audience", dialogue, stage))
    return True


def choose_audience(connection: Connection, dialogue: str, person: str, audience: Audience, now: int) -> None:
    """Raises NotNow where it is made wider before the record is settled. The caller asks whether it was previewed."""
    stands = lock_publication(connection, dialogue)
    if stands.audience == audience:
        return
    if is_wider(audience, stands.audience) and stands.stage != "final":
        raise NotNow("not_settled")
    _store(connection, dialogue, person, msgspec.structs.replace(stands, audience=audience), now)
    if is_wider(stands.audience, audience):
        note(connection, Erased(now, "audience", dialogue, audience))


def narrow_again(connection: Connection, dialogue: str, to: str, now: int) -> None:
    """The audience, or `concept`, to which somebody took a record back that a restored backup shows to more people."""
    if not _has_record(connection, dialogue):
        return
    stands = lock_publication(connection, dialogue)
    changed = stands
    if to == "concept" and stands.stage != "concept":
        changed = msgspec.structs.replace(stands, stage="concept", audience="participants", review_ends=None)
    elif to in AUDIENCES and is_wider(stands.audience, to):
        changed = msgspec.structs.replace(stands, audience=to)
    if changed != stands:
        _store(connection, dialogue, None, changed, now)


def is_wider(audience: Audience, than: Audience) -> bool:
    return AUDIENCES.index(audience) > AUDIENCES.index(than)


def hide_word(
    connection: Connection,
    dialogue: str,
    word: str,
    person: str,
    reason: str,
    now: int,
    *,
    on_request: bool = False,
) -> None:
    """A whole sentence, never a part. Raises NotNow where it does not stand in the record, and NotTheirs."""
    stands = lock_publication(connection, dialogue)
    before = _shown(connection, dialogue)
    kinds = {one.id: one.kind for one in all_words(before)}
    if word not in kinds:
        raise NotNow("not_there")
    if not on_request and not may_hide(connection, dialogue, kinds[word]):
        raise NotTheirs
    values = {"dialogue": dialogue, "word": word, "reason": reason, "at": now, "person": person}
    connection.execute(insert(HiddenWord).values(values))
    count_lost_insights(connection, dialogue, before, _sync(connection, dialogue, now), {word})
    _store(connection, dialogue, person, stands, now)
    note(connection, Erased(now, "hidden", dialogue, word))


def hide_again(connection: Connection, dialogue: str, word: str, now: int) -> None:
    """Where a restored backup shows a sentence that was hidden since. Why is not known any more: it was the organiser's text."""
    known = select(Dialogue.id).where(Dialogue.id == dialogue)
    if connection.execute(known).first() is None or word in hidden_ids(connection, dialogue):
        return
    connection.execute(insert(HiddenWord).values(dialogue=dialogue, word=word, reason="", at=now))
    if _has_record(connection, dialogue):
        stands = lock_publication(connection, dialogue)
        _sync(connection, dialogue, now)
        _store(connection, dialogue, None, stands, now)


def show_word(connection: Connection, dialogue: str, word: str, person: str, now: int) -> None:
    """Of a sentence that is not hidden nothing changes."""
    if word not in hidden_ids(connection, dialogue):
        return
    stands = lock_publication(connection, dialogue)
    hidden = HiddenWord.dialogue == dialogue, HiddenWord.word == word
    if connection.execute(delete(HiddenWord).where(*hidden)).rowcount:
        _sync(connection, dialogue, now)
        _store(connection, dialogue, person, stands, now)


def acknowledge_erasures(connection: Connection, dialogue: str) -> None:
    """The organiser saw which insights went, and where somebody who was erased is still named."""
    seen = {"lost_insights": 0, "named_in": ""}
    connection.execute(update(Publication).where(Publication.dialogue == dialogue).values(**seen))


def may_hide(connection: Connection, dialogue: str, kind: str) -> bool:
    """What people said in the steps may be hidden by whoever owns the dialogue; the harvest not by a municipality or care organisation:
    what the table made together stays as the table made it."""
    if Kind(kind) in CONTRIBUTIONS:
        return True
    return owner_kind(connection, dialogue) not in SYSTEM_PARTIES


def lock_publication(connection: Connection, dialogue: str) -> PublicationInfo:
    """What stands now, in a row that nobody else changes until the commit. Locks the record first, as saving does."""
    connection.execute(select(Record.id).where(Record.dialogue == dialogue).with_for_update())
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    row: Any = dialect.insert(Publication).values(dialogue=dialogue)
    connection.execute(row.on_conflict_do_nothing())
    return publication(connection, dialogue)


def _has_record(connection: Connection, dialogue: str) -> bool:
    return connection.execute(select(Record.id).where(Record.dialogue == dialogue)).first() is not None


def _store(
    connection: Connection, dialogue: str, person: str | None, changed: PublicationInfo, now: int
) -> None:
    """Stores it as the next version, with the ids of what stands in the record now."""
    number = changed.number + 1
    own = msgspec.structs.asdict(changed) | {"number": number}
    for name in ("lost_insights", "named_in"):
        own.pop(name)
    connection.execute(update(Publication).where(Publication.dialogue == dialogue).values(**own))
    own.pop("review_ends")
    words = " ".join(one.id for one in all_words(_shown(connection, dialogue)))
    connection.execute(
        insert(RecordVersion).values(dialogue=dialogue, at=now, person=person, words=words, **own)
    )


def _shown(connection: Connection, dialogue: str) -> Snapshot:
    """Raises NotNow where there is no record."""
    document = connection.execute(select(Record.document).where(Record.dialogue == dialogue)).scalar()
    if document is None:
        raise NotNow("not_there")
    return without(decode(document), hidden_ids(connection, dialogue))


def _sync(connection: Connection, dialogue: str, now: int) -> Snapshot:
    """Lists count what is shown, the search finds it, files that people took along are old or not, and the sheet says what it lost."""
    shown = _shown(connection, dialogue)
    index.sync(connection, dialogue, shown, now)
    contents.sync(connection, dialogue, shown, now)
    count_lost_sentences(connection, dialogue, shown)
    connection.execute(update(Record).where(Record.dialogue == dialogue).values(**counts_of(shown, ())))
    return shown
