"""The course of an evening, round by round: silence, every turn with what happens around it, the second offer, the close."""

from collections.abc import Callable
from functools import partial

from dialoog.simulator import incidents, words
from dialoog.simulator.client import TimedOut
from dialoog.simulator.evening_file import AFTER, BEFORE, DURING, Round, Spoken
from dialoog.simulator.facilitation import Flow, OutOfOrder

BETWEEN_SECONDS = 20.0
STEP_SECONDS = 120.0

Watch = Callable[[Spoken], None]
"""Is told of every turn while it runs: for who wants to disturb it."""


async def holds(flow: Flow, held: Round, watch: Watch | None) -> None:
    """A whole round, from its first silence to what was written after it."""
    await _opens(flow, held)
    await _is_silent(flow, held)
    await goes_round(flow, held, watch)


async def goes_round(flow: Flow, held: Round, watch: Watch | None) -> None:
    """Every turn of an open round, the second offer, and its close."""
    for turn in held.offered(1):
        await _takes_place(flow, turn, watch)
    await _second_offer(flow, held, watch)
    await _closes(flow)
    await words.everybody_writes(flow, held)


async def _opens(flow: Flow, held: Round) -> None:
    """Steps on until the table is at this round: talk and break on the way are passed through."""
    while flow.at["id"] != held.id:
        await flow.steps_on()
        flow.company.say(f"— {flow.at['id']} —")
        if flow.at["id"] == held.id:
            return
        if flow.at["form"] in ("harvest", "round"):
            raise OutOfOrder(f"the programme goes to {flow.at['id']}, the file to {held.id}")
        await flow.company.pace.wait(STEP_SECONDS)


async def _is_silent(flow: Flow, held: Round) -> None:
    """T9: in the evening's own time a silence ends by itself."""
    if held.silence:
        await flow.company.pace.wait(held.silence)
        if not flow.company.pace.in_real_time:
            await flow.company.facilitator.ask("skip_silence")


async def _takes_place(flow: Flow, turn: Spoken, watch: Watch | None) -> None:
    """One turn, with what happens before, in and after it."""
    evening, pace = flow.company.evening, flow.company.pace
    for happening in evening.happens(BEFORE, turn):
        await incidents.play_incident(flow, happening, turn)
    if flow.queue["closed"]:
        raise TimedOut(f"the round was closed before turn {turn.seq}")
    await words.hides_what_is_shown(flow)
    await flow.does(partial(flow.begins, turn))
    flow.company.say(f"{turn.seq:>3}  {flow.company.person(turn.seat).name}")
    await pace.wait(turn.seconds / 2, least=0.8)
    if watch is not None:
        watch(turn)
    for happening in evening.happens(DURING, turn):
        await incidents.play_incident(flow, happening, turn)
    await pace.wait(turn.seconds / 2, least=0.8)
    await flow.does(partial(flow.ends, turn))
    await words.writes_after(flow, turn)
    for happening in evening.happens(AFTER, turn):
        await incidents.play_incident(flow, happening, turn)
    await pace.wait(BETWEEN_SECONDS / 4)


async def _second_offer(flow: Flow, held: Round, watch: Watch | None) -> None:
    """T5: all are asked at once; who says yes speaks, in the round's order."""
    second = held.offered(2)
    if not second or flow.queue["closed"]:
        return
    await flow.table_shows("a second offer", lambda: bool(flow.queue["second"]))
    await flow.company.pace.wait(BETWEEN_SECONDS)
    for turn in second:
        await flow.does(partial(_answers_offer, flow, turn))
    for turn in second:
        if turn.outcome == "spoke":
            await _takes_place(flow, turn, watch)


async def _answers_offer(flow: Flow, turn: Spoken) -> None:
    hand = flow.company.hand(turn.seat, turn.operated_by)
    offered = flow.queue["second"]["id"]
    if hand.own:
        phone = hand.place
        await phone.until("the second offer", lambda: phone.section("mine", "now")["offer"] == offered)
    kind = "accept_offer" if turn.outcome == "spoke" else "decline_offer"
    await flow.company.seen(await hand.asks(kind, offer=offered))


async def _closes(flow: Flow) -> None:
    """T6: when everybody is final; who did not answer the second offer is so when it ends."""
    if flow.queue["closed"]:
        return
    while flow.primary.get("kind") == "end_offer":
        await flow.does(lambda: flow.presses("end_offer"))
    await flow.does(lambda: flow.presses("close_round"))
