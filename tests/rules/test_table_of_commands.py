"""The table "Who may do what" of the rules, copied here as facts and held against `rules/decision.py`.

A row: commands, who besides the own device, when they act, and whether their first event can be undone.
"""

from dataclasses import dataclass, fields, is_dataclass
from typing import get_args

import pytest

from dialoog.rules import commands as c
from dialoog.rules import events as e
from dialoog.rules.decide import decide
from dialoog.rules.decision import MAY, Reason, Refused
from dialoog.rules.evolve import can_be_undone
from dialoog.rules.state import By, Desk, Keep, Kind, SourceKind
from tests.rules.people import Table, a_circle_of, a_round_of, at_the_harvest
from tests.rules.steps import PROGRAMME

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
    c.Undo: Row(ALL, NOT_CLOSED, False),
    c.CloseDialogue: Row(FACILITATOR, NOT_CLOSED, False),
    c.BlankUndecided: Row({HOUSE}, {CLOSED}, False),
}
OF_THE_HARVEST = (Kind.INSIGHT, Kind.TENSION, Kind.GOAL, Kind.QUESTION, Kind.SOURCE, Kind.AGREEMENT)


def in_a_state(when: str) -> Table:
    """A table in that state, with words of fatma and somebody who asks to come in where that can be."""
    if when == PLANNED:
        return Table()
    table = {OPEN: a_circle_of, RUNNING: a_round_of}.get(when, at_the_harvest)(3)
    for n in range(2):
        table.fatma.writes(word=f"own{n}", ticked=True)
    table.scribe.writes_for("fatma", Kind.EXPERIENCE, word="unconfirmed")
    if when in (HARVEST, CLOSED):
        table.fatma.writes(Kind.GOAL, word="goal")
        table.fatma.writes(Kind.AGREEMENT, word="idea", due="2026-12-06", together=("henk",))
    if when == RUNNING:
        table.person("joris").does(c.TakeSeat("joris", "sealed"))
        table.joris.consents()
    if when == CLOSED:
        table.facilitator.does(c.CloseDialogue("time"))
    return table


def readied(table: Table, kind: type, when: str) -> c.Command:
    """A command that fits this table, after what it needs; where the state cannot have it, as it stands."""
    lead, live = table.facilitator, when in LIVE
    if when == HARVEST and kind not in (c.ShowReadBack, c.CloseDialogue):
        lead.does(c.ShowReadBack(table.state.step_version))
        if kind is not c.OpenLastWords:
            lead.does(c.OpenLastWords(table.state.step_version))
    if live and kind in (c.EndTurn, c.PassTurn, c.GiveTime):
        lead.says_next()
    if live and kind in (c.AcceptOffer, c.DeclineOffer, c.EndOffer):
        lead.says_next()
        lead.passes_for_speaker()
        table.speaks_all()
    if live and kind is c.CloseRound:
        table.speaks_all()
    before: dict[type, c.Command] = {
        c.HearHelp: c.AskHelp(), c.GoOn: c.Rest(), c.SkipSilence: c.BeginSilence(60), c.Undo: c.Rest(),
        c.EndOpenQuestion: c.AskOpenQuestion("fatma"),
    }  # fmt: skip
    anywhere: dict[type, c.Command] = {
        c.ComeBack: c.Leave("fatma"), c.RestoreSeat: c.RemoveSeat("fatma"), c.HideWords: c.ShowWords("own0"),
    }  # fmt: skip
    needed = anywhere.get(kind) if when in NOT_CLOSED else None
    needed = before.get(kind) if live and kind in before else needed
    if needed:
        lead.does(needed)
    if when == OPEN and kind is c.Undo:
        lead.does(c.OrderCircle(table.state.circle))
    if kind is c.NextStep and when == RUNNING:
        table.speaks_all()
    if when == CLOSED and kind is c.BlankUndecided:
        table.clock.advance(days=8)
    return fitting(table, kind)


def fitting(table: Table, kind: type) -> c.Command:
    round_ = table.round
    known = {
        "steps": PROGRAMME, "words": True, "name": True, "contact": True, "lang": "tr", "on": kind is not c.SetClock,
        "step": table.state.step_version, "after": round_.last if round_ else 1, "seconds": 60,
        "turn": table.turn.id if table.turn else 1, "round": round_.id if round_ else 1, "reason": "time",
        "offer": round_.second.id if round_ and round_.second else 1, "seat": "fatma", "commitment": "sealed",
        "word": "own0", "keep": Keep.NAMED, "kind": Kind.EXPERIENCE, "desk": "scribe", "theme": "dark",
        "version": table.state.undoable[-1].version if table.state.undoable else 1,
        "seats": tuple(reversed(round_.waiting if round_ else table.state.circle)),
    }  # fmt: skip
    special = {
        c.TakeSeat: {"seat": "naomi", "name": "sealed"}, c.ChangeName: {"name": "sealed"}, c.Admit: {"seat": "joris"},
c.SupportGoal: {"word": "goal"}, c.Write: {"word": "fresh"},
        c.AcceptAgreement: {"word": "idea", "seat": "henk"},
    }  # fmt: skip
    if kind in (c.ConfirmWords, c.ChangeWords, c.TranslateWords, c.WithdrawWords, c.TickWords):
        known["word"] = "unconfirmed"
    values = {**known, **special.get(kind, {})}
    skip = {"role", "device", "facilitator", "interpreter", "together", "rests_on", "answers", "due", "source",
            "ticked"}  # fmt: skip
    optional = {c.BeginTurn: {"seat"}, c.Admit: {"after"}, c.Write: {"turn", "step", "keep"}}.get(kind, set())
    given = {f.name: values[f.name] for f in fields(kind) if f.name not in skip | optional}
    command: c.Command = kind(**given)
    return command


def acting(kind: type, when: str) -> bool:
    """Whether anybody whom the table lets do this gets it done in this state."""
    desks = [d for d in (LEADS, HOUSE, OWN) if d in ROWS[kind].may]
    for desk in desks:
        table = in_a_state(when)
        seat = "naomi" if kind is c.TakeSeat else "henk" if kind is c.AcceptAgreement else "fatma"
        command = readied(table, kind, when)
        if kind is c.EraseSeat and desk is LEADS:
            continue
        if isinstance(
            decide(table.state, command, By(desk, seat if desk is OWN else None), table.clock.now), tuple
        ):
            return True
    return False


def test_the_table_names_every_command() -> None:
    assert set(ROWS) == set(get_args(c.Command)) == set(MAY)
    assert all(is_dataclass(kind) for kind in ROWS)


@pytest.mark.parametrize("kind", ROWS, ids=lambda kind: kind.__name__)
def test_table_of_commands_who(kind: type) -> None:
    assert MAY[kind] == ROWS[kind].may
    command = fitting(in_a_state(RUNNING), kind)
    for desk in set(Desk) - ROWS[kind].may:
        table = in_a_state(RUNNING)
        seat = "fatma" if desk is OWN else None
        assert decide(table.state, command, By(desk, seat), table.clock.now) == Refused(Reason.NOT_ALLOWED)


@pytest.mark.parametrize("kind", ROWS, ids=lambda kind: kind.__name__)
def test_table_of_commands_when(kind: type) -> None:
    acts = {when for when in (PLANNED, OPEN, RUNNING, HARVEST, CLOSED) if acting(kind, when)}
    assert acts == ROWS[kind].when


@pytest.mark.parametrize("kind", ROWS, ids=lambda kind: kind.__name__)
def test_table_of_commands_undo(kind: type) -> None:
    row = ROWS[kind]
    when = next(w for w in (RUNNING, HARVEST, OPEN, PLANNED, CLOSED) if w in row.when)
    table = in_a_state(when)
    command = readied(table, kind, when)
    desk = next(d for d in (LEADS, HOUSE, OWN) if d in row.may and not (kind is c.EraseSeat and d is LEADS))
    happened = decide(table.state, command, By(desk, "fatma" if desk is OWN else None), table.clock.now)
    assert isinstance(happened, tuple), happened
    assert can_be_undone(happened) is row.undo
    if row.undo:
        assert isinstance(happened[0], e.UNDOABLE)


@pytest.mark.parametrize("kind", OF_THE_HARVEST)
def test_table_of_commands_what_the_harvest_makes_waits_for_possibilities_or_the_harvest(kind: Kind) -> None:
    def write(table: Table) -> object:
        seat = None if kind is Kind.TENSION else "fatma"
        return decide(
            table.state,
            c.Write("fresh", kind, seat, "nl", "x", source=SourceKind.TIME, rests_on=("own0",)),
            By(LEADS),
            table.clock.now,
        )

    assert write(in_a_state(RUNNING)) == Refused(Reason.HARVEST_LATER)
    assert isinstance(write(in_a_state(HARVEST)), tuple)


def test_table_of_commands_own_means_ones_own_seat() -> None:
    table = a_round_of(3)
    for kind in ROWS:
        if OWN in ROWS[kind].may and "seat" in kind.__dataclass_fields__ and kind is not c.BeginTurn:
            command = fitting(table, kind)
            decided = decide(table.state, command, By(OWN, "samira"), table.clock.now)
            assert decided == Refused(Reason.NOT_YOURS), kind
