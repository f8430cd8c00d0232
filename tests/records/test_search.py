"""The search over records: people find what they mean, and nobody finds what was not released or is gone."""

from pathlib import Path

import pytest
from sqlalchemy import Engine, select, update

from dialoog.accounts.policy import Scope
from dialoog.db.engine import read_transaction, transaction
from dialoog.live.models import Dialogue
from dialoog.records import actions
from dialoog.records.models import Record
from dialoog.records.retention import erase_at_once
from dialoog.records.search import statements
from dialoog.records.search.filters import SearchFilters
from dialoog.records.search.keys import key_of, query_keys
from dialoog.records.search.marks import Piece, mark_part, mark_words
from dialoog.records.search.models import SearchKey, SearchText, SearchVocabulary
from dialoog.records.search.queries import Found, read_typed, search, search_parts
from dialoog.records.snapshot import FORM, snapshot_in_form
from dialoog.rules.state import Keep, Kind
from tests.records.evenings import THEME, Evening, an_engine, meerlinden
from tests.records.retained import works_on, write_journal

ALL = Scope(everything=True)
SENTENCES = (
    "Het buurthuis is dicht.",
    "Alle buurthuizen horen open te zijn.",
    "Ik ging naar een café.",
    "Die cafés zijn mooi.",
    "Mijn kinderen spelen buiten.",
    "In andere steden kan het wel.",
    "De fietspaden zijn glad.",
    "Eenzame mensen zie je niet.",
    "Wij hebben ideeën genoeg.",
    "De gemeente belde terug.",
    "Ik meen het echt.",
    "Meer speeltuinen, graag.",
)
SAME = (
    ("buurthuis", "buurthuizen", "Buurthuis", "BUURTHUIZEN"),
    ("café", "cafe", "CAFÉ", "cafés", "cafe\u0301"),
    ("kind", "kinderen"),
    ("stad", "steden"),
    ("fietspad", "fietspaden"),
    ("eenzaam", "eenzame"),
    ("idee", "ideeën", "ideeen"),
)
ODD = (
    '"',
    "a AND",
    "NEAR(",
    "*",
    "o'brien",
    "a:b",
    "-x",
    "%",
    "_",
    "'; DROP TABLE words; --",
    "\\",
    "(",
    "😀",
    "\u202e",
    " ",
)


@pytest.fixture
def sqlite(tmp_path: Path) -> Engine:
    return an_engine(tmp_path)


def indexed(engine: Engine) -> Evening:
    evening = meerlinden(engine)
    for text in SENTENCES:
        evening.says("Fatma", text, keep=Keep.NAMED)
    evening.closes()
    works_on(engine, 1)
    return evening


def finds(engine: Engine, text: str, scope: Scope = ALL, **filters: object) -> Found:
    with read_transaction(engine) as connection:
        typed = read_typed(text)
        if typed.is_empty:
            return Found()
        return search(connection, scope, typed, SearchFilters(**filters), 1)  # type: ignore[arg-type]


def sentences(found: Found) -> set[str]:
    return {"".join(piece.text for piece in one.pieces) for one in found.sentences}


def test_one_word_in_all_its_forms_finds_the_same(engine: Engine) -> None:
    """On both databases."""
    indexed(engine)
    found = {word: sentences(finds(engine, word)) for words in SAME for word in words}
    assert [words for words in SAME if len({frozenset(found[word]) for word in words}) != 1] == []
    assert [word for word, texts in found.items() if not texts] == []
    assert found["buurthuis"] == set(SENTENCES[:2])


def test_gemeente_is_not_what_somebody_meens(sqlite: Engine) -> None:
    indexed(sqlite)
    assert sentences(finds(sqlite, "gemeente")) == {"De gemeente belde terug."}
    assert sentences(finds(sqlite, "meen")) == {"Ik meen het echt."}
    assert not query_keys("gemeente") & {key_of("meen", "nl"), key_of("menen", "nl")}


def test_a_part_of_a_word_stands_in_a_list_of_its_own(sqlite: Engine) -> None:
    indexed(sqlite)
    with read_transaction(sqlite) as connection:
        found = search_parts(connection, ALL, read_typed("tuin"), SearchFilters())
    assert sentences(found) == {"Meer speeltuinen, graag."}
    assert sentences(finds(sqlite, "tuin")) == set()


def test_whatever_is_typed_is_words_and_never_an_error(engine: Engine) -> None:
    indexed(engine)
    found = {text: sentences(finds(engine, text)) for text in ODD}
    assert [text for text, texts in found.items() if len(texts) > 3] == []


@pytest.mark.parametrize(
    "scope", [ALL, Scope(organisations=frozenset({"elsewhere"}), dialogues=frozenset({"linde"}))]
)
def test_what_is_frequent_is_found_as_what_is_rare(engine: Engine, scope: Scope) -> None:
    """By evening and by key, on both databases."""
    indexed(engine)
    keys = {
        "keys": ["de", "zijn"],
        "other_0": ["de", "cafe", "kind"],
        "phrase_0": statements.as_pattern("de"),
    }
    found = []
    for is_frequent in (False, True):
        shape = statements.Shape(True, is_frequent, others=1, phrases=1)
        with read_transaction(engine) as connection:
            rows = connection.execute(
                statements.page(scope, SearchFilters(), shape), {**keys, "most": 50, "before": 0}
            )
            found.append([row.text for row in rows])
    assert found[0] == found[1]
    assert set(SENTENCES[6:7]) <= set(found[0])


def test_a_sentence_names_the_table_at_which_it_was_said(sqlite: Engine) -> None:
    indexed(sqlite)
    with transaction(sqlite) as connection:
        connection.execute(update(Dialogue).values(table_number=2))
    (one,) = finds(sqlite, "gemeente").sentences
    assert (one.title, one.theme) == ("Wijkdialoog Meerlinden (tafel 2)", f"{THEME} (tafel 2)")


def test_quotes_mean_this_sentence(sqlite: Engine) -> None:
    indexed(sqlite)
    assert sentences(finds(sqlite, '"naar een cafe"')) == {"Ik ging naar een café."}
    assert sentences(finds(sqlite, '"een naar cafe"')) == set()


def test_what_was_looked_for_is_marked(sqlite: Engine) -> None:
    indexed(sqlite)
    found = finds(sqlite, "buurthuizen")
    marked = {piece.text for one in found.sentences for piece in one.pieces if piece.is_match}
    assert marked == {"buurthuis", "buurthuizen"}
    assert found.forms == ("buurthuis",)


def test_words_are_marked_between_whatever_signs_they_stand() -> None:
    text = "Kinderen,  kind's (KINDEREN) kindéren.kind/cafe\u0301; \u00a0de kinderkamer: مَدْرَسَة، x²! 🧒kind"
    pieces = mark_words(text, "nl", keys=frozenset({"kind", "cafe"}))
    assert "".join(piece.text for piece in pieces) == text
    marked = ["Kinderen", "kind", "KINDEREN", "kind", "cafe\u0301", "kind"]
    assert [piece.text for piece in pieces if piece.is_match] == marked
    assert mark_part("De kinderkamer.", "nl", part="kinder")[1] == Piece("kinderkamer", is_match=True)


def test_a_translation_leads_to_the_sentence_as_it_was_said(sqlite: Engine) -> None:
    indexed(sqlite)
    (one,) = finds(sqlite, "blijf thuis").sentences
    assert (one.lang, one.name) == ("ar", "Samira")
    assert one.translation is not None
    assert [piece.text for piece in one.translation[1] if piece.is_match] == ["blijf", "thuis"]
    assert sentences(finds(sqlite, "البيت")) == {"عندما لا أجد الكلمة، أبقى في البيت."}


def test_what_was_kept_back_is_not_found(sqlite: Engine) -> None:
    indexed(sqlite)
    kept_back = ("liever hier", "onder ons gezegd", "nog over na")
    assert [text for text in kept_back if finds(sqlite, text).sentences] == []
    names = {one.name for one in finds(sqlite, "jongetje").sentences}
    assert names == {None}  # Henk lets his words stand without his name


def test_words_of_the_whole_table_are_told_from_those_without_a_name(engine: Engine) -> None:
    """Also in an index of before anything was said of that."""
    evening = meerlinden(engine)
    evening.sees(Kind.QUESTION, "Wie beheert het plein?")
    evening.says("Fatma", "Wie veegt het plein?", keep=Keep.UNNAMED, kind=Kind.QUESTION, step="harvest")
    evening.says("Fatma", "Ik veeg het plein.", keep=Keep.NAMED, kind=Kind.SOURCE, step="harvest")
    evening.closes()
    works_on(engine, 1)
    told = {"Wie beheert het plein?": (True, None), "Wie veegt het plein?": (False, None), "Ik veeg het plein.": (False, "Fatma")}  # fmt: skip

    def whose() -> dict[str, tuple[bool, str | None]]:
        found = finds(engine, "plein").sentences
        return {"".join(piece.text for piece in one.pieces): (one.of_table, one.name) for one in found}

    assert whose() == told
    before = snapshot_in_form(evening.state, 3).encode().replace(b'"form":%d' % FORM, b'"form":3', 1)
    with transaction(engine) as connection:
        connection.execute(update(SearchText).where(SearchText.seat == "").values(seat=None))
        connection.execute(update(Record).values(document=before))
        connection.execute(update(SearchKey).values(held=1))
        write_journal(connection, evening)
    works_on(engine, 2)
    assert whose() == told
    with read_transaction(engine) as connection:
        days = connection.execute(select(SearchKey.held).distinct()).scalars().all()
        assert days == [connection.execute(select(Record.held)).scalar()], "what is frequent is found by it"


def test_a_withdrawn_sentence_is_found_no_more_before_any_worker_came(engine: Engine) -> None:
    evening = indexed(engine)
    word = next(one.word for one in finds(engine, "gemeente").sentences)
    evening.withdraws(word)
    assert finds(engine, "gemeente").sentences == ()
    with read_transaction(engine) as connection:
        assert connection.execute(select(SearchKey).where(SearchKey.word == word)).all() == []
        assert connection.execute(select(SearchText).where(SearchText.word == word)).all() == []


def test_a_name_that_is_withdrawn_goes_from_what_is_found(sqlite: Engine) -> None:
    evening = indexed(sqlite)
    (one,) = finds(sqlite, "gemeente").sentences
    assert one.name == "Fatma"
    evening.chooses(one.word, Keep.UNNAMED)
    assert [found.name for found in finds(sqlite, "gemeente").sentences] == [None]


def test_a_hidden_sentence_is_found_again_once_it_is_shown_again(sqlite: Engine) -> None:
    evening = indexed(sqlite)
    (one,) = finds(sqlite, "gemeente").sentences
    with transaction(sqlite) as connection:
        actions.hide_word(connection, evening.dialogue, one.word, "els", "Op verzoek.", 3, on_request=True)
    assert finds(sqlite, "gemeente").sentences == ()
    with transaction(sqlite) as connection:
        actions.show_word(connection, evening.dialogue, one.word, "els", 4)
    works_on(sqlite, 5)
    assert sentences(finds(sqlite, "gemeente")) == {"De gemeente belde terug."}


def test_no_key_of_an_erased_evening_is_left_in_the_vocabulary(engine: Engine) -> None:
    """A surname that one person said is itself the name of somebody."""
    indexed(engine)
    with transaction(engine) as connection:
        erase_at_once(connection, "linde", 3)
    with read_transaction(engine) as connection:
        assert connection.execute(select(SearchVocabulary)).all() == []


def test_an_erased_person_is_found_no_more(engine: Engine) -> None:
    evening = indexed(engine)
    evening.erases("Fatma")
    assert [text for text in SENTENCES if finds(engine, text).sentences] == []


def test_who_sees_no_dialogue_finds_nothing(sqlite: Engine) -> None:
    indexed(sqlite)
    assert finds(sqlite, "gemeente", Scope(organisations=frozenset({"elsewhere"}))).sentences == ()
    assert len(finds(sqlite, "gemeente", Scope(dialogues=frozenset({"linde"}))).sentences) == 1


def test_filters_narrow_what_is_found(sqlite: Engine) -> None:
    indexed(sqlite)
    assert sentences(finds(sqlite, "koken", kind="source", source="time")) == {"Een keer koken."}
    assert sentences(finds(sqlite, "koken", kind="dream")) == set()
    assert sentences(finds(sqlite, "gemeente", year=2025)) == set()
    assert sentences(finds(sqlite, "gemeente", year=2026, neighbourhood="Meerlinden")) == {SENTENCES[9]}
    assert sentences(finds(sqlite, "thuis", lang="nl")) == set()


def test_a_choice_made_later_is_indexed_by_the_worker(sqlite: Engine) -> None:
    evening = indexed(sqlite)
    assert finds(sqlite, "nog over na").sentences == ()
    undecided = next(
        word.id for word in evening.state.words.values() if word.keep is None and word.seat == "s3"
    )
    evening.chooses(undecided, Keep.NAMED)
    works_on(sqlite, 2)
    assert sentences(finds(sqlite, "nog over na")) == {"Hier denk ik nog over na."}
