"""What a decision can be: facts, "late" or a refusal with its reason; and who may ask for what.

`MAY` is the table "Who may do what" of the rules; a test holds one against the other.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from dialoog.rules import commands as c
from dialoog.rules.events import Event
from dialoog.rules.state import Desk


class Reason(StrEnum):
    """Why something may not happen now. `live.sayings` has a sentence for each."""

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

_OWN, _SCRIBE, _LEADS = Desk.SEAT, Desk.SCRIBE, Desk.FACILITATOR
_ALL = frozenset({_OWN, _SCRIBE, _LEADS})
_DESKS = frozenset({_SCRIBE, _LEADS})
_FACILITATOR = frozenset({_LEADS})

MAY: Mapping[type[c.Command], frozenset[Desk]] = {
    c.OpenTable: _FACILITATOR,
    c.TakeSeat: _ALL,
    c.GiveConsent: _ALL,
    c.ChangeName: _ALL,
    c.ChooseLanguage: _ALL,
    c.Admit: _FACILITATOR,
    c.OrderCircle: _FACILITATOR,
    c.BeginTurn: _ALL,
    c.EndTurn: _ALL,
    c.PassTurn: _ALL,
    c.AcceptOffer: _ALL,
    c.DeclineOffer: _ALL,
    c.EndOffer: _DESKS,
    c.TellTurns: _DESKS,
    c.AskRest: _ALL,
    c.AskHelp: _ALL,
    c.HearHelp: _DESKS,
    c.Rest: _DESKS,
    c.GoOn: _DESKS,
    c.BeginSilence: _DESKS,
    c.SkipSilence: _DESKS,
    c.GiveTime: _DESKS,
    c.SetClock: _DESKS,
    c.AskOpenQuestion: _DESKS,
    c.EndOpenQuestion: _ALL,
    c.Reorder: _DESKS,
    c.SetAway: _DESKS,
    c.Leave: _ALL,
    c.ComeBack: _ALL,
    c.CloseRound: _FACILITATOR,
    c.ForceClose: _FACILITATOR,
    c.NextStep: _FACILITATOR,
    c.Write: _ALL,
    c.ChangeWords: _ALL,
    c.TranslateWords: _ALL,
    c.WithdrawWords: _ALL,
    c.TickWords: _ALL,
    c.ConfirmWords: _ALL,
    c.KeepWords: _ALL,
    c.EraseSeat: _ALL,
    c.ShowWords: _DESKS,
    c.HideWords: _DESKS,
    c.BlankScreen: _DESKS,
    c.ThemeScreen: _DESKS,
    c.SupportGoal: _ALL,
    c.AcceptAgreement: _ALL,
    c.ShowReadBack: _FACILITATOR,
    c.OpenLastWords: _FACILITATOR,
    c.RemoveSeat: _FACILITATOR,
    c.RestoreSeat: _FACILITATOR,
    c.LinkDevice: frozenset({_OWN, _LEADS}),
    c.HandOver: _FACILITATOR,
    c.EndDevices: frozenset({_OWN, _LEADS}),
    c.EndLinks: _FACILITATOR,
    c.RenewCode: _FACILITATOR,
    c.SetDoor: _FACILITATOR,
    c.Undo: _ALL,
    c.CloseDialogue: _FACILITATOR,
    c.BlankUndecided: frozenset({Desk.HOUSE}),
}

OWN_ALWAYS = (
    c.GiveConsent, c.ChangeName, c.ChooseLanguage, c.KeepWords, c.ConfirmWords, c.WithdrawWords, c.EraseSeat,
)  # fmt: skip
"""C2–C4: what a person decides about own name and words, also when removed, also after closing."""

AFTER_CLOSING = (*OWN_ALWAYS, c.BlankUndecided)
"""S1: after closing only choices, withdrawal and erasure act, and only their owner gives them."""

ENDING = (c.EndDevices, c.EndLinks)
"""What only shuts out who should not be in: also after closing, when a phone is stolen on the way home."""

BEFORE_ADMITTED = (c.GiveConsent, c.ChangeName, c.ChooseLanguage, c.Leave, c.ComeBack, c.EraseSeat)
"""T14: what somebody may do who asked to come in and was not let in yet."""

OF_ONE_MOMENT = (
    c.NextStep, c.BeginTurn, c.EndTurn, c.PassTurn, c.AcceptOffer, c.DeclineOffer, c.EndOffer, c.CloseRound,
    c.ForceClose, c.TellTurns, c.GiveTime, c.Reorder, c.ShowReadBack, c.OpenLastWords, c.CloseDialogue,
)  # fmt: skip
"""T21: commands that name their turn or step; after closing they come late, which is no error."""
