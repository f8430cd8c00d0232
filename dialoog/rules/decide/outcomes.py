"""The outcomes of a decision: events, `Late`, or `Refused` with a reason."""

from dataclasses import dataclass
from enum import StrEnum

from dialoog.rules.events import Event


class Reason(StrEnum):
    """Why something may not happen now. `live.protocol.reasons` has a sentence for each."""

    NOT_ALLOWED = "not_allowed"
    NOT_YOURS = "not_yours"
    NOT_OPEN = "not_open"
    NOT_RUNNING = "not_running"
    CLOSED = "closed"
    ALREADY_OPEN = "already_open"
    DOOR_SHUT = "door_shut"
    UNKNOWN_SEAT = "unknown_seat"
    NOT_HERE = "not_here"
    NOBODY_HERE = "nobody_here"
    ONE_FACILITATOR = "one_facilitator"
    CIRCLE_INCOMPLETE = "circle_incomplete"
    LAST_STEP = "last_step"
    ROUND_OPEN = "round_open"
    NO_ROUND = "no_round"
    ROUND_NOT_COMPLETE = "round_not_complete"
    SILENCE = "silence"
    RESTING = "resting"
    SOMEBODY_SPEAKS = "somebody_speaks"
    NOT_YOUR_TURN = "not_your_turn"
    CHOOSE_WHO = "choose_who"
    NOBODY_LEFT = "nobody_left"
    NOT_WAITING = "not_waiting"
    NO_OFFER = "no_offer"
    CLOCK_OFF = "clock_off"
    BAD_LENGTH = "bad_length"
    REASON_NEEDED = "reason_needed"
    UNKNOWN_REASON = "unknown_reason"
    THEIR_PASS = "their_pass"  # noqa: S105
    NOT_NEWEST = "not_newest"
    CONSENT_FIRST = "consent_first"
    UNKNOWN_WORDS = "unknown_words"
    WORDS_GONE = "words_gone"
    ENOUGH_WORDS = "enough_words"
    WORDS_OF_ANOTHER = "words_of_another"
    OWNER_NEEDED = "owner_needed"
    SOURCE_KIND_NEEDED = "source_kind_needed"
    HARVEST_LATER = "harvest_later"
    NOT_HARVEST = "not_harvest"
    INSIGHT_NEEDS_WORDS = "insight_needs_words"
    NOT_CONFIRMED = "not_confirmed"
    NOT_TICKED = "not_ticked"
    NOT_A_GOAL = "not_a_goal"
    NOT_AN_AGREEMENT = "not_an_agreement"
    NOT_NAMED_IN_IT = "not_named_in_it"
    READ_BACK_FIRST = "read_back_first"
    LAST_WORDS_FIRST = "last_words_first"
    UNKNOWN_DESK = "unknown_desk"
    UNKNOWN_LINK = "unknown_link"
    TABLE_FULL = "table_full"
    UNKNOWN_THEME = "unknown_theme"


CLOSING_REASONS = ("time", "unwell", "disturbance", "place", "other")
"""Why a round or a dialogue ends early (T7, T25): a choice, since free text could hold a name and
words and names are never in the journal."""


@dataclass(frozen=True, slots=True)
class Late:
    """T21: it is already so; nothing changes and nobody sees an error."""


@dataclass(frozen=True, slots=True)
class Refused:
    """It may not happen; nothing changes."""

    reason: Reason


Decision = tuple[Event, ...] | Late | Refused
