"""Themes that people give to sentences, what may belong to one, and evenings beside each other."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, func, insert, select, update

from dialoog.accounts import sessions
from dialoog.db.engine import read_transaction, transaction
from dialoog.jobs.clock import wall_ms
from dialoog.live.models import Dialogue, Word
from dialoog.records import actions as record_actions
from dialoog.records.own_texts import own_texts_naming
from dialoog.records.retention import erase_at_once
from dialoog.records.search.models import SearchText
from dialoog.records.themes.models import Theme, ThemeWord
from dialoog.records.themes.proposals import propose
from dialoog.rules.state import Keep, Kind
from tests.accounts.people import create_member, create_organisation
from tests.records.evenings import meerlinden
from tests.records.published import settle
from tests.records.retained import works_on
from tests.web.visits import Visitor, cookie, running_app, words_of

SOUP = "Ik bracht drie weken soep naar de buurvrouw."
KEY = "De buurvrouw heeft de sleutel van het hek."
BENCH = "Op het plein hoort een bank."


class Office:
    """Two evenings of one organisation, with an organiser and a reader there, and an organiser elsewhere."""

    def __init__(self, app: Flask) -> None:
        self.app, self.engine = app, app.extensions["dialoog.engine"]
        self.linde, self.hoven = meerlinden(self.engine), meerlinden(self.engine, "dehoven")
        self.words = {
            "soup": self.linde.says("Fatma", SOUP, keep=Keep.NAMED),
            "key": self.linde.says("Fatma", KEY, keep=Keep.UNNAMED),
            "bench": self.hoven.says("Fatma", BENCH, keep=Keep.NAMED),
        }
        for evening in (self.linde, self.hoven):
            evening.closes()
        with transaction(self.engine) as connection:
            self.organisation = create_organisation(connection, "De Linde")
            connection.execute(update(Dialogue).values(owner=self.organisation))
            els = create_member(connection, self.organisation, "Els")
            reader = create_member(connection, self.organisation, "Ruud", "reader")
            yusuf = create_member(connection, create_organisation(connection, "Elders"), "Yusuf")
        works_on(self.engine, 1)
        self.els, self.reader, self.yusuf = map(self.signs_in, (els, reader, yusuf))

    def signs_in(self, person: str) -> Visitor:
        visitor = Visitor(self.app)
        with transaction(self.engine) as connection:
            token = sessions.create(connection, person, "Firefox", wall_ms())
        visitor.browser.set_cookie(cookie(self.app, "session"), token)
        return visitor

    def saves(self, visitor: Visitor, page: str, **fields: object) -> tuple[int, str]:
        """As the form of the page, with what it ticked before."""
        text = visitor.opens(page).text
        [token] = set(re.findall(r'name="csrf_token"[^>]*value="([^"]+)"', text))
        before = re.findall(r'name="before" value="([^"]+)"', text)
        answer = visitor.browser.post(page, data={"csrf_token": token, "before": before, **fields})
        return answer.status_code, answer.text

    def gives(self, name: str, *words: str, evening: str = "linde") -> str:
        """The id of a new theme of these sentences."""
        page = f"/verslagen/{evening}/themas/nieuw"
        assert self.saves(self.els, page, name=name, words=[self.words[word] for word in words])[0] == 303
        with read_transaction(self.engine) as connection:
            return connection.execute(select(Theme.id).where(Theme.name == name)).scalar_one()

    def queries_of(self, evenings: list[str]) -> int:
        """How many questions the database is asked for the page that compares these."""
        seen: list[str] = []

        def listen(*arguments: Any) -> None:
            seen.append(arguments[2])

        event.listen(self.engine, "before_cursor_execute", listen)
        page = self.els.opens("/verslagen/vergelijken?" + "&".join(f"avond={name}" for name in evenings))
        event.remove(self.engine, "before_cursor_execute", listen)
        assert page.status_code == 200
        return sum(one.startswith("SELECT") for one in seen)

    def found(self, address: str) -> set[str]:
        """Which of the three sentences the page shows."""
        words = words_of(self.els.opens(address))  # the word that was looked for stands apart
        return {sentence for sentence in (SOUP, KEY) if sentence.split("buurvrouw")[sentence == KEY] in words}

    def themes(self) -> dict[str, set[str]]:
        """Name → ids of its sentences."""
        with read_transaction(self.engine) as connection:
            rows = connection.execute(select(Theme.name, ThemeWord.word).join(ThemeWord)).all()
        return {name: {row.word for row in rows if row.name == name} for name in {row.name for row in rows}}


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with running_app(tmp_path) as app:
        yield Office(app)


COMPARED = "/verslagen/vergelijken?avond=linde&avond=dehoven"


def test_a_theme_is_given_named_otherwise_and_gone_with_its_last_sentence(office: Office) -> None:
    theme = office.gives("Helpen begint klein", "soup")
    page = f"/verslagen/linde/themas/{theme}"
    assert "1 zin van deze avond" in words_of(office.els.opens("/verslagen/linde/themas"))
    assert office.saves(office.els, page, name="Klein helpen", words=[office.words["key"]])[0] == 303
    assert office.themes() == {"Klein helpen": {office.words["key"]}}
    assert office.saves(office.els, page, name="Klein helpen")[0] == 303
    assert office.themes() == {}
    assert office.els.opens(page).status_code == 404


def test_a_theme_without_a_name_or_a_sentence_or_with_a_name_in_use_is_asked_again(office: Office) -> None:
    office.gives("Helpen", "soup")
    new, word = "/verslagen/linde/themas/nieuw", office.words["key"]
    for fields, status, sentence in (
        ({"name": "", "words": [word]}, 400, "Vul dit in"),
        ({"name": "Sleutels"}, 400, "Kies ten minste één zin."),
        ({"name": "helpen", "words": [word]}, 409, "Zo heet al een ander thema."),
    ):
        answer = office.saves(office.els, new, **fields)
        assert (answer[0], sentence in answer[1]) == (status, True), fields
    assert office.themes() == {"Helpen": {office.words["soup"]}}


def test_two_people_who_save_at_once_change_what_each_of_them_ticked(office: Office) -> None:
    page = f"/verslagen/linde/themas/{office.gives('Helpen', 'soup')}"
    text = office.els.opens(page).text
    [token] = set(re.findall(r'name="csrf_token"[^>]*value="([^"]+)"', text))
    soup, key = office.words["soup"], office.words["key"]
    assert office.saves(office.els, page, name="Helpen", words=[soup, key])[0] == 303
    late = {"csrf_token": token, "before": [soup], "name": "Helpen"}  # opened before, unticks the soup
    assert office.els.browser.post(page, data=late).status_code == 303
    assert office.themes() == {"Helpen": {key}}


def test_another_organisation_finds_no_theme_of_this_one(office: Office) -> None:
    theme = office.gives("Helpen", "soup")
    assert office.yusuf.opens(f"/verslagen/linde/themas/{theme}").status_code == 404
    assert office.yusuf.opens(COMPARED).status_code == 404
    with transaction(office.engine) as connection:
        elsewhere = create_organisation(connection, "Verder weg")
        connection.execute(update(Dialogue).where(Dialogue.id == "dehoven").values(owner=elsewhere))
        create_member(connection, elsewhere, "Ineke")
    assert office.els.opens(COMPARED).status_code == 404, "one of both is theirs"


def test_sentences_with_the_same_words_are_proposed_and_never_added(office: Office) -> None:
    theme = office.gives("Mijn buurvrouw", "soup")
    page = office.els.opens(f"/verslagen/linde/themas/{theme}").text
    places = [
        page.index(one) for one in ("Onder dit thema", SOUP, "Hoort dit er ook bij?", KEY, "De andere zinnen")
    ]
    assert places == sorted(places)
    assert office.themes() == {"Mijn buurvrouw": {office.words["soup"]}}


def test_a_theme_whose_sentences_were_withdrawn_can_be_found_by_who_wants_its_name(office: Office) -> None:
    theme = office.gives("Helpen", "soup")
    with transaction(office.engine) as connection:
        record_actions.hide_word(connection, "linde", office.words["soup"], "els", "Een naam.", 1)
    new = office.saves(
        office.els, "/verslagen/linde/themas/nieuw", name="Helpen", words=[office.words["key"]]
    )
    assert (new[0], "Neem dat thema" in new[1]) == (409, True)
    page = office.els.opens("/verslagen/linde/themas")
    assert f"/verslagen/linde/themas/{theme}" in page.text
    assert "De zinnen zijn ingetrokken of verborgen." in words_of(page)


def test_an_evening_that_was_handed_over_is_counted_for_nobody_else(office: Office) -> None:
    theme = office.gives("Helpen", "soup")
    there = f"/verslagen/dehoven/themas/{theme}"
    assert office.saves(office.els, there, name="Helpen", words=[office.words["bench"]])[0] == 303
    assert "ook op 1 andere avond" in words_of(office.els.opens("/verslagen/linde/themas"))
    with transaction(office.engine) as connection:
        owner = create_organisation(connection, "Verder weg")
        connection.execute(update(Dialogue).where(Dialogue.id == "dehoven").values(owner=owner))
    assert "andere avond" not in words_of(office.els.opens("/verslagen/linde/themas"))


def test_the_list_offers_to_search_and_to_lay_evenings_side_by_side(office: Office) -> None:
    page = office.els.opens("/verslagen").text
    assert page.count('name="avond"') == 2
    assert 'role="search"' in page


def test_what_may_belong_has_the_name_or_two_words_that_say_something() -> None:
    candidates = {
        "name": frozenset({"soep", "eten"}),
        "two": frozenset({"buurvrouw", "sleutel", "de"}),
        "one": frozenset({"buurvrouw", "fiets"}),
        "frequent": frozenset({"kunnen", "mensen"}),
        **{f"many{number}": frozenset({"kunnen", "mensen", f"woord{number}"}) for number in range(20)},
    }
    theme = [frozenset({"buurvrouw", "sleutel", "kunnen", "mensen", "de"})]
    assert propose({"soep"}, theme, candidates) == {"name", "two"}
    assert propose({"de"}, [], candidates) == set()


def test_evenings_beside_each_other_say_what_was_heard_everywhere_and_what_once(office: Office) -> None:
    everywhere = office.gives("Helpen begint klein", "soup")
    here = f"/verslagen/dehoven/themas/{everywhere}"
    assert office.saves(office.els, here, name="Helpen begint klein", words=[office.words["bench"]])[0] == 303
    office.gives("Een plek die open is", "key")
    text = office.els.opens(COMPARED).text
    parts = [
        text.index(one) for one in ("Overal", "Helpen begint klein", "Op één avond", "Een plek die open is")
    ]
    assert parts == sorted(parts)
    words = words_of(office.els.opens(COMPARED))
    assert SOUP in words
    assert BENCH in words
    assert "Op 2 avonden" not in words, "two of two is everywhere"
    assert "niet gehoord" in words
    assert "Meerlinden" in words
    assert "4 mensen Draaiboek onbekend" in words


@pytest.mark.parametrize("query", ["avond=linde", "&".join(f"avond=e{n}" for n in range(7))])
def test_fewer_than_two_or_more_than_six_evenings_are_refused_in_words(office: Office, query: str) -> None:
    answer = office.els.opens(f"/verslagen/vergelijken?{query}")
    assert (answer.status_code, "Kies twee tot zes avonden." in words_of(answer)) == (400, True)


def test_a_reader_compares_what_was_published_and_nothing_else(office: Office) -> None:
    office.gives("Helpen", "soup")
    assert office.reader.opens(COMPARED).status_code == 404
    with transaction(office.engine) as connection:
        for evening in ("linde", "dehoven"):
            settle(connection, evening, "organisation", "els")
    assert SOUP in words_of(office.reader.opens(COMPARED))
    assert office.reader.opens("/verslagen/linde/themas").status_code == 404


def test_a_sentence_that_was_hidden_is_in_no_theme_any_more(office: Office) -> None:
    office.gives("Helpen", "soup", "key")
    assert SOUP in words_of(office.els.opens(COMPARED))
    with transaction(office.engine) as connection:
        record_actions.hide_word(connection, "linde", office.words["soup"], "els", "Een naam.", 1)
    words = words_of(office.els.opens(COMPARED))
    assert SOUP not in words
    assert KEY in words
    assert "1 zin van deze avond" in words_of(office.els.opens("/verslagen/linde/themas"))


def test_R14_with_its_last_evening_a_theme_goes(office: Office) -> None:
    office.gives("Fatma en haar soep", "soup")
    with transaction(office.engine) as connection:
        assert own_texts_naming(connection, "linde", "Fatma") == ["Fatma en haar soep"]
        erase_at_once(connection, "linde", 1)
        assert connection.execute(select(func.count()).select_from(Theme)).scalar_one() == 0


def test_a_comparison_takes_as_many_queries_for_six_evenings_as_for_two(office: Office) -> None:
    evenings = ["linde", "dehoven", "e", "ee", "eee", "eeee"]
    for name in evenings[2:]:
        meerlinden(office.engine, name).closes()
    with transaction(office.engine) as connection:
        connection.execute(update(Dialogue).values(owner=office.organisation))
    assert office.queries_of(evenings[:2]) == office.queries_of(evenings) <= 6


def test_a_search_is_narrowed_to_a_theme_and_to_a_stage(office: Office) -> None:
    theme = office.gives("Helpen", "soup")
    found = "/verslagen?q=buurvrouw"
    assert {SOUP, KEY} <= office.found(found)
    assert office.found(f"{found}&theme={theme}") == {SOUP}
    assert {SOUP, KEY} <= office.found(f"{found}&theme=nonsense"), "no choice filters nothing"
    assert office.found(f"{found}&stage=final") == set()
    assert {SOUP, KEY} <= office.found(f"{found}&stage=concept")
    with transaction(office.engine) as connection:
        connection.execute(update(Dialogue).where(Dialogue.id == "dehoven").values(programme="day"))
    assert office.found(f"{found}&programme=day") == set()
    assert {SOUP, KEY} <= office.found(f"{found}&programme=unknown")
    assert {SOUP, KEY} <= office.found(f"{found}&programme=nonsense")


def test_words_without_a_name_are_whose_they_are_in_the_record(office: Office) -> None:
    theirs = office.hoven.sees(Kind.QUESTION, "Heeft de buurvrouw een bank?")
    office.hoven.closes()
    works_on(office.engine, 2)
    office.words["theirs"] = theirs
    theme = office.gives("Helpen", "key")
    page = f"/verslagen/dehoven/themas/{theme}"
    assert office.saves(office.els, page, name="Helpen", words=[theirs])[0] == 303
    for shown in ("/verslagen?q=buurvrouw", COMPARED):
        text = words_of(office.els.opens(shown))
        assert "Vraag · de hele tafel" in text, shown
        assert "Ervaring · iemand aan tafel" in text, shown
        assert "zonder naam" not in text, shown


def test_evenings_with_more_than_a_thousand_sentences_can_be_compared(office: Office) -> None:
    """SQLite takes no longer chain of conditions."""
    theme = office.gives("Helpen", "soup")
    words = [f"many-{number}" for number in range(1100)]
    texts = {"dialogue": "linde", "lang": "nl"}
    with transaction(office.engine) as connection:
        connection.execute(
            insert(Word), [{**texts, "id": word, "text": SOUP, "salt": bytes(16)} for word in words]
        )
        shown = {**texts, "is_original": True, "kind": "dream", "folded": "soep"}
        connection.execute(insert(SearchText), [{**shown, "word": word} for word in words])
        connection.execute(
            insert(ThemeWord), [{"theme": theme, "dialogue": "linde", "word": word} for word in words]
        )
    page = office.els.opens(COMPARED)
    assert page.status_code == 200
    assert page.text.count(SOUP) >= len(words)
