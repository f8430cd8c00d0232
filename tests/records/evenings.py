"""An evening built fact by fact, with a journal and tables of its own, for tests of its record.

Reads as it happened: `evening.sits("Fatma", …)`, `evening.says("Fatma", "…", keep=Keep.NAMED)`,
`evening.closes()`. Every entry after closing saves the record again, as the running program does.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, insert

from dialoog.db.engine import make_engine, read_transaction, transaction
from dialoog.live.journal import texts
from dialoog.live.models import Dialogue
from dialoog.planning.programmes import template
from dialoog.records import queries as records
from dialoog.records.document import Document
from dialoog.records.saving import save
from dialoog.rules import events as e
from dialoog.rules.evolve import fold
from dialoog.rules.state import By, Desk, Form, Keep, Kind, Presence, Role, SourceKind, State, Step
from tests import migrated

MINUTE = 60_000
EVENING = 1_794_508_200_000  # 12 November 2026, 19:30 in Amsterdam
THEME = "Elkaar kennen en een beetje op elkaar letten"
FACILITATOR = By(Desk.FACILITATOR)


class Evening:
    """One dialogue with a table that is open; everybody who sits is a resident."""

    def __init__(
        self, engine: Engine, dialogue: str = "linde", steps: tuple[Step, ...] = template("90", THEME)
    ) -> None:
        self.engine, self.dialogue = engine, dialogue
        self.entries: list[e.Entry] = []
        self.seats: dict[str, str] = {}
        self.waits = 0
        """Ms between opening the table and what happens at it."""
        with transaction(engine) as connection:
            row = {
                "id": dialogue,
                "code": f"{dialogue:K<7.7}",
                "title": "Wijkdialoog Meerlinden",
                "theme": THEME,
                "neighbourhood": "Meerlinden",
                "facilitator": "Els",
                "organisation": "Bewonerscollectief De Linde",
                "contact": "Els, 06 00 00 00 00",
                "until": "2027-11-12",
                "created": EVENING,
            }
            connection.execute(insert(Dialogue).values(**row))
        self._append(e.TableOpened(steps))

    @property
    def state(self) -> State:
        return fold(self.entries)

    @property
    def record(self) -> Document:
        with read_transaction(self.engine) as connection:
            record = records.read_record(connection, self.dialogue)
        assert record is not None
        return record

    def sits(
        self,
        name: str,
        *,
        words: bool = True,
        named: bool = True,
        role: Role = Role.RESIDENT,
        device: bool = True,
    ) -> None:
        seat = self.seats[name] = f"s{len(self.seats) + 1}"
        self._seal(name, lambda c: e.SeatTaken(seat, c, "nl", device, Presence.PRESENT, role=role))
        self._append(e.ConsentGiven(seat, words, named, contact=True, aloud=False))

    def is_said(self, name: str, pronunciation: str) -> None:
        self._seal(pronunciation, lambda c: e.PronunciationChanged(self.seats[name], c))

    def loses(self, name: str) -> None:
        """By the facilitator's hand: somebody who came to disturb."""
        self._append(e.SeatRemoved(self.seats[name]))

    def opens(self, step: str) -> None:
        index = next(i for i, s in enumerate(self.state.steps) if s.id == step)
        self._append(e.StepOpened(index, step, self.state.steps[index].form))

    def says(
        self,
        name: str,
        text: str,
        *,
        keep: Keep | None,
        kind: Kind = Kind.EXPERIENCE,
        step: str = "experiences",
        lang: str = "nl",
        **more: Any,
    ) -> str:
        """Own words; gives their id."""
        word = f"w{len(self.entries)}"
        self._seal(
            text,
            lambda c: e.WordsWritten(
                word, kind, self.seats[name], step, lang, c, confirmed=True, keep=keep, **more
            ),
        )
        return word

    def sees(self, kind: Kind, text: str, **more: Any) -> str:
        """Words of the group at the harvest."""
        word = f"w{len(self.entries)}"
        self._seal(
            text, lambda c: e.WordsWritten(word, kind, None, "harvest", "nl", c, confirmed=True, **more)
        )
        return word

    def translates(self, word: str, lang: str, text: str) -> None:
        self._seal(text, lambda c: e.WordsTranslated(word, lang, c))

    def supports(self, goal: str, *names: str) -> None:
        for name in names:
            self._append(e.GoalSupported(goal, self.seats[name], on=True, aloud=False))

    def agrees(self, agreement: str, *names: str) -> None:
        for name in names:
            self._append(e.AgreementAccepted(agreement, self.seats[name], on=True, aloud=False))

    def closes(self) -> None:
        harvest = next(i for i, s in enumerate(self.state.steps) if s.form is Form.HARVEST)
        self._append(e.StepOpened(harvest, "harvest", Form.HARVEST))
        refused = tuple(w.id for w in self.state.words.values() if w.keep is Keep.NO)
        self._append(e.WordsBlanked(refused), e.DialogueClosed())

    def chooses(self, word: str, keep: Keep, *, public: bool = False) -> None:
        self._append(e.WordsKept(word, keep, aloud=False, public=public))

    def publishes(self, *words: str) -> None:
        """All in one entry."""
        self._append(*(e.WordsKept(word, Keep.NAMED, aloud=False, public=True) for word in words))

    def withdraws(self, word: str) -> None:
        self._append(e.WordsWithdrawn(word))

    def erases(self, name: str) -> None:
        seat = self.seats[name]
        own = tuple(w.id for w in self.state.words.values() if w.seat == seat)
        self._append(e.WordsBlanked(own), e.SeatErased(seat))

    def _seal(self, text: str, event: Callable[[str], e.Event]) -> None:
        sealed = texts.seal(text)
        self._append(event(sealed.commitment), sealed=sealed)

    def _append(self, *events: e.Event, sealed: texts.SealedText | None = None) -> None:
        at = EVENING + self.waits + len(self.entries) * MINUTE
        self.entries.append(e.Entry(len(self.entries) + 1, at, FACILITATOR, events))
        with transaction(self.engine) as connection:
            for statement, row in texts.build_statements(
                self.engine.dialect.name, self.dialogue, events, sealed
            ):
                connection.execute(statement, row)
            if self.state.closed_at is not None:
                save(connection, self.dialogue, self.state, at)


def an_engine(folder: Path) -> Engine:
    migrated.copy_into(folder)
    return make_engine(f"sqlite:///{folder / migrated.NAME}")


def meerlinden(engine: Engine, dialogue: str = "linde") -> Evening:
    """A small evening with every kind of choice: Fatma open, Henk without his name, Ruud keeping back."""
    evening = Evening(engine, dialogue)
    evening.sits("Fatma")
    evening.sits("Henk", named=False)
    evening.sits("Samira")
    evening.sits("Ruud", words=False, named=False, role=Role.MUNICIPALITY)
    evening.opens("experiences")
    soup = evening.says("Fatma", "Drie weken soep gebracht.", keep=Keep.NAMED)
    evening.says("Fatma", "Dit hou ik liever hier.", keep=Keep.NO)
    evening.says("Henk", "Er belde een jongetje aan.", keep=Keep.NAMED)
    word = evening.says("Samira", "عندما لا أجد الكلمة، أبقى في البيت.", keep=Keep.NAMED, lang="ar")
    evening.translates(word, "nl", "Als ik het woord niet vind, blijf ik thuis.")
    evening.says("Ruud", "Onder ons gezegd.", keep=Keep.NAMED)
    evening.says("Samira", "Hier denk ik nog over na.", keep=None)
    question = evening.says(
        "Samira", "Wie helpt met brieven?", keep=Keep.NAMED, kind=Kind.QUESTION, step="harvest"
    )
    evening.says(
        "Fatma",
        "Een keer koken.",
        keep=Keep.NAMED,
        kind=Kind.SOURCE,
        step="harvest",
        source=SourceKind.TIME,
        answers=(question,),
    )
    evening.sees(Kind.INSIGHT, "Helpen begint klein.", rests_on=(soup,))
    evening.sees(Kind.TENSION, "Geld en lichtheid.")
    goal = evening.sees(Kind.GOAL, "In elke straat kent iemand zijn buren.")
    evening.supports(goal, "Fatma", "Henk")
    small_step = evening.says(
        "Fatma",
        "Een lange tafel dekken.",
        keep=Keep.NAMED,
        kind=Kind.AGREEMENT,
        step="harvest",
        due="2026-12-06",
        together=(evening.seats["Henk"], evening.seats["Samira"]),
    )
    evening.agrees(small_step, "Fatma", "Henk", "Samira")
    return evening
