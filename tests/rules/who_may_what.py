"""The table "Who may do what" of the rules, copied here as facts: the rules and the matrix of rights are held against it.

A row: commands, who besides the own device, when they act, and whether their first event can be undone.
"""

from dataclasses import dataclass

from dialoog.rules import commands as c
from dialoog.rules.state import Desk

OWN, SCRIBE, LEADS, HOUSE = Desk.SEAT, Desk.SCRIBE, Desk.FACILITATOR, Desk.HOUSE
ALL, DESKS, FACILITATOR = {OWN, SCRIBE, LEADS}, {SCRIBE, LEADS}, {LEADS}
PLANNED, OPEN, RUNNING, HARVEST, CLOSED = "planned", "open", "running", "harvest", "closed"
LIVE, NOT_CLOSED = {RUNNING, HARVEST}, {OPEN, RUNNING, HARVEST}
ALWAYS = {OPEN, RUNNING, HARVEST, CLOSED}


@dataclass(frozen=True)
class Row:
    may: set[Desk]
    when: set[str]
    undo: bool


ROWS: dict[type, Row] = {
    c.OpenTable: Row(FACILITATOR, {PLANNED}, False),
    # take a seat, consent, change name or language: until the harvest; own name and consent always
    c.TakeSeat: Row(ALL, {OPEN, RUNNING}, False),
    c.Admit: Row(FACILITATOR, {RUNNING}, False),
    c.GiveConsent: Row(ALL, ALWAYS, False),
    c.ChangeName: Row(ALL, ALWAYS, False),
    c.ChangePronunciation: Row(ALL, ALWAYS, False),
    c.AcceptName: Row(DESKS, LIVE, False),
    c.DeclineName: Row(ALL, LIVE, False),
    c.ChooseLanguage: Row(ALL, ALWAYS, False),
    # order the circle, open the dialogue's first step: open
    c.OrderCircle: Row(FACILITATOR, {OPEN}, True),
    c.NextStep: Row(FACILITATOR, {OPEN, RUNNING}, True),
    c.BeginTurn: Row(ALL, LIVE, True),
    c.EndTurn: Row(ALL, LIVE, True),
    c.PassTurn: Row(ALL, LIVE, True),
    c.AcceptOffer: Row(ALL, LIVE, True),
    c.DeclineOffer: Row(ALL, LIVE, True),
    c.EndOffer: Row(DESKS, LIVE, True),
    c.TellTurns: Row(DESKS, LIVE, True),
    c.AskRest: Row(ALL, LIVE, False),
    c.AskHelp: Row(ALL, LIVE, False),
    c.HearHelp: Row(DESKS, LIVE, False),
    c.Rest: Row(DESKS, LIVE, True),
    c.GoOn: Row(DESKS, LIVE, True),
    c.BeginSilence: Row(DESKS, LIVE, True),
    c.SkipSilence: Row(DESKS, LIVE, True),
    c.GiveTime: Row(DESKS, LIVE, True),
    c.SetClock: Row(DESKS, LIVE, True),
    c.AskOpenQuestion: Row(DESKS, LIVE, True),
    c.EndOpenQuestion: Row(ALL, LIVE, True),
    c.Reorder: Row(DESKS, LIVE, True),
    # away, left, back, remove: also while people sit down, or who went would stand in the first order
    c.SetAway: Row(DESKS, NOT_CLOSED, True),
    c.Leave: Row(ALL, NOT_CLOSED, True),
    c.ComeBack: Row(ALL, NOT_CLOSED, True),
    c.RemoveSeat: Row(FACILITATOR, NOT_CLOSED, True),
    c.RestoreSeat: Row(FACILITATOR, NOT_CLOSED, True),
    c.CloseRound: Row(FACILITATOR, LIVE, True),
    c.ForceClose: Row(FACILITATOR, LIVE, True),
    c.Write: Row(ALL, NOT_CLOSED, False),
    c.ChangeWords: Row(ALL, NOT_CLOSED, False),
    c.TranslateWords: Row(ALL, NOT_CLOSED, False),
    c.AnswerTranslation: Row(ALL, NOT_CLOSED, False),
    c.WithdrawWords: Row(ALL, ALWAYS, False),
    c.TickWords: Row(ALL, NOT_CLOSED, False),
    c.ConfirmWords: Row(ALL, ALWAYS, False),
    c.KeepWords: Row(ALL, ALWAYS, False),
    c.EraseSeat: Row(ALL, ALWAYS, False),
    c.ShowWords: Row(DESKS, NOT_CLOSED, False),
    c.HideWords: Row(DESKS, NOT_CLOSED, False),
    c.BlankScreen: Row(DESKS, NOT_CLOSED, False),
    c.ThemeScreen: Row(DESKS, NOT_CLOSED, False),
    c.SupportGoal: Row(ALL, {HARVEST}, False),
    c.AcceptAgreement: Row(ALL, {HARVEST}, False),
    c.ShowReadBack: Row(FACILITATOR, {HARVEST}, True),
    c.OpenLastWords: Row(FACILITATOR, {HARVEST}, True),
    c.LinkDevice: Row({OWN, LEADS}, NOT_CLOSED, False),
    c.HandOver: Row(FACILITATOR, NOT_CLOSED, False),
    # a device or link that is lost or stolen: also on the way home
    c.EndDevices: Row({OWN, LEADS}, ALWAYS, False),
    c.EndLinks: Row(FACILITATOR, ALWAYS, False),
    # the code works until the harvest opens, and asks once the dialogue runs
    c.RenewCode: Row(FACILITATOR, {OPEN, RUNNING}, False),
    c.SetDoor: Row(FACILITATOR, {OPEN}, False),
    c.Undo: Row(ALL, NOT_CLOSED, False),
    c.CloseDialogue: Row(FACILITATOR, NOT_CLOSED, False),
    c.BlankUndecided: Row({HOUSE}, {CLOSED}, False),
    c.EraseNames: Row({HOUSE}, ALWAYS, False),
}
