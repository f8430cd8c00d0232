"""What a client can send about words: names, choices, texts, what becomes of them and where they are shown. The whole is in
`protocol`.
"""

from typing import Literal

from msgspec import UNSET, UnsetType

from dialoog.live.protocol.fields import (
    CommandMessage,
    Day,
    ForSeat,
    Lang,
    OfWords,
    Own,
    SeatId,
    Seats,
    StepId,
    Typed,
    Version,
    WordId,
    WordIds,
)
from dialoog.rules.state import Keep, Kind, SourceKind

# Of a person


class GiveConsent(CommandMessage):
    """`reach`: how the person can be reached, where `contact` is on. Left out, what was given stays; empty removes it."""

    words: bool
    name: bool
    contact: bool
    reach: Typed | UnsetType = UNSET
    seat: Own = UNSET


class ChangeName(CommandMessage):
    name: Typed
    seat: Own = UNSET


class ChangePronunciation(CommandMessage):
    """How the call name is said; empty removes it."""

    pronunciation: Typed
    seat: Own = UNSET


class AcceptName(CommandMessage):
    """`request` is the version in the document, of the name that was read."""

    seat: SeatId
    request: Version


class DeclineName(CommandMessage):
    request: Version
    seat: Own = UNSET


class ChooseLanguage(CommandMessage):
    lang: Lang
    seat: Own = UNSET


class EraseSeat(ForSeat): ...


# Words


class Write(CommandMessage):
    """The id of the command is the id of the words; `seat` null: the group's."""

    text: Typed
    word_kind: Kind
    lang: Lang = "nl"
    seat: SeatId | UnsetType | None = UNSET
    turn: Version | None = None
    step: StepId | None = None
    keep: Keep | None = None
    ticked: bool = False
    source: SourceKind | None = None
    due: Day | None = None
    together: Seats = ()
    rests_on: WordIds = ()
    answers: WordIds = ()


class ChangeWords(CommandMessage):
    """An agreement's day and people stay as they are where they are left out; null is no day, an empty list nobody."""

    word: WordId
    text: Typed
    lang: Lang = "nl"
    due: Day | UnsetType | None = UNSET
    together: Seats | UnsetType = UNSET
    rests_on: WordIds = ()


class TranslateWords(CommandMessage):
    word: WordId
    lang: Lang
    text: Typed


class AnswerTranslation(CommandMessage):
    """`revision`: that of the words whose translation was read."""

    word: WordId
    lang: Lang
    revision: Version
    on: bool


class ConfirmWords(OfWords): ...


class KeepWords(CommandMessage, omit_defaults=True):
    """`public`: the further yes for public pages, which each choice says anew. What a former release took is told again by the
    same digest, so the field stands in it only where it is yes."""

    word: WordId
    keep: Keep | None
    public: bool = False


class TickWords(CommandMessage):
    word: WordId
    on: bool


class WithdrawWords(OfWords): ...


class SupportGoal(CommandMessage):
    word: WordId
    on: bool
    seat: Own = UNSET


class AcceptAgreement(CommandMessage):
    """`on`: yes, no, or null where an answer is taken back."""

    word: WordId
    on: bool | None
    seat: Own = UNSET


# On the screen


class ShowWords(OfWords): ...


class HideWords(OfWords): ...


class BlankScreen(CommandMessage):
    on: bool


class ThemeScreen(CommandMessage):
    theme: Literal["light", "dark"]
