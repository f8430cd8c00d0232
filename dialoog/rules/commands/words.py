"""Requests about words and the shared screen.

Each names the words it is about by id; texts travel as commitments, the live layer puts the text itself
beside the journal.
"""

from dataclasses import dataclass

from dialoog.rules.state import Keep, Kind, SourceKind


@dataclass(frozen=True, slots=True)
class Write:
    """Words of `seat`, or of the group when `seat` is None (insight, tension, goal).

    `turn` files them under that turn (T21); without it they belong to the current step.
    """

    word: str
    kind: Kind
    seat: str | None
    lang: str
    commitment: str
    step: str | None = None
    turn: int | None = None
    keep: Keep | None = None
    ticked: bool = False
    source: SourceKind | None = None
    due: str | None = None
    together: tuple[str, ...] = ()
    rests_on: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ChangeWords:
    """`due` "" and `together` None leave what is there; `due` None is no day."""

    word: str
    lang: str
    commitment: str
    due: str | None = ""
    together: tuple[str, ...] | None = None
    rests_on: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TranslateWords:
    word: str
    lang: str
    commitment: str


@dataclass(frozen=True, slots=True)
class AnswerTranslation:
    """C5: the owner's yes to a translation that another wrote beside the words, or no, which takes it away.

    `revision` is that of the words with the translation that was read: a yes to another text says nothing.
    """

    word: str
    lang: str
    revision: int
    on: bool


@dataclass(frozen=True, slots=True)
class ConfirmWords:
    """Say "klopt"."""

    word: str


@dataclass(frozen=True, slots=True)
class KeepWords:
    """C3: with name, without name, not kept, or undecided again. `public`: the further yes for public pages."""

    word: str
    keep: Keep | None
    public: bool = False


@dataclass(frozen=True, slots=True)
class TickWords:
    """T20: "Laat op het scherm zien"."""

    word: str
    on: bool


@dataclass(frozen=True, slots=True)
class WithdrawWords:
    word: str


@dataclass(frozen=True, slots=True)
class ShowWords:
    word: str


@dataclass(frozen=True, slots=True)
class HideWords:
    word: str


@dataclass(frozen=True, slots=True)
class BlankScreen:
    on: bool


@dataclass(frozen=True, slots=True)
class ThemeScreen:
    theme: str


@dataclass(frozen=True, slots=True)
class SupportGoal:
    word: str
    seat: str
    on: bool


@dataclass(frozen=True, slots=True)
class AcceptAgreement:
    """`on`: yes, no, or None where an answer is taken back."""

    word: str
    seat: str
    on: bool | None
