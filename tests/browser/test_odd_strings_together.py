"""The oddest strings of the corpus in a real room: as names, words, plan and agreement, on screen, phones, console and record.

No element is made of them, nothing sticks out at 320 px, nobody's name covers the question, no sentence around them is
turned, and no page complains.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.devices import Console, Device, Phone
from tests.browser.room import Room, a_room
from tests.corpus.strings import string
from tests.people import Facilitator, Table
from tests.serving import Server

pytestmark = pytest.mark.browser

NAMES = (
    "marks-zalgo-name", "marks-zalgo-stacked", "marks-zalgo-tower", "marks-zalgo-pit", "length-wide-24", "length-signs-24", "markup-svg-onload", "markup-bdi-end", "direction-rtl-question",
    "emoji-family", "direction-arabic-brackets", "alphabet-javanese-wide", "name-long-turkish", "direction-rlm-first", "structure-proto", "emoji-zwj-chain", "template-brace-attribute",
)  # fmt: skip
WORDS = (
    "marks-zalgo-everywhere", "length-one-word-280", "length-lines-140", "markup-svg-onload", "markup-lit-marker", "direction-latin-in-arabic", "length-arabic-long-word", "marks-zalgo-sentence",
    "length-graphemes-280-of-4", "markup-mathml", "template-lit-template", "space-lines", "length-families-160", "markup-iframe", "alphabet-longest-glyphs", "direction-arabic-in-latin", "markup-style", "length-wide-280",
    "markup-template", "template-percent-many", "markup-body-end", "invisible-shy-chain", "direction-hebrew-in-latin", "structure-json-end",
)  # fmt: skip
THEME = f"{string('direction-arabic-brackets').kept} {'W' * 60}"
MADE = """() => {
  const never = "img, iframe, object, embed, base, style, math, marquee, font, video, audio, frame, body b script, main script, main link, main meta, main form form";
  const odd = [...document.querySelectorAll(never), ...[...document.querySelectorAll("*")].filter((one) =>
    [...one.attributes].some(({name}) => name.startsWith("on") || name === "srcdoc"))];
  return odd.map((one) => one.outerHTML.slice(0, 120));
}"""
STICKS_OUT = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
TURNED = """(written) => {
  const plain = (text) => text.replace(/\\u2060/g, "").replace(/\\u00a0/g, " "); // phone numbers are shown unbroken
  const strings = written.map(plain);
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), out = [];
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const text = plain(node.data.trim());
    const found = strings.filter((one) => text.includes(one)), here = document.documentElement.dir === "rtl";
    if (found.every((one) => here && text !== one && !/[A-Za-z]/.test(one))) continue;
    const alone = strings.includes(text), held = text.includes("\\u2068");
    const inside = node.parentElement.closest("[dir=auto], bdi, textarea, option, text");
    if (alone ? !inside : !held) out.push(`${node.parentElement.outerHTML.slice(0, 160)}`);
  }
  return out;
}"""


@pytest.fixture
def room(browser: Browser, installation_server: Server) -> Iterator[Room]:
    folder = os.environ.get("DIALOOG_PICTURES")
    plan = {
        "title": kept("markup-title-end"),
        "theme": THEME,
        "facilitator": kept("marks-zalgo-stacked"),
        "expectation": kept("markup-bold"),
        "organisation": kept("direction-rtl-question"),
        "contact": "اتصل بي (06-12345678)!",
    }
    with a_room(
        browser, installation_server, pictures=Path(folder) / "odd" if folder else None, **plan
    ) as laid:
        yield laid


def kept(id: str) -> str:
    text = string(id).kept
    assert text is not None
    return text


def is_whole(devices: list[Device], at: str) -> None:
    """No element was made of a string, nothing sticks out, and every string keeps its own direction."""
    texts = [THEME, *(kept(id) for id in (*NAMES, *WORDS, "direction-arabic"))]
    right_to_left = [text for text in texts if text[0] in "مره"]
    for device in devices:
        device.pictured(at)
        assert device.page.evaluate(MADE) == [], (at, device.name)
        assert device.page.evaluate(STICKS_OUT) <= 0, (at, device.name)
        assert device.page.evaluate(TURNED, right_to_left) == [], (at, device.name)


def test_odd_strings_in_a_room_stay_words(room: Room) -> None:
    table = Table(room.server, room.links)
    try:
        els = table.facilitator()
        seats = people_sit(table, els)
        screen, console = room.screen(), room.console()
        phones = [narrow(room, "Fatma", "nl"), narrow(room, "Selam", "ar")]
        everywhere: list[Device] = [screen, console, *phones]
        is_whole(everywhere, "sitting")
        everybody_speaks(els, everywhere, screen)
        words = written_down(els, seats)
        read_on_phones(els, phones)
        shown_by_threes(els, words, everywhere)
        the_group_gathers(els, words, seats, everywhere)
        panels_are_opened(console)
        els.does("close_dialogue", reason="time")
        is_whole(everywhere, "closed")
        pages_are_read(room, console)
        room.is_quiet()
    finally:
        table.ends()


def people_sit(table: Table, els: Facilitator) -> list[str]:
    table.seats(kept("direction-arabic"))
    for id in NAMES:
        answer = els.sends("take_seat", name=string(id).typed)
        assert answer["answer"] == "ok", (id, answer)
        els.does("give_consent", seat=answer["seat"], words=True, name=True, contact=False)
    els.sees(lambda me: len(me.docs["table"]["circle"]) == len(NAMES) + 1)
    return [seat for seat, _ in els.docs["table"]["circle"]]


def narrow(room: Room, name: str, lang: str) -> Phone:
    phone = room.joins(name, lang=lang)
    phone.page.set_viewport_size({"width": 320, "height": 640})
    return phone


def everybody_speaks(els: Facilitator, everywhere: list[Device], screen: Device) -> None:
    """Each in turn; with any name of those the question is drawn as with any other."""
    els.orders_circle()
    els.opens_round(els.docs["desk"]["plan"]["steps"][1]["id"])
    els.next()
    drawn = set()
    for place, (seat, _) in enumerate(els.docs["table"]["circle"][: len(NAMES) + 1]):
        els.sees(lambda me, seat=seat: me.floor["phase"] == "turn" and me.floor["seat"] == seat)
        screen.page.wait_for_timeout(400)
        is_whole(everywhere if place < 6 else [screen], f"turn-{place:02}")
        drawn.add(the_question_as_drawn(screen))
        els.next()
    assert len(drawn) == 1
    while els.floor["phase"] == "turn":
        els.presses("end_turn", turn=els.floor["turn"])
        if els.floor["phase"] == "ready":
            els.next()
    assert els.floor["phase"] == "complete"


def the_question_as_drawn(screen: Device) -> bytes:
    box = screen.page.locator(".question h1").bounding_box()
    assert box is not None
    picture: bytes = screen.page.screenshot(clip=box)
    return picture


def written_down(els: Facilitator, seats: list[str]) -> dict[str, str]:
    words = {}
    for number, id in enumerate(WORDS):
        word = words[id] = els.writes(string(id).typed, "experience", seat=seats[1 + number % len(NAMES)])
        els.does("translate_words", word=word, lang="en", text=string(WORDS[number - 1]).typed)
        els.does("confirm_words", word=word)
        els.does("tick_words", word=word, on=True)
        els.does("keep_words", word=word, keep="named")
    return words


def read_on_phones(els: Facilitator, phones: list[Phone]) -> None:
    """What the facilitator wrote for somebody is read back on their phone: klopt dit? (C4)"""
    people = {person["typed"]: person["seat"] for person in els.docs["desk"]["people"]}
    for phone in phones:
        for id in WORDS[:6]:
            els.writes(string(id).typed, "experience", seat=people[phone.name])
        phone.touches("Mijn woorden")
        expect(phone.page.locator("body")).to_contain_text(kept("length-one-word-280")[:30])
    is_whole(list(phones), "own-words")


def shown_by_threes(els: Facilitator, words: dict[str, str], everywhere: list[Device]) -> None:
    for start in range(0, len(WORDS), 3):
        for id in WORDS[start : start + 3]:
            els.does("show_words", word=words[id])
        expect(everywhere[0].page.locator("body")).to_contain_text(kept(WORDS[start + 2])[:12].split("\n")[0])
        is_whole(everywhere if start < 9 else everywhere[:1], f"shown-{start:02}")


def the_group_gathers(
    els: Facilitator, words: dict[str, str], seats: list[str], everywhere: list[Device]
) -> None:
    els.goes_to("harvest")
    first = words[WORDS[0]]
    for number, id in enumerate(WORDS[:8]):
        kind = ("insight", "tension", "question", "goal", "agreement", "source", "insight", "agreement")[
            number
        ]
        of_group = kind in ("insight", "tension", "goal")
        more = {
            "insight": {"rests_on": [first]},
            "source": {"source": "time"},
            "agreement": {"due": "2026-12-06", "together": seats[1:4]},
        }.get(kind, {})
        word = els.writes(string(id).typed, kind, seat=None if of_group else seats[number], **more)
        if not of_group:
            els.does("confirm_words", word=word)
            els.does("tick_words", word=word, on=True)
        els.sends("show_words", word=word)
    is_whole(everywhere, "harvest")
    els.presses("show_read_back", step=els.docs["desk"]["act"]["step"])
    is_whole(everywhere, "read-back")


def panels_are_opened(console: Console) -> None:
    for width in (1280, 320):
        console.page.set_viewport_size({"width": width, "height": 800})
        for door in ("Mensen", "Oogst"):
            console.page.get_by_role("button", name=door).first.click()
            expect(console.sheet).to_be_visible()
            is_whole([console], f"panel-{door}-{width}")
            console.shuts_panel()


def pages_are_read(room: Room, console: Console) -> None:
    record = f"/verslagen/{room.links.dialogue}"
    for path in (record, "/verslagen", f"/leiden/{room.links.dialogue}/papier"):
        console.opens(f"{room.server.url}{path}")
        for width in (1280, 320):
            console.page.set_viewport_size({"width": width, "height": 800})
            is_whole(
                [console],
                f"page-{path.strip('/').replace('/', '-').replace(room.links.dialogue, 'record')}-{width}",
            )
