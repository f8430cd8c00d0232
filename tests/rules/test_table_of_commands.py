"""The table "Who may do what" of the rules (`who_may_what`) held against `rules/decide/permissions.py`."""

from dataclasses import fields, is_dataclass
from typing import get_args

import pytest

from dialoog.rules import commands as c
from dialoog.rules import events as e
from dialoog.rules.decide import MAY, Reason, Refused, decide
from dialoog.rules.evolve import can_be_undone
from dialoog.rules.state import By, Desk, Keep, Kind, SourceKind
from tests.rules.people import Table, a_circle_of, a_round_of, at_the_harvest
from tests.rules.steps import PROGRAMME
from tests.rules.who_may_what import (
    CLOSED,
    HARVEST,
    HOUSE,
    LEADS,
    LIVE,
    NOT_CLOSED,
    OPEN,
    OWN,
    PLANNED,
    ROWS,
    RUNNING,
)

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
        c.AnswerTranslation: c.TranslateWords("own0", "nl", "sealed"),
    }  # fmt: skip
    if live and kind in (c.AcceptName, c.DeclineName):
        table.fatma.does(c.ChangeName("fatma", "sealed-new-name"))
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
        "steps": PROGRAMME, "plan_digest": "", "words": True, "name": True, "contact": True, "lang": "tr", "on": kind is not c.SetClock, "asks": True,
        "step": table.state.step_version, "moment": table.state.moment, "after": round_.last if round_ else 1, "seconds": 60,
        "turn": table.turn.id if table.turn else 1, "round": round_.id if round_ else 1, "reason": "time",
        "offer": round_.second.id if round_ and round_.second else 1, "seat": "fatma", "commitment": "sealed",
        "word": "own0", "revision": 1, "keep": Keep.NAMED, "kind": Kind.EXPERIENCE, "desk": "scribe", "theme": "dark",
        "version": table.state.undoable[-1].version if table.state.undoable else 1,
        "request": next((s.name_request.version for s in table.state.seats.values() if s.name_request), 1),
        "seats": tuple(reversed(round_.waiting if round_ else table.state.circle)),
    }  # fmt: skip
    special = {
        c.TakeSeat: {"seat": "naomi", "name": "sealed"}, c.ChangeName: {"name": "sealed"}, c.ChangePronunciation: {"pronunciation": "sealed"}, c.Admit: {"seat": "joris"},
c.SupportGoal: {"word": "goal"}, c.AnswerTranslation: {"lang": "nl", "revision": 2}, c.Write: {"word": "fresh"},
        c.AcceptAgreement: {"word": "idea", "seat": "henk"},
    }  # fmt: skip
    if kind in (c.ConfirmWords, c.ChangeWords, c.TranslateWords, c.WithdrawWords, c.TickWords):
        known["word"] = "unconfirmed"
    values = {**known, **special.get(kind, {})}
    skip = {"role", "device", "facilitator", "interpreter", "together", "rests_on", "answers", "due", "source",
            "ticked", "public", "but", "also", "plan_digest"}  # fmt: skip
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
