"""One short evening with nearly every fact in it, and how it becomes a golden journal (S6).

`python -m tests.rules.short_evening 0.2.0` writes `golden/0.2.0.json`, once per release; what is there stays.
"""

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from dialoog.live.journal import codec
from dialoog.rules import commands as c
from dialoog.rules.events import Entry
from dialoog.rules.released import resolve_keep
from dialoog.rules.state import By, Desk, Keep, Kind, SourceKind, State
from tests.rules.people import Table, a_circle_of
from tests.rules.steps import EXPERIENCES, FREE, HARVEST, INTRODUCTIONS, POSSIBILITIES, TALK, WELCOME

GOLDEN = Path(__file__).with_name("golden")
STEPS = (WELCOME, INTRODUCTIONS, EXPERIENCES, TALK, FREE, POSSIBILITIES, HARVEST)


def a_short_evening() -> Table:
    """Five people and a late one; held from Welkom to a week after closing."""
    table = a_circle_of(5, STEPS, without_device=("henk",))
    lead = table.facilitator
    lead.does(c.SetDoor(asks=True))
    lead.opens_round()
    _introductions(table)
    _experiences(table)
    lead.opens_round()
    lead.does(c.BeginSilence(60))
    table.clock.advance(61)
    lead.opens_round()
    _free_order(table)
    lead.opens_round()
    table.speaks_all()
    lead.closes_round()
    source = table.fatma.writes(Kind.SOURCE, source=SourceKind.TIME, keep=Keep.NAMED)
    question = table.samira.writes(Kind.QUESTION, lang="ar", keep=Keep.UNNAMED)
    table.samira.does(c.TranslateWords(question, "nl", "sealed-in-dutch"))
    for lang, on in (("en", True), ("tr", False)):
        table.scribe.does(c.TranslateWords(question, lang, f"sealed-by-the-scribe-in-{lang}"))
        table.samira.does(c.AnswerTranslation(question, lang, table.state.words[question].revision, on))
    lead.opens_round()
    _harvest(table, source, question)
    table.clock.advance(days=7)
    table.house.does(c.BlankUndecided())
    table.fatma.does(c.GiveConsent("fatma", words=True, name=False, contact=True))
    table.tadesse.does(c.EraseSeat("tadesse"))
    table.house.does(c.EraseNames())
    return table


def _introductions(table: Table) -> None:
    """A pass, rest, a late arrival, a second offer and a step back."""
    lead = table.facilitator
    lead.says_next()
    table.clock.advance(30)
    table.samira.asks_rest()
    lead.rests()
    table.clock.advance(90)
    lead.goes_on()
    table.clock.advance(10)
    lead.says_next()
    table.person("joris").does(c.TakeSeat("joris", "sealed-name-joris"))
    table.joris.consents()
    lead.admits("joris", after="henk")
    table.scribe.does(c.GiveTime(table.turn.id, 30))
    table.scribe.passes_for_speaker()
    lead.says_next()
    table.clock.advance(12)
    table.samira.passes()
    lead.reorders("joris", "willemijn", "tadesse")
    table.speaks_all(seconds=25)
    lead.undoes()
    table.clock.advance(5)
    lead.ends()
    table.samira.says_no()
    table.scribe.does(c.AcceptOffer(table.round.second.id, "henk"))
    lead.ends_offer()
    lead.says_next()
    table.clock.advance(40)
    lead.ends()


def _experiences(table: Table) -> None:
    """A silence skipped, the clock off and on, told afterwards, somebody away and back, closed early."""
    lead = table.facilitator
    lead.opens_round()
    lead.does(c.SkipSilence())
    lead.does(c.SetClock(on=False))
    lead.says_next()
    lead.does(c.SetClock(on=True))
    table.clock.advance(80)
    turns = table.turn.seat, table.round.waiting[0]
    lead.does(c.TellTurns(table.round.id, turns))
    lead.sets_away("tadesse")
    table.tadesse.comes_back()
    lead.does(c.AskOpenQuestion("fatma"))
    table.fatma.does(c.EndOpenQuestion("fatma"))
    lead.forces_close("time")


def _free_order(table: Table) -> None:
    """Who wants begins; somebody is removed and brought back; a word is shown and hidden."""
    lead = table.facilitator
    table.tadesse.begins()
    word = table.tadesse.writes(Kind.DREAM, turn=table.turn.id, ticked=True)
    table.tadesse.ends()
    lead.shows(word)
    lead.does(c.HideWords(word))
    lead.does(c.RemoveSeat("willemijn"))
    lead.does(c.RestoreSeat("willemijn"))
    while table.round.waiting:
        lead.says_next(table.round.waiting[0])
        table.clock.advance(20)
    lead.ends()
    lead.does(c.LinkDevice("henk"))
    lead.does(c.HandOver("scribe"))
    lead.does(c.EndDevices("henk"))
    lead.does(c.LinkDevice("henk"))
    lead.does(c.EndDevices("henk", table.state.version))
    lead.does(c.HandOver("screen"))
    lead.does(c.EndLinks("screen", table.state.version))
    lead.does(c.RenewCode())
    table.fatma.does(c.AskHelp())
    lead.does(c.HearHelp())


def _harvest(table: Table, source: str, question: str) -> None:
    lead = table.facilitator
    word = table.scribe.writes_for("henk", Kind.EXPERIENCE)
    table.scribe.does(c.ChangeWords(word, "nl", "sealed-anew"))
    table.scribe.does(c.ConfirmWords(word))
    table.scribe.does(c.KeepWords(word, Keep.UNNAMED))
    refused = table.joris.writes(Kind.CLOSING_WORD)
    table.joris.ticks(refused)
    table.joris.keeps(refused, Keep.NO)
    table.joris.writes(Kind.CLOSING_WORD)
    table.scribe.writes_for(None, Kind.INSIGHT, rests_on=(word,))
    goal = table.scribe.writes_for(None, Kind.GOAL)
    table.samira.does(c.SupportGoal(goal, "samira", on=True))
    step = table.fatma.writes(
        Kind.AGREEMENT, due="2026-12-06", together=("joris",), answers=(question,), keep=Keep.NAMED
    )
    table.joris.does(c.AcceptAgreement(step, "joris", on=True))
    table.fatma.does(c.WithdrawWords(source))
    lead.does(c.BlankScreen(on=True))
    lead.does(c.ThemeScreen("dark"))
    table.samira.does(c.ChooseLanguage("samira", "ar"))
    table.samira.does(c.ChangeName("samira", "sealed-new-name"))
    table.scribe.does(c.AcceptName("samira", table.state.version))
    table.samira.does(c.ChangeName("samira", "sealed-other-name"))
    table.scribe.does(c.DeclineName("samira", table.state.version))
    table.scribe.does(c.ChangeName("samira", "sealed-last-name"))
    table.samira.does(c.ChangePronunciation("samira", "sealed-sound"))
    table.willemijn.leaves()
    lead.holds_last_words()
    lead.does(c.CloseDialogue())


def summary(state: State) -> dict[str, Any]:
    """What a journal must give in every later version, told in words that do not change with the code."""
    return {
        "version": state.version,
        "status": str(state.status),
        "circle": list(state.circle),
        "presence": {s.id: str(s.presence) for s in state.seats.values()},
        "erased": [s.id for s in state.seats.values() if s.erased],
        "rounds": [
            {"step": r.step, "start": r.start, "reason": r.reason, "seats": [[s, str(o)] for s, o in r.statuses.items()]}
            for r in state.rounds_done
        ],
        "turns": [[t.step, t.seat, t.offer, str(t.outcome), t.seconds, str(t.by)] for t in state.turns],
        "words": {
            w.id: [str(w.kind), w.seat, w.step, str(resolve_keep(state, w)), w.blanked, w.stands, list(w.supporters)]
            for w in state.words.values()
        },
        "consent": {s.id: asdict(s.consent) for s in state.seats.values() if s.consent},
        "closed_at": state.closed_at,
    }  # fmt: skip


def written(entries: list[Entry], state: State) -> dict[str, Any]:
    rows = [
        [x.version, x.at, str(x.by.desk), x.by.seat, json.loads(codec.encode(x.events))] for x in entries
    ]  # fmt: skip
    return {"entries": rows, "expected": summary(state)}


def read(rows: list[Any]) -> list[Entry]:
    return [
        Entry(version, at, By(Desk(desk), seat), codec.decode(json.dumps(happened).encode()))
        for version, at, desk, seat, happened in rows
    ]


if __name__ == "__main__":
    evening = a_short_evening()
    journal = written(evening.entries, evening.state)
    lines = ",\n".join(json.dumps(row, ensure_ascii=False) for row in journal["entries"])
    expected = json.dumps(journal["expected"], ensure_ascii=False, indent=1)
    path = GOLDEN / f"{sys.argv[1]}.json"
    path.write_text(f'{{"entries": [\n{lines}\n],\n"expected": {expected}}}\n', encoding="utf-8")
