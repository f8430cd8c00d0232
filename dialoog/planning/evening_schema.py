"""The schema of an evening file: every field that it may have, with its type.

The fields from which a dialogue is created are required. Seats, turns and words may be left out, but those that are
there must be complete. `parse` names the first wrong field in one sentence. Unknown fields are ignored.
"""

from typing import Annotated, Any, Literal

import msgspec
from msgspec import UNSET, Meta, UnsetType

from dialoog.live.protocol.fields import Day, Lang, StepId
from dialoog.planning.schema_errors import sentence
from dialoog.rules.seats import Role
from dialoog.rules.state import Kind, SourceKind

Line = Annotated[str, Meta(max_length=1000)]
Text = str
Time = Annotated[str, Meta(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]
Minutes = Annotated[int, Meta(ge=0, le=600)]
Seconds = Annotated[int, Meta(ge=0, le=3600)]
Count = Annotated[int, Meta(ge=0)]
Number = int | float
Texts = tuple[str, ...]
Optional = Text | None
Seq = int | UnsetType
Operator = Literal["self", "scribe", "facilitator"]
Visibility = Literal["record_with_name", "record_without_name", "table_only"]
Occurrence = Literal[
    "late_join", "leave", "return", "pass", "disconnect", "reconnect",
    "rest", "resume", "reorder", "extend", "force_close", "undo",
]  # fmt: skip


class InvalidEvening(ValueError):
    """The text is one sentence with the path of the field that is wrong."""


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """An object of the file."""


class DialoguePart(Part, frozen=True, kw_only=True):
    id: Text = ""
    title: Annotated[str, Meta(min_length=1, max_length=1000)]
    theme: Line
    expectation: Line = ""
    neighbourhood: Line = ""
    municipality: Line = ""
    owner: Line = ""
    contact: Line = ""
    date: Day | None = None
    start: Time | None = None
    place: Line = ""
    planned_minutes: Number | None = None
    language: Lang = "nl"
    ui_languages: Texts = ()
    retention_until: Day | None = None


class FacilitatorPart(Part, frozen=True, kw_only=True):
    name: Line = ""
    speaks_in_rounds: bool = False


class ScribePart(Part, frozen=True, kw_only=True):
    name: Optional = None


class ConsentPart(Part, frozen=True, kw_only=True):
    words_in_report: bool = False
    name_in_report: bool = False
    contact: bool = False


class SeatPart(Part, frozen=True, kw_only=True):
    id: Text
    name: Text
    role: Role | None = None
    about: Optional = None
    device: bool = True
    ui_lang: Lang | None = None
    organisation: Optional = None
    joined_at: Optional = None
    left_at: Optional = None
    consent: ConsentPart | None = None


class StepPart(Part, frozen=True, kw_only=True):
    id: StepId
    form: Optional = None
    question: Line
    minutes: Minutes
    turn_seconds: Seconds
    silence_seconds: Seconds
    writing_seconds: Seconds
    order: Texts = ()


class TurnPart(Part, frozen=True, kw_only=True):
    seq: int
    step: Text
    seat: Text
    offer: Literal[1, 2] = 1
    outcome: Literal["spoke", "passed", "passed_final"]
    seconds: Number | None = None
    operated_by: Operator = "self"


class HarvestPart(Part, frozen=True, kw_only=True):
    before_turn: int | None = None
    minutes: Minutes
    note: Optional = None


class TranslationPart(Part, frozen=True, kw_only=True):
    lang: Lang
    text: Text
    by: Optional = None


class ContributionPart(Part, frozen=True, kw_only=True):
    id: Text
    kind: Kind
    step: Text
    seat: Text
    lang: Lang
    text: Text
    translation: TranslationPart | None = None
    entered_by: Operator = "self"
    confirmed_by_speaker: bool = True
    visibility: Visibility | None = None


class HarvestWordsPart(Part, frozen=True, kw_only=True):
    """The fields that all kinds of harvest words share."""

    id: Text
    lang: Lang | UnsetType = UNSET
    visibility: Visibility | None = None
    status: Optional = None


class SourcePart(HarvestWordsPart, frozen=True, kw_only=True):
    seat: Text
    type: SourceKind
    description: Text
    when: Optional = None
    linked_questions: Texts = ()


class QuestionPart(HarvestWordsPart, frozen=True, kw_only=True):
    seat: Text
    text: Text
    first_route: Optional = None
    route_reason: Optional = None


class BundlePart(Part, frozen=True, kw_only=True):
    id: Text
    title: Optional = None
    question_ids: Texts = ()
    addressed_to: Texts = ()
    reply_due: Day | None = None
    reply: Optional = None


class GoalPart(HarvestWordsPart, frozen=True, kw_only=True):
    text: Text
    supported_by: Texts


class InsightPart(HarvestWordsPart, frozen=True, kw_only=True):
    text: Text
    from_contributions: Texts


class TensionPart(HarvestWordsPart, frozen=True, kw_only=True):
    text: Text
    seats: Texts = ()


class AgreementPart(HarvestWordsPart, frozen=True, kw_only=True):
    owner_seat: Optional = None
    text: Text
    due: Day | None = None
    with_seats: Texts = ()
    accepted_by: Texts = ()
    answers_questions: Texts = ()
    depends_on: Optional = None
    accepted_by_owner: bool | None = None


class EventPart(Part, frozen=True, kw_only=True):
    type: Occurrence
    seat: Optional = None
    before_turn: Seq = UNSET
    during_turn: Seq = UNSET
    after_turn: Seq = UNSET
    step: Optional = None
    at: Optional = None
    by: Optional = None
    effect: Optional = None
    reason: Optional = None
    seconds: Count | UnsetType = UNSET
    order: Texts | UnsetType = UNSET
    unreached: Texts | UnsetType = UNSET


class CuePart(Part, frozen=True, kw_only=True):
    text: Text
    cue: Optional = None


class FlaggedNamePart(Part, frozen=True, kw_only=True):
    contribution: Text
    name: Text


class ExpectedPart(Part, frozen=True, kw_only=True):
    seats: Number | None = None
    core_phases: Number | None = None
    contributions: Number | None = None
    turn_events: Number | None = None
    first_offer_coverage: Number | None = None
    passes_first_offer: Number | None = None
    passes_final: Number | None = None
    speaking_seconds_by_seat: dict[str, Number] | UnsetType = UNSET
    gini_speaking_seconds: Number | None = None
    gini_formula: Optional = None
    resident_share_of_contributions: Number | None = None
    in_report_with_name: Number | None = None
    in_report_without_name: Number | None = None
    table_only: Number | None = None
    third_party_names_to_flag: tuple[FlaggedNamePart, ...] = ()
    agreements: Number | None = None
    seats_without_agreement: Texts = ()


class EveningFile(Part, frozen=True, kw_only=True):
    comment: Optional = msgspec.field(default=None, name="$comment")
    schema_version: int | None = None
    dialogue: DialoguePart
    facilitator: FacilitatorPart = FacilitatorPart()
    scribe: ScribePart | None = None
    seats: tuple[SeatPart, ...] = ()
    steps: Annotated[tuple[StepPart, ...], Meta(min_length=1, max_length=40)]
    turns: tuple[TurnPart, ...] = ()
    harvest: HarvestPart | UnsetType = UNSET
    contributions: tuple[ContributionPart, ...] = ()
    sources: tuple[SourcePart, ...] = ()
    questions: tuple[QuestionPart, ...] = ()
    bundles: tuple[BundlePart, ...] = ()
    shared_goals: tuple[GoalPart, ...] = ()
    insights: tuple[InsightPart, ...] = ()
    tensions: tuple[TensionPart, ...] = ()
    agreements: tuple[AgreementPart, ...] = ()
    events: tuple[EventPart, ...] = ()
    cue_examples: tuple[CuePart, ...] = ()
    expected: ExpectedPart = ExpectedPart()


def parse(evening: Any) -> EveningFile:
    """Converts the file to typed parts. Raises InvalidEvening for the first field that is wrong."""
    try:
        return msgspec.convert(evening, EveningFile, strict=True)
    except msgspec.ValidationError as error:
        raise InvalidEvening(sentence(str(error), evening)) from None
