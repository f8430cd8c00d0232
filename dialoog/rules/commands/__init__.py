"""Requests, imperative: everything that somebody can ask of a running dialogue.

They stand by topic: `seats`, `turns`, `flow`, `words` and `access` (links, devices, the code, the door); all can be had
from here. Each names what it is about: a flow command its turn or step (T21), a command about words their id. Who asks
is never in here: `decide` gets that as `By`. `seat` means the seat it is for; a seat's own device may name only itself.
"""

from dialoog.rules.commands.access import (
    EndDevices,
    EndLinks,
    HandOver,
    LinkDevice,
    RenewCode,
    SetDoor,
)
from dialoog.rules.commands.flow import (
    AskHelp,
    AskRest,
    BeginSilence,
    BlankUndecided,
    CloseDialogue,
    CloseRound,
    ForceClose,
    GoOn,
    HearHelp,
    NextStep,
    OpenLastWords,
    OpenTable,
    Rest,
    SetClock,
    ShowReadBack,
    SkipSilence,
    Undo,
)
from dialoog.rules.commands.seats import (
    AcceptName,
    Admit,
    ChangeName,
    ChangePronunciation,
    ChooseLanguage,
    ComeBack,
    DeclineName,
    EraseNames,
    EraseSeat,
    GiveConsent,
    Leave,
    OrderCircle,
    RemoveSeat,
    RestoreSeat,
    SetAway,
    TakeSeat,
)
from dialoog.rules.commands.turns import (
    AcceptOffer,
    AskOpenQuestion,
    BeginTurn,
    DeclineOffer,
    EndOffer,
    EndOpenQuestion,
    EndTurn,
    GiveTime,
    PassTurn,
    Reorder,
    TellTurns,
)
from dialoog.rules.commands.words import (
    AcceptAgreement,
    AnswerTranslation,
    BlankScreen,
    ChangeWords,
    ConfirmWords,
    HideWords,
    KeepWords,
    ShowWords,
    SupportGoal,
    ThemeScreen,
    TickWords,
    TranslateWords,
    WithdrawWords,
    Write,
)

__all__ = [
    "AcceptAgreement", "AcceptName", "AcceptOffer", "Admit", "AnswerTranslation", "AskHelp", "AskOpenQuestion", "AskRest",
    "BeginSilence", "BeginTurn", "BlankScreen", "BlankUndecided", "ChangeName", "ChangePronunciation", "ChangeWords",
    "ChooseLanguage", "CloseDialogue", "CloseRound", "ComeBack", "Command", "ConfirmWords",
    "DeclineName", "DeclineOffer", "EndDevices", "EndLinks", "EndOffer", "EndOpenQuestion", "EndTurn", "EraseNames", "EraseSeat", "ForceClose",
    "GiveConsent", "GiveTime", "GoOn", "HandOver", "HearHelp", "HideWords", "KeepWords", "Leave",
    "LinkDevice", "NextStep", "OpenLastWords", "OpenTable", "OrderCircle", "PassTurn", "RemoveSeat",
    "RenewCode", "Reorder", "Rest", "RestoreSeat", "SetAway", "SetClock", "SetDoor", "ShowReadBack", "ShowWords",
    "SkipSilence", "SupportGoal", "TakeSeat", "TellTurns", "ThemeScreen", "TickWords",
    "TranslateWords", "Undo", "WithdrawWords", "Write",
]  # fmt: skip


Command = (
    OpenTable | TakeSeat | Admit | GiveConsent | ChangeName | ChangePronunciation | AcceptName | DeclineName | ChooseLanguage | OrderCircle
    | NextStep | BeginTurn | EndTurn | PassTurn | AcceptOffer | DeclineOffer | EndOffer
    | CloseRound | ForceClose | TellTurns | AskRest | AskHelp | HearHelp | Rest | GoOn
    | BeginSilence | SkipSilence | GiveTime | SetClock | AskOpenQuestion | EndOpenQuestion
    | Reorder | SetAway | Leave | ComeBack | RemoveSeat | RestoreSeat | LinkDevice | HandOver
    | EndDevices | EndLinks | RenewCode | SetDoor
    | Write | ChangeWords | TranslateWords | AnswerTranslation | ConfirmWords | KeepWords | TickWords
    | WithdrawWords | EraseNames | EraseSeat | BlankUndecided | ShowWords | HideWords | BlankScreen
    | ThemeScreen | SupportGoal | AcceptAgreement | ShowReadBack | OpenLastWords | Undo
    | CloseDialogue
)  # fmt: skip
