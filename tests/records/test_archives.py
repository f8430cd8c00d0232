"""Many records in one zip: made by the worker, fetched by who asked, and gone after a day or as soon as something in it went."""

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, select, update

from dialoog.db.engine import transaction
from dialoog.jobs.clock import DAY_MS, wall_ms
from dialoog.jobs.worker import Worker
from dialoog.live.models import Dialogue
from dialoog.records import actions
from dialoog.records.archives import files, making
from dialoog.records.downloads.actions import read
from dialoog.records.models import Archive
from dialoog.records.retention import erase_at_once
from tests.accounts.people import PASSWORD, create_member
from tests.postgres import Postgres
from tests.records.archives_office import ZIP, Archives
from tests.records.test_editing import Office
from tests.web.visits import Visitor, running_app, words_of


@pytest.fixture
def archives(tmp_path: Path) -> Iterator[Archives]:
    with running_app(tmp_path) as app:
        yield Archives(Office(app))


def test_a_zip_is_asked_for_made_and_fetched_by_who_asked(archives: Archives) -> None:
    address = archives.asks(format="md")
    page = archives.els.opens(address)
    assert "0 van 2 verslagen staan erin." in words_of(page)
    assert 'aria-busy="true" data-again="5"' in page.text, (
        "and the page stays where it is: who reads it keeps their place"
    )
    assert "Refresh" not in page.headers
    assert archives.els.opens(f"{address}/bestand").status_code == 404
    archives.works()
    page = archives.els.opens(address)
    assert "2 verslagen staan erin." in words_of(page)
    assert "data-again" not in page.text
    with archives.fetches(address) as made:
        assert made.testzip() is None
        assert len(made.namelist()) == len(set(made.namelist())) == 2
        texts = [made.read(name).decode("utf-8") for name in made.namelist()]
    assert all("Kopie 1, gemaakt op" in text for text in texts)
    assert sum("waslijn" in text for text in texts) == 1
    [path] = archives.folder.iterdir()
    assert (path.stat().st_mode & 0o777, archives.folder.stat().st_mode & 0o777) == (0o600, 0o700)


def test_nobody_else_sees_or_fetches_it(archives: Archives) -> None:
    address = archives.asks(format="md")
    archives.works()
    with transaction(archives.office.engine) as connection:
        owner = connection.execute(select(Dialogue.owner).where(Dialogue.id == "linde")).scalar()
        create_member(connection, owner or "", "Ineke")
    ineke = Visitor(archives.office.app)
    assert ineke.sends("/aanmelden", login="Ineke", password=PASSWORD).status_code == 303
    assert ineke.opens(ZIP).status_code == 200
    for visitor in (ineke, Visitor(archives.office.app)):
        for there in (address, f"{address}/bestand"):
            assert visitor.opens(there).status_code in (302, 404)
    assert archives.els.opens(f"{ZIP}/bestaatniet1/bestand").status_code == 404


def test_only_the_chosen_neighbourhood_and_days_come_into_it(archives: Archives) -> None:
    address = archives.asks(format="json", neighbourhood="De Hoven")
    archives.works()
    with archives.fetches(address) as made:
        assert [b"waslijn" in made.read(name) for name in made.namelist()] == [True]
    for fields in ({"since": "2026-11-13"}, {"until": "2026-11-11"}, {"since": "gisteren"}, {"since": "2026-11-12", "until": "2026-11-11"}):  # fmt: skip
        refused = archives.els.sends(ZIP, format="md", **fields)
        assert refused.status_code == 400, fields
    assert archives.asks(format="md", since="2026-11-12", until="2026-11-12") != address


def test_asking_again_while_it_is_made_leads_to_the_same(archives: Archives) -> None:
    assert archives.asks(format="md") == archives.asks(format="md")
    assert archives.state() == ["making"]


def test_every_record_in_it_is_listed_as_a_copy(archives: Archives) -> None:
    archives.asks(format="pdf")
    archives.works()
    for dialogue in ("linde", "eikenhof"):
        assert "Kopie 1 · PDF" in words_of(archives.els.opens(f"/verslagen/{dialogue}/kopieen"))


def withdraws(archives: Archives) -> None:
    archives.other.withdraws(archives.word)


def hides(archives: Archives) -> None:
    with transaction(archives.office.engine) as connection:
        actions.hide_word(connection, "eikenhof", archives.word, "els", "Een naam.", wall_ms())


def erases_a_person(archives: Archives) -> None:
    archives.other.erases("Fatma")


def erases_the_dialogue(archives: Archives) -> None:
    with transaction(archives.office.engine) as connection:
        erase_at_once(connection, "eikenhof", wall_ms())


@pytest.mark.parametrize("act", [withdraws, hides, erases_a_person, erases_the_dialogue])
@pytest.mark.parametrize("is_ready", [True, False])
def test_R14_a_zip_goes_as_soon_as_something_in_it_went(archives: Archives, act, is_ready: bool) -> None:  # type: ignore[no-untyped-def]
    address = archives.asks(format="md")
    if is_ready:
        archives.works()
    else:
        _add_one(archives)
    assert archives.bytes_on_disk() != []
    act(archives)
    assert archives.els.opens(f"{address}/bestand").status_code == 404  # at once, whatever the worker does
    archives.wait_until_removed()
    archives.works()
    assert archives.bytes_on_disk() == []
    assert archives.state() == ["withdrawn"]
    assert "Dit zipbestand is weg" in words_of(archives.els.opens(address))
    archives.works(DAY_MS + 1000)
    assert archives.state() == []


def test_R14_a_zip_that_is_newer_than_a_restored_backup_is_removed(archives: Archives) -> None:
    archives.asks(format="md")
    archives.works()
    with transaction(archives.office.engine) as connection:
        connection.execute(delete(Archive))
    archives.works()
    assert archives.bytes_on_disk() == []
    kept = archives.asks(format="md")
    archives.works()
    archives.works()
    assert archives.bytes_on_disk() == [f"{kept.rpartition('/')[2]}.zip"]


def test_R14_a_sentence_that_goes_while_its_record_is_read_is_not_in_the_zip(
    archives: Archives, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read_slowly(*arguments: Any) -> Any:
        reading = read(*arguments)
        monkeypatch.undo()
        hides(archives)
        return reading

    address = archives.asks(format="md", neighbourhood="De Hoven")
    monkeypatch.setattr(making, "read", read_slowly)
    archives.works()
    with archives.fetches(address) as made:
        assert [b"waslijn" in made.read(name) for name in made.namelist()] == [False]


def test_R14_what_the_server_cannot_remove_the_worker_does(
    archives: Archives, monkeypatch: pytest.MonkeyPatch
) -> None:
    archives.asks(format="md")
    archives.works()
    tried = threading.Event()

    def fail(_path: Path) -> None:
        tried.set()
        raise PermissionError

    with monkeypatch.context() as patched:
        patched.setattr(files, "remove", fail)
        withdraws(archives)
        assert tried.wait(10)
        assert len(archives.bytes_on_disk()) == 1
    archives.works()
    assert archives.bytes_on_disk() == []


def _fail_after_hiding(archives: Archives) -> None:
    with transaction(archives.office.engine) as connection:
        actions.hide_word(connection, "eikenhof", archives.word, "els", "Een naam.", wall_ms())
        raise ZeroDivisionError


def test_R14_nothing_is_removed_where_the_withdrawal_is_rolled_back(archives: Archives) -> None:
    archives.asks(format="md")
    archives.works()
    with pytest.raises(ZeroDivisionError):
        _fail_after_hiding(archives)
    with transaction(archives.office.engine):
        pass
    assert (len(archives.bytes_on_disk()), archives.state()) == (1, ["ready"])


def test_R14_on_postgres_a_zip_is_made_and_goes_likewise(tmp_path: Path, postgres: Postgres) -> None:
    with running_app(tmp_path, database_url=postgres.database()) as app:
        archives = Archives(Office(app))
        address = archives.asks(format="md")
        archives.works()
        with archives.fetches(address) as made:
            assert len(made.namelist()) == 2
        withdraws(archives)
        assert archives.els.opens(f"{address}/bestand").status_code == 404
        archives.wait_until_removed()
        archives.works(DAY_MS + 1000)
        assert archives.state() == []


def _add_one(archives: Archives) -> None:
    """The worker adds the first record, eikenhof, and stops."""
    worker = Worker(archives.office.engine, making.handlers(archives.settings))
    while not archives.bytes_on_disk():
        assert worker.run_once()


def test_a_zip_is_gone_after_a_day(archives: Archives) -> None:
    address = archives.asks(format="md")
    archives.works()
    archives.works(DAY_MS - 60_000)
    assert len(archives.bytes_on_disk()) == 1
    archives.works(DAY_MS + 60_000)
    assert (archives.bytes_on_disk(), archives.state()) == ([], [])
    assert archives.els.opens(address).status_code == 404


def test_a_fetch_that_goes_on_ends_when_the_zip_is_removed(
    archives: Archives, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dialoog.records.archives.pages.BLOCK", 64)
    address = archives.asks(format="md")
    archives.works()
    answer = archives.els.browser.get(f"{address}/bestand", buffered=False)
    blocks = answer.iter_encoded()
    assert len(next(blocks)) == 64
    archives.other.withdraws(archives.word)
    archives.works()
    with pytest.raises(FileNotFoundError):
        list(blocks)


def test_a_worker_that_was_killed_leaves_a_zip_that_is_made_whole(archives: Archives) -> None:
    """After a record was added and before that was counted, and in the middle of adding one."""
    address = archives.asks(format="md")
    _add_one(archives)
    [path] = archives.folder.iterdir()
    with transaction(archives.office.engine) as connection:
        connection.execute(update(Archive).values(done=0, last=""))
    archives.works()
    with archives.fetches(address) as made:
        assert len(made.namelist()) == 2
    archives.els.sends(ZIP, format="md")
    for broken in (path.read_bytes()[:-30], b"", b"PK"):
        again = archives.asks(format="md")
        _id = again.rpartition("/")[2]
        with transaction(archives.office.engine) as connection:
            connection.execute(update(Archive).where(Archive.id == _id).values(done=1, last="eikenhof"))
        files.path_of(archives.settings.folder, _id).write_bytes(broken)
        archives.works()
        with archives.fetches(again) as made:
            assert made.testzip() is None
            assert len(made.namelist()) == 2
