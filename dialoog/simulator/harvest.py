"""The harvest and closing: what the group makes of the evening, the read-back, last words, and the record.

Who gave what is in the file; who writes it down is the owner's own phone, or the scribe (T13, T23).
"""

from typing import Any

from dialoog.simulator import words
from dialoog.simulator.client import Client, TimedOut
from dialoog.simulator.facilitation import Flow
from dialoog.simulator.rounds import Watch, goes_round

LOOK_SECONDS = 40.0


async def play_harvest(flow: Flow, watch: Watch | None) -> None:
    """From the opening of the harvest to a closed dialogue."""
    await _opens(flow)
    await _questions(flow)
    await _sources(flow)
    await _of_the_group(flow)
    await _agreements(flow)
    await words.hides_what_is_shown(flow)
    await _reads_back(flow)
    evening = flow.company.evening
    if evening.last_words is None:
        await flow.company.flow("close_dialogue", reason="other")
    else:
        await flow.does(lambda: flow.presses("open_last_words"))
        await goes_round(flow, evening.last_words, watch)
        await words.decides(flow)
        await flow.presses("close_dialogue")
    table = flow.company.facilitator
    await table.until("goodbye", lambda: table.section("table", "stage")["status"] == "closed")
    flow.company.say("— the dialogue is closed —")


async def _opens(flow: Flow) -> None:
    while flow.at["form"] != "harvest":
        if flow.at["form"] == "round" and not flow.company.facilitator.section("desk", "queue")["closed"]:
            raise TimedOut(f"{flow.at['id']} is still open")
        await flow.steps_on()
    flow.company.say("— harvest —")


async def _questions(flow: Flow) -> None:
    for question in flow.company.evening.all_of("questions"):
        await _own(flow, question, question["text"], "question", question["seat"])


async def _sources(flow: Flow) -> None:
    for source in flow.company.evening.all_of("sources"):
        answers = _known(flow, source.get("linked_questions", ()))
        more = {"source": source["type"], "answers": answers}
        await _own(flow, source, source["description"], "source", source["seat"], **more)


async def _of_the_group(flow: Flow) -> None:
    """Insights, tensions and goals belong to everybody: the scribe writes, people support for themselves."""
    company = flow.company
    for insight in company.evening.all_of("insights"):
        rests_on = _known(flow, insight["from_contributions"])
        await _group(flow, insight, "insight", rests_on=rests_on)
    for tension in company.evening.all_of("tensions"):
        await _group(flow, tension, "tension")
    for goal in company.evening.all_of("shared_goals"):
        await _group(flow, goal, "goal")
        for seat in goal["supported_by"]:
            await company.hand(seat).asks("support_goal", word=company.words[goal["id"]], on=True)


async def _agreements(flow: Flow) -> None:
    """T23: one's own small step, with a date; everybody named in it says yes for oneself."""
    company = flow.company
    for agreement in company.evening.all_of("agreements"):
        owner, together = agreement.get("owner_seat"), agreement.get("with_seats", ())
        more: dict[str, Any] = {
            "due": agreement.get("due"),
            "together": [company.seats[seat] for seat in together],
            "answers": _known(flow, agreement.get("answers_questions", ())),
        }
        if owner is None:
            await _group(flow, agreement, "agreement", **more)
            continue
        await _own(flow, agreement, agreement["text"], "agreement", owner, **more)
        word, said_yes = company.words[agreement["id"]], agreement.get("accepted_by", ())
        for seat in (owner, *together):
            hand = company.hand(seat)
            already = seat == owner and hand.own  # writing it oneself is saying yes
            if (seat in said_yes) is not already:
                await hand.asks("accept_agreement", word=word, on=seat in said_yes)


async def _reads_back(flow: Flow) -> None:
    """T25, C3: everybody hears the words, and says what is still undecided."""
    await flow.does(lambda: flow.presses("show_read_back"))
    for phone in flow.company.phones.values():
        await _sees_the_read_back(phone)
    await flow.company.pace.wait(LOOK_SECONDS)
    await words.decides(flow)


async def _sees_the_read_back(phone: Client) -> None:
    if phone.takes_part and phone.section("mine", "me")["presence"] == "present":
        await phone.until("the read-back", lambda: phone.section("mine", "now")["phase"] == "read_back")


async def _own(flow: Flow, item: dict[str, Any], text: str, kind: str, seat: str, **more: Any) -> None:
    company = flow.company
    named = "record_with_name" if company.person(seat).named else "record_without_name"
    keep = words.KEEPS.get(item.get("visibility", named))
    hand, lang = (
        company.hand(seat),
        item.get("lang", company.evening.fields["dialogue"].get("language", "nl")),
    )
    written = await words.own_words(hand, text, kind, lang, keep, ticked=keep != "no", **more)
    company.words[item["id"]] = written
    await _on_the_screen(flow, written, expected=keep != "no")


async def _group(flow: Flow, item: dict[str, Any], kind: str, **more: Any) -> None:
    lang = item.get("lang", flow.company.evening.fields["dialogue"].get("language", "nl"))
    answer = await flow.company.scribe.ask(
        "write",
        seat=None,
        text=item["text"],
        word_kind=kind,
        lang=lang,
        **{k: v for k, v in more.items() if v},
    )
    flow.company.words[item["id"]] = answer.id
    await flow.company.pace.wait(LOOK_SECONDS / 4)


async def _on_the_screen(flow: Flow, word: str, *, expected: bool) -> None:
    """What its owner ticked joins the harvest on the screen, and stays there."""
    if expected:
        await flow.company.facilitator.ask("show_words", word=word)
        await flow.company.pace.wait(LOOK_SECONDS / 4)


def _known(flow: Flow, ids: Any) -> list[str]:
    return [flow.company.words[one] for one in ids if one in flow.company.words]
