"""The list of all dialogues: twenty a page, by neighbourhood the newest first, filtered in SQL, within the scope of who asks, without
decoding."""

import re
from collections.abc import Iterator
from pathlib import Path
from queue import Queue
from threading import Event

import pytest
from flask import Flask
from sqlalchemy import Engine, insert, select, update

from dialoog.accounts.policy import Scope
from dialoog.db.engine import make_engine, read_transaction, transaction
from dialoog.db.pagination import Page
from dialoog.live.models import Dialogue
from dialoog.records import queries
from dialoog.records.models import Publication, Record
from dialoog.records.queries import ListedDialogue
from dialoog.records.search.filters import SearchFilters
from dialoog.records.search.models import SearchText
from dialoog.records.search.queries import read_dictionaries
from dialoog.records.themes.actions import change_words, create_theme
from tests import migrated
from tests.records.evenings import meerlinden
from tests.records.many import many
from tests.records.retained import works_on
from tests.web.visits import KEY, Visitor, words_of

EVERYTHING = Scope(everything=True)
NEVER_CLOSED = frozenset({0, 8, 44})


@pytest.fixture
def ids(app: Flask) -> list[str]:
    return many(app.extensions["dialoog.engine"], 45, never_closed=NEVER_CLOSED)


@pytest.fixture(params=["sqlite", "postgres"])
def engine(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Engine]:
    folder = tmp_path / "list"
    migrated.copy_into(folder)
    address = f"sqlite:///{folder / migrated.NAME}"
    if request.param == "postgres":
        address = request.getfixturevalue("postgres").database()
    engine = make_engine(address)
    yield engine
    engine.dispose()


def organiser(app: Flask, lang: str = "nl") -> Visitor:
    return Visitor(app, lang).holds("setup", token=KEY)


def read(
    engine: Engine, number: int = 1, scope: Scope = EVERYTHING, **filters: object
) -> Page[ListedDialogue]:
    with read_transaction(engine) as connection:
        return queries.list_dialogues(connection, scope, SearchFilters(**filters), number)  # type: ignore[arg-type]


def listed(page: Page[ListedDialogue]) -> list[str]:
    return [line.dialogue for line in page.lines]


# In SQL


def test_pages_follow_each_other_by_neighbourhood_from_the_newest_to_the_oldest(engine: Engine) -> None:
    ids = many(engine, 45)
    pages = [read(engine, number) for number in (1, 2, 3)]
    assert [len(page.lines) for page in pages] == [20, 20, 5]
    lines = [line for page in pages for line in page.lines]
    assert sorted(line.dialogue for line in lines) == ids
    assert [line.dialogue for line in lines] == [
        line.dialogue
        for line in sorted(
            lines, key=lambda line: (not line.neighbourhood, line.neighbourhood.lower(), -line.held)
        )
    ]
    assert {(page.pages, page.count) for page in pages} == {(3, 45)}


@pytest.mark.parametrize("number", [0, -1, 4, 10**6])
def test_a_page_that_is_not_there_has_no_lines(engine: Engine, number: int) -> None:
    many(engine, 45)
    page = read(engine, number)
    assert (page.lines, page.pages, page.count) == ([], 3, 45)


def test_no_dialogue_is_one_page_without_lines(engine: Engine) -> None:
    page = read(engine)
    assert (page.lines, page.pages, page.count) == ([], 1, 0)


def test_a_line_tells_theme_title_neighbourhood_day_and_state(engine: Engine) -> None:
    many(engine, 3, never_closed=frozenset({0}))
    open_, choosing, saved = sorted(read(engine).lines, key=lambda line: line.dialogue)
    assert [line.state for line in (open_, choosing, saved)] == ["open", "choosing", "saved"]
    assert (choosing.theme, choosing.title) == ("wie heeft de sleutel?", "Avond in De Hoven")
    assert (saved.neighbourhood, saved.lang) == ("Oud-Oosterwaard", "ar")
    assert (saved.seats, saved.insights, saved.questions, saved.agreements) == (6, 2, 2, 0)
    assert (open_.saved, open_.seats) == (None, None)
    assert open_.held > choosing.held > saved.held


def test_the_list_is_filtered_by_neighbourhood_year_programme_and_stage(engine: Engine) -> None:
    many(engine, 45, never_closed=NEVER_CLOSED)
    hoven = read(engine, neighbourhood="De Hoven")
    assert hoven.count == 13
    assert {line.neighbourhood for line in hoven.lines} == {"De Hoven"}
    years = [read(engine, year=year).count for year in (2027, 2026, 2025, 2024)]
    assert years == [0, 28, 17, 0]
    with transaction(engine) as connection:
        for dialogue, stage in (("dialoog-0001", "review"), ("dialoog-0002", "final")):
            connection.execute(insert(Publication).values(dialogue=dialogue, stage=stage))
    stages = {stage: read(engine, stage=stage).count for stage in ("open", "concept", "review", "final")}
    assert stages == {"open": 3, "concept": 40, "review": 1, "final": 1}
    assert read(engine, neighbourhood="De Hoven", year=2026, stage="open").count == 1
    programmes = {name: read(engine, programme=name).count for name in ("90", "60", "unknown", "own", "day")}
    assert programmes == {"90": 12, "60": 11, "unknown": 11, "own": 11, "day": 0}


def test_the_list_is_filtered_by_what_one_sentence_is(engine: Engine) -> None:
    """Kind, language and theme of one and the same sentence."""
    for name in ("linde", "hoven"):
        meerlinden(engine, name).closes()
    works_on(engine, 1)
    assert read(engine, kind="question").count == 2
    assert read(engine, kind="experience", lang="ar").count == 2
    assert read(engine, kind="question", lang="ar").count == 0
    with transaction(engine) as connection:
        connection.execute(update(Dialogue).values(owner="o"))
        theme = create_theme(connection, "o", "Brieven", 1)
        [word] = connection.execute(
            select(SearchText.word).where(SearchText.dialogue == "linde", SearchText.kind == "question")
        ).scalars()
        change_words(connection, theme, "linde", [word], ())
    assert listed(read(engine, theme=theme)) == ["linde"]
    assert listed(read(engine, theme=theme, kind="question")) == ["linde"]
    assert read(engine, theme=theme, kind="dream").count == 0


def test_the_choices_are_those_that_there_are(engine: Engine) -> None:
    many(engine, 45)
    with read_transaction(engine) as connection:
        choices = queries.list_choices(connection, EVERYTHING)
    assert choices.dialogues == 45
    assert choices.years == (2026, 2025)
    assert choices.programmes == ("90", "60", "own", "unknown")
    assert choices.neighbourhoods[1:] == ("De Hoven", "Meerlinden", "Oud-Oosterwaard")


def test_V4_a_scope_holds_for_lines_counts_and_choices(engine: Engine) -> None:
    ids = many(engine, 45)
    scope = Scope(frozenset({ids[1], ids[30]}))
    page = read(engine, scope=scope)
    assert (sorted(listed(page)), page.count) == ([ids[1], ids[30]], 2)
    assert read(engine, scope=scope, neighbourhood="Meerlinden").count == 0
    with read_transaction(engine) as connection:
        choices = queries.list_choices(connection, scope)
        nothing = queries.list_choices(connection, Scope())
    assert (choices.dialogues, choices.neighbourhoods) == (2, ("De Hoven", "Oud-Oosterwaard"))
    assert (nothing.dialogues, nothing.neighbourhoods, nothing.years) == (0, (), ())
    assert read(engine, scope=Scope()).count == 0


def test_no_snapshot_is_decoded(engine: Engine) -> None:
    ids = many(engine, 3)
    with transaction(engine) as connection:
        connection.execute(update(Record).values(document=b"no JSON at all"))
    assert sorted(listed(read(engine))) == ids


def test_S1_the_columns_are_those_of_the_record_whenever_it_changes(engine: Engine) -> None:
    evening = meerlinden(engine)
    evening.closes()
    [before] = read(engine).lines
    assert (before.seats, before.insights, before.questions, before.agreements) == (4, 1, 1, 1)
    question = evening.record.questions[0].id
    evening.withdraws(question)
    [after] = read(engine).lines
    assert (after.questions, after.held, after.saved) == (0, before.held, before.saved)
    with read_transaction(engine) as connection:
        row = connection.execute(Record.__table__.select()).one()
    assert (row.id, row.dialogue, row.version) == ("linde", "linde", evening.state.version)


# On the page


def test_a_page_shows_twenty_with_a_way_to_the_next(app: Flask, ids: list[str]) -> None:
    page = organiser(app).opens("/verslagen")
    assert len(re.findall(r'href="/verslagen/(dialoog-\d+)"', page.text)) == 18
    text = words_of(page)
    assert "45 dialogen. Kruis twee tot zes avonden aan om ze naast elkaar te leggen." in text
    assert "De Hoven 2026 Naast elkaar Avond Wanneer Hoe staat het" in text
    assert "wie heeft de sleutel? 14 november Concept" in text
    assert "Mensen kiezen nog tot 21 november" in text
    assert text.count("Nog niet gesloten") == 2
    assert "Bladzijde 1 van 3 De volgende twintig avonden" in text
    assert "De vorige twintig" not in text
    assert "De vorige twintig avonden Bladzijde 3 van 3" in words_of(
        organiser(app).opens("/verslagen?page=3")
    )


def test_another_page_keeps_the_filters(app: Flask, ids: list[str]) -> None:
    page = organiser(app).opens("/verslagen?stage=concept&year=2026&page=2").text
    assert 'href="/verslagen?page=1&amp;year=2026&amp;stage=concept"' in page


@pytest.mark.parametrize("number", ["0", "4", "-1", "+1", "1.0", "1e0", "x", "", "%D9%A1", "1%00", "9" * 7, "9" * 400])  # fmt: skip
def test_a_page_that_is_not_there_says_so_and_leads_back(app: Flask, ids: list[str], number: str) -> None:
    page = organiser(app).opens(f"/verslagen?page={number}&stage=concept")
    assert page.status_code == 404
    assert "Deze bladzijde is er niet. Naar de eerste bladzijde" in words_of(page)
    assert 'href="/verslagen?stage=concept"' in page.text


@pytest.mark.parametrize(
    "query",
    [
        "year=1890",
        "year=x",
        "neighbourhood=%25",
        "neighbourhood=meerlinden",
        "stage=gone",
        "stage=",
        "programme=day",
        "programme=%00",
        "kind=shout",
        "theme=none",
        "q=+",
    ],
)
def test_a_filter_that_is_no_choice_filters_nothing(app: Flask, ids: list[str], query: str) -> None:
    text = words_of(organiser(app).opens(f"/verslagen?{query}"))
    assert "45 dialogen." in text
    assert "Toon ze allemaal" not in text


def test_the_programme_is_chosen_by_its_name_where_there_is_more_than_one(app: Flask, ids: list[str]) -> None:
    page = organiser(app).opens("/verslagen?programme=unknown")
    assert "11 dialogen." in words_of(page)
    assert '<option selected value="unknown">Draaiboek onbekend</option>' in page.text
    assert "Een uur, 60 minuten Een eigen draaiboek" in words_of(page)
    with transaction(app.extensions["dialoog.engine"]) as connection:
        connection.execute(update(Dialogue).values(programme="unknown"))
    assert "Draaiboek" not in organiser(app).opens("/verslagen").text


def test_filters_that_leave_nothing_say_so(app: Flask, ids: list[str]) -> None:
    text = words_of(organiser(app).opens("/verslagen?stage=final&year=2025"))
    assert "Hier is geen dialoog bij. Toon ze allemaal" in text


def test_words_and_filters_are_one_form_so_that_neither_loses_the_other(app: Flask, ids: list[str]) -> None:
    chosen = "neighbourhood=De+Hoven&year=2026&stage=concept"
    for page in (f"/verslagen?{chosen}", f"/verslagen?q=ruimtevaart&{chosen}"):
        [form] = re.findall(r"<form [^>]*role=.search.*?</form>", organiser(app).opens(page).text, re.DOTALL)
        assert re.findall(r'<option selected value="([^"]+)"', form) == ["De Hoven", "2026", "concept"]
    text = words_of(organiser(app).opens(f"/verslagen?q=ruimtevaart&{chosen}"))
    assert "Dat staat er niet bij. Zoek in alle verslagen Wis het zoekwoord" in text


def test_the_dictionaries_are_read_once_the_list_is_opened_and_once_at_a_time(
    app: Flask, ids: list[str]
) -> None:
    apart, called, is_read = app.extensions["dialoog.apart"], Queue[object](), Event()
    apart.run, apart.is_beside = lambda function: (called.put(function), is_read.wait(10)), True
    visitor = organiser(app)
    assert visitor.opens("/verslagen").status_code == 200
    assert called.get(timeout=10) is read_dictionaries
    assert visitor.opens("/verslagen").status_code == 200
    is_read.set()
    assert called.empty()


def test_a_page_of_sentences_that_is_not_there_leads_to_the_first(app: Flask, ids: list[str]) -> None:
    page = organiser(app).opens("/verslagen?q=ruimtevaart&page=9")
    assert "Deze bladzijde is er niet. Naar de eerste bladzijde" in words_of(page)
    assert 'href="/verslagen?q=ruimtevaart"' in page.text


def test_an_installation_without_dialogues_says_what_will_stand_here(app: Flask) -> None:
    page = organiser(app).opens("/verslagen")
    assert "Er is nog geen verslag. Na het sluiten van een dialoog staat het hier." in words_of(page)
    assert "<select" not in page.text


def test_who_leads_one_sees_one_and_nothing_to_choose_from(app: Flask, ids: list[str]) -> None:
    leader = Visitor(app).holds("facilitator", ids[1])
    page = leader.opens("/verslagen")
    assert re.findall(r'href="/verslagen/([^"?]+)"', page.text) == [ids[1]]
    assert "<select" not in page.text
    assert "Meerlinden" not in page.text
    assert "Meerlinden" not in leader.opens("/verslagen?year=2026").text


def test_the_list_is_there_in_english(app: Flask, ids: list[str]) -> None:
    text = words_of(organiser(app, "en").opens("/verslagen"))
    assert "45 dialogues." in text
    assert "People are still choosing until 21 November" in text
    assert "Page 1 of 3 The next twenty evenings" in text
