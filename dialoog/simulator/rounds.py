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


def holds(flow: Flow, held: Round, watch: Watch | None) -> None:
    """A whole round, from its first silence to what was written after it."""
    _opens(flow, held)
    _is_silent(flow, held)
    goes_round(flow, held, watch)


def goes_round(flow: Flow, held: Round, watch: Watch | None) -> None:
    """Every turn of an open round, the second offer, and its close."""
    for turn in held.offered(1):
        _takes_place(flow, turn, watch)
    _second_offer(flow, held, watch)
    _closes(flow)
    words.everybody_writes(flow, held)


def _opens(flow: Flow, held: Round) -> None:
    """Steps on until the table is at this round: talk and break on the way are passed through."""
    while flow.at["id"] != held.id:
        flow.steps_on()
        flow.company.say(f"— {flow.at['id']} —")
        if flow.at["id"] == held.id:
            return
        if flow.at["form"] in ("harvest", "round"):
            raise OutOfOrder(f"the programme goes to {flow.at['id']}, the file to {held.id}")
        flow.company.pace.wait(STEP_SECONDS)


def _is_silent(flow: Flow, held: Round) -> None:
    """T9: in the evening's own time a silence ends by itself."""
    if held.silence:
        flow.company.pace.wait(held.silence)
        if not flow.company.pace.in_real_time:
            flow.company.facilitator.ask("skip_silence")


def _takes_place(flow: Flow, turn: Spoken, watch: Watch | None) -> None:
    """One turn, with what happens before, in and after it."""
    evening, pace = flow.company.evening, flow.company.pace
    for happening in evening.happens(BEFORE, turn):
        incidents.play_incident(flow, happening, turn)
    if flow.queue["closed"]:
        raise TimedOut(f"the round was closed before turn {turn.seq}")
    words.hides_what_is_shown(flow)
    flow.does(partial(flow.begins, turn))
    flow.company.say(f"{turn.seq:>3}  {flow.company.person(turn.seat).name}")
    pace.wait(turn.seconds / 2, least=0.8)
    if watch is not None:
        watch(turn)
    for happening in evening.happens(DURING, turn):
        incidents.play_incident(flow, happening, turn)
    pace.wait(turn.seconds / 2, least=0.8)
    flow.does(partial(flow.ends, turn))
    words.writes_after(flow, turn)
    for happening in evening.happens(AFTER, turn):
        incidents.play_incident(flow, happening, turn)
    pace.wait(BETWEEN_SECONDS / 4)


def _second_offer(flow: Flow, held: Round, watch: Watch | None) -> None:
    """T5: all are asked at once; who says yes speaks, in the round's order."""
    second = held.offered(2)
    if not second or flow.queue["closed"]:
        return
    flow.table_shows("a second offer", lambda: bool(flow.queue["second"]))
    flow.company.pace.wait(BETWEEN_SECONDS)
    for turn in second:
        flow.does(partial(_answers_offer, flow, turn))
    for turn in second:
        if turn.outcome == "spoke":
            _takes_place(flow, turn, watch)


def _answers_offer(flow: Flow, turn: Spoken) -> None:
    hand = flow.company.hand(turn.seat, turn.operated_by)
    offered = flow.queue["second"]["id"]
    if hand.own:
        phone = hand.place
        phone.until("the second offer", lambda: phone.section("mine", "now")["offer"] == offered)
    kind = "accept_offer" if turn.outcome == "spoke" else "decline_offer"
    flow.company.seen(hand.asks(kind, offer=offered))


def _closes(flow: Flow) -> None:
    """T6: when everybody is final; who did not answer the second offer is so when it ends."""
    if flow.queue["closed"]:
        return
    while flow.primary.get("kind") == "end_offer":
        flow.does(lambda: flow.presses("end_offer"))
    flow.does(lambda: flow.presses("close_round"))
