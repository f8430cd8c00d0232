"""People's words as they stand in a record that is read, and what came of them since. Texts and names are filled in; `document` is the whole."""

from datetime import datetime

import msgspec

from dialoog.records.follow_up.models import Outcome
from dialoog.records.follow_up.questions.models import QuestionState, ReplyKind


class RecordedOutcome(msgspec.Struct, frozen=True):
    """What became of an agreement: `outcome` since the moment `at`. `moved_to` is the ISO date that holds now, where it is another."""

    outcome: Outcome
    at: datetime
    moved_to: str | None = None
    note: str = ""
    """Of its owner, for who may read the record; empty in a public one."""


class RecordedReply(msgspec.Struct, frozen=True):
    """A reply of somebody outside, in their own text; of an interim one `until` is the day by which they say more. Days are ISO dates."""

    kind: ReplyKind
    organisation: str
    written: str
    text: str
    lang: str
    until: str | None = None


class PutTo(msgspec.Struct, frozen=True):
    """Who was asked to answer a question, when, by which ISO date, and every reply, the earliest first. Nothing here says how they are
    reached. `is_reopened`: the asker said of the newest that it was no answer."""

    organisation: str
    at: datetime
    reply_by: str
    state: QuestionState
    is_reopened: bool = False
    replies: tuple[RecordedReply, ...] = ()


class RecordedWords(msgspec.Struct, frozen=True):
    """A person's words in a record: the original text, and its translations by language (C5)."""

    id: str
    kind: str
    text: str
    lang: str
    translations: dict[str, str] = {}
    translators: dict[str, str] = {}
    """Language → the desk that wrote that translation, where it was not the owner."""
    name: str | None = None
    source: str | None = None
    due: str | None = None
    together: tuple[str, ...] = ()
    together_unnamed: int = 0
    supporters: tuple[str, ...] = ()
    supporters_in_all: int = 0
    rests_on: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()
    stands: bool = False
    became: RecordedOutcome | None = None
    put_to: PutTo | None = None
    of_table: bool = False
    """The whole table's: nobody's name stays out."""

    @property
    def day(self) -> str | None:
        """Of an agreement: the day that holds now."""
        return self.became.moved_to if self.became and self.became.moved_to else self.due
