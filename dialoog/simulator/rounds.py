"""One round: its silence, every turn with its incidents, the second offer, the close, and the words written after it."""

from collections.abc import Callable
from functools import partial

from dialoog.simulator import incidents, words
from dialoog.simulator.client import EveningStopped
from dialoog.simulator.evening_file import AFTER, BEFORE, DURING, Round, Turn
from dialoog.simulator.facilitation import Flow, OutOfOrder

BETWEEN_SECONDS = 20.0
STEP_SECONDS = 120.0
AFTER_TURNS = ("close_round", "next_step", "close_dialogue")
"""What the primary button offers when every seat is final. Closing a round is played as an entry of its own."""

TurnHook = Callable[[Turn], None]
"""Called in the middle of every turn, such as to kill the server."""


async def play_round(flow: Flow, current_round: Round, on_turn: TurnHook | None) -> None:
    """Plays a whole round, from the step before it to the words written after it."""
    await _advance_to_round(flow, current_round)
    await _wait_in_silence(flow, current_round)
    await play_turns(flow, current_round, on_turn)


async def play_turns(flow: Flow, current_round: Round, on_turn: TurnHook | None) -> None:
    """Plays every turn of an open round, its second offer and its close."""
    for turn in current_round.turns_of_offer(1):
        await _play_turn(flow, turn, on_turn)
    await _play_second_offer(flow, current_round, on_turn)
    await _close_round(flow)
    await words.write_round(flow, current_round)


async def _advance_to_round(flow: Flow, current_round: Round) -> None:
    """Goes to the step of this round, past talks and breaks. Raises OutOfOrder where another round comes first."""
    while flow.step["id"] != current_round.id:
        await flow.advance_step()
        flow.participants.report(f"— {flow.step['id']} —")
        if flow.step["id"] == current_round.id:
            return
        if flow.step["form"] in ("harvest", "round"):
            raise OutOfOrder(f"the programme goes to {flow.step['id']}, the file to {current_round.id}")
        await flow.participants.pacing.wait(STEP_SECONDS)


async def _wait_in_silence(flow: Flow, current_round: Round) -> None:
    """T9: skips the rest of the silence; in real time it ends by itself."""
    if current_round.silence_seconds:
        await flow.participants.pacing.wait(current_round.silence_seconds)
        if not flow.participants.pacing.is_real_time:
            await flow.participants.facilitator.send("skip_silence")


async def _play_turn(flow: Flow, turn: Turn, on_turn: TurnHook | None) -> None:
    """Plays one turn with its incidents before, during and after it."""
    evening, pacing = flow.participants.evening, flow.participants.pacing
    for incident in evening.incidents_at(BEFORE, turn):
        await incidents.play_incident(flow, incident, turn)
    if flow.queue["closed"]:
        raise EveningStopped(f"the round was closed before turn {turn.seq}")
    await words.hide_shown_words(flow)
    await flow.perform(partial(flow.begin_turn, turn))
    flow.participants.report(f"{turn.seq:>3}  {flow.participants.person(turn.seat).name}")
    await pacing.wait(turn.seconds / 2, least=0.8)
    if on_turn is not None:
        on_turn(turn)
    for incident in evening.incidents_at(DURING, turn):
        await incidents.play_incident(flow, incident, turn)
    await pacing.wait(turn.seconds / 2, least=0.8)
    await flow.perform(partial(flow.end_turn, turn))
    await words.write_after_turn(flow, turn)
    for incident in evening.incidents_at(AFTER, turn):
        await incidents.play_incident(flow, incident, turn)
    await pacing.wait(BETWEEN_SECONDS / 4)


async def _play_second_offer(flow: Flow, current_round: Round, on_turn: TurnHook | None) -> None:
    """T5: everybody answers the offer at once; then who accepted speaks, in the order of the round."""
    second = current_round.turns_of_offer(2)
    if not second or flow.queue["closed"]:
        return
    await flow.wait_for_table("a second offer", lambda: bool(flow.queue["second"]))
    await flow.participants.pacing.wait(BETWEEN_SECONDS)
    for turn in second:
        await flow.perform(partial(_answer_offer, flow, turn))
    for turn in second:
        if turn.outcome == "spoke":
            await _play_turn(flow, turn, on_turn)


async def _answer_offer(flow: Flow, turn: Turn) -> None:
    actor = flow.participants.actor_for(turn.seat, turn.operated_by)
    offer = flow.queue["second"]["id"]
    if actor.has_own_phone:
        phone = actor.client
        await phone.wait_until("the second offer", lambda: phone.section("mine", "now")["offer"] == offer)
    kind = "accept_offer" if turn.outcome == "spoke" else "decline_offer"
    await flow.participants.wait_until_visible(await actor.send(kind, offer=offer))


async def _close_round(flow: Flow) -> None:
    """T6: ends a second offer that somebody did not answer, and closes the round."""
    if flow.queue["closed"]:
        return
    while flow.primary.get("kind") == "end_offer":
        await flow.perform(lambda: flow.press_primary("end_offer"))
    await flow.wait_for_table("a complete round", lambda: flow.primary.get("kind") in AFTER_TURNS)
    await flow.perform(lambda: flow.participants.facilitate("close_round", round=flow.queue["round"]))
