"""Files of a record that people took along: their numbers, and which are old after something went."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, select, update

from dialoog.db.engine import read_transaction, transaction
from dialoog.jobs.clock import DAY_MS, wall_ms
from dialoog.live.models import Dialogue
from dialoog.records import actions
from dialoog.records.downloads.actions import Taker, read, take
from dialoog.records.downloads.contents import Missing, missing
from dialoog.records.downloads.queries import ListedDownload, count_downloads, list_downloads
from dialoog.records.models import Audience, Download
from dialoog.rules.state import Keep, Kind
from tests.records.evenings import Evening, an_engine, meerlinden
from tests.records.published import settle
from tests.records.test_editing import Office
from tests.web.visits import Visitor, running_app, words_of

COPIES = "/verslagen/linde/kopieen"
SOUP = "Drie weken soep gebracht."


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with running_app(tmp_path) as app:
        yield Office(app)


@pytest.fixture
def evening(tmp_path: Path) -> Iterator[Evening]:
    engine = an_engine(tmp_path)
    held = meerlinden(engine)
    held.closes()
    yield held
    engine.dispose()


def downloads(evening: Evening) -> list[ListedDownload]:
    with read_transaction(evening.engine) as connection:
        return list_downloads(
            connection, evening.dialogue, count_downloads(connection, evening.dialogue), 1
        ).lines


def takes(
    evening: Evening,
    format: str = "pdf",
    audience: Audience = "participants",
    person: str = "els",
    now: int = 0,
) -> int:
    reading = read(evening.engine, evening.dialogue, audience, None)
    assert reading is not None
    with transaction(evening.engine) as connection:
        document = take(connection, reading, format, Taker("account", person), now or wall_ms())
    assert document is not None
    assert document.copy is not None
    return document.copy.number


def lost(evening: Evening) -> dict[int, tuple[int, int]]:
    return {one.number: (one.missing_sentences, one.missing_names) for one in downloads(evening)}


def word_of(evening: Evening, text: str) -> str:
    everything = (*evening.record.contributions, *evening.record.agreements, *evening.record.goals)
    return next(one.id for one in everything if one.text == text)


def test_what_went_is_counted_by_sentence_and_by_name() -> None:
    former = {"w1", "w1:s1", "w2", "w2/nl", "w2:s1", "w3", "w3:s2"}
    assert missing(former, former | {"w9"}) == Missing(0, 0)
    assert missing(former, former - {"w1", "w1:s1"}) == Missing(1, 0)
    assert missing(former, former - {"w2/nl"}) == Missing(1, 0)
    assert missing(former, former - {"w1:s1", "w2:s1", "w3:s2"}) == Missing(0, 2)
    assert missing(former, set()) == Missing(3, 0)


def test_the_same_file_on_the_same_day_for_the_same_person_is_one_copy(engine: Engine) -> None:
    evening = meerlinden(engine)
    evening.closes()
    now = wall_ms() // DAY_MS * DAY_MS + 10 * 3600 * 1000
    numbers = [
        takes(evening, now=now),
        takes(evening, now=now + 1000),
        takes(evening, "docx", now=now + 2000),
        takes(evening, person="ineke", now=now + 3000),
        takes(evening, now=now + DAY_MS),
    ]
    assert numbers == [1, 1, 2, 3, 4]
    evening.withdraws(word_of(evening, SOUP))
    assert set(lost(evening).values()) == {(2, 0)}
    assert [one.times for one in sorted(downloads(evening), key=lambda one: one.number)] == [2, 1, 1, 1]


def test_a_copy_is_old_once_something_in_it_went_and_no_longer_when_it_came_back(evening: Evening) -> None:
    takes(evening)
    soup = word_of(evening, SOUP)
    with transaction(evening.engine) as connection:
        actions.hide_word(connection, "linde", soup, "els", "Een naam.", 1)
    assert lost(evening)[1] == (2, 0)  # with the insight that rested on it alone
    with transaction(evening.engine) as connection:
        actions.show_word(connection, "linde", soup, "els", 2)
    assert lost(evening)[1] == (0, 0)
    evening.withdraws(soup)
    assert lost(evening)[1] == (2, 0)
    newer = takes(evening)
    assert lost(evening)[newer] == (0, 0)


def _hides(evening: Evening) -> None:
    with transaction(evening.engine) as connection:
        actions.hide_word(connection, evening.dialogue, word_of(evening, SOUP), "els", "Een naam.", 1)


def _withdraws(evening: Evening) -> None:
    evening.withdraws(word_of(evening, SOUP))


def _closes_the_doors(evening: Evening) -> None:
    with transaction(evening.engine) as connection:
        connection.execute(update(Dialogue).values(erasing=1))


@pytest.mark.parametrize("act", [_hides, _withdraws, _closes_the_doors])
def test_what_changed_since_it_was_read_is_no_copy(evening: Evening, act: Callable[[Evening], None]) -> None:
    reading = read(evening.engine, evening.dialogue, "participants", None)
    assert reading is not None
    act(evening)
    with transaction(evening.engine) as connection:
        assert take(connection, reading, "pdf", Taker("seat"), 1) is None
    assert downloads(evening) == []


def test_a_file_is_without_a_sentence_that_goes_while_it_is_read(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    readings = 0

    def read_slowly(*arguments: Any) -> Any:
        nonlocal readings
        readings += 1
        reading = read(*arguments)
        if readings == 1:
            office.evening.withdraws(word_of(office.evening, SOUP))
        return reading

    monkeypatch.setattr("dialoog.records.downloads.actions.read", read_slowly)
    assert "soep" not in office.els.takes("linde", "md").text
    assert readings == 2
    assert lost(office.evening) == {1: (0, 0)}


def test_a_copy_is_old_once_a_name_in_it_went(evening: Evening) -> None:
    takes(evening)
    evening.chooses(word_of(evening, SOUP), Keep.UNNAMED)
    assert lost(evening)[1] == (0, 1)
    evening.erases("Fatma")
    sentences, names = lost(evening)[1]
    assert sentences > 2
    assert names == 1  # Fatma's beside a goal


def test_a_public_copy_is_old_once_the_further_yes_went(evening: Evening) -> None:
    soup = word_of(evening, SOUP)
    evening.chooses(soup, Keep.NAMED, public=True)
    with transaction(evening.engine) as connection:
        settle(connection, "linde", "public")
    everybody, participants = takes(evening, audience="public"), takes(evening)
    evening.chooses(soup, Keep.NAMED)
    assert lost(evening)[everybody][0] > 0
    assert lost(evening)[participants] == (0, 0)


def test_the_list_holds_no_word_and_no_name(evening: Evening) -> None:
    takes(evening)
    with read_transaction(evening.engine) as connection:
        [row] = connection.execute(select(Download.__table__).where(Download.number == 1)).all()
    stored = " ".join(map(str, row))
    assert word_of(evening, SOUP) in row.contents.split()
    for text in ("soep", "Fatma", "Henk", "Samira"):
        assert text not in stored


def test_an_organiser_sees_which_copies_are_old_and_not_what_went(office: Office) -> None:
    assert "Nog niemand nam een bestand mee." in words_of(office.els.opens(COPIES))
    assert office.els.takes("linde", "pdf").status_code == 200
    assert office.els.takes("linde", "xlsx").status_code == 200
    page = words_of(office.els.opens(COPIES))
    assert "Kopie 1 · PDF" in page
    assert "Kopie 2 · Excel" in page
    assert " oud" not in page
    assert "Kopieën" not in words_of(office.els.opens("/thuis"))
    office.evening.withdraws(office.word(Kind.EXPERIENCE))
    answer = words_of(office.els.opens(COPIES))
    assert "2 kopieën zijn oud geworden." in answer
    assert "2 zinnen staan niet meer in het verslag." in answer
    assert "soep" not in answer
    assert "2 kopieën zijn oud." in words_of(office.els.opens("/verslagen/linde/beheren"))
    assert "Twee kopieën van" in words_of(office.els.opens("/thuis"))
    assert office.els.sends(COPIES, page="1").status_code == 405
    [token] = set(re.findall(r'name="csrf_token"[^>]*value="([^"]+)"', office.els.opens(COPIES).text))
    seen = office.els.browser.post(f"{COPIES}/gezien", data={"csrf_token": token})
    assert seen.status_code == 303
    page = words_of(office.els.opens(COPIES))
    assert "oud geworden" not in page
    assert "2 zinnen staan niet meer in het verslag." in page
    assert "Twee kopieën van" not in words_of(office.els.opens("/thuis"))


def test_looking_makes_no_copy(office: Office) -> None:
    """Neither a scanner that follows every link, nor a page that is loaded ahead or again."""
    for address in ("/verslagen/linde", "/verslagen/linde.json", COPIES):
        assert office.els.opens(address).status_code == 200
    assert office.els.opens("/verslagen/linde/bestand").status_code == 405
    assert downloads(office.evening) == []


@pytest.mark.parametrize("format", ["", "exe", "PDF", "pdf\0", "../pdf"])
def test_a_format_that_is_none_gives_no_file(office: Office, format: str) -> None:
    answer = office.els.takes("linde", format)
    assert answer.status_code == 303
    assert answer.location.endswith("/verslagen/linde#take")
    assert downloads(office.evening) == []


def test_what_everybody_takes_is_counted_by_day_and_nobody_is_written_down(office: Office) -> None:
    address = "/uitkomst/linde/meenemen"
    assert Visitor(office.app).opens(address).status_code == 404
    office.evening.chooses(office.word(Kind.EXPERIENCE), Keep.NAMED, public=True)
    with transaction(office.engine) as connection:
        settle(connection, "linde", "public")
    for _ in range(3):
        answer = Visitor(office.app).sends(address, format="md")
        assert answer.mimetype == "text/markdown"
        assert "Kopie 1" in answer.text
        assert "jongetje" not in answer.text
    [one] = downloads(office.evening)
    assert (one.taker, one.name, one.times, one.audience) == ("everybody", None, 3, "public")
    assert "op de openbare bladzijde" in words_of(office.els.opens(COPIES))


def test_an_old_list_is_cut_into_pages(office: Office) -> None:
    for number in range(25):
        takes(office.evening, now=number * DAY_MS + 1)
    with transaction(office.engine) as connection:
        connection.execute(update(Download).where(Download.number == 3).values(missing_names=1))
    first, second = office.els.opens(COPIES).text, office.els.opens(f"{COPIES}?page=2").text
    assert first.index("Kopie 3 ") < first.index("Kopie 25")
    assert "Kopie 1 " in second
    assert office.els.opens(f"{COPIES}?page=3").status_code == 404
