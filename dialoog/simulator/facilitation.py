"""What moves an evening on: the one big button, the beginning and the end of a turn, and what the table then shows.

Whose turn it is always comes from the server; the file only says what it has to be. The facilitator
presses the button as it stands (`act.primary`), and waits until the table shows what followed.
"""

from collections.abc import Awaitable, Callable
from typing import Any

from dialoog.simulator.client import Answer
from dialoog.simulator.evening_file import Spoken
from dialoog.simulator.participants import Participants

Act = Callable[[], Awaitable[object]]


class OutOfOrder(Exception):
    """The server gave the word to another than the file says."""


class Flow:
    """`anew` does the last thing again, for who took it back (S5); `turns` has the newest turn of each seat in
    each step of the file, that words name (T21); `shown` is what the facilitator shows of the words."""

    def __init__(self, company: Participants) -> None:
        self.company = company
        self.turn: int | None = None
        self.turns: dict[tuple[str, str], int] = {}
        self.shown: list[str] = []
        self.anew: Act = _nothing

    @property
    def at(self) -> dict[str, Any]:
        """The step that the table shows."""
        return self._section("table", "step")

    @property
    def floor(self) -> dict[str, Any]:
        """Who has the word, and what the room is doing."""
        return self._section("table", "floor")

    @property
    def stage(self) -> dict[str, Any]:
        return self._section("table", "stage")

    @property
    def queue(self) -> dict[str, Any]:
        """The open round as the desk sees it."""
        return self._section("desk", "queue")

    @property
    def primary(self) -> dict[str, Any]:
        """The one big button, or nothing."""
        return self._section("desk", "act")["primary"] or {}

    async def does(self, act: Act) -> None:
        """Something that can be done anew after an undo."""
        self.anew = act
        await act()

    async def presses(self, kind: str) -> Answer:
        """The big button as it stands, once it offers this."""
        facilitator = self.company.facilitator
        await facilitator.until(
            f"{kind} on the big button", lambda: self.primary.get("kind") == kind, seconds=20
        )
        return await self.company.flow(**self.primary)

    async def table_shows(self, what: str, true: Callable[[], bool]) -> None:
        await self.company.facilitator.until(what, true)

    async def steps_on(self) -> None:
        """To the following step of the programme."""
        began = self.at["id"]
        await self.does(lambda: self.presses("next_step"))
        await self.table_shows(f"the step after {began}", lambda: bool(self.at["id"] != began))

    async def begins(self, turn: Spoken) -> None:
        """T3, T28: the server says whose turn it is; the file must agree."""
        before = self.turn
        await self.presses("begin_turn")
        await self.table_shows("the next turn", lambda: self.floor["turn"] not in (None, before))
        self.turn = now = int(self.floor["turn"])
        self.turns[turn.step, turn.seat] = now
        seat = self.company.of_server(self.floor["seat"])
        if seat != turn.seat:
            got = self.company.person(seat).name if seat else "nobody of this evening"
            expected = self.company.person(turn.seat).name
            raise OutOfOrder(f"turn {turn.seq} ({turn.step}) went to {got}, in the file to {expected}")
        phone = self.company.phones.get(turn.seat)
        if phone is not None and phone.takes_part:
            await phone.until("one's own turn", lambda: phone.section("mine", "now")["turn"] == self.turn)

    async def ends(self, turn: Spoken) -> None:
        """T4: "klaar" and "overslaan" by who operates; nothing when the turn ended otherwise (T15)."""
        if self.floor["turn"] != self.turn:
            return
        kind = "end_turn" if turn.outcome == "spoke" else "pass_turn"
        place = self.company.hand(turn.seat, turn.operated_by).place
        await self.company.seen(await place.ask(kind, turn=self.turn))
        await self.table_shows("the end of the turn", lambda: bool(self.floor["turn"] != self.turn))

    def _section(self, document: str, name: str) -> dict[str, Any]:
        section: dict[str, Any] = self.company.facilitator.section(document, name)
        return section


async def _nothing() -> None:
    return
