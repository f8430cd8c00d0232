"""What reaches the rules is whole, what goes wrong tells nothing, and keys cannot be guessed."""

from pathlib import Path

import msgspec
import pytest
from sqlalchemy.exc import OperationalError

from dialoog import settings
from dialoog.db.engine import make_engine, transaction
from dialoog.live.commands.translate import mac_of, translate
from dialoog.live.journal.texts import seal
from dialoog.live.protocol.commands import (
    AskHelp,
    AskRest,
    Command,
    GiveConsent,
    TakeSeat,
    TranslateWords,
    Write,
    parse,
)
from dialoog.rules import commands
from dialoog.rules.state import By, Desk, Kind
from tests.live.journals import journal
from tests.people import Table, fresh_id

ID = "a" * 16
FATMA = By(Desk.SEAT, "s1")


@pytest.mark.parametrize("due", ["2026-99-99", "2026-02-30", "٢٠٢٦-٠١-٠١", "0000-00-00", "morgen", ""])
def test_a_day_that_no_calendar_has_is_malformed(due: str) -> None:
    """One phone could else break the record that everybody reads."""
    with pytest.raises(msgspec.ValidationError):
        parse({"id": ID, "kind": "write", "text": "Ik bel.", "word_kind": "agreement", "due": due})


def test_a_day_goes_to_the_rules_as_it_was_written() -> None:
    message = {"id": ID, "kind": "write", "text": "Ik bel.", "word_kind": "agreement", "due": "2026-12-06"}
    command = translate(parse(message), FATMA)[0]
    assert isinstance(command, commands.Write)
    assert command.due == "2026-12-06"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (TakeSeat(id=ID, name="Fatma"), TakeSeat(id=ID, name="Henk")),
        (
            Write(id=ID, text="Ik woon hier.", word_kind=Kind.DREAM),
            Write(id=ID, text="Ik woon daar.", word_kind=Kind.DREAM),
        ),
        (TranslateWords(id=ID, word="w1", lang="en", text="Yes"), TranslateWords(id=ID, word="w1", lang="en", text="No")),
    ],
)  # fmt: skip
def test_C8_journal_and_key_together_tell_no_text(one: Command, other: Command) -> None:
    assert mac_of("key", one, FATMA) == mac_of("key", other, FATMA)


@pytest.mark.parametrize("call", [AskRest(id=ID), AskHelp(id=ID)], ids=["rest", "help"])
def test_T19_journal_and_key_together_do_not_tell_who_called(call: Command) -> None:
    assert mac_of("key", call, FATMA) == mac_of("key", call, By(Desk.SEAT, "s2"))


def test_C8_the_same_words_twice_have_each_a_salt_and_a_commitment_of_their_own() -> None:
    """Else whoever has the journal sees who said the same, and tries out what an erased one was."""
    one, other = seal("Ja."), seal("Ja.")
    assert len(one.salt) == len(other.salt) == 16
    assert one.salt != other.salt
    assert one.commitment != other.commitment


def test_R3_what_is_no_text_makes_another_command() -> None:
    consents = [GiveConsent(id=ID, words=True, name=name, contact=False) for name in (True, False)]
    assert mac_of("key", consents[0], FATMA) != mac_of("key", consents[1], FATMA)
    dream = Write(id=ID, text="Een bankje.", word_kind=Kind.DREAM)
    assert mac_of("key", dream, FATMA) != mac_of("key", dream, By(Desk.SEAT, "s2"))


def test_R3_words_sent_again_after_they_were_taken_back_stay_gone(table: Table) -> None:
    fatma, once = table.seats("Fatma"), fresh_id()
    first = fatma.sends("write", once, text="Ik woon hier.", word_kind="introduction")
    fatma.does("withdraw_words", word=once)
    before = len(journal(table))
    assert fatma.sends("write", once, text="Ik woon hier.", word_kind="introduction") == first
    assert len(journal(table)) == before
    assert fatma.reads(f"{once}.1") == {}


@pytest.mark.parametrize(("kind", "field"), [("change_name", "name"), ("translate_words", "text")])
def test_R3_another_name_or_translation_under_the_same_id_is_refused(
    table: Table, kind: str, field: str
) -> None:
    fatma, once, word = table.seats("Fatma"), fresh_id(), fresh_id()
    fatma.does("write", word, text="Ik woon hier.", word_kind="introduction")
    more = {"word": word, "lang": "en"} if kind == "translate_words" else {}
    fatma.does(kind, once, **more, **{field: "One"})
    assert fatma.sends(kind, once, **more, **{field: "One"})["answer"] == "ok"
    assert fatma.sends(kind, once, **more, **{field: "Other"})["reason"] == "same_id"


def test_R15_a_fault_of_the_database_tells_no_words(tmp_path: Path) -> None:
    engine = make_engine(f"sqlite:///{tmp_path / 'empty.sqlite3'}")
    with pytest.raises(OperationalError) as fault, transaction(engine) as connection:
        connection.exec_driver_sql("INSERT INTO words (text) VALUES (?)", ("Ik woon hier.",))
    assert "Ik woon hier." not in str(fault.value)


def test_an_empty_key_is_no_key(tmp_path: Path) -> None:
    (tmp_path / "secret").touch()
    with pytest.raises(SystemExit, match="empty"):
        settings.settle(settings.from_environment({}, folder=str(tmp_path)))
