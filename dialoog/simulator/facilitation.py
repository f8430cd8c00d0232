"""The course of an evening as the facilitator leads it: the primary button, and the beginning and end of a turn.

The server says whose turn it is; the file says whose it must be. The facilitator presses the button that the desk
offers (`act.primary`), and waits until the table shows the result.
"""

from collections.abc import Awaitable, Callable
from typing import Any

from dialoog.simulator.client import Answer, EveningStopped
from dialoog.simulator.evening_file import Turn
from dialoog.simulator.participants import Participants

Action = Callable[[], Awaitable[object]]


class OutOfOrder(EveningStopped):
    """The server gave the turn to another seat than the file says."""


class Flow:
    """`turn`: id of the current turn. `turns`: (step, seat) in the file → id of the newest turn, which words name (T21).
    `shown_words`: ids of the words on the screen. `repeat`: performs the last action again, after an undo (S5)."""

    def __init__(self, participants: Participants) -> None:
        self.participants = participants
        self.turn: int | None = None
        self.turns: dict[tuple[str, str], int] = {}
        self.shown_words: list[str] = []
        self.repeat: Action = _do_nothing

    @property
    def step(self) -> dict[str, Any]:
        """The section with the current step."""
        return self._section("table", "step")

    @property
    def floor(self) -> dict[str, Any]:
        """The section with the phase and the current turn."""
        return self._section("table", "floor")

    @property
    def stage(self) -> dict[str, Any]:
        return self._section("table", "stage")

    @property
    def queue(self) -> dict[str, Any]:
        """The section with the open round."""
        return self._section("desk", "queue")

    @property
    def primary(self) -> dict[str, Any]:
        """The command of the primary button, or nothing."""
        return self._section("desk", "act")["primary"] or {}

    async def perform(self, action: Action) -> None:
        """Performs an action that `repeat` can perform again after an undo."""
        self.repeat = action
        await action()

    async def press_primary(self, kind: str) -> Answer:
        """Waits until the primary button offers this command, and sends it."""
        facilitator = self.participants.facilitator
        await facilitator.wait_until(
            f"{kind} on the primary button", lambda: self.primary.get("kind") == kind, seconds=20
        )
        return await self.participants.facilitate(**self.primary)

    async def wait_for_table(self, what: str, condition: Callable[[], bool]) -> None:
        await self.participants.facilitator.wait_until(what, condition)

    async def advance_step(self) -> None:
        """Goes to the next step of the programme."""
        previous_step = self.step["id"]
        await self.perform(lambda: self.press_primary("next_step"))
        await self.wait_for_table(
            f"the step after {previous_step}", lambda: bool(self.step["id"] != previous_step)
        )

    async def begin_turn(self, turn: Turn) -> None:
        """T3, T28: begins the next turn. Raises OutOfOrder where the server gives it to another seat."""
        before = self.turn
        await self.press_primary("begin_turn")
        await self.wait_for_table("the next turn", lambda: self.floor["turn"] not in (None, before))
        self.turn = turn_id = int(self.floor["turn"])
        self.turns[turn.step, turn.seat] = turn_id
        seat = self.participants.seat_in_file(self.floor["seat"])
        if seat != turn.seat:
            actual = self.participants.person(seat).name if seat else "nobody of this evening"
            expected = self.participants.person(turn.seat).name
            raise OutOfOrder(f"turn {turn.seq} ({turn.step}) went to {actual}, in the file to {expected}")
        phone = self.participants.phones.get(turn.seat)
        if phone is not None and phone.is_open:
            await phone.wait_until(
                "one's own turn", lambda: phone.section("mine", "now")["turn"] == self.turn
            )

    async def end_turn(self, turn: Turn) -> None:
        """T4: ends or passes the turn as its operator; does nothing where it has ended already (T15)."""
        if self.floor["turn"] != self.turn:
            return
        kind = "end_turn" if turn.outcome == "spoke" else "pass_turn"
        client = self.participants.actor_for(turn.seat, turn.operated_by).client
        await self.participants.wait_until_visible(await client.send(kind, turn=self.turn))
        await self.wait_for_table("the end of the turn", lambda: bool(self.floor["turn"] != self.turn))

    def _section(self, document: str, name: str) -> dict[str, Any]:
        section: dict[str, Any] = self.participants.facilitator.section(document, name)
        return section


async def _do_nothing() -> None:
    return
