"""Who may give which command, and when: the table "Who may do what" of the rules, which a test compares with it."""

from collections.abc import Mapping

from dialoog.rules import commands as c
from dialoog.rules.state import Desk

_OWN, _SCRIBE, _LEADS = Desk.SEAT, Desk.SCRIBE, Desk.FACILITATOR
_ALL = frozenset({_OWN, _SCRIBE, _LEADS})
_DESKS = frozenset({_SCRIBE, _LEADS})
_FACILITATOR = frozenset({_LEADS})

MAY: Mapping[type[c.Command], frozenset[Desk]] = {
    c.OpenTable: _FACILITATOR,
    c.TakeSeat: _ALL,
    c.GiveConsent: _ALL,
    c.ChangeName: _ALL,
    c.ChangePronunciation: _ALL,
    c.AcceptName: _DESKS,
    c.DeclineName: _ALL,
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
    c.AnswerTranslation: _ALL,
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
    c.EraseNames: frozenset({Desk.HOUSE}),
}

OWN_ALWAYS = (
    c.GiveConsent, c.ChangeName, c.ChangePronunciation, c.DeclineName, c.ChooseLanguage, c.KeepWords, c.ConfirmWords, c.WithdrawWords,
    c.EraseSeat,
)  # fmt: skip
"""C2–C4: what a person decides about own name and words, also when removed, also after closing."""

AFTER_CLOSING = (*OWN_ALWAYS, c.BlankUndecided, c.EraseNames)
"""S1: after closing only choices, withdrawal and erasure act: of their owner, or of the console for a seat without a
device (C10)."""

ENDING_ACCESS = (c.EndDevices, c.EndLinks)
"""Commands that only end access: allowed after closing too, since a phone may be stolen on the way home."""

BEFORE_ADMITTED = (
    c.GiveConsent, c.ChangeName, c.ChangePronunciation, c.DeclineName, c.ChooseLanguage, c.Leave, c.ComeBack, c.EraseSeat,
)  # fmt: skip
"""T14: the commands of somebody who asks to come in and was not let in yet."""

OF_ONE_MOMENT = (
    c.NextStep, c.BeginTurn, c.EndTurn, c.PassTurn, c.AcceptOffer, c.DeclineOffer, c.EndOffer, c.CloseRound,
    c.ForceClose, c.TellTurns, c.GiveTime, c.Reorder, c.ShowReadBack, c.OpenLastWords, c.CloseDialogue,
)  # fmt: skip
"""T21: commands that name their turn or step; after closing they come late, which is no error."""
