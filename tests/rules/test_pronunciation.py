"""Who may say how a name is said, and who reads it (C1)."""

import json

from dialoog.rules import commands as c
from dialoog.rules.decide import Reason
from tests.rules.people import a_round_of


def test_C1_how_a_name_is_said_is_for_its_owner_and_the_desks_alone() -> None:
    table = a_round_of(2)
    table.fatma.does(c.ChangePronunciation("fatma", "sealed-sound"))
    placeholder = {"$pronunciation": "fatma"}
    assert table.fatma.phone["me"]["pronunciation"] == placeholder
    assert [p["pronunciation"] for p in table.desk["people"]] == [placeholder, None]
    assert 'pronunciation": {' not in json.dumps([table.screen, table.henk.phone])
    table.henk.is_refused(c.ChangePronunciation("fatma", None), Reason.NOT_YOURS)
    table.scribe.does(c.ChangePronunciation("fatma", None))
    table.fatma.is_late(c.ChangePronunciation("fatma", None))
    table.henk.does(c.ChangePronunciation("henk", "sealed-sound"))
    table.henk.does(c.EraseSeat("henk"))
    assert table.state.seats["henk"].pronunciation is None
    table.henk.is_refused(c.ChangePronunciation("henk", "sealed-sound"), Reason.UNKNOWN_SEAT)
