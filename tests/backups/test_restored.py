"""A backup is put back as a whole, and what was erased since is erased again before anybody is served; or nothing changes."""

import re
from pathlib import Path

import pytest
from sqlalchemy import Connection, insert, select, update

from dialoog.accounts import account_links, sessions
from dialoog.accounts.actions import remove, role_of
from dialoog.accounts.models import Assignment, Membership, Person, Session
from dialoog.backups import backup_file, erasing_again
from dialoog.backups.making import prune
from dialoog.db import erasure_list
from dialoog.db.engine import make_engine, read_transaction, transaction
from dialoog.jobs.clock import DAY_MS, wall_ms
from dialoog.live.models import Dialogue, SeatName
from dialoog.live.protocol import commands
from dialoog.planning.actions import assign, dismiss, plan
from tests.accounts.people import PLANNED, create_member, create_organisation
from tests.backups.houses import FATMA, HENK, House
from tests.records.retained import due, works_on

BEFORE = {
    "words": ["Zin 1 van s1.", "Zin 1 van s2.", "Zin 2 van s1.", "Zin 2 van s2."],
    "translations": ["Sentence 1 of s2."],
    "seats": ["Buur s1", "Buur s2"],
    "contacts": ["06 s1", "06 s2"],
}


@pytest.fixture
def yesterday(house: House) -> Path:
    """The file of a backup, after which nothing has happened yet."""
    house.does(commands.TranslateWords, word=house.words[1][0], lang="en", text="Sentence 1 of s2.")
    return house.backs_up()


def test_R12_what_came_after_the_backup_is_lost_and_nothing_else(house: House, yesterday: Path) -> None:
    house.does(commands.Write, seat=HENK, text="Te laat.", word_kind="introduction")
    house.runtime.acknowledged.write()
    said = house.restores(yesterday)
    assert house.content() == BEFORE
    assert "1 dialogues with 10 entries. Nothing is wrong." in said
    assert f"{house.dialogue}: what came after the backup is lost, up to entry 11." in said
    assert house.proves().endswith("Nothing is wrong.\n")
    house.does(commands.Write, seat=HENK, text="Opnieuw.", word_kind="introduction")
    assert "Opnieuw." in house.content()["words"]


def test_R12_erase_today_restore_yesterday_and_it_is_erased_again(house: House, yesterday: Path) -> None:
    (first, second), (third, _) = house.words
    house.does(commands.WithdrawWords, word=third)
    house.does(commands.GiveConsent, seat=HENK, words=True, name=True, contact=False)
    house.does(commands.EraseSeat, seat=FATMA)
    today = house.content()
    assert today == {"words": ["Zin 2 van s2."], "translations": [], "seats": ["Buur s2"], "contacts": []}
    said = house.restores(yesterday)
    assert "Erased again: 5 of what was erased or ended since." in said
    assert house.content() == today
    assert house.proves().endswith("Nothing is wrong.\n")
    assert house.restores(yesterday), "as often as one likes"
    assert house.content() == today
    assert {first, second, third} <= {item.subject for item in lines(house)}


def test_R12_a_dialogue_that_was_erased_on_its_day_is_erased_again(house: House, yesterday: Path) -> None:
    """Though the day in the backup is a later one."""
    house.stops()
    engine = house.engine()
    with transaction(engine) as connection:
        connection.execute(update(Dialogue).values(until="2027-11-12"))
    works_on(engine, due())
    engine.dispose()
    nothing: dict[str, list[str]] = {name: [] for name in BEFORE}
    assert house.content() == nothing
    said = house.restores(yesterday)
    assert "Erased again: 1 " in said
    assert "lost" not in said
    assert house.content() == nothing
    assert house.proves() == "There is no dialogue yet.\n"


def test_R12_an_account_that_went_with_its_last_organisation_is_erased_again(house: House) -> None:
    with transaction(house.runtime.engine) as connection:
        organisation = create_organisation(connection, "De Linde")
        create_member(connection, organisation, "Els")
        gone = create_member(connection, organisation, "Margriet", email="m@voorbeeld.nl")
        sessions.create(connection, gone, "Firefox", wall_ms())
    yesterday = house.backs_up()
    with transaction(house.runtime.engine) as connection:
        assert remove(connection, organisation, gone, wall_ms())
    house.restores(yesterday)
    with read_transaction(house.runtime.engine) as connection:
        assert connection.execute(select(Person.name)).scalars().all() == ["Els"]
        assert connection.execute(select(Membership.person)).scalars().all() != [gone]
        assert connection.execute(select(Session.person)).scalars().all() == []


def test_R12_a_membership_that_ended_ends_again_and_the_account_stays(house: House) -> None:
    """Where that was the last organiser, whoever restores gets a link for a new one."""
    with transaction(house.runtime.engine) as connection:
        linde, hoven = (create_organisation(connection, name) for name in ("De Linde", "De Hoven"))
        els = create_member(connection, linde, "Els")
        joins(connection, els, hoven)
        joost = create_member(connection, hoven, "Joost")
        evening = plan(connection, linde, PLANNED, wall_ms())
        for person in (els, joost):
            assign(connection, evening, person, "facilitator", wall_ms())
    yesterday = house.backs_up()
    with transaction(house.runtime.engine) as connection:
        create_member(connection, linde, "Margriet")
        assert not remove(connection, linde, els, wall_ms())
        dismiss(connection, evening, joost, wall_ms())
    said = house.restores(yesterday)
    assert "Erased again: 2 " in said
    with read_transaction(house.runtime.engine) as connection:
        assert role_of(connection, els, linde) is None
        assert role_of(connection, els, hoven) == "organiser"
        assert connection.execute(select(Assignment.person)).all() == []
        invited = re.search(r"De Linde has no organiser any more. A link for a new one: .*/in#(\S+)", said)
        assert invited
        link = account_links.find(connection, invited[1], wall_ms())
        assert link
        assert (link.organisation, link.role) == (linde, "organiser")
    assert "De Hoven has no organiser" not in said
    assert ("membership", els, linde) in [item[1:] for item in lines(house)]
    with transaction(house.runtime.engine) as connection:
        joins(connection, els, linde)
    house.restores(house.backs_up())
    with read_transaction(house.runtime.engine) as connection:
        assert role_of(connection, els, linde) == "organiser", "who came back before the backup stays"


def test_R12_names_and_contacts_that_went_on_their_days_are_erased_again(
    house: House, yesterday: Path
) -> None:
    house.stops()
    engine = house.engine()
    with transaction(engine) as connection:
        connection.execute(update(Dialogue).values(contacts_until="2027-05-12", names_until="2027-06-12"))
    works_on(engine, due("2027-06-12"))
    engine.dispose()
    today = house.content()
    assert today == {**BEFORE, "seats": [], "contacts": []}
    assert "Erased again: 3 " in house.restores(yesterday)
    assert house.content() == today
    assert house.proves().endswith("Nothing is wrong.\n")


def test_R12_how_a_name_is_said_is_erased_again_with_the_name_or_alone(house: House) -> None:
    for seat in (FATMA, HENK):
        house.does(commands.ChangePronunciation, seat=seat, pronunciation=f"zo zegt men {seat}")
    yesterday = house.backs_up()
    house.does(commands.EraseSeat, seat=FATMA)
    house.does(commands.ChangePronunciation, seat=HENK, pronunciation="")
    house.restores(yesterday)
    engine = house.engine()
    with read_transaction(engine) as connection:
        assert connection.execute(select(SeatName.name, SeatName.pronunciation)).all() == [("Buur s2", None)]
    engine.dispose()
    assert house.proves().endswith("Nothing is wrong.\n")


@pytest.mark.parametrize("left", ["file", "database", "beside"])
def test_R12_either_list_alone_is_enough(sqlite_house: House, left: str) -> None:
    house = sqlite_house
    yesterday = house.backs_up()
    house.does(commands.EraseSeat, seat=FATMA)
    house.stops()
    path = house.folder / erasure_list.FILE_NAME
    if left == "file":
        for file in house.folder.glob("dialoog.sqlite3*"):
            file.write_bytes(b"the disk gives nothing of it back" if file.suffix == ".sqlite3" else b"")
    elif left == "database":
        path.unlink()
    else:
        house.backs_up()
        (house.folder / "dialoog.sqlite3").unlink()
        path.unlink()
    assert "Erased again: 3 " in house.restores(yesterday)
    assert house.content()["seats"] == ["Buur s2"]
    assert len(lines(house)) == 3, "the list is whole again"


def test_R12_a_choice_that_was_made_anew_before_the_backup_is_not_erased(house: House) -> None:
    house.does(commands.GiveConsent, seat=HENK, words=True, name=True, contact=False)
    house.does(commands.GiveConsent, seat=HENK, words=True, name=True, contact=True, reach="06 nieuw")
    house.restores(house.backs_up())
    assert house.content()["contacts"] == ["06 nieuw", "06 s1"]


def test_R12_a_closed_dialogue_has_the_record_that_follows_from_it(house: House) -> None:
    """`verify` compares the record with the journal."""
    house.does(commands.ConfirmWords, word=house.words[0][0])
    house.does(commands.KeepWords, word=house.words[0][0], keep="named")
    house.does(commands.CloseDialogue, reason="time")
    yesterday = house.backs_up()
    house.does(commands.WithdrawWords, word=house.words[0][0])
    house.restores(yesterday)
    assert "Zin 1 van s1." not in house.content()["words"]
    assert house.proves().endswith("Nothing is wrong.\n")


def joins(connection: Connection, person: str, organisation: str) -> None:
    values = {"person": person, "organisation": organisation, "role": "organiser", "created": wall_ms()}
    connection.execute(insert(Membership).values(**values))


def lines(house: House) -> list[erasure_list.Erased]:
    return erasure_list.read(house.folder / erasure_list.FILE_NAME)


def test_R12_nothing_changes_where_a_restore_breaks_off(
    house: House, yesterday: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Broken(BaseException):
        """As a kill: nothing of ours handles it."""

    def breaks(*_: object) -> None:
        raise Broken

    house.does(commands.EraseSeat, seat=FATMA)
    house.stops()
    before = house.content()
    monkeypatch.setattr(erasing_again.erasure_list, "note", breaks)
    with pytest.raises(Broken):
        house.types("restore", str(yesterday))
    assert house.content() == before
    assert house.proves()
    monkeypatch.undo()
    house.restores(yesterday)
    assert house.content()["seats"] == ["Buur s2"]


def test_R12_a_restore_waits_for_nobody_who_serves(house: House, yesterday: Path) -> None:
    house.does(commands.EraseSeat, seat=FATMA)
    before = house.content()
    result = house.types("restore", str(yesterday))
    begins = "Something has this database open. " if house.address else "Another program holds "
    assert result.output.startswith(begins)
    assert result.exit_code == 1
    assert house.content() == before


# The files


def test_a_backup_is_for_this_account_alone_and_says_what_it_is(house: House, yesterday: Path) -> None:
    assert re.fullmatch(r"dialoog-\d{8}T\d{6}Z\.backup", yesterday.name)
    assert [path.stat().st_mode & 0o777 for path in (yesterday, yesterday.parent)] == [0o600, 0o700]
    engine = make_engine(house.settings.database)
    with backup_file.read(yesterday) as (manifest, archive), read_transaction(engine) as connection:
        backup_file.check_members(manifest, archive)
        assert manifest.installation == erasure_list.installation_name(connection)
    engine.dispose()
    assert (manifest.dialogues, manifest.entries, manifest.database) == (1, 10, engine.dialect.name)
    assert [path for path in yesterday.parent.iterdir() if path != yesterday] == []
    assert house.settings.secret.encode() not in yesterday.read_bytes()


def test_backups_older_than_their_days_go_but_never_the_newest(sqlite_house: House) -> None:
    first, second, third = (sqlite_house.backs_up() for _ in range(3))
    with backup_file.read(second) as (manifest, _):
        later = manifest.moment + 8 * DAY_MS
    assert prune(first.parent, "another", 7, later) == []
    assert prune(first.parent, manifest.installation, 30, later) == []
    assert set(prune(first.parent, manifest.installation, 7, later)) == {first, second}
    assert backup_file.list_backups(first.parent) == [third]
