"""A section is made anew only where something that it was made from is another; that it is right is R7's to prove."""

import json
from typing import Any

from benchmarks.journals import LEADS, a_journal_of
from dialoog.live.push.seat_names import SeatNames
from dialoog.live.push.sections import CachedSection, ReadTracker, SectionBuilder
from dialoog.live.queries import Text
from dialoog.rules import commands as c
from dialoog.rules.decide import decide
from dialoog.rules.events import Entry
from dialoog.rules.evolve import advance
from dialoog.rules.state import By, Kind, State

NAMES = SeatNames()


class Dialogue:
    """A state on its way, and the texts of its words."""

    def __init__(self) -> None:
        self.state = State()
        for entry in a_journal_of(40):
            self.state = advance(self.state, entry) or self.state
        self.texts = {word: Text("Hier woon ik.", "nl", {}) for word in self.state.words}

    def does(self, command: c.Command, by: By = LEADS) -> "Dialogue":
        decided = decide(self.state, command, by, 1_800_000_000_000)
        assert isinstance(decided, tuple), decided
        entry = Entry(self.state.version + 1, 1_800_000_000_000, by, decided)
        self.state = advance(self.state, entry) or self.state
        return self

    def look(self) -> SectionBuilder:
        texts: Any = {word: self.texts.get(word, Text("Nieuw.", "nl", {})) for word in self.state.words}
        return SectionBuilder(self.state, NAMES, texts, "nl")


def anew(before: dict[str, CachedSection], after: dict[str, CachedSection]) -> set[str]:
    return {name for name, section in after.items() if before[name] is not section}


def test_the_next_turn_makes_no_words_and_no_circle_anew() -> None:
    dialogue = Dialogue()
    mine, table = dialogue.look().build("mine", "s2", {}), dialogue.look().build("table", None, {})
    assert dialogue.state.round is not None
    look = dialogue.does(c.BeginTurn(dialogue.state.round.last)).look()
    assert anew(mine, look.build("mine", "s2", mine)) == {"now"}
    assert not anew(table, look.build("table", None, table)) & {"circle", "harvest"}


def test_words_of_one_seat_are_made_anew_for_that_seat_only() -> None:
    dialogue = Dialogue()
    before = {seat: dialogue.look().build("mine", seat, {}) for seat in dialogue.state.seats}
    look = dialogue.does(c.Write("w-new", Kind.EXPERIENCE, "s3", "nl", "0" * 64)).look()
    after = {seat: look.build("mine", seat, before[seat]) for seat in before}
    assert {seat for seat in before if "words" in anew(before[seat], after[seat])} == {"s3"}
    assert b"w-new" in after["s3"]["words"].encoded


def test_a_new_name_is_put_in_wherever_names_are() -> None:
    dialogue = Dialogue()
    before = dialogue.look().build("table", None, {})
    named = SeatNames({"s1": "Fatma"}, {"s1": "Fatma"})
    after = SectionBuilder(dialogue.state, named, dialogue.texts, "nl").build("table", None, before)
    assert b"Fatma" in after["circle"].encoded


def test_what_a_section_reads_is_noticed_through_every_property() -> None:
    dialogue = Dialogue()
    watched: Any = ReadTracker(dialogue.state, {"words": {}})
    assert watched.current == dialogue.state.current
    assert [seat.id for seat in watched.present()] == [seat.id for seat in dialogue.state.present()]
    assert watched.words == {}
    assert set(watched.read) == {"steps", "step", "circle", "seats"}


def test_a_desk_is_told_of_a_new_sentence_with_the_few_before_it_and_never_with_all() -> None:
    dialogue = Dialogue()
    for n in range(40):
        dialogue.does(c.Write(f"w-{n}", Kind.EXPERIENCE, f"s{n % 4 + 1}", "nl", "0" * 64))
    before = dialogue.look().build("desk", None, {})
    written = (
        dialogue.does(c.Write("w-new", Kind.EXPERIENCE, "s3", "nl", "0" * 64))
        .look()
        .build("desk", None, before)
    )
    [changed] = [
        name
        for name, section in written.items()
        if name.startswith("words.") and (name not in before or section.encoded != before[name].encoded)
    ]
    assert b"w-new" in written[changed].encoded
    assert len(written[changed].encoded) < 6_000
    ids = [
        word["id"]
        for n in range(len(written))
        if f"words.{n}" in written
        for word in json.loads(written[f"words.{n}"].encoded)
    ]
    assert ids == [word.id for word in dialogue.state.words.values()], (
        "in the order in which they were written"
    )
