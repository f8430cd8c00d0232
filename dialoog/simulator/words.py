"""The words of an evening: writing, "klopt", translations, the choice of their owner, and the screen.

In a round with a writing minute everybody writes in that minute, in the order of the file; else each seat writes
after its turn. Most owners choose at once what the record may keep, some at the read-back (C3).
"""

from typing import Any

from dialoog.simulator.evening_file import Round, Turn
from dialoog.simulator.facilitation import Flow
from dialoog.simulator.participants import Actor

Word = dict[str, Any]
KEEP_BY_VISIBILITY = {"record_with_name": "named", "record_without_name": "unnamed", "table_only": "no"}
ONE_IN = 3
"""One word in three is ticked for the screen; for another one in three its owner chooses at the read-back."""
SHOWN_SECONDS = 60.0


async def write_after_turn(flow: Flow, turn: Turn) -> None:
    """Writes and shows the words of this turn, unless its round has a writing minute."""
    current_round = next((r for r in _rounds(flow) if r.id == turn.step), None)
    if turn.outcome != "spoke" or (current_round is not None and current_round.writing_seconds):
        return
    for word in flow.participants.evening.words_of(turn.step, turn.seat):
        await _write(flow, word)
        await _show(flow, word)


async def write_round(flow: Flow, current_round: Round) -> None:
    """Writes the words of a round that are not written yet, in its writing minute where it has one, and shows them."""
    if current_round.writing_seconds:
        await flow.wait_for_table(
            "the writing minute", lambda: flow.floor["phase"] not in ("complete", "turn")
        )
    participants = flow.participants
    unwritten = [
        word
        for word in participants.evening.words_of(current_round.id)
        if word["id"] not in participants.word_ids
    ]
    for word in unwritten:
        await participants.pacing.wait(current_round.writing_seconds / len(unwritten), least=0.2)
        await _write(flow, word)
    if unwritten:
        participants.report(f"     written down: {len(unwritten)}")
    for word in unwritten:
        if await _show(flow, word):
            await participants.pacing.wait(SHOWN_SECONDS)
            await hide_shown_words(flow)


async def write_remaining(flow: Flow, seat: str) -> None:
    """Writes the words of this seat that belong to its turns so far and are not written yet."""
    for word in flow.participants.evening.words:
        if word["seat"] == seat and (word["step"], seat) in flow.turns:
            await _write(flow, word)


async def make_open_choices(flow: Flow, seat: str | None = None) -> None:
    """C3: sends the open choices, of one seat or of everybody."""
    participants = flow.participants
    owners = {word["id"]: word["seat"] for word in participants.evening.words}
    for word, keep in list(participants.open_choices.items()):
        if seat in (None, owners[word]):
            await participants.actor_for(owners[word]).client.send(
                "keep_words", word=participants.word_ids[word], keep=keep
            )
            del participants.open_choices[word]


async def write_own_words(
    actor: Actor,
    text: str,
    word_kind: str,
    lang: str,
    keep: str | None,
    *,
    ticked: bool = False,
    confirmed: bool = True,
    translation: Word | None = None,
    **more: Any,
) -> str:
    """Writes words of a seat and returns their id: on its own phone together with the choice, else confirmed by a desk
    (T13, C4). A desk translates before it confirms, since after that only the owner may change the words."""
    choice = {"keep": keep, "ticked": ticked} if actor.has_own_phone else {}
    answer = await actor.send("write", text=text, word_kind=word_kind, lang=lang, **choice, **more)
    word = answer.id
    if translation:
        fields = {name: translation[name] for name in ("lang", "text")}
        await actor.client.send("translate_words", word=word, **fields)
    if actor.has_own_phone:
        return word
    if confirmed:
        await actor.client.send("confirm_words", word=word)
    if ticked:
        await actor.client.send("tick_words", word=word, on=True)
    if keep is not None:
        await actor.client.send("keep_words", word=word, keep=keep)
    return word


async def hide_shown_words(flow: Flow) -> None:
    """T20: the facilitator hides all words on the screen, before the next turn."""
    for word in flow.shown_words:
        await flow.participants.facilitator.send("hide_words", word=word)
    flow.shown_words.clear()


async def _write(flow: Flow, word: Word) -> None:
    participants = flow.participants
    if word["id"] in participants.word_ids:
        return
    seat, position = word["seat"], _position(flow, word)
    keep = KEEP_BY_VISIBILITY.get(word.get("visibility", ""))
    chooses_later = (
        keep is not None and position % ONE_IN == 1 and not participants.facilitator.section("desk", "close")
    )
    turn_field: dict[str, Any] = (
        {"turn": flow.turns[word["step"], seat]} if (word["step"], seat) in flow.turns else {}
    )
    actor = participants.actor_for(seat, word.get("entered_by", "self"))
    participants.word_ids[word["id"]] = await write_own_words(
        actor,
        word["text"],
        word["kind"],
        word["lang"],
        None if chooses_later else keep,
        ticked=_is_ticked(flow, word),
        confirmed=word.get("confirmed_by_speaker", True),
        translation=word.get("translation"),
        **turn_field,
    )
    if chooses_later and keep is not None:
        participants.open_choices[word["id"]] = keep


async def _show(flow: Flow, word: Word) -> bool:
    """T20: shows words that their owner ticked, and waits until the table has them. Returns False for others."""
    if not _is_ticked(flow, word) or word["id"] not in flow.participants.word_ids:
        return False
    word_id = flow.participants.word_ids[word["id"]]
    facilitator = flow.participants.facilitator
    await facilitator.send("show_words", word=word_id)
    flow.shown_words.append(word_id)
    await flow.wait_for_table(
        "these words on the screen",
        lambda: any(
            entry["id"].partition(".")[0] == word_id  # the other part is the revision
            for entry in facilitator.section("table", "shown")
        ),
    )
    return True


def _is_ticked(flow: Flow, word: Word) -> bool:
    is_released = KEEP_BY_VISIBILITY.get(word.get("visibility", "")) in ("named", "unnamed")
    return is_released and word.get("confirmed_by_speaker", True) and _position(flow, word) % ONE_IN == 0


def _position(flow: Flow, word: Word) -> int:
    return [w["id"] for w in flow.participants.evening.words_of(word["step"])].index(word["id"])


def _rounds(flow: Flow) -> list[Round]:
    evening = flow.participants.evening
    return [*evening.rounds, *([evening.last_words] if evening.last_words else [])]
