"""What anybody could ask at a table, right or wrong: commands drawn from what a state knows.

Ids come mostly from the state, sometimes from what is long over, sometimes from nowhere. Of several
commands that would be accepted the rarest kind so far is asked, so that a short run meets them all.
"""

import types
from collections import Counter
from collections.abc import Sequence
from dataclasses import MISSING, dataclass, field, fields
from random import Random
from typing import Any, Union, get_args, get_origin, get_type_hints

from dialoog.rules import commands as c
from dialoog.rules.decide import MAY, decide
from dialoog.rules.state import By, Desk, Keep, Kind, Role, SourceKind, State

KINDS = sorted(get_args(c.Command), key=lambda kind: kind.__name__)
HINTS = {kind: get_type_hints(kind) for kind in KINDS}
VERSIONS = {"revision", "turn", "after", "offer", "round", "step", "version", "but", "moment", "request"}
RARELY = (c.CloseDialogue, c.EraseNames, c.EraseSeat, c.ForceClose, c.RemoveSeat, c.Leave, c.SetAway)
"""What ends a turn, a round or the evening: asked, but not so often that nothing else can happen."""
CANDIDATES = 12


@dataclass
class Asking:
    """Somebody at this table, who draws what to ask."""

    state: State
    at: int
    random: Random
    seen: Counter[type] = field(default_factory=Counter)

    def anything(self) -> tuple[c.Command, By]:
        """Something from anybody: mostly what will happen, the rest as it comes."""
        drawn = [self.asked() for _ in range(CANDIDATES)]
        if self.random.random() < 0.25:
            return drawn[0]
        would = [x for x in drawn if isinstance(decide(self.state, *x, self.at), tuple)]
        calm = [x for x in would if not isinstance(x[0], RARELY) or self.random.random() < 0.1]
        return min(calm or drawn[:1], key=lambda x: self.seen[type(x[0])])

    def asked(self) -> tuple[c.Command, By]:
        kind = self.random.choice(KINDS)
        command = self.command(kind)
        return command, self.by(command)

    def by(self, command: c.Command) -> By:
        """Mostly somebody who may, with an own device for the seat it is about; sometimes anybody."""
        desk = self.random.choice(sorted(MAY[type(command)]))
        if self.random.random() < 0.1:
            desk = self.random.choice(list(Desk))
        if desk is not Desk.SEAT:
            return By(desk)
        seat = getattr(command, "seat", None)
        word = self.state.words.get(getattr(command, "word", ""))
        turn = self.state.speaking
        about = seat or (word and word.seat) or (turn and turn.seat)
        return By(desk, about if about and self.random.random() < 0.8 else self.seat())

    def command(self, kind: type) -> Any:
        """One of this kind, each field from what the state knows; what may be left out often is."""
        drawn = {}
        for one in fields(kind):
            always = one.default is MISSING and one.default_factory is MISSING
            if always or self.random.random() < 0.5:
                drawn[one.name] = self.value(kind, one.name, HINTS[kind][one.name])
        return kind(**drawn)

    def value(self, kind: type, name: str, hint: Any) -> Any:
        pick = self.random.choice
        if kind is c.OpenTable:
            return self.state.steps
        if name == "step" and kind is c.Write:
            return pick([None, "harvest", "nowhere"])
        if name in VERSIONS:
            return self.version(name)
        if name == "seats":
            return self.order()
        if name in ("together", "also", "rests_on", "answers"):
            known = [*self.state.seats] if name in ("together", "also") else [*self.state.words]
            return tuple(self.some(known))
        by_name = {
            "word": f"word{len(self.state.words)}" if kind is c.Write else pick([*self.state.words, "no-word"]),
            "seat": pick(["late1", "late2", "late3", self.seat()]) if kind is c.TakeSeat else self.seat(),
            "seconds": pick([0, 15, 60, 60, 600, 601]), "lang": pick(["nl", "ar"]), "after": self.seat(),
            "reason": pick(["time", "unwell", "free text", ""]), "due": pick([None, "2026-12-06"]),
            "theme": pick(["light", "dark", "pink"]), "desk": pick(["scribe", "facilitator", "screen", "seat"]),
            "name": pick([True, False]) if kind is c.GiveConsent else "sealed-name", "pronunciation": "sealed-sound", "commitment": "sealed",
        }  # fmt: skip
        may_miss = get_origin(hint) in (Union, types.UnionType) and type(None) in get_args(hint)
        if may_miss and self.random.random() < 0.2:
            return None
        return by_name[name] if name in by_name else pick(_members(hint))

    def version(self, name: str) -> int:
        state, opened = self.state, self.state.round
        known = {
            "turn": [state.speaking.id if state.speaking else 0, *(t.turn for t in state.turns[-1:])],
            "after": [opened.last if opened else 0],
            "offer": [opened.second.id if opened and opened.second else 0],
            "round": [opened.id if opened else 0],
            "step": [state.step_version],
            "moment": [state.moment],
            "revision": [w.revision for w in state.words.values() if w.waiting_translations] or [1],
            "request": [s.name_request.version for s in state.seats.values() if s.name_request] or [0],
            "but": [*state.links][-1:] or [0],
            "version": [u.version for u in state.undoable[-1:]] or [0],
        }[name]
        if self.random.random() < 0.15:
            return self.random.randint(0, state.version + 2)
        return self.random.choice(known)

    def order(self) -> tuple[str, ...]:
        opened = self.state.round
        queue = list(opened.waiting if opened else self.state.circle)
        self.random.shuffle(queue)
        return tuple(queue if self.random.random() < 0.6 else self.some(queue or ["nobody"]))

    def some(self, known: Sequence[str]) -> list[str]:
        return self.random.sample(known, min(len(known), self.random.randint(0, 2)))

    def seat(self) -> str:
        """Often whoever speaks or asks to come in: there most goes wrong."""
        asking = [s.id for s in self.state.seats.values() if s.id not in self.state.circle]
        speaking = [self.state.speaking.seat] if self.state.speaking else []
        if (asking or speaking) and self.random.random() < 0.4:
            return self.random.choice(asking + speaking)
        return self.random.choice([*self.state.seats, *self.state.seats, "nobody"])


def _members(hint: Any) -> list[Any]:
    plain = next((x for x in get_args(hint) if x is not type(None)), hint)
    if plain is bool:
        return [True, False]
    assert plain in (Keep, Kind, Role, SourceKind), hint
    return list(plain)
