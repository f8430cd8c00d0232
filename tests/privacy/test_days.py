"""R14: after each of the three days what was to go is in no file any more, and what may stay is."""

from pathlib import Path

from flask import Flask
from sqlalchemy import update

from dialoog.db.engine import transaction
from dialoog.live.models import Dialogue
from tests.privacy.test_erasing import NAME, REACH, WORDS, app, on_disk  # noqa: F401 - a fixture
from tests.records.retained import DAY, due, works_on

CONTACTS, NAMES = "2027-03-12", "2027-07-12"


def test_R14_on_each_day_what_goes_is_gone_from_every_file(app: Flask, tmp_path: Path) -> None:  # noqa: F811
    engine = app.extensions["dialoog.engine"]
    with transaction(engine) as connection:
        connection.execute(update(Dialogue).values(contacts_until=CONTACTS, names_until=NAMES))
    told = {REACH, NAME, WORDS}
    for day, gone in ((CONTACTS, {REACH}), (NAMES, {REACH, NAME}), (DAY, told)):
        works_on(engine, due(day) - 1)
        works_on(engine, due(day))
        left = {one for one in told if any(found.startswith(one) for found in on_disk(tmp_path))}
        assert left == told - gone, day
