"""A whole evening held with given texts: in the plan, as names, as words of every kind, to the closed dialogue.

Held a second time with plain texts it is the measure for what every page is made of.
"""

from itertools import cycle
from typing import Any

from flask import Flask

from tests.corpus.laid import Laid
from tests.corpus.seen import Page
from tests.web.visits import KEY, Visitor

LINES = {
    "title": 80, "theme": 120, "neighbourhood": 60, "municipality": 60, "facilitator": 40, "organisation": 80, "contact": 80, "expectation": 280,
}  # fmt: skip
KINDS = (
    "introduction",
    "experience",
    "perspective",
    "dream",
    "possibility",
    "closing_word",
    "question",
    "source",
    "agreement",
    "goal",
    "insight",
    "tension",
)


class Evening(Laid):
    """`made` and `door` are the pages on which it was set up and is joined; `lines`, `names` and `words` are what was given; `word_of` and `translation_of` go by the id of the words."""

    def __init__(self, app: Flask, lines: dict[str, str], names: list[str], words: list[str]) -> None:
        visitor = Visitor(app).holds("setup", token=KEY)
        made = Page(visitor.makes(**{"template": "empty", **lines}).text)
        links = [
            value for tag, name, value in made.values if (tag, name) == ("a", "href") and "/in#" in value
        ]
        assert made.errors == [], (made.errors, lines)
        self.adopts(app, links[0], links[1])
        self.lines, self.names = lines, names
        self.word_of: dict[str, str] = {}
        self.translation_of: dict[str, str] = {}
        self.tokens["nobody"] = "nobody"
        self.made, self.door = made, self.page("/d/<code>", "nobody")
        self._sit()
        self.goes_to("harvest")
        self._write(words)

    def _sit(self) -> None:
        """The first has a phone, the others are added by the facilitator (T13)."""
        first, *others = self.names
        self.seats(first)
        for seat, name in enumerate(others, 2):
            self.does("facilitator", "take_seat", name=name)
            self.does("facilitator", "give_consent", seat=f"s{seat}", words=True, name=True, contact=False)
        self.does("facilitator", "order_circle", seats=[f"s{n + 1}" for n in range(len(self.names))])

    def _write(self, words: list[str]) -> None:
        kinds, seats = cycle(KINDS), cycle(f"s{n + 1}" for n in range(len(self.names)))
        first = ""
        with self.straight_in("facilitator") as hands:
            for n, (text, translation) in enumerate(zip(words, reversed(words), strict=True)):
                kind, seat, word = next(kinds), next(seats), f"word-{n:016}"
                of_group = kind in ("insight", "tension", "goal")
                written: dict[str, Any] = {
                    "kind": "write",
                    "id": word,
                    "text": text,
                    "word_kind": kind,
                    "seat": None if of_group else seat,
                }
                if kind == "source":
                    written["source"] = "time"
                if kind == "agreement":
                    written |= {"due": "2026-12-06", "together": ["s1"]}
                if kind == "insight":
                    written["rests_on"] = [first]
                commands = [written]
                if not of_group and seat != "s1":
                    commands += [
                        {"kind": "confirm_words", "id": f"c-{word}", "word": word},
                        {"kind": "keep_words", "id": f"k-{word}", "word": word, "keep": "named"},
                    ]
                    commands += [{"kind": "tick_words", "id": f"t-{word}", "word": word, "on": True}]
                    commands += [
                        {
                            "kind": "translate_words",
                            "id": f"l-{word}",
                            "word": word,
                            "lang": "en",
                            "text": translation,
                        }
                    ]
                    self.translation_of[word] = translation
                if kind == "goal":
                    commands += [
                        {"kind": "support_goal", "id": f"g-{word}", "word": word, "seat": "s2", "on": True}
                    ]
                for command in commands:
                    answer = hands(command)
                    assert answer.answer == "ok", (command, answer)
                self.word_of[word] = text
                first = first or word
        self.first = first

    def shows(self) -> list[str]:
        """Three sentences on the screen (T20)."""
        shown = [word for word in list(self.translation_of) if word in self.word_of][:3]
        for word in shown:
            self.does("facilitator", "show_words", word=word)
        return shown

    def closes(self) -> None:
        for word in self.word_of:
            if word not in self.translation_of:
                self.asks("s1", {"kind": "keep_words", "id": f"own-{word}", "word": word, "keep": "named"})
        self.does("facilitator", "close_dialogue", reason="time")

    def page(self, path: str, who: str = "facilitator") -> Page:
        response = self.client.get(
            path.replace("<id>", self.id).replace("<code>", self.code), headers=self.as_(who)
        )
        assert response.status_code == 200, (path, response.status_code)
        return Page(response.text)
