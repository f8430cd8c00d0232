"""The incidents around the turns of an evening: a late arrival, a departure, a dead phone, rest, another order, undo.

Each kind in the file has one function.
"""

from collections.abc import Awaitable, Callable, Iterable

from dialoog.simulator import words
from dialoog.simulator.client import EveningStopped
from dialoog.simulator.evening_file import Incident, Turn
from dialoog.simulator.facilitation import Flow

REASONS = ("time", "unwell", "disturbance", "place", "other")
REST_SECONDS = 120.0
EXTENSION_SECONDS = 60


async def play_incident(flow: Flow, incident: Incident, turn: Turn) -> None:
    """Plays an incident of this turn. Raises EveningStopped for an unknown kind."""
    if incident.kind not in KINDS:
        raise EveningStopped(
            f"the file says {incident.kind} at turn {turn.seq}, which the player does not know"
        )
    await KINDS[incident.kind](flow, incident, turn)


async def late_join(flow: Flow, incident: Incident, _turn: Turn) -> None:
    """T14: asks to come in, is admitted, and joins the end of the open round."""
    await flow.participants.join(flow.participants.person(_seat_of(incident)))


async def leave(flow: Flow, incident: Incident, _turn: Turn) -> None:
    """T15: leaves, after writing what remains and making the open choices."""
    participants, seat = flow.participants, _seat_of(incident)
    await words.write_remaining(flow, seat)
    await words.make_open_choices(flow, seat)
    actor = participants.actor_for(seat)

    async def send_leave() -> None:
        await participants.wait_until_visible(await actor.send("leave"))

    await flow.perform(send_leave)
    if actor.has_own_phone:
        await actor.client.wait_until(
            "a goodbye", lambda: actor.client.section("mine", "now")["phase"] == "left"
        )
        await actor.client.close()
    participants.report(f"{participants.person(seat).name} leaves")


async def come_back(flow: Flow, incident: Incident, _turn: Turn) -> None:
    """T15: comes back to the same seat and the same words."""
    participants, seat = flow.participants, _seat_of(incident)
    phone = participants.phones.get(seat)
    if phone is not None and not phone.is_open:
        await phone.open()
        await phone.wait_until("the connection", lambda: phone.is_connected)

    async def send_come_back() -> None:
        await participants.wait_until_visible(await participants.actor_for(seat).send("come_back"))

    await flow.perform(send_come_back)
    participants.report(f"{participants.person(seat).name} is back")


async def disconnect(flow: Flow, incident: Incident, _turn: Turn) -> None:
    """T11: drops the connection of a phone; no command says so."""
    seat = _seat_of(incident)
    await flow.participants.phones[seat].close()
    flow.participants.report(f"     the phone of {flow.participants.person(seat).name} dies")


async def reconnect(flow: Flow, incident: Incident, _turn: Turn) -> None:
    """T11: connects with the same token, and waits for the same seat and words."""
    participants, seat = flow.participants, _seat_of(incident)
    phone = participants.phones[seat]
    await phone.open()
    await phone.wait_until("the connection", lambda: phone.is_connected)
    own_words = {
        participants.word_ids[w["id"]]
        for w in participants.evening.words
        if w["seat"] == seat and w["id"] in participants.word_ids
    }
    await phone.wait_until(
        "the same seat", lambda: phone.section("mine", "me")["seat"] == participants.seat_ids[seat]
    )
    await phone.wait_until(
        "the same words", lambda: own_words <= {word["id"] for word in phone.section("mine", "words")}
    )
    participants.report(f"     the phone of {participants.person(seat).name} is back")


async def rest(flow: Flow, incident: Incident, turn: Turn) -> None:
    """T19: a phone asks for rest, and the facilitator gives it."""
    participants = flow.participants
    facilitator = participants.facilitator
    asker = next(
        (s for s, phone in participants.phones.items() if phone.is_open and s != turn.seat), turn.seat
    )
    await participants.actor_for(asker).client.send("ask_rest")
    await facilitator.wait_until(
        "somebody asking for rest", lambda: facilitator.section("desk", "calls")["rest"]
    )
    participants.report("     somebody asks for rest")
    await flow.perform(lambda: participants.facilitate("rest"))
    await flow.wait_for_table("rest", lambda: bool(flow.stage["rest"]))
    await participants.pacing.wait(REST_SECONDS)


async def resume(flow: Flow, _incident: Incident, _turn: Turn) -> None:
    await flow.perform(lambda: flow.press_primary("go_on"))
    await flow.wait_for_table("the end of rest", lambda: not flow.stage["rest"])


async def reorder(flow: Flow, incident: Incident, _turn: Turn) -> None:
    """T17: reorders the seats that still wait; without an order in the file this seat goes first."""
    participants = flow.participants
    queue = flow.queue
    if "order" in incident.fields:
        order = [participants.seat_ids[seat] for seat in incident.fields["order"]]
    else:
        first = participants.seat_ids[_seat_of(incident)]
        order = [first, *(seat for seat in queue["waiting"] if seat != first)]
    await flow.perform(lambda: participants.facilitate("reorder", round=queue["round"], seats=order))


async def extend(flow: Flow, incident: Incident, _turn: Turn) -> None:
    """T8: gives the current turn more time."""
    seconds = incident.fields.get("seconds", EXTENSION_SECONDS)
    await flow.perform(lambda: flow.participants.facilitate("give_time", turn=flow.turn, seconds=seconds))


async def force_close(flow: Flow, incident: Incident, turn: Turn) -> None:
    """T7: closes the round early, with a reason; notes where other seats are unreached than the file says."""
    participants = flow.participants
    queue = flow.queue
    if "unreached" in incident.fields:
        unreached = {participants.seat_ids[seat] for seat in incident.fields["unreached"]}
        if set(queue["waiting"]) != unreached:
            participants.deviations.append(
                f"{turn.step}: closed early before {_names(flow, queue['waiting'])}, "
                f"in the file before {_names(flow, unreached)}"
            )
    reason = incident.fields.get("reason")
    if reason not in REASONS:
        reason = "time"
    await flow.perform(lambda: participants.facilitate("force_close", round=queue["round"], reason=reason))


async def undo(flow: Flow, _incident: Incident, turn: Turn) -> None:
    """S5: undoes the last action, as the one who may (T18), and performs it again."""
    participants = flow.participants
    newest = participants.facilitator.section("desk", "act")["undo"]
    if newest is None:
        raise EveningStopped("there is nothing to take back")
    client = participants.facilitator
    if newest["theirs"]:
        client = participants.phones[turn.seat]
        await client.wait_until(
            "the way back", lambda: client.section("mine", "now")["undo"] == newest["version"]
        )
    await participants.wait_until_visible(await client.send("undo", version=newest["version"]))
    participants.report("     one step back")
    await flow.repeat()


async def skip(_flow: Flow, _incident: Incident, _turn: Turn) -> None:
    """Does nothing: the outcome of the turn says it already."""


KINDS: dict[str, Callable[[Flow, Incident, Turn], Awaitable[None]]] = {
    "late_join": late_join,
    "leave": leave,
    "return": come_back,
    "disconnect": disconnect,
    "reconnect": reconnect,
    "rest": rest,
    "resume": resume,
    "reorder": reorder,
    "extend": extend,
    "force_close": force_close,
    "undo": undo,
    "pass": skip,
}


def _seat_of(incident: Incident) -> str:
    if incident.seat is None:
        raise EveningStopped(f"the file does not say who: {incident.kind}")
    return incident.seat


def _names(flow: Flow, seats: Iterable[str]) -> str:
    names = {
        seat_id: flow.participants.person(file_id).name
        for file_id, seat_id in flow.participants.seat_ids.items()
    }
    return ", ".join(sorted(names[seat] for seat in seats if seat in names)) or "nobody"
