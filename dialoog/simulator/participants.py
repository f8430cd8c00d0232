"""Everybody who takes part in a played evening: facilitator, scribe, and a phone per seat that has one.

Seats and words of the file get their ids from the server and the commands; who plays finds them here.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from dialoog.simulator.client import Answer, Client, TimedOut
from dialoog.simulator.evening_file import Evening, Person
from dialoog.simulator.http_client import HttpClient, token_of
from dialoog.simulator.pacing import Pacing

SITTING_DOWN_SECONDS = 8.0


@dataclass(frozen=True)
class Actor:
    """Who acts for a seat: its own phone, or a desk that names it (T13)."""

    place: Client
    seat: str | None

    async def asks(self, kind: str, **fields: Any) -> Answer:
        """A command that may name its seat."""
        named = {} if self.seat is None else {"seat": self.seat}
        return await self.place.ask(kind, **named, **fields)

    @property
    def own(self) -> bool:
        return self.seat is None


@dataclass
class Participants:
    """`seats` and `words` are by the ids of the file; `undecided` are words whose owner will choose at the
    read-back, with the choice; `answers` is every command that was accepted; `noticed` is what went otherwise
    than the file says."""

    evening: Evening
    console: HttpClient
    pace: Pacing
    say: Callable[[str], None]
    seats: dict[str, str] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)
    phones: dict[str, Client] = field(default_factory=dict)
    undecided: dict[str, str] = field(default_factory=dict)
    answers: list[Answer] = field(default_factory=list)
    noticed: list[str] = field(default_factory=list)

    async def take_the_table(self) -> None:
        """The facilitator opens the console, and gives somebody the link of the scribe."""
        self.facilitator = Client("the facilitator", "facilitator", self.console, self.answers.append)
        await self.facilitator.open()
        if self.facilitator.section("table", "stage")["status"] != "open":
            raise TimedOut("This dialogue has already begun. The player needs one that was just set up.")
        link = (await self.facilitator.ask("hand_over", desk="scribe")).link
        if link is None:
            raise TimedOut("The console got no link for the scribe.")
        self.scribe = Client(
            "the scribe", "scribe", self.console.another(token_of(link)), self.answers.append
        )
        await self.scribe.open()

    async def sit_down(self) -> None:
        """Everybody who is not late sits down in the order of the file; that is the circle (T30)."""
        for person in self.evening.people.values():
            if not person.late:
                await self.pace.wait(SITTING_DOWN_SECONDS)
                await self.joins(person)
        circle = [self.seats[p.id] for p in self.evening.people.values() if not p.late]
        await self.flow("order_circle", seats=circle)

    async def joins(self, person: Person) -> None:
        """With a phone by the code, as people do; without one by the facilitator, consent asked aloud."""
        if person.device:
            await self._joins_by_phone(person)
        else:
            await self._is_added(person)
        self.say(f"{person.name} sits down")

    async def flow(self, kind: str, **fields: Any) -> Answer:
        """Something the facilitator does to the course of the evening; the console then shows it."""
        return await self.seen(await self.facilitator.ask(kind, **fields))

    async def seen(self, answer: Answer) -> Answer:
        """Waits until the console shows what this answer says was done."""
        if answer.answer == "ok":
            await self.facilitator.until_seen("desk", answer.version)
        return answer

    def person(self, seat: str) -> Person:
        return self.evening.people[seat]

    def of_server(self, seat: str | None) -> str | None:
        """The file's id of a seat of the server."""
        return next((own for own, served in self.seats.items() if served == seat), None)

    def hand(self, seat: str, by: str = "self") -> Actor:
        """Who acts for this seat; a phone that is not there is replaced by the scribe."""
        phone = self.phones.get(seat)
        if by == "self" and phone is not None and phone.takes_part:
            return Actor(phone, None)
        if seat not in self.seats:
            raise TimedOut(f"{self.person(seat).name} does something in the file before sitting down")
        place = self.facilitator if by == "facilitator" else self.scribe
        return Actor(place, self.seats[seat])

    async def leave_the_house(self) -> None:
        """Every connection ends; whatever was lost on the way is no matter any more."""
        for place in (
            *self.phones.values(),
            getattr(self, "scribe", None),
            getattr(self, "facilitator", None),
        ):
            if place is not None:
                await place.close()
                await place.http.aclose()

    async def _joins_by_phone(self, person: Person) -> None:
        http = self.console.another()
        ticks = {"words": person.words, "name_too": person.named, "contact": person.contact}
        fields = {"name": person.name, "role": person.role, "lang": person.lang}
        await http.sit_down(self._code(), {**fields, **{name: "y" for name, on in ticks.items() if on}})
        phone = Client(f"the phone of {person.name}", "seat", http, self.answers.append)
        await phone.open()
        self.phones[person.id] = phone
        self.seats[person.id] = seat = phone.section("mine", "me")["seat"]
        if phone.section("mine", "now")["phase"] == "asking":
            asking = self.facilitator
            await asking.until(
                f"{person.name} at the door", lambda: seat in asking.section("desk", "calls")["asking"]
            )
            await self.flow("admit", seat=seat)
            await phone.until("a seat", lambda: phone.section("mine", "now")["phase"] != "asking")

    async def _is_added(self, person: Person) -> None:
        who: dict[str, Any] = {"name": person.name, "lang": person.lang}
        if person.role:
            who["role"] = person.role
        seat = (await self.flow("take_seat", **who)).seat
        if seat is None:
            raise TimedOut(f"{person.name} got no seat")
        self.seats[person.id] = seat
        choices = {"words": person.words, "name": person.named, "contact": person.contact}
        await self.flow("give_consent", seat=seat, **choices)

    def _code(self) -> str:
        return str(self.facilitator.section("desk", "links")["code"])
