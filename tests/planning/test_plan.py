"""The fields of a plan stand once: whatever is composed of them has each of them."""

import msgspec

from dialoog.live.models import Dialogue
from dialoog.live.plan import LONGEST, Plan
from dialoog.live.queries import DialogueInfo
from dialoog.planning.evening_file import PLACES
from dialoog.planning.forms import NewForm
from dialoog.records.document import Document

FIELDS = Plan.__struct_fields__


def test_a_dialogue_has_a_column_for_each_field() -> None:
    columns = Dialogue.__table__.columns
    assert [name for name in FIELDS if columns[name].nullable] == []
    assert columns.title.default is not None
    assert columns.lang.default.arg == "nl"  # type: ignore[union-attr]


def test_what_is_looked_up_of_a_dialogue_and_its_record_have_each_field() -> None:
    assert set(FIELDS) <= set(DialogueInfo.__struct_fields__)
    [about] = [field for field in msgspec.structs.fields(Document) if field.name == "about"]
    assert about.type is Plan


def test_every_line_can_be_typed_and_has_its_place_in_a_file() -> None:
    assert set(LONGEST) == set(FIELDS) - {
        "lang",
        "until",
        "names_until",
        "contacts_until",
        "date",
        "start",
        "organised_by",
    }
    assert set(LONGEST) == set(PLACES)
    assert [name for name in LONGEST if not hasattr(NewForm, name)] == []
