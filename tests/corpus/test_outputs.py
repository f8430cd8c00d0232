"""Every odd string that is kept, looked for in everything that shows it: as text, whole, in its own direction, never as markup.

An evening is held with them, and a twin of it with plain words; each page must be made of the same elements in both.
"""

import json
import re
from random import Random

import pytest
from flask import Flask

from dialoog.web.languages import unbroken
from tests.corpus.conftest import LONG, SEED
from tests.corpus.evening import LINES, Evening
from tests.corpus.laid import Json
from tests.corpus.seen import Page
from tests.corpus.strings import SENDABLE, Odd
from tests.web.visits import KEY

PAGES_BEFORE = (
    "/leiden/<id>",
    "/leiden/<id>/papier",
    "/scherm/<id>",
    "/verslagen",
    "/",
    "/nieuw",
    "/plek/<id>",
)
PEOPLE, WORDS = (60, 300) if LONG else (24, 120)
EVENINGS = 9 if LONG else 2
WHO = {"/scherm/<id>": "screen", "/plek/<id>": "s1"}
NUMBER = re.compile(r" \([2-9]\)$")
"""What tells a name from another that looks alike."""


def fitting(evening: int, count: int, kind: str, longest: int = 0) -> list[str]:
    """So many typed strings that are kept in such a field; over the evenings of the long form every one of them."""
    as_kept = {"name": Odd.as_name, "words": Odd.as_words, "line": lambda odd: odd.as_line(longest)}[kind]
    fit = [odd for odd in SENDABLE if as_kept(odd).kept]
    Random(f"{SEED} {kind} {longest}").shuffle(fit)
    return [fit[(evening * count + n) % len(fit)].typed for n in range(count)]


def kept_of(typed: str, kind: str, longest: int = 0) -> str:
    [odd] = [odd for odd in SENDABLE if odd.typed == typed]
    fate = odd.as_name() if kind == "name" else odd.as_words() if kind == "words" else odd.as_line(longest)
    assert fate.kept
    return fate.kept


class EveningAndTwin:
    """An evening of odd strings and its twin, before closing and after, with what was shown meanwhile."""

    def __init__(self, app: Flask, number: int) -> None:
        lines = {name: fitting(number, 1, "line", longest)[0] for name, longest in LINES.items()}
        names, words = fitting(number, PEOPLE, "name"), fitting(number, WORDS, "words")
        self.odd = Evening(app, lines, names, words)
        plain = {name: f"De {name}" for name in LINES}
        if not lines["theme"].strip("."):
            plain["theme"] = lines["theme"]  # no question says what full stops alone are about
        self.twin = Evening(
            app, plain, [f"Buur {n}" for n in range(PEOPLE)], [f"Zin {n}" for n in range(WORDS)]
        )
        self.lines = {name: kept_of(typed, "line", LINES[name]) for name, typed in lines.items()}
        self.names = [kept_of(typed, "name") for typed in names]
        self.words = {word: kept_of(typed, "words") for word, typed in self.odd.word_of.items()}
        self.translations = {word: kept_of(typed, "words") for word, typed in self.odd.translation_of.items()}
        self.shown = self.odd.shows()
        self.twin.shows()
        self.before = self.documents()
        self.pages = {path: self.pair(path) for path in PAGES_BEFORE}
        self.pages |= {"made": (self.odd.made, self.twin.made), "/d/<code>": (self.odd.door, self.twin.door)}
        self.odd.closes()
        self.twin.closes()
        for path in ("/verslagen", "/verslagen/<id>"):
            self.pages[f"closed {path}"] = self.pair(path)
        self.json = self.odd.client.get(
            f"/verslagen/{self.odd.id}.json", headers=self.odd.as_("facilitator")
        ).data

    def documents(self) -> dict[str, Json]:
        return {
            "table": self.odd.document("table", "screen"),
            "desk": self.odd.document("desk", "facilitator"),
            "mine": self.odd.document("mine", "s1"),
        }

    def pair(self, path: str) -> tuple[Page, Page]:
        who = WHO.get(path, "facilitator")
        return self.odd.page(path, who), self.twin.page(path, who)


@pytest.fixture(scope="module", params=range(EVENINGS))
def evenings(app: Flask, request: pytest.FixtureRequest) -> EveningAndTwin:
    return EveningAndTwin(app, request.param)


def test_every_page_is_made_of_what_it_is_made_of_with_plain_words(evenings: EveningAndTwin) -> None:
    for path, (odd, twin) in evenings.pages.items():
        assert odd.elements == twin.elements, path
        assert odd.names == twin.names, path


def test_the_table_tells_plan_names_and_words_as_they_are_kept(evenings: EveningAndTwin) -> None:
    table = evenings.before["table"]
    for name in ("title", "theme", "expectation", "facilitator", "organisation", "contact"):
        assert table["about"][name] == evenings.lines[name], name
    names = [name for _, name in table["circle"]]
    assert len(set(names)) == len(names)
    for name, typed in zip(names, evenings.names, strict=True):
        assert re.fullmatch(re.escape(typed) + r"( \([1-9]\d*\))?", name), (name, typed)
    shown = {one["id"].rpartition(".")[0] or one["id"]: one for one in table["shown"]}
    assert len(shown) == 3
    for word in evenings.shown:
        section = next(one for id, one in shown.items() if word in (id, one["id"]))
        assert section["text"] == evenings.words[word]
        beside = {"lang": "en", "text": evenings.translations[word], "by": "facilitator"}
        assert section["translation"] == beside


def test_a_phone_and_the_desk_tell_them_too(evenings: EveningAndTwin) -> None:
    assert evenings.before["mine"]["me"]["name"] == evenings.names[0]
    own = {one["id"]: one["text"] for one in evenings.before["mine"]["words"]}
    assert own
    assert own == {id: evenings.words[id] for id in own}
    people = evenings.before["desk"]["people"]
    assert [person["typed"] for person in people] == evenings.names
    assert [[person["seat"], person["name"]] for person in people] == evenings.before["table"]["circle"]


def test_words_fetched_by_id_are_as_they_are_kept(evenings: EveningAndTwin) -> None:
    sections = [section for name, section in evenings.before["desk"].items() if name.startswith("words.")]
    references = [f"{one['id']}.{one['revision']}" for section in sections for one in section]
    assert len(references) == len(evenings.words)
    with_texts: dict[str, Json] = {}
    for start in range(0, len(references), 100):
        with_texts |= evenings.odd.reads("facilitator", *references[start : start + 100])
    assert {ref.rpartition(".")[0]: text["text"] for ref, text in with_texts.items()} == evenings.words


def test_the_record_as_json_is_valid_and_whole(evenings: EveningAndTwin) -> None:
    record = json.loads(evenings.json.decode("utf-8"))
    assert {name: record["about"][name] for name in LINES} == evenings.lines
    words = {one["id"]: one for one in all_words(record)}
    assert len(words) > len(evenings.words) / 2
    for id, one in words.items():
        assert one["text"] == evenings.words[id], id
        assert one["translations"] == (
            {"en": evenings.translations[id]} if id in evenings.translations else {}
        ), id
        assert one["name"] is None or NUMBER.sub("", one["name"]) in evenings.names, id


def all_words(record: Json) -> list[Json]:
    lists = ("insights", "tensions", "sources", "questions", "goals", "agreements")
    return [
        *(one for name in lists for one in record[name]),
        *(one for step in record["steps"] for one in step["words"]),
    ]


def test_the_record_shows_every_text_once_as_text_in_its_own_direction(evenings: EveningAndTwin) -> None:
    page, _ = evenings.pages["closed /verslagen/<id>"]
    record = json.loads(evenings.json.decode("utf-8"))
    for one in all_words(record):
        for text in (one["text"], *one["translations"].values(), *([one["name"]] if one["name"] else [])):
            stands_isolated(page, text)
    for name in ("title", "theme", "neighbourhood", "facilitator", "organisation", "contact", "expectation"):
        stands_isolated(page, evenings.lines[name])


@pytest.mark.parametrize(
    ("path", "names"),
    [
        ("made", ("title",)),
        ("/leiden/<id>/papier", ("title", "expectation", "organisation", "contact")),
        ("/d/<code>", ("title", "theme", "organisation", "contact")),
        ("/verslagen", ("theme", "neighbourhood")),
        ("closed /verslagen", ("theme", "neighbourhood")),
    ],
)  # fmt: skip
def test_a_page_shows_the_plan_as_text_in_its_own_direction(
    evenings: EveningAndTwin, path: str, names: tuple[str, ...]
) -> None:
    page, _ = evenings.pages[path]
    for name in names:
        stands_isolated(page, evenings.lines[name])


def stands_isolated(page: Page, text: str) -> None:
    places = [one for one in page.texts if unbroken(one.text) == unbroken(text)]
    assert places, f"{text!r} stands nowhere"
    assert any(one.isolated for one in places), f"{text!r} takes its neighbours along"


def test_an_evening_from_a_file_is_normalised_like_everything_else(app: Flask, chance: Random) -> None:
    client = app.test_client(use_cookies=False)
    key = {"Authorization": f"Bearer {KEY}"}
    for odd in SENDABLE if LONG else chance.sample(SENDABLE, 60):
        step = {
            "id": "introductions",
            "question": odd.typed,
            "minutes": 5,
            "turn_seconds": 60,
            "silence_seconds": 0,
            "writing_seconds": 0,
        }
        evening = {"dialogue": {"title": "Wijk", "theme": "buren"}, "steps": [step]}
        response = client.post(
            "/nieuw/avond", data=json.dumps(evening, ensure_ascii=False).encode(), headers=key
        )
        text = odd.as_line(400).kept
        if text is None or len(odd.typed) > 1000:
            assert (response.status_code, response.get_json()["reason"]) == (400, "malformed"), odd.id
            continue
        assert response.status_code == 201, odd.id
        paper = client.get(
            "/leiden/papier",
            follow_redirects=True,
            headers={"Authorization": f"Bearer {response.get_json()['console'].partition('#')[2]}"},
        )
        if text:
            stands_isolated(Page(paper.text), text)
