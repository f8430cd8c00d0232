"""Facts about words and the shared screen: these are never undone (S5).

Texts are never in them, only ids and commitments.
"""

from dataclasses import dataclass

from dialoog.rules.state import Desk, Keep, Kind, SourceKind


@dataclass(frozen=True, slots=True)
class WordsWritten:
    word: str
    kind: Kind
    seat: str | None
    step: str
    lang: str
    commitment: str
    confirmed: bool
    turn: int | None = None
    keep: Keep | None = None
    ticked: bool = False
    source: SourceKind | None = None
    due: str | None = None
    together: tuple[str, ...] = ()
    rests_on: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WordsChanged:
    """The owner's change, or somebody's for a seat that must say "klopt" again."""

    word: str
    lang: str
    commitment: str
    confirmed: bool
    due: str | None = None
    together: tuple[str, ...] = ()
    rests_on: tuple[str, ...] = ()
    reopened: bool = False
    """An agreement whose words changed needs everybody's yes again (T23)."""


@dataclass(frozen=True, slots=True)
class WordsTranslated:
    """C5. `confirmed`: its owner wrote it, or it waits for no phone; `by`: the desk that wrote it, else its owner did."""

    word: str
    lang: str
    commitment: str
    confirmed: bool = True
    by: Desk | None = None


@dataclass(frozen=True, slots=True)
class TranslationConfirmed:
    word: str
    lang: str
    aloud: bool


@dataclass(frozen=True, slots=True)
class TranslationRemoved:
    """Text and salt of this translation are gone; the words stand as they did."""

    word: str
    lang: str


@dataclass(frozen=True, slots=True)
class WordsConfirmed:
    word: str
    aloud: bool


@dataclass(frozen=True, slots=True)
class WordsKept:
    """C3: the owner's choice; `keep` None makes it undecided again. `public`: the further yes for public pages."""

    word: str
    keep: Keep | None
    aloud: bool
    public: bool = False


@dataclass(frozen=True, slots=True)
class WordsTicked:
    word: str
    on: bool


@dataclass(frozen=True, slots=True)
class WordsWithdrawn:
    word: str


@dataclass(frozen=True, slots=True)
class WordsBlanked:
    """C3, C8: texts and salts of these words are gone, everywhere."""

    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WordsShown:
    word: str


@dataclass(frozen=True, slots=True)
class WordsHidden:
    word: str


@dataclass(frozen=True, slots=True)
class ScreenBlanked:
    on: bool


@dataclass(frozen=True, slots=True)
class ScreenThemed:
    theme: str


@dataclass(frozen=True, slots=True)
class GoalSupported:
    word: str
    seat: str
    on: bool
    aloud: bool


@dataclass(frozen=True, slots=True)
class AgreementAccepted:
    """T23: the answer of somebody who is named in it. `on`: yes, no, or None where an answer was taken back."""

    word: str
    seat: str
    on: bool | None
    aloud: bool


WordEvent = (
    WordsWritten | WordsChanged | WordsTranslated | TranslationConfirmed | TranslationRemoved | WordsConfirmed | WordsKept | WordsTicked
    | WordsWithdrawn | WordsBlanked | WordsShown | WordsHidden | ScreenBlanked | ScreenThemed
    | GoalSupported | AgreementAccepted
)  # fmt: skip
