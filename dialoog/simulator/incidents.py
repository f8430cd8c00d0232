"""What happens around the turns of an evening: coming late, leaving, a dead phone, rest, another order, undo.

Each kind of the file is one function. What `pass` says is in the turn already.
"""

from collections.abc import Awaitable, Callable

from dialoog.simulator import words
from dialoog.simulator.client import TimedOut
from dialoog.simulator.evening_file import Incident, Spoken
from dialoog.simulator.facilitation import Flow

REASONS = ("time", "unwell", "disturbance", "place", "other")
REST_SECONDS = 120.0
GIFT_SECONDS = 60


async def play_incident(flow: Flow, happening: Incident, turn: Spoken) -> None:
    """Does what the file says; raises TimedOut for a kind that no evening has."""
    if happening.kind not in KINDS:
        raise TimedOut(f"the file says {happening.kind} at turn {turn.seq}, which the player does not know")
    await KINDS[happening.kind](flow, happening, turn)


async def late_join(flow: Flow, happening: Incident, _turn: Spoken) -> None:
    """T14: asks, is let in, and joins the end of the open round."""
    await flow.company.joins(flow.company.person(_seat(happening)))


async def leave(flow: Flow, happening: Incident, _turn: Spoken) -> None:
    """T15: after a last word and the choices."""
    company, seat = flow.company, _seat(happening)
    await words.writes_the_rest(flow, seat)
    await words.decides(flow, seat)
    hand = company.hand(seat)

    async def leaves() -> None:
        await company.seen(await hand.asks("leave"))

    await flow.does(leaves)
    if hand.own:
        await hand.place.until("a goodbye", lambda: hand.place.section("mine", "now")["phase"] == "left")
        await hand.place.close()
    company.say(f"{company.person(seat).name} leaves")


async def come_back(flow: Flow, happening: Incident, _turn: Spoken) -> None:
    """T15: who comes back has the same seat, and the same words."""
    company, seat = flow.company, _seat(happening)
    phone = company.phones.get(seat)
    if phone is not None and not phone.takes_part:
        await phone.open()
        await phone.until("the connection", lambda: phone.connected)

    async def comes_back() -> None:
        await company.seen(await company.hand(seat).asks("come_back"))

    await flow.does(comes_back)
    company.say(f"{company.person(seat).name} is back")


async def disconnect(flow: Flow, happening: Incident, _turn: Spoken) -> None:
    """T11: changes nothing, so nothing is told."""
    seat = _seat(happening)
    await flow.company.phones[seat].close()
    flow.company.say(f"     the phone of {flow.company.person(seat).name} dies")


async def reconnect(flow: Flow, happening: Incident, _turn: Spoken) -> None:
    """T11: the same token gives back the same seat and words."""
    company, seat = flow.company, _seat(happening)
    phone = company.phones[seat]
    await phone.open()
    await phone.until("the connection", lambda: phone.connected)
    own = {
        company.words[w["id"]]
        for w in company.evening.words
        if w["seat"] == seat and w["id"] in company.words
    }
    await phone.until("the same seat", lambda: phone.section("mine", "me")["seat"] == company.seats[seat])
    await phone.until(
        "the same words", lambda: own <= {word["id"] for word in phone.section("mine", "words")}
    )
    company.say(f"     the phone of {company.person(seat).name} is back")


async def rest(flow: Flow, happening: Incident, turn: Spoken) -> None:
    """T19: somebody asks, by a phone; rest shows when the facilitator takes it."""
    company = flow.company
    facilitator = company.facilitator
    asks = next((s for s, phone in company.phones.items() if phone.takes_part and s != turn.seat), turn.seat)
    await company.hand(asks).place.ask("ask_rest")
    await facilitator.until("somebody asking for rest", lambda: facilitator.section("desk", "calls")["rest"])
    company.say("     somebody asks for rest")
    await flow.does(lambda: company.flow("rest"))
    await flow.table_shows("rest", lambda: bool(flow.stage["rest"]))
    await company.pace.wait(REST_SECONDS)


async def resume(flow: Flow, _happening: Incident, _turn: Spoken) -> None:
    await flow.does(lambda: flow.presses("go_on"))
    await flow.table_shows("the end of rest", lambda: not flow.stage["rest"])


async def reorder(flow: Flow, happening: Incident, _turn: Spoken) -> None:
    """T17: only seats that still wait; without an order this seat goes first."""
    company = flow.company
    queue = flow.queue
    if "order" in happening.fields:
        order = [company.seats[seat] for seat in happening.fields["order"]]
    else:
        first = company.seats[_seat(happening)]
        order = [first, *(seat for seat in queue["waiting"] if seat != first)]
    await flow.does(lambda: company.flow("reorder", round=queue["round"], seats=order))


async def extend(flow: Flow, happening: Incident, _turn: Spoken) -> None:
    """T8: for who speaks, and so for all who follow."""
    seconds = happening.fields.get("seconds", GIFT_SECONDS)
    await flow.does(lambda: flow.company.flow("give_time", turn=flow.turn, seconds=seconds))


async def force_close(flow: Flow, happening: Incident, turn: Spoken) -> None:
    """T7: with a reason; who was not reached is who the file says."""
    company = flow.company
    queue = flow.queue
    if "unreached" in happening.fields:
        unreached = {company.seats[seat] for seat in happening.fields["unreached"]}
        if set(queue["waiting"]) != unreached:
            company.noticed.append(
                f"{turn.step}: closed early before {_names(flow, queue['waiting'])}, "
                f"in the file before {_names(flow, unreached)}"
            )
    stated = happening.fields.get("reason")
    reason = stated if stated in REASONS else "time"
    await flow.does(lambda: company.flow("force_close", round=queue["round"], reason=reason))


async def undo(flow: Flow, _happening: Incident, turn: Spoken) -> None:
    """S5: the newest step of the flow is taken back, by who may (T18), and done anew."""
    company = flow.company
    newest = company.facilitator.section("desk", "act")["undo"]
    if newest is None:
        raise TimedOut("there is nothing to take back")
    giver = company.facilitator
    if newest["theirs"]:
        giver = company.phones[turn.seat]
        await giver.until("the way back", lambda: giver.section("mine", "now")["undo"] == newest["version"])
    await company.seen(await giver.ask("undo", version=newest["version"]))
    company.say("     one step back")
    await flow.anew()


async def told_by_the_turn(_flow: Flow, _happening: Incident, _turn: Spoken) -> None:
    return


KINDS: dict[str, Callable[[Flow, Incident, Spoken], Awaitable[None]]] = {
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
    "pass": told_by_the_turn,
}


def _seat(happening: Incident) -> str:
    if happening.seat is None:
        raise TimedOut(f"the file does not say who: {happening.kind}")
    return happening.seat


def _names(flow: Flow, seats: object) -> str:
    known = {served: flow.company.person(own).name for own, served in flow.company.seats.items()}
    return ", ".join(sorted(known[s] for s in seats if s in known)) or "nobody"  # type: ignore[attr-defined]
