"""R4: nothing appears that nobody sent; a text equals the normalised input, as it is stored, pushed, fetched and shown."""

import asyncio
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from hypothesis import given
from hypothesis import strategies as st

from dialoog.web import text_validation
from dialoog.websocket.frames import PACKET_BYTES
from tests.corpus.strings import SENDABLE, STRINGS, Odd, texts
from tests.failures import assert_all
from tests.reliability import expected, final
from tests.reliability.hall import Hall, Seated, a_hall
from tests.reliability.phones import Phone
from tests.reliability.runs import sized
from tests.reliability.talk import all_have_a_line
from tests.reliability.websocket_client import asks

TEXTS = sized("R4", short=200, long=2000)
PHONES = sized("R4", short=25, long=60)
SHOWN = 3
"""As many words as the shared screen has room for."""
PACE = 1.05


@given(st.text(max_size=300))
def test_R4_the_edge_refuses_a_text_or_makes_of_it_what_is_said_here(text: str) -> None:
    for edge, wanted in ((text_validation.words, expected.words), (text_validation.name, expected.name)):
        try:
            assert edge(text) == wanted(text)
        except text_validation.InvalidText:
            continue


def test_R4_the_corpus_and_the_checker_expect_the_same() -> None:
    assert_all(((odd.id, odd) for odd in STRINGS if odd.kept), is_expected_by_both)


def is_expected_by_both(odd: Odd) -> None:
    assert (expected.words(odd.typed), expected.name(odd.typed)) == (odd.kept, odd.call_name)


def test_R4_every_text_is_everywhere_what_was_typed(tmp_path: Path, seed: int) -> None:
    with a_hall("R4", tmp_path, seed) as hall:
        table = hall.sets_up(PHONES)
        written = texts(seed, TEXTS)
        hall.holds(all_is_said(hall, table, written))
        hall.is_as_promised()
        assert sorted(final.final_of(hall.database).texts.values()) == sorted(kept for _, kept in written)


async def all_is_said(hall: Hall, table: Seated, written: list[tuple[str, str]]) -> None:
    phones, console, screen = table.phones(), table.desk("facilitator"), table.desk("screen")
    await all_have_a_line(hall.phones)
    await asyncio.gather(*(writes(phone, written[n::PHONES]) for n, phone in enumerate(phones)))
    await asyncio.gather(
        *(is_refused(phone, odd) for phone, odd in zip(phones, refusable(hall), strict=False))
    )
    await asyncio.sleep(2)
    for phone in phones[:SHOWN]:
        await is_shown_as_it_is(phone, console, screen)
    await hall.settles()
    await asyncio.gather(*(can_be_fetched(phone) for phone in phones))


async def writes(phone: Phone, written: list[tuple[str, str]]) -> None:
    for text, _ in written:
        answer = await phone.sends("write", text=text, word_kind="experience")
        assert answer["answer"] == "ok", (text, answer)
        await asyncio.sleep(PACE)


def refusable(hall: Hall) -> list[Odd]:
    """What fits into a packet: a longer one closes its socket, and an outbox would send it for ever."""
    fits = (odd for odd in SENDABLE if len(odd.typed.encode()) < PACKET_BYTES // 2)
    unfit = [odd for odd in fits if odd.as_words().reason]
    return hall.chance.sample(unfit, min(PHONES, len(unfit)))


async def is_refused(phone: Phone, odd: Odd) -> None:
    answer = await phone.sends("write", text=odd.typed, word_kind="experience")
    assert answer["answer"] == "refused", (odd.id, answer)
    assert answer["reason"] in (odd.as_words().reason, "malformed"), (odd.id, answer)


async def is_shown_as_it_is(phone: Phone, console: Phone, screen: Phone) -> None:
    """Its owner lets it be seen, the facilitator shows it, the screen has it to the letter."""
    words = phone.copies["mine"].sections["words"][-1]
    for sender, kind, fields in ((phone, "tick_words", {"on": True}), (console, "show_words", {})):
        answer = await sender.sends(kind, word=words["id"], **fields)
        assert answer["answer"] == "ok", (kind, answer)
    await screen.sees(lambda me: words["id"] in me.copies["table"].words, what=words["id"])
    assert screen.copies["table"].words[words["id"]] == words["text"]


async def can_be_fetched(phone: Phone) -> None:
    """The same by the id and revision of the words, over HTTP."""
    own: list[dict[str, Any]] = phone.copies["mine"].sections["words"]
    query = urlencode({"as": "seat", "ids": ",".join(f"{one['id']}.{one['revision']}" for one in own)})
    response = await asks(phone.port, "GET", f"/live/words?{query}", phone.place.token)
    assert {ref: one["text"] for ref, one in response["words"].items()} == {
        f"{one['id']}.{one['revision']}": one["text"] for one in own
    }
