"""The words of people and group in the state: kind, owner, commitment, and what the owner chose for them (C3–C5).

Their texts are in the table `words` beside the journal.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from dialoog.rules.seats import Desk


class Kind(StrEnum):
    """Every kind of words somebody, or the group at the harvest, can leave."""

    INTRODUCTION = "introduction"
    EXPERIENCE = "experience"
    PERSPECTIVE = "perspective"
    DREAM = "dream"
    POSSIBILITY = "possibility"
    CLOSING_WORD = "closing_word"
    SOURCE = "source"
    QUESTION = "question"
    GOAL = "goal"
    AGREEMENT = "agreement"
    INSIGHT = "insight"
    TENSION = "tension"


CONTRIBUTIONS = (
    Kind.INTRODUCTION,
    Kind.EXPERIENCE,
    Kind.PERSPECTIVE,
    Kind.DREAM,
    Kind.POSSIBILITY,
    Kind.CLOSING_WORD,
)
"""The kinds that are somebody's own words in a step; the other kinds are the harvest's."""


class SourceKind(StrEnum):
    """The five things people can share (Gemeenschapskracht)."""

    TIME = "time"
    KNOWLEDGE = "knowledge"
    NETWORK = "network"
    SPACE = "space"
    FACILITIES = "facilities"


class Keep(StrEnum):
    """C3: what the owner chose for one piece of words; undecided is None."""

    NAMED = "named"
    UNNAMED = "unnamed"
    NO = "no"


@dataclass(frozen=True, slots=True)
class Words:
    """Words by id: their text lies in the table `words`, here are its commitment and choices."""

    id: str
    kind: Kind
    seat: str | None
    step: str
    lang: str
    commitment: str
    written: int
    by: Desk
    turn: int | None = None
    revision: int = 1
    confirmed: bool = False
    keep: Keep | None = None
    public: bool = False
    """C3: the further yes for public pages; `released.is_public` says whether it counts."""
    ticked: bool = False
    withdrawn: bool = False
    blanked: bool = False
    translations: Mapping[str, str] = field(default_factory=dict)
    translators: Mapping[str, Desk] = field(default_factory=dict)
    """Language → which desk wrote that translation; the owner's own are not named (C5)."""
    waiting_translations: tuple[str, ...] = ()
    """Languages of translations that its owner did not say "klopt" to yet (C5)."""
    source: SourceKind | None = None
    due: str | None = None
    together: tuple[str, ...] = ()
    accepted: tuple[str, ...] = ()
    declined: tuple[str, ...] = ()
    answered: Mapping[str, int] = field(default_factory=dict)
    """Who said yes or no to an agreement → when."""
    supporters: tuple[str, ...] = ()
    rests_on: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()
    linked: bool = False
    """Its owner's newest change came from a device that a desk linked (T11)."""

    @property
    def alive(self) -> bool:
        return not self.withdrawn and not self.blanked

    @property
    def confirmed_translations(self) -> dict[str, Desk | None]:
        """C5: language → the desk that wrote it, of the translations that may be shown."""
        return {
            lang: self.translators.get(lang)
            for lang in self.translations
            if lang not in self.waiting_translations
        }

    def answer_of(self, seat: str) -> bool | None:
        """T23: whether this seat said yes or no to an agreement; None while it said neither."""
        return True if seat in self.accepted else False if seat in self.declined else None

    @property
    def stands(self) -> bool:
        """T23: an owner, a date, and a yes of the owner and of everybody named in it."""
        parties = (self.seat, *self.together)
        return self.due is not None and self.seat is not None and set(parties) <= set(self.accepted)
