"""The clients of a played evening: facilitator, scribe, and a phone per seat that has one.

Here also lie the ids that seats and words of the file got from the server.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from dialoog.simulator.client import Answer, Client, EveningStopped
from dialoog.simulator.evening_file import Evening, Person
from dialoog.simulator.http_client import HttpClient, token_from
from dialoog.simulator.pacing import Pacing

SITTING_DOWN_SECONDS = 8.0


@dataclass(frozen=True)
class Actor:
    """The client that acts for a seat: its own phone (`seat` is None), or a desk that names it (T13)."""

    client: Client
    seat: str | None

    async def send(self, kind: str, **fields: Any) -> Answer:
        """Sends a command, which names the seat where a desk acts for it."""
        seat_field = {} if self.seat is None else {"seat": self.seat}
        return await self.client.send(kind, **seat_field, **fields)

    @property
    def has_own_phone(self) -> bool:
        return self.seat is None


@dataclass
class Participants:
    """`seat_ids` and `word_ids`: id in the file → id at the server. `phones`: seat in the file → its client.
    `open_choices`: words in the file whose owner chooses at the read-back → the choice. `answers`: one per accepted
    command. `deviations`: sentences about what went another way than the file says."""

    evening: Evening
    http: HttpClient
    pacing: Pacing
    report: Callable[[str], None]
    seat_ids: dict[str, str] = field(default_factory=dict)
    word_ids: dict[str, str] = field(default_factory=dict)
    phones: dict[str, Client] = field(default_factory=dict)
    clients: list[Client] = field(default_factory=list)
    open_choices: dict[str, str] = field(default_factory=dict)
    answers: list[Answer] = field(default_factory=list)
    deviations: list[str] = field(default_factory=list)

    async def open_desks(self) -> None:
        """Opens the console, and the desk of the scribe by a link of the console."""
        self.facilitator = self._client("the facilitator", "facilitator", self.http)
        await self.facilitator.open()
        if self.facilitator.section("table", "stage")["status"] != "open":
            raise EveningStopped(
                "This dialogue has already begun. The player needs one that was just set up."
            )
        link = (await self.facilitator.send("hand_over", desk="scribe")).link
        if link is None:
            raise EveningStopped("The console got no link for the scribe.")
        self.scribe = self._client("the scribe", "scribe", self.http.new_session(token_from(link)))
        await self.scribe.open()

    async def seat_everybody(self) -> None:
        """Seats everybody who does not join late, in the order of the file, which is the circle (T30)."""
        for person in self.evening.people.values():
            if not person.joins_late:
                await self.pacing.wait(SITTING_DOWN_SECONDS)
                await self.join(person)
        circle = [self.seat_ids[p.id] for p in self.evening.people.values() if not p.joins_late]
        await self.facilitate("order_circle", seats=circle)

    async def join(self, person: Person) -> None:
        """Joins with a phone by the code; without one the facilitator adds the seat and its consent."""
        if person.has_device:
            await self._join_by_phone(person)
        else:
            await self._add_without_phone(person)
        self.report(f"{person.name} sits down")

    async def facilitate(self, kind: str, **fields: Any) -> Answer:
        """Sends a command of the facilitator and waits until the console shows its result."""
        return await self.wait_until_visible(await self.facilitator.send(kind, **fields))

    async def wait_until_visible(self, answer: Answer) -> Answer:
        """Waits until the console has the version of this answer."""
        if answer.outcome == "ok":
            await self.facilitator.wait_for_version("desk", answer.version)
        return answer

    def person(self, seat: str) -> Person:
        return self.evening.people[seat]

    def seat_in_file(self, seat: str | None) -> str | None:
        """Returns the file's id of a seat of the server."""
        return next((file_id for file_id, seat_id in self.seat_ids.items() if seat_id == seat), None)

    def actor_for(self, seat: str, by: str = "self") -> Actor:
        """Returns who acts for this seat: the scribe in place of a phone that is closed. Raises EveningStopped."""
        phone = self.phones.get(seat)
        if by == "self" and phone is not None and phone.is_open:
            return Actor(phone, None)
        if seat not in self.seat_ids:
            raise EveningStopped(f"{self.person(seat).name} does something in the file before sitting down")
        client = self.facilitator if by == "facilitator" else self.scribe
        return Actor(client, self.seat_ids[seat])

    async def disconnect_everybody(self) -> None:
        """Closes every client."""
        for client in self.clients:
            await client.close()
            await client.http.aclose()

    async def _join_by_phone(self, person: Person) -> None:
        http = self.http.new_session()
        ticks = {
            "words": person.shares_words,
            "name_too": person.shares_name,
            "contact": person.shares_contact,
        }
        fields = {"name": person.name, "role": person.role, "lang": person.lang}
        await http.join(
            self._join_code(), {**fields, **{name: "y" for name, is_on in ticks.items() if is_on}}
        )
        phone = self._client(f"the phone of {person.name}", "seat", http)
        await phone.open()
        self.phones[person.id] = phone
        self.seat_ids[person.id] = seat = phone.section("mine", "me")["seat"]
        if phone.section("mine", "now")["phase"] == "asking":
            await self.facilitator.wait_until(
                f"{person.name} at the door",
                lambda: seat in self.facilitator.section("desk", "calls")["asking"],
            )
            await self.facilitate("admit", seat=seat)
            await phone.wait_until("a seat", lambda: phone.section("mine", "now")["phase"] != "asking")

    async def _add_without_phone(self, person: Person) -> None:
        fields: dict[str, Any] = {"name": person.name, "lang": person.lang}
        if person.role:
            fields["role"] = person.role
        seat = (await self.facilitate("take_seat", **fields)).seat
        if seat is None:
            raise EveningStopped(f"{person.name} got no seat")
        self.seat_ids[person.id] = seat
        choices = {"words": person.shares_words, "name": person.shares_name, "contact": person.shares_contact}
        await self.facilitate("give_consent", seat=seat, **choices)

    def _client(self, name: str, desk: str, http: HttpClient) -> Client:
        client = Client(name, desk, http, self.answers.append)
        self.clients.append(client)
        return client

    def _join_code(self) -> str:
        return str(self.facilitator.section("desk", "links")["code"])
