"""Texts that are fetched by id and revision: of that revision, or none."""

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from dialoog.accounts import tokens
from dialoog.app import create_app
from dialoog.db.engine import read_transaction, transaction
from dialoog.live.commands.requests import Accepted
from dialoog.live.journal.verify import verify_dialogue
from dialoog.live.models import Translation
from dialoog.live.protocol import commands
from dialoog.live.runtime import Runtime
from dialoog.rules.state import Kind
from tests.commands import execute
from tests.live.room import Room
from tests.people import fresh_id


@pytest.fixture
def elsewhere(room: Room) -> Iterator[Runtime]:
    """Another process with the same database, of whose commits this one has not heard yet."""
    runtime: Runtime = create_app(room.runtime.settings).extensions["dialoog"]
    threading.Thread(target=runtime.writer.run, daemon=True).start()
    yield runtime
    runtime.writer.stop()
    runtime.engine.dispose()


def fetched(room: Room, app: Flask, reference: str, desk: tokens.Purpose = "facilitator") -> Any:
    with transaction(room.runtime.engine) as connection:
        token = tokens.create(connection, desk, room.id)
    path = f"/live/words?as={desk}&ids={reference}"
    return app.test_client().get(path, headers={"Authorization": f"Bearer {token}"}).get_json()["words"]


def test_V2_a_text_that_was_replaced_meanwhile_is_never_told_as_the_one_before(
    room: Room, app: Flask, elsewhere: Runtime
) -> None:
    """Who fetches keeps it for good; and what took its place nobody may have shown yet (T20)."""
    room.somebody_sits()
    word = fresh_id()
    for command in (
        commands.GiveConsent(id=fresh_id(), seat="s1", words=True, name=True, contact=False),
        commands.Write(id=word, seat="s1", text="De soep was lekker.", word_kind=Kind.INTRODUCTION),
    ):
        assert isinstance(room.tries(command), Accepted)
    assert fetched(room, app, f"{word}.1")[f"{word}.1"]["text"] == "De soep was lekker."
    changed = commands.ChangeWords(id=fresh_id(), word=word, text="De soep was zout.")
    assert isinstance(execute(elsewhere, room.console, changed), Accepted)
    assert fetched(room, app, f"{word}.1") == {}
    room.somebody_sits("Henk")
    assert fetched(room, app, f"{word}.2")[f"{word}.2"]["text"] == "De soep was zout."


def test_C5_a_translation_is_told_to_the_desks_alone_until_its_owner_says_klopt(
    room: Room, app: Flask
) -> None:
    """And a no takes its text and salt out of the database."""
    room.somebody_sits()
    word = fresh_id()
    for command in (
        commands.GiveConsent(id=fresh_id(), seat="s1", words=True, name=True, contact=False),
        commands.Write(id=word, seat="s1", text="Çorba güzeldi.", lang="tr", word_kind=Kind.INTRODUCTION),
        commands.ConfirmWords(id=fresh_id(), word=word),
        commands.LinkDevice(id=fresh_id(), seat="s1"),
        commands.TickWords(id=fresh_id(), word=word, on=True),
        commands.ShowWords(id=fresh_id(), word=word),
        commands.TranslateWords(id=fresh_id(), word=word, lang="nl", text="De soep was lekker."),
    ):
        assert isinstance(room.tries(command), Accepted)
    beside = {"lang": "nl", "text": "De soep was lekker.", "by": "facilitator"}
    assert fetched(room, app, f"{word}.2")[f"{word}.2"]["translation"] == {**beside, "waits": True}
    assert fetched(room, app, f"{word}.2", "screen")[f"{word}.2"]["translation"] is None
    answer = commands.AnswerTranslation(id=fresh_id(), word=word, lang="nl", revision=2, on=True)
    assert isinstance(room.tries(answer), Accepted)
    for desk in ("facilitator", "screen"):
        assert fetched(room, app, f"{word}.3", desk)[f"{word}.3"]["translation"] == beside
    again = commands.TranslateWords(id=fresh_id(), word=word, lang="nl", text="De soep was heet.")
    no = commands.AnswerTranslation(id=fresh_id(), word=word, lang="nl", revision=4, on=False)
    assert isinstance(room.tries(again), Accepted)
    assert isinstance(room.tries(no), Accepted)
    with transaction(room.runtime.engine) as connection:
        assert connection.execute(select(Translation.text)).all() == []
    assert fetched(room, app, f"{word}.5")[f"{word}.5"] == {
        "text": "Çorba güzeldi.", "lang": "tr", "kind": "introduction", "translation": None,
    }  # fmt: skip
    with read_transaction(room.runtime.engine) as connection:
        assert verify_dialogue(connection, room.id, None)[2] == []
