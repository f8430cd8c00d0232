"""R4: every odd string in every field that takes what people type: kept as the corpus says, or refused with its sentence."""

import json

import pytest
from flask import Flask
from sqlalchemy import select

from dialoog.db.engine import read_transaction
from dialoog.live.models import Contact, SeatName, Translation, Word
from dialoog.live.protocol.messages import Answer
from dialoog.live.protocol.reasons import SENTENCES
from tests.corpus.fields import FIELDS, Field
from tests.corpus.laid import Json, Laid, rows
from tests.corpus.strings import SENDABLE, Fate, Odd, a_few
from tests.people import fresh_id

TEXT_FIELDS = [field for field in FIELDS if field.kind == "text"]
WORD = "w" * 24


@pytest.fixture(scope="module")
def table(app: Flask) -> Laid:
    laid = Laid(app, "empty")
    assert [laid.seats(name) for name in ("Fatma", "Henk")] == ["s1", "s2"]
    laid.does("facilitator", "take_seat", name="Ruud")
    laid.does("facilitator", "give_consent", seat="s3", words=True, name=True, contact=False)
    laid.does("s1", "write", id=WORD, text="Soep.", word_kind="introduction")
    return laid


def command_with(field: Field, odd: Odd) -> Json:
    """A command with this string in this field, which is done where the string is fit to be kept."""
    more: dict[str, Json] = {
        "take_seat": {},
        "change_name": {"seat": "s1"},
        "change_pronunciation": {"seat": "s1"},
        "give_consent": {"words": True, "name": True, "contact": True},
        "write": {"word_kind": "introduction", "seat": "s1"},
        "change_words": {"word": WORD},
        "translate_words": {"word": WORD, "lang": "en"},
    }
    return {"id": fresh_id(), "kind": field.command, **more[field.command], field.name: odd.typed}


def who(field: Field) -> str:
    """A phone takes no seat for another, and writes at most a hundred sentences."""
    return "facilitator" if field.command in ("take_seat", "write") else "s1"


def stored(table: Laid, field: Field, command: Json, seat: str | None) -> str:
    """What lies in the tables after this command."""
    lies = {
        "take_seat": select(SeatName.name).where(SeatName.id == seat, SeatName.dialogue == table.id),
        "change_name": select(SeatName.name).where(SeatName.id == "s1", SeatName.dialogue == table.id),
        "change_pronunciation": select(SeatName.pronunciation).where(
            SeatName.id == "s1", SeatName.dialogue == table.id
        ),
        "give_consent": select(Contact.text).where(Contact.seat == "s1", Contact.dialogue == table.id),
        "write": select(Word.text).where(Word.id == command["id"], Word.dialogue == table.id),
        "change_words": select(Word.text).where(Word.id == WORD, Word.dialogue == table.id),
        "translate_words": select(Translation.text).where(
            Translation.word == WORD, Translation.lang == "en", Translation.dialogue == table.id
        ),
    }
    with read_transaction(table.runtime.engine) as connection:
        return connection.execute(lies[field.command]).scalar_one_or_none() or ""


@pytest.mark.parametrize("field", TEXT_FIELDS, ids=lambda field: field.id)
def test_R4_every_string_is_stored_as_it_should_be_or_refused_with_its_sentence(
    table: Laid, field: Field
) -> None:
    fates: list[tuple[Odd, Fate]] = [(odd, field.fate(odd)) for odd in SENDABLE]
    with table.straight_in(who(field), lang="en") as hands:
        before = rows(table.app)
        for odd, fate in fates:
            if fate.kept is None:
                refused = Answer("refused", reason=fate.reason, say=str(SENTENCES[fate.reason]))
                assert hands(command_with(field, odd)) == refused, odd.id
        assert rows(table.app) == before
        former = ""
        for odd, fate in fates:
            if fate.kept is not None:
                command = command_with(field, odd)
                answer = hands(command)
                is_gone_already = field.command == "change_pronunciation" and not (fate.kept or former)
                assert answer.answer == ("late" if is_gone_already else "ok"), (odd.id, answer)
                former = fate.kept
                assert stored(table, field, command, answer.seat) == fate.kept, odd.id
                if answer.seat:  # else the table would be full
                    hands({"id": fresh_id(), "kind": "remove_seat", "seat": answer.seat})
    assert 50 < sum(not fate.kept for _, fate in fates) < len(fates) - 300, "refused, or nothing left of it"


@pytest.mark.parametrize("field", TEXT_FIELDS, ids=lambda field: field.id)
def test_a_surrogate_without_its_other_half_is_no_message(table: Laid, field: Field) -> None:
    before = rows(table.app)
    for half in ("\\ud800", "\\udfff", "\\udc00\\ud800", "x\\ud83d"):
        command = json.dumps({**command_with(field, SENDABLE[0]), field.name: "HERE"}).replace("HERE", half)
        status, answer = table.asks(who(field), command.encode())
        assert (status, answer["reason"]) == (400, "malformed")
    assert rows(table.app) == before


def test_R3_R4_what_was_typed_otherwise_but_is_kept_as_the_same_is_the_same_command(table: Laid) -> None:
    """A phone that sends again after an update of its keyboard or browser still gets its first answer."""
    for odd in a_few(1, each=2):
        fate = odd.as_words()
        if fate.kept is not None:
            command = {
                "id": fresh_id(),
                "kind": "write",
                "word_kind": "introduction",
                "seat": "s3",
                "text": odd.typed,
            }
            first = table.asks("facilitator", command)
            assert table.asks("facilitator", {**command, "text": fate.kept}) == first, odd.id
            other = table.asks("facilitator", {**command, "text": f"{fate.kept[:200]} en meer"})
            assert other[1]["reason"] == "same_id", odd.id
