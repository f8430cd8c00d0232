"""The harvest: questions, sources, results of the group and agreements, then the read-back and the last words.

The owner's phone writes what somebody gave; without a phone the scribe does (T13, T23).
"""

from typing import Any

from dialoog.simulator import words
from dialoog.simulator.client import Client, EveningStopped
from dialoog.simulator.facilitation import Flow
from dialoog.simulator.rounds import TurnHook, play_turns

LOOK_SECONDS = 40.0


async def play_harvest(flow: Flow, on_turn: TurnHook | None) -> None:
    """Plays from the opening of the harvest to the closed dialogue."""
    await _advance_to_harvest(flow)
    await _write_questions(flow)
    await _write_sources(flow)
    await _write_group_results(flow)
    await _write_agreements(flow)
    await words.hide_shown_words(flow)
    await _read_back(flow)
    evening = flow.participants.evening
    if evening.last_words is None:
        await flow.participants.facilitate("close_dialogue", reason="other")
    else:
        await flow.perform(lambda: flow.press_primary("open_last_words"))
        await play_turns(flow, evening.last_words, on_turn)
        await words.make_open_choices(flow)
        await flow.press_primary("close_dialogue")
    facilitator = flow.participants.facilitator
    await facilitator.wait_until(
        "goodbye", lambda: facilitator.section("table", "stage")["status"] == "closed"
    )
    flow.participants.report("— the dialogue is closed —")


async def _advance_to_harvest(flow: Flow) -> None:
    while flow.step["form"] != "harvest":
        if (
            flow.step["form"] == "round"
            and not flow.participants.facilitator.section("desk", "queue")["closed"]
        ):
            raise EveningStopped(f"{flow.step['id']} is still open")
        await flow.advance_step()
    flow.participants.report("— harvest —")


async def _write_questions(flow: Flow) -> None:
    for question in flow.participants.evening.items_of("questions"):
        await _write_own(flow, question, question["text"], "question", question["seat"])


async def _write_sources(flow: Flow) -> None:
    for source in flow.participants.evening.items_of("sources"):
        answers = _word_ids(flow, source.get("linked_questions", ()))
        more = {"source": source["type"], "answers": answers}
        await _write_own(flow, source, source["description"], "source", source["seat"], **more)


async def _write_group_results(flow: Flow) -> None:
    """The scribe writes insights, tensions and goals; each seat supports a goal itself."""
    participants = flow.participants
    for insight in participants.evening.items_of("insights"):
        rests_on = _word_ids(flow, insight["from_contributions"])
        await _write_for_group(flow, insight, "insight", rests_on=rests_on)
    for tension in participants.evening.items_of("tensions"):
        await _write_for_group(flow, tension, "tension")
    for goal in participants.evening.items_of("shared_goals"):
        await _write_for_group(flow, goal, "goal")
        for seat in goal["supported_by"]:
            await participants.actor_for(seat).send(
                "support_goal", word=participants.word_ids[goal["id"]], on=True
            )


async def _write_agreements(flow: Flow) -> None:
    """T23: the owner writes the agreement; every seat named in it accepts for itself."""
    participants = flow.participants
    for agreement in participants.evening.items_of("agreements"):
        owner, together = agreement.get("owner_seat"), agreement.get("with_seats", ())
        more: dict[str, Any] = {
            "due": agreement.get("due"),
            "together": [participants.seat_ids[seat] for seat in together],
            "answers": _word_ids(flow, agreement.get("answers_questions", ())),
        }
        if owner is None:
            await _write_for_group(flow, agreement, "agreement", **more)
            continue
        await _write_own(flow, agreement, agreement["text"], "agreement", owner, **more)
        word, acceptances = participants.word_ids[agreement["id"]], agreement.get("accepted_by", ())
        for seat in (owner, *together):
            actor = participants.actor_for(seat)
            has_accepted = seat == owner and actor.has_own_phone  # whoever writes it accepts it
            if (seat in acceptances) is not has_accepted:
                await actor.send("accept_agreement", word=word, on=seat in acceptances or None)


async def _read_back(flow: Flow) -> None:
    """T25, C3: shows the read-back; then everybody makes the choices that are still open."""
    await flow.perform(lambda: flow.press_primary("show_read_back"))
    for phone in flow.participants.phones.values():
        await _wait_for_read_back(phone)
    await flow.participants.pacing.wait(LOOK_SECONDS)
    await words.make_open_choices(flow)


async def _wait_for_read_back(phone: Client) -> None:
    if phone.is_open and phone.section("mine", "me")["presence"] == "present":
        await phone.wait_until("the read-back", lambda: phone.section("mine", "now")["phase"] == "read_back")


async def _write_own(flow: Flow, item: dict[str, Any], text: str, kind: str, seat: str, **more: Any) -> None:
    participants = flow.participants
    default_visibility = (
        "record_with_name" if participants.person(seat).shares_name else "record_without_name"
    )
    keep = words.KEEP_BY_VISIBILITY.get(item.get("visibility", default_visibility))
    actor, lang = (
        participants.actor_for(seat),
        item.get("lang", participants.evening.fields["dialogue"].get("language", "nl")),
    )
    word_id = await words.write_own_words(actor, text, kind, lang, keep, ticked=keep != "no", **more)
    participants.word_ids[item["id"]] = word_id
    await _show_on_screen(flow, word_id, is_released=keep != "no")


async def _write_for_group(flow: Flow, item: dict[str, Any], kind: str, **more: Any) -> None:
    lang = item.get("lang", flow.participants.evening.fields["dialogue"].get("language", "nl"))
    answer = await flow.participants.scribe.send(
        "write",
        seat=None,
        text=item["text"],
        word_kind=kind,
        lang=lang,
        **{k: v for k, v in more.items() if v},
    )
    flow.participants.word_ids[item["id"]] = answer.id
    await flow.participants.pacing.wait(LOOK_SECONDS / 4)


async def _show_on_screen(flow: Flow, word: str, *, is_released: bool) -> None:
    """Shows what its owner released in the harvest on the screen."""
    if is_released:
        await flow.participants.facilitator.send("show_words", word=word)
        await flow.participants.pacing.wait(LOOK_SECONDS / 4)


def _word_ids(flow: Flow, ids: Any) -> list[str]:
    return [flow.participants.word_ids[item_id] for item_id in ids if item_id in flow.participants.word_ids]
