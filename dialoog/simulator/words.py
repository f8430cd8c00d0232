"""Words of an evening: who writes them down, "klopt", translations, the choice, and what the screen shows.

In a round with a writing minute everybody writes then, in the order of the file; in the others each
after the own turn. Some choose at once what may be kept, some only at the read-back (C3).
"""

from typing import Any

from dialoog.simulator.evening_file import Round, Spoken
from dialoog.simulator.facilitation import Flow
from dialoog.simulator.participants import Actor

Word = dict[str, Any]
KEEPS = {"record_with_name": "named", "record_without_name": "unnamed", "table_only": "no"}
EACH = 3
"""One in so many is ticked for the screen; one in so many is decided at the read-back only."""
SHOWN_SECONDS = 60.0


async def writes_after(flow: Flow, turn: Spoken) -> None:
    """Where no writing minute follows, after one's own turn; in a writing minute it is everybody's time."""
    held = next((r for r in _rounds(flow) if r.id == turn.step), None)
    if turn.outcome != "spoke" or (held is not None and held.writing):
        return
    for word in flow.company.evening.words_in(turn.step, turn.seat):
        await _writes(flow, word)
        await _shows(flow, word)


async def everybody_writes(flow: Flow, held: Round) -> None:
    """The writing minute, or what is still to be written of a round without one."""
    if held.writing:
        await flow.table_shows("the writing minute", lambda: flow.floor["phase"] not in ("complete", "turn"))
    company = flow.company
    started = [word for word in company.evening.words_in(held.id) if word["id"] not in company.words]
    for word in started:
        await company.pace.wait(held.writing / len(started), least=0.2)
        await _writes(flow, word)
    if started:
        company.say(f"     written down: {len(started)}")
    for word in started:
        if await _shows(flow, word):
            await company.pace.wait(SHOWN_SECONDS)
            await hides_what_is_shown(flow)


async def writes_the_rest(flow: Flow, seat: str) -> None:
    """Whoever leaves writes down what is still to be written of what was done so far."""
    for word in flow.company.evening.words:
        if word["seat"] == seat and (word["step"], seat) in flow.turns:
            await _writes(flow, word)


async def decides(flow: Flow, seat: str | None = None) -> None:
    """C3: the choice that was left open, of one seat or of everybody."""
    company = flow.company
    owners = {word["id"]: word["seat"] for word in company.evening.words}
    for word, keep in list(company.undecided.items()):
        if seat in (None, owners[word]):
            await company.hand(owners[word]).place.ask("keep_words", word=company.words[word], keep=keep)
            del company.undecided[word]


async def own_words(
    hand: Actor,
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
    """Writes words of a seat: on its own phone at once with the choice, else confirmed aloud (T13, C4).

    What somebody else wrote down is translated before "klopt", since afterwards it is its owner's alone."""
    chosen = {"keep": keep, "ticked": ticked} if hand.own else {}
    answer = await hand.asks("write", text=text, word_kind=word_kind, lang=lang, **chosen, **more)
    word = answer.id
    if translation:
        beside = {name: translation[name] for name in ("lang", "text")}
        await hand.place.ask("translate_words", word=word, **beside)
    if hand.own:
        return word
    if confirmed:
        await hand.place.ask("confirm_words", word=word)
    if ticked:
        await hand.place.ask("tick_words", word=word, on=True)
    if keep is not None:
        await hand.place.ask("keep_words", word=word, keep=keep)
    return word


async def hides_what_is_shown(flow: Flow) -> None:
    """T20: before somebody has the word, by the facilitator's hand."""
    for word in flow.shown:
        await flow.company.facilitator.ask("hide_words", word=word)
    flow.shown.clear()


async def _writes(flow: Flow, word: Word) -> None:
    company = flow.company
    if word["id"] in company.words:
        return
    seat, place = word["seat"], _place_of(flow, word)
    keep = KEEPS.get(word.get("visibility", ""))
    later = keep is not None and place % EACH == 1 and not company.facilitator.section("desk", "close")
    about: dict[str, Any] = (
        {"turn": flow.turns[word["step"], seat]} if (word["step"], seat) in flow.turns else {}
    )
    hand = company.hand(seat, word.get("entered_by", "self"))
    company.words[word["id"]] = await own_words(
        hand,
        word["text"],
        word["kind"],
        word["lang"],
        None if later else keep,
        ticked=_is_ticked(flow, word),
        confirmed=word.get("confirmed_by_speaker", True),
        translation=word.get("translation"),
        **about,
    )
    if later and keep is not None:
        company.undecided[word["id"]] = keep


async def _shows(flow: Flow, word: Word) -> bool:
    """T20: what its owner ticked; the table then shows it, while nobody has the word."""
    if not _is_ticked(flow, word) or word["id"] not in flow.company.words:
        return False
    written = flow.company.words[word["id"]]
    facilitator = flow.company.facilitator
    await facilitator.ask("show_words", word=written)
    flow.shown.append(written)
    await flow.table_shows(
        "these words on the screen",
        lambda: any(
            one["id"].partition(".")[0] == written  # word id and revision
            for one in facilitator.section("table", "shown")
        ),
    )
    return True


def _is_ticked(flow: Flow, word: Word) -> bool:
    is_kept = KEEPS.get(word.get("visibility", "")) in ("named", "unnamed")
    return is_kept and word.get("confirmed_by_speaker", True) and _place_of(flow, word) % EACH == 0


def _place_of(flow: Flow, word: Word) -> int:
    return [w["id"] for w in flow.company.evening.words_in(word["step"])].index(word["id"])


def _rounds(flow: Flow) -> list[Round]:
    evening = flow.company.evening
    return [*evening.rounds, *([evening.last_words] if evening.last_words else [])]
